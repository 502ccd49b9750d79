"""How well: which values do the metrics reach, one measure at a time?"""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.rows import Components, Metrics, Rows, Setups
from setupscope.analysis.questions.documentation import documented
from setupscope.analysis.questions.order import in_order
from setupscope.data.measures import MEASURES

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
NO_VALUE = "the metric has no value in any setup here"
NOT_A_CORRELATION = "0 is no borderline of this measure"


@documented
def scores(setups: Setups, metrics: Metrics = None, by: Components = ()) -> pd.DataFrame:
    """Distribution of the metrics' values; values of different measures are never mixed.

    {parameters}
    metrics : sequence of str, optional
        Keys of the metrics; by default all that the frame has.

    Returns
    -------
    pandas.DataFrame
        A row per scenario, part, measure and metric:

        - `scenario`, the components of `by`, `measure`, `metric`;
        - `mean`, `q05`, `q25`, `q50`, `q75`, `q95`: over the setups in which the metric has
          a value, each setup weighing the same; in units of the measure; quantiles are
          interpolated linearly; null without a value;
        - `share_not_positive`: share of those setups whose value is 0 or less; null for
          measures that are no correlation;
        - `setups`, `givens`: how many the part has for that measure;
        - `reason`: why a number is null, else null.

    {raises}
    """
    split = list(dict.fromkeys([*by, "measure"]))
    rows = fetch(setups, metrics, by)
    found = [row for levels, part in rows.parts(split) for row in _table(levels, part)]
    return pd.DataFrame(found, columns=["scenario", *split, *COLUMNS])


COLUMNS = (
    *("metric", "mean", *(f"q{100 * q:02.0f}" for q in QUANTILES)),
    *("share_not_positive", "setups", "givens", "reason"),
)


def _table(levels: dict[str, str | int], part: Rows) -> Iterator[dict[str, object]]:
    correlation = MEASURES[str(levels["measure"])].is_correlation
    givens = part.givens
    for metric in part.metrics:
        column = part.column(metric)
        known = ~np.isnan(column)
        values = column if known.all() else column[known]
        row = {**levels, "metric": metric, "setups": len(part), "givens": givens}
        if not len(values):
            yield {**row, "reason": NO_VALUE}
            continue
        spread = dict(zip(COLUMNS[2:7], _quantiles(values), strict=True))
        below = np.count_nonzero(values <= 0) / len(values)
        yield {
            **row,
            "mean": values.mean(dtype=np.float64),
            **spread,
            "share_not_positive": below if correlation else np.nan,
            "reason": None if correlation else NOT_A_CORRELATION,
        }


def _quantiles(values: NDArray[np.float32]) -> list[float]:
    """Linear quantiles, in float64."""
    place = np.array(QUANTILES) * (len(values) - 1)
    below, above = np.floor(place).astype(np.int64), np.ceil(place).astype(np.int64)
    low, high = np.split(in_order(values, np.concatenate([below, above])), 2)
    quantiles: list[float] = (low + (high - low) * (place - below)).tolist()
    return quantiles
