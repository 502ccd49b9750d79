"""By how much is one metric ahead of another, setup by setup, and where do their values lie?"""

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from setupscope.analysis.frames.rows import Rows, Setups
from setupscope.analysis.questions.documentation import documented
from setupscope.analysis.questions.margin_lists import WIDEST, first_of
from setupscope.analysis.questions.pair_values import (
    SETUP,
    Numbers,
    Pairs,
    joined,
    listed,
    pairs_of,
    parts_under,
)

BINS = 40
"""Of margins."""
CELLS = 24
"""Along each side of a density."""


@documented
def margins(setups: Setups, a: str, b: str, measure: str | None = None) -> pd.DataFrame:
    """How the margins of one metric over another are distributed.

    {parameters}
    a, b : str
        Keys of the two metrics.
    measure : str, optional
        Key of the one measure that is asked for; by default each.

    Returns
    -------
    pandas.DataFrame
        A row per scenario, measure and bin, with the ties as a bin of their own, from 0 to 0:
        `scenario`, `measure`, `low`, `high` (of a's value minus b's, in units of the measure),
        `setups`, `share` (of the setups in which both have a value; 0 to 1). Bins are equally
        wide on both sides of 0; none where no setup has both values.

    Raises
    ------
    InputError
        When a metric is unknown.
    """
    parts = parts_under(setups, a, b, measure)
    found = [row for levels, part in parts for row in _bins(levels, part)]
    return pd.DataFrame(found, columns=["scenario", "measure", "low", "high", "setups", "share"])


def _bins(levels: dict[str, str | int], part: Rows) -> Iterator[dict[str, object]]:
    return binned(levels, lambda: (pairs.margin for *_, pairs in pairs_of(part)))


def binned(
    levels: Mapping[str, object], margins: Callable[[], Iterator[Numbers]], reach: float = 0.0
) -> Iterator[dict[str, object]]:
    """A row per bin of margins, the ties as a bin of their own; see `margins`.

    Bins reach to the widest of all margins, and at least to `reach`. The margins are gone
    through twice, in pieces, so that they need not be held.
    """
    widest = max([reach, *(_widest(piece) for piece in margins())])
    edges = np.linspace(-(widest or 1.0), widest or 1.0, BINS + 1)
    counts, ties = np.zeros(BINS, np.int64), 0
    for piece in margins():
        apart = piece[piece != 0]
        # NumPy is faster where it makes the edges itself: the same ones.
        counts += np.histogram(apart, BINS, (edges[0], edges[-1]))[0]
        ties += len(piece) - len(apart)
    total, middle = int(counts.sum()) + ties, BINS // 2
    ends = list(pairwise(edges))
    ends.insert(middle, (0.0, 0.0))
    counts = np.insert(counts, middle, ties)
    for (low, high), count in zip(ends, counts, strict=True) if total else ():
        bin_ = {"low": float(low), "high": float(high), "setups": int(count)}
        yield {**levels, **bin_, "share": count / total}


def _widest(margin: Numbers) -> float:
    return float(np.abs(margin).max(initial=0.0))


def density(setups: Setups, a: str, b: str, measure: str) -> pd.DataFrame:
    """How often the values of two metrics fall together, under one measure.

    Returns
    -------
    pandas.DataFrame
        A row per scenario and cell that holds setups: `scenario`; `b_low`, `b_high`, `a_low`,
        `a_high`, in units of the measure, on the same 24 bins for both; `setups`, `share`.
        The lowest end belongs to its cell, every other to the cell below.

    Raises
    ------
    InputError
        When a metric is unknown.
    """
    found: list[dict[str, object]] = []
    for levels, part in parts_under(setups, a, b, measure):
        found += _cells(str(levels["scenario"]), part)
    columns = ["scenario", "b_low", "b_high", "a_low", "a_high", "setups", "share"]
    return pd.DataFrame(found, columns=columns)


def _cells(scenario: str, part: Rows) -> Iterator[dict[str, object]]:
    edges = _edges(part)
    counts = np.zeros(CELLS * CELLS, np.int64)
    for *_, pairs in pairs_of(part):
        place = _places(pairs.values, edges)
        counts += np.bincount(place[:, 1] * CELLS + place[:, 0], minlength=len(counts))
    total = int(counts.sum())
    for cell in np.flatnonzero(counts).tolist():
        x, y = divmod(cell, CELLS)
        ends = (edges[x], edges[x + 1], edges[y], edges[y + 1])
        named = dict(zip(("b_low", "b_high", "a_low", "a_high"), map(float, ends), strict=True))
        count = int(counts[cell])
        yield {"scenario": scenario, **named, "setups": count, "share": count / total}


def _edges(part: Rows) -> Numbers:
    """The ends of the bins of both values."""
    low, high = np.inf, -np.inf
    for *_, pairs in pairs_of(part):
        low = min(low, float(pairs.values.min(initial=np.inf)))
        high = max(high, float(pairs.values.max(initial=-np.inf)))
    if low > high:
        low, high = 0.0, 1.0
    return np.linspace(low, high if high > low else low + 1.0, CELLS + 1)


def _places(values: NDArray[np.float32], edges: Numbers) -> NDArray[np.int64]:
    """Which bin each value is in: above its lower end, up to its higher one."""
    return np.clip(np.searchsorted(edges, values.astype(np.float64), "left") - 1, 0, CELLS - 1)


def in_cell(
    setups: Setups, a: str, b: str, measure: str, cell: tuple[int, int], most: int = 100
) -> tuple[pd.DataFrame, int]:
    """The setups of one cell of `density`, the widest margins first.

    Parameters
    ----------
    cell : tuple of int
        Bins of b's value and of a's, from 0; the setups are of one scenario.

    Returns
    -------
    tuple
        A table with `scenario`, `given`, `backbone`, `measure`, `pool_size`, `pool`, `a`, `b`
        (values), `margin`, of `most` rows at most; and how many setups the cell holds.
    """
    for _, part in parts_under(setups, a, b, measure):
        found = _inside(part, cell)
        order = first_of(np.abs(found.margin), WIDEST, most)
        return listed(part, found.where(order)), len(found)
    return pd.DataFrame(columns=["scenario", *SETUP, "a", "b", "margin"]), 0


def _inside(part: Rows, cell: tuple[int, int]) -> Pairs:
    """The setups of one cell."""
    edges = _edges(part)
    every = (pairs for *_, pairs in pairs_of(part))
    return joined(
        [own.where((_places(own.values, edges) == cell[::-1]).all(axis=1)) for own in every]
    )
