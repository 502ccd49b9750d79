"""Which setups compare metrics, which metrics are complete, and who wins each setup?

`metrics` are those compared, `known` all that the frame has, in the order of the bits of
`covered`.
"""

from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from setupscope.data.masks import as_masks

Array = NDArray[np.float64]
Names = Sequence[str]
Numbers = Mapping[str, float]
Row = Mapping[Hashable, Any]


def covers(row: Row, metric: str, known: Names) -> bool:
    """Whether a metric has a score for every member of a setup's pool."""
    return bool(int(row["covered"]) >> known.index(metric) & 1)


def is_contest(row: Row, metrics: Names, known: Names) -> bool:
    """Whether two of the metrics cover a setup, and one that covers it has a value."""
    covering = [metric for metric in metrics if covers(row, metric, known)]
    return len(covering) > 1 and any(row[metric] == row[metric] for metric in covering)


def rows_of(frame: pd.DataFrame, *names: str) -> list[Row]:
    """Some columns of a frame, row by row."""
    columns = [frame[name].tolist() for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def contests(frame: pd.DataFrame, metrics: Names, known: Names) -> pd.DataFrame:
    """The setups that compare some of the metrics."""
    rows = rows_of(frame, "covered", *metrics)
    return frame.loc[np.array([is_contest(row, metrics, known) for row in rows], bool)]


def common(frame: pd.DataFrame, group: Names, known: Names) -> pd.DataFrame:
    """The setups that compare the metrics of a group, and that each of them covers."""
    rows = rows_of(frame, "covered", *group)
    return frame.loc[np.array([_is_common(row, group, known) for row in rows], bool)]


def _is_common(row: Row, group: Names, known: Names) -> bool:
    return is_contest(row, group, known) and cover_all(row, group, known)


def cover_all(row: Row, metrics: Names, known: Names) -> bool:
    """Whether each of the metrics covers a setup."""
    return all(covers(row, metric, known) for metric in metrics)


def field(frame: pd.DataFrame, metrics: Names, known: Names) -> list[str]:
    """The complete metrics: they cover every contest, and some setup."""
    rows = rows_of(frame, "covered", *metrics)
    compared = [row for row in rows if is_contest(row, metrics, known)]
    return [
        metric
        for metric in metrics
        if any(covers(row, metric, known) for row in rows)
        and all(covers(row, metric, known) for row in compared)
    ]


def beside(of_field: Names, metrics: Names, *others: str) -> list[str]:
    """The field and some metrics more, in the order of those compared."""
    return [metric for metric in metrics if metric in {*of_field, *others}]


def shares(row: Row, metrics: Names, known: Names) -> Numbers:
    """Share of the win of each metric that covers a setup; NaN for the others."""
    values = {m: row[m] for m in metrics if covers(row, m, known)}
    defined = [v for v in values.values() if v == v]
    best = [m for m, v in values.items() if defined and v == max(defined)]
    return {
        m: np.nan if m not in values else float(Fraction(1, len(best)) if m in best else 0)
        for m in metrics
    }


def shares_of(frame: pd.DataFrame, group: Names, known: Names) -> pd.DataFrame:
    """Shares of the win in the contests that a group of metrics has in common.

    A row per contest, as the frame calls it: the share of each metric of the group, its given
    and its roster.
    """
    rows = common(frame, group, known)
    found = [shares(row, group, known) for row in rows_of(rows, "covered", *group)]
    table = pd.DataFrame(found, rows.index, columns=list(group), dtype=np.float64)
    return table.assign(given=rows["given"].tolist(), roster=as_masks(rows["roster"]))
