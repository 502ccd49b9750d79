"""How do two metrics compare, setup by setup?"""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.rows import Rows, Setups, compact
from setupscope.analysis.questions.documentation import documented

BINS = 40
"""Of margins, and of places along the curve."""
CELLS = 24
"""Along each side of a density."""
MARKS = 250
"""Setups of a specification curve that are picked out."""
PARTS = ("given", "backbone", "measure", "pool_size")
SETUP = (*PARTS, "pool")

Numbers = NDArray[np.float64]


def margins_of(rows: Rows) -> Numbers:
    """By how much the first metric is ahead of the second in each setup; NaN without both."""
    ordered = rows.rankings.values[rows.ranking]
    size = np.abs(rows.values[:, 0].astype(np.float64) - rows.values[:, 1])
    return np.asarray(np.sign(ordered[:, 0] - ordered[:, 1]) * size)


@documented
def margins(setups: Setups, a: str, b: str) -> pd.DataFrame:
    """How the margins of one metric over another are distributed.

    {parameters}
    a, b : str
        Keys of the two metrics.

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
    rows = fetch(setups, (a, b))
    found = [row for levels, part in rows.parts(["measure"]) for row in _bins(levels, part)]
    return pd.DataFrame(found, columns=["scenario", "measure", "low", "high", "setups", "share"])


def _bins(levels: dict[str, str | int], part: Rows) -> Iterator[dict[str, object]]:
    known = margins_of(part)
    known = known[~np.isnan(known)]
    if not len(known):
        return
    widest = float(np.abs(known).max()) or 1.0
    edges = np.linspace(-widest, widest, BINS + 1)
    counts, _ = np.histogram(known[known != 0], edges)
    ties = int((known == 0).sum())
    ends, middle = list(pairwise(edges)), BINS // 2
    ends.insert(middle, (0.0, 0.0))
    for (low, high), count in zip(ends, np.insert(counts, middle, ties), strict=True):
        bin_ = {"low": float(low), "high": float(high), "setups": int(count)}
        yield {**levels, **bin_, "share": count / len(known)}


def ahead(setups: Setups, a: str, b: str) -> pd.DataFrame:
    """In what share of the setups one metric has the higher value.

    Returns
    -------
    pandas.DataFrame
        A row per scenario: `scenario`, `a`, `b`; `ahead`, `ties`, `behind`: shares of the
        setups in which both have a value, each counting once; 1 in sum, null without any;
        `setups`: how many these are.

    Raises
    ------
    InputError
        When a metric is unknown.

    See Also
    --------
    pairs : the same with each given weighing the same.
    """
    found = []
    for levels, part in fetch(setups, (a, b)).parts(()):
        margin = margins_of(part)
        known = margin[~np.isnan(margin)]
        signs = [known > 0, known == 0, known < 0]
        shares = [sign.mean() if len(known) else np.nan for sign in signs]
        found.append({**levels, "a": a, "b": b, **dict(zip(SIDES, shares, strict=True))})
        found[-1]["setups"] = len(known)
    return pd.DataFrame(found, columns=["scenario", "a", "b", *SIDES, "setups"])


SIDES = ("ahead", "ties", "behind")


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
    rows = fetch(setups, (a, b))
    found: list[dict[str, object]] = []
    for levels, part in rows.parts(["measure"]):
        if levels["measure"] == measure:
            found += _cells(str(levels["scenario"]), part)
    columns = ["scenario", "b_low", "b_high", "a_low", "a_high", "setups", "share"]
    return pd.DataFrame(found, columns=columns)


def _cells(scenario: str, part: Rows) -> Iterator[dict[str, object]]:
    values = part.values.astype(np.float64)
    values = values[~np.isnan(values).any(axis=1)]
    if not len(values):
        return
    edges = _edges(values)
    place = _places(values, edges)
    cells, counts = np.unique(place[:, 1] * CELLS + place[:, 0], return_counts=True)
    for cell, count in zip(cells.tolist(), counts.tolist(), strict=True):
        x, y = divmod(cell, CELLS)
        ends = (edges[x], edges[x + 1], edges[y], edges[y + 1])
        named = dict(zip(("b_low", "b_high", "a_low", "a_high"), map(float, ends), strict=True))
        yield {"scenario": scenario, **named, "setups": count, "share": count / len(values)}


def _edges(values: Numbers) -> Numbers:
    low, high = float(values.min()), float(values.max())
    return np.linspace(low, high if high > low else low + 1.0, CELLS + 1)


def _places(values: Numbers, edges: Numbers) -> NDArray[np.int64]:
    """Which bin each value is in: above its lower end, up to its higher one."""
    return np.clip(np.searchsorted(edges, values, "left") - 1, 0, CELLS - 1)


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
    parts = fetch(setups, (a, b)).parts(["measure"])
    under = [part for levels, part in parts if levels["measure"] == measure]
    known = [part.where(np.asarray(~np.isnan(part.values).any(axis=1))) for part in under]
    if not known or not len(known[0]):
        return pd.DataFrame(columns=["scenario", *SETUP, "a", "b", "margin"]), 0
    (rows,) = known
    values = rows.values.astype(np.float64)
    inside = (_places(values, _edges(values)) == (cell[1], cell[0])).all(axis=1)
    rows = rows.where(inside)
    order = np.argsort(-np.abs(margins_of(rows)), kind="stable")[:most]
    return _listed(rows.where(order)), int(inside.sum())


def _listed(rows: Rows) -> pd.DataFrame:
    names = ("scenario", *SETUP)
    columns = {name: np.array(rows.levels[name])[rows.codes[name]].tolist() for name in names}
    values = rows.values.astype(np.float64)
    return pd.DataFrame(
        {**columns, "a": values[:, 0], "b": values[:, 1], "margin": margins_of(rows)}
    )


def specification(setups: Setups, a: str, b: str) -> pd.DataFrame:
    """The specification curve: setups by the margin of one metric over another.

    Returns
    -------
    pandas.DataFrame
        Per scenario up to 250 setups at equal distances along all that give both a value, in
        the order of their margins: `scenario`, `place` (share of the setups up to this one, 0
        to 1), `margin`, `given`, `backbone`, `measure`, `pool_size`, `pool`, `a`, `b`. Margins
        under different measures have different units; only their signs compare.

    Raises
    ------
    InputError
        When a metric is unknown.

    Notes
    -----
    Simonsohn, Simmons and Nelson 2020, Nature Human Behaviour 4:1208–1214.
    """
    found = []
    for _, part in fetch(setups, (a, b)).parts(()):
        order = _by_margin(margins_of(part))
        if len(order):
            places = np.unique(np.linspace(0, len(order) - 1, MARKS).round().astype(np.int64))
            table = _listed(part.where(order[places]))
            table.insert(1, "place", (places + 0.5) / len(order))
            found.append(table)
    columns = ["scenario", "place", *SETUP, "a", "b", "margin"]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=columns)


def along_curve(setups: Setups, a: str, b: str, bins: int = BINS) -> pd.DataFrame:
    """Where along the specification curve the setups of each level lie.

    Returns
    -------
    pandas.DataFrame
        A row per scenario, component (given, backbone, measure, pool_size) of several levels,
        level and bin of places: `scenario`, `component`, `level`, `bin` (from 0), `share` of
        the level's setups in that bin (sums to 1), `setups` of the level, and `ahead`: the
        share of its setups in which a has the higher value, ties half.
    """
    found: list[dict[str, object]] = []
    for levels, part in fetch(setups, (a, b)).parts(()):
        margin = margins_of(part)
        order = _by_margin(margin)
        bin_of = np.full(len(part), -1)
        bin_of[order] = np.arange(len(order)) * bins // max(len(order), 1)
        known = part if len(order) == len(part) else part.where(bin_of >= 0)
        place, sign = bin_of[bin_of >= 0], np.sign(margin[bin_of >= 0])
        for component in PARTS:
            found += _levels(known, component, place, sign, bins, str(levels["scenario"]))
    columns = ["scenario", "component", "level", "bin", "share", "setups", "ahead"]
    return pd.DataFrame(found, columns=columns)


def _levels(
    rows: Rows,
    component: str,
    place: NDArray[np.int64],
    sign: Numbers,
    bins: int,
    scenario: str,
) -> Iterator[dict[str, object]]:
    code, levels = compact(rows.codes[component], len(rows.levels[component]))
    count = len(levels)
    if count < 2:
        return
    counts = np.bincount(code * bins + place, minlength=count * bins).reshape(count, bins)
    ahead = np.bincount(code, (sign + 1) / 2, count)
    names = [str(rows.levels[component][code]) for code in levels]
    for level, own in enumerate(counts):
        total = int(own.sum())
        row = {"scenario": scenario, "component": component, "level": names[level]}
        counts_of = {"setups": total, "ahead": ahead[level] / total}
        for index, share in enumerate(own / total):
            yield {**row, "bin": index, "share": share, **counts_of}


def _by_margin(margin: Numbers) -> NDArray[np.intp]:
    """Positions of the setups that give both a value, the lowest margin first.

    Equal margins are shuffled, the same way each time: the store's order would make a pattern
    of what is none.
    """
    known = np.flatnonzero(~np.isnan(margin))
    shuffled = np.random.default_rng(0).permutation(known)
    return np.asarray(shuffled[np.argsort(margin[shuffled], kind="stable")])
