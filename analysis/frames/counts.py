"""How often does each ranking of the metrics occur, in each part of a frame of setups?

Most questions need rankings alone, and a slice has few distinct ones. One pass over the
setups counts them; everything after works on a few thousand rows.
"""

from collections.abc import Sequence

import narwhals as nw
import numpy as np
import pandas as pd
from narwhals.typing import IntoFrame
from numpy.typing import NDArray

from setupscope.analysis.frames.collect import collected
from setupscope.data.errors import InputError, unknown
from setupscope.data.measures import MEASURES
from setupscope.data.vocabulary import COMPONENTS, SETUP_COLUMNS


def metrics_of(setups: IntoFrame) -> tuple[str, ...]:
    """Keys of the metrics that a frame of setups holds values of, in its order."""
    names = nw.from_native(setups).lazy().collect_schema().names()
    return tuple(name for name in names if name not in SETUP_COLUMNS)


def count_rankings(setups: IntoFrame, metrics: Sequence[str], by: Sequence[str]) -> pd.DataFrame:
    """Counts setups by scenario, given, the components of `by`, and ranking of the metrics.

    Parameters
    ----------
    setups : frame of setups
        Anything that narwhals takes: a DuckDB relation, a pandas or Polars frame, ...
    metrics : sequence of str
        Keys of the metrics that are compared.
    by : sequence of str
        Components besides the given: backbone, measure, pool_size.

    Returns
    -------
    pandas.DataFrame
        `scenario`, `given`, the components of `by`, `setups` (count), `covered` (mask over
        all the frame's metrics), and a float64 column per metric that orders the metrics as
        every setup of the row does: higher is better, equal is tied, null is without a
        value. Sorted, so that every engine and thread order gives the same table.

    Raises
    ------
    InputError
        When a metric or component is unknown.
    """
    require_known(metrics, metrics_of(setups), by)
    keys = list(dict.fromkeys(["scenario", "given", *by]))
    rankings = list(dict.fromkeys([*keys, "measure", "outcome", "covered"]))
    # All setups of one measure and outcome rank the metrics alike, so their least values do too.
    least = [nw.col(metric).min() for metric in metrics]
    frame = nw.from_native(setups).lazy()
    table = collected(frame.group_by(rankings).agg(nw.len().alias("setups"), *least))
    text = [column for column in rankings if column in ("scenario", "given", "backbone", "measure")]
    table = table.astype({**dict.fromkeys(text, "str"), **dict.fromkeys(metrics, "float64")})
    lower_is_better = table["measure"].map(lambda key: MEASURES[key].direction == "lower")
    table.loc[lower_is_better, list(metrics)] *= -1
    return table.sort_values(rankings, ignore_index=True)[[*keys, "setups", "covered", *metrics]]


def covers(
    counts: pd.DataFrame, metrics: Sequence[str], all_metrics: Sequence[str]
) -> NDArray[np.bool_]:
    """Whether each metric has a score for every pool member: (rows of counts, metrics)."""
    bits = [all_metrics.index(metric) for metric in metrics]
    covered = counts["covered"].to_numpy(np.int64)
    return (covered[:, None] >> np.array(bits, np.int64) & 1).astype(bool)


def require_known(metrics: Sequence[str], known: Sequence[str], by: Sequence[str]) -> None:
    """Raises InputError where a metric or component is unknown."""
    for metric in metrics:
        if metric not in known:
            raise InputError(unknown("metric", metric, known))
    for component in by:
        if component not in COMPONENTS:
            raise InputError(unknown("component", component, COMPONENTS))
