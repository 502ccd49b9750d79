"""Which setups stand behind a win rate?"""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from setupscope.analysis.frames.contests import among, beside, field_of
from setupscope.analysis.frames.counts import require_known
from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.rows import Integers, Metrics, Rows, Setups
from setupscope.analysis.questions.documentation import documented
from setupscope.analysis.questions.margin_lists import WIDEST, first_listed, first_of


@documented
def won_setups(
    setups: Setups, metric: str, metrics: Metrics = None, order: str = WIDEST, most: int = 100
) -> tuple[pd.DataFrame, int]:
    """Setups in which a metric is the best, alone or tied.

    The best of those that cover all contests (see `win_rates`), and of the metric itself.

    {parameters}
    metric : str
        Whose wins are listed.
    metrics : sequence of str, optional
        Keys of the metrics compared, `metric` among them; by default all.
    order : {"widest", "narrowest"}
        By the margin: the metric's value minus the best other's.
    most : int
        Rows at most.

    Returns
    -------
    tuple
        The table and the number of setups that the metric wins. The table has a row per
        setup: `scenario`, `given`, `backbone`, `measure`, `pool_size`, `pool` (mask),
        `value` of the metric, `second` (the best other metric, null where none has a
        value), `margin` (0 or more, in units of the measure; null without a second).
        Equal margins are in the store's order.

    Raises
    ------
    InputError
        When a metric is unknown.
    """
    fetched = fetch(setups, metrics)
    require_known([metric], fetched.metrics, ())
    found = [
        own for _, part in fetched.parts(()) for own in _of_scenario(part, metric, order, most)
    ]
    listed = first_listed([table for table, _ in found], COLUMNS, order, most)
    return listed, sum(count for _, count in found)


NAMES = ("scenario", "given", "backbone", "measure", "pool_size", "pool")
COLUMNS = [*NAMES, "value", "second", "margin"]


def _of_scenario(
    part: Rows, metric: str, order: str, most: int
) -> Iterator[tuple[pd.DataFrame, int]]:
    """The first setups that a metric wins in each piece of a scenario, and how many it wins."""
    rows = among(part, beside(part.metrics, field_of(part), metric))
    index = rows.metrics.index(metric)
    for piece in rows.pieces():
        won = np.flatnonzero(rows.rankings.best[piece.ranking, index])
        margins, second = _margins(piece, won, index)
        chosen = first_of(margins, order, most)
        yield _table(piece, won[chosen], index, margins[chosen], second[chosen]), len(won)


def _margins(rows: Rows, won: Integers, index: int) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """How far one metric is ahead of the best other, and which that is; −1 for none."""
    ordered = np.nan_to_num(rows.rankings.values, nan=-np.inf)
    others = np.where(np.arange(len(rows.metrics)) == index, -np.inf, ordered)
    best, known = others.argmax(axis=1), others.max(axis=1) > -np.inf
    ranking = rows.ranking[won]
    second, values = best[ranking], rows.values[won].astype(np.float64)
    margin = np.abs(values[:, index] - np.take_along_axis(values, second[:, None], 1)[:, 0])
    return np.where(known[ranking], margin, np.nan), np.where(known[ranking], second, -1)


def _table(
    rows: Rows,
    won: Integers,
    index: int,
    margins: NDArray[np.float64],
    second: NDArray[np.intp],
) -> pd.DataFrame:
    best_other = [rows.metrics[code] if code >= 0 else None for code in second.tolist()]
    values = {"value": rows.values[won, index], "second": best_other, "margin": margins}
    return pd.DataFrame({**rows.levels_at(won), **values}, columns=COLUMNS)
