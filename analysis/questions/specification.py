"""The specification curve: all setups in the order of the margin of one metric over another.

Setups may be tens of millions. They are looked at piece by piece, twice: first to count the
margins in narrow bins; then to put those in order that share a bin with a place along the curve
that is asked for.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.rows import Integers, Rows, Setups
from setupscope.analysis.questions.margin_order import MarginOrder
from setupscope.analysis.questions.pair_values import (
    SETUP,
    Numbers,
    Pairs,
    listed,
    pairs_of,
)

BINS = 40
"""Of places along the curve."""
MARKS = 250
"""Setups of the curve that are picked out."""
PARTS = ("given", "backbone", "measure", "pool_size")
SIDES = ("ahead", "ties", "behind")
SIGNS = range(3)
AT_ONCE = 2**20
"""Setups that are counted at a time."""
ALONG = ["scenario", "component", "level", "bin", "share", "setups", "ahead"]

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Curve:
    """What is known along the curve: see `specification`, `along_curve` and `ahead`."""

    setups: pd.DataFrame
    levels: pd.DataFrame
    shares: pd.DataFrame


def curve(setups: Setups, a: str, b: str, bins: int = BINS) -> Curve:
    """The tables of `specification`, `along_curve` and `ahead`, from one order of the setups.

    Raises
    ------
    InputError
        When a metric is unknown.
    """
    tables, shares = [], []
    levels: list[dict[str, object]] = []
    for named, part in fetch(setups, (a, b)).parts(()):
        tally, picked, ranks = _along(part, bins)
        shares.append(_shares(named, a, b, tally.signs))
        levels += tally.rows(str(named["scenario"]))
        if len(picked):
            tables.append(listed(part, picked))
            tables[-1].insert(1, "place", (ranks + 0.5) / tally.signs.sum())
    columns = ["scenario", "place", *SETUP, "a", "b", "margin"]
    curve_ = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=columns)
    along = pd.DataFrame(levels, columns=ALONG)
    return Curve(curve_, along, pd.DataFrame(shares, columns=SHARES))


def specification(setups: Setups, a: str, b: str) -> pd.DataFrame:
    """The specification curve: setups by the margin of one metric over another.

    Returns
    -------
    pandas.DataFrame
        Per scenario up to 250 setups at equal distances along all that give both a value, in
        the order of their margins: `scenario`, `place` (share of the setups up to this one, 0
        to 1), `margin`, `given`, `backbone`, `measure`, `pool_size`, `pool`, `a`, `b`. Margins
        under different measures have different units; only their signs compare. Equal margins
        are shuffled, the same way each time.

    Raises
    ------
    InputError
        When a metric is unknown.

    Notes
    -----
    Simonsohn, Simmons and Nelson 2020, Nature Human Behaviour 4:1208–1214.
    """
    return curve(setups, a, b).setups


def along_curve(setups: Setups, a: str, b: str, bins: int = BINS) -> pd.DataFrame:
    """Where along the specification curve the setups of each level lie.

    Returns
    -------
    pandas.DataFrame
        A row per scenario, component (given, backbone, measure, pool_size) of several levels,
        level and bin of places: `scenario`, `component`, `level`, `bin` (from 0), `share` of
        the level's setups in that bin (sums to 1), `setups` of the level, and `ahead`: the
        share of its setups in which a has the higher value, ties half.

    Raises
    ------
    InputError
        When a metric is unknown.
    """
    return curve(setups, a, b, bins).levels


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
    for named, part in fetch(setups, (a, b)).parts(()):
        signs = [np.bincount(signs_of(pairs.margin), minlength=3) for *_, pairs in pairs_of(part)]
        found.append(_shares(named, a, b, np.sum(signs, axis=0)))
    return pd.DataFrame(found, columns=SHARES)


SHARES = ["scenario", "a", "b", *SIDES, "setups"]


def _shares(named: dict[str, str | int], a: str, b: str, signs: Counts) -> dict[str, object]:
    """A row of `ahead`, from how many setups have a behind, tied and ahead."""
    total = int(signs.sum())
    shares = [count / total if total else np.nan for count in signs[::-1].tolist()]
    return {**named, "a": a, "b": b, **dict(zip(SIDES, shares, strict=True)), "setups": total}


def signs_of(margin: Numbers) -> Counts:
    """0 where a is behind, 1 where both are equal, 2 where a is ahead."""
    return np.asarray((margin > 0) + (margin >= 0).astype(np.int64))


class Tally:
    """How many setups of each level lie where along the curve, by component.

    Parameters
    ----------
    rows : Rows
        The setups.
    bins : int
        Of places along the curve.
    """

    def __init__(self, rows: Rows, bins: int) -> None:
        self._levels = {name: rows.levels[name] for name in PARTS}
        # The last place is for setups whose place is not known yet.
        self._shape = (bins + 1, len(SIGNS))
        self._counts = {
            name: np.zeros(len(levels) * (bins + 1) * len(SIGNS), np.int64)
            for name, levels in self._levels.items()
        }

    def add(self, codes: Mapping[str, Integers], place: Integers, margin: Numbers) -> None:
        """Counts setups by their levels and places."""
        cell = place.astype(np.int64) * len(SIGNS) + signs_of(margin)
        size = int(np.prod(self._shape))
        for name, counts in self._counts.items():
            counts += np.bincount(codes[name] * size + cell, minlength=len(counts))

    def of(self, component: str) -> Counts:
        """Setups by level, place and sign: shape (levels, bins, 3)."""
        return self._counts[component].reshape(-1, *self._shape)[:, :-1]

    @property
    def signs(self) -> Counts:
        """How many setups have a behind, tied and ahead: shape (3,)."""
        return np.asarray(self.of("given").sum(axis=(0, 1)))

    def rows(self, scenario: str) -> Iterator[dict[str, object]]:
        """The rows of `along_curve`."""
        for component, levels in self._levels.items():
            every = zip(levels, self.of(component), strict=True)
            found = [(level, own) for level, own in every if own.any()]
            for level, own in found if len(found) > 1 else ():
                total, signs = int(own.sum()), own.sum(axis=0)
                row = {"scenario": scenario, "component": component, "level": str(level)}
                counts = {"setups": total, "ahead": (signs[2] + signs[1] / 2) / total}
                for index, share in enumerate(own.sum(axis=1) / total):
                    yield {**row, "bin": index, "share": share, **counts}


class Open:
    """The setups of open bins; see `MarginOrder.open_bins`.

    Parameters
    ----------
    rows : Rows
        All setups.
    known : int
        How many of them give both metrics a value.
    size : int
        How many will be taken in, m.
    """

    def __init__(self, rows: Rows, known: int, size: int) -> None:
        self.number = np.empty(size, np.uint16)
        self.pairs = Pairs(
            np.empty(size, np.int32), np.empty((size, 2), np.float32), np.empty(size)
        )
        same = known == len(rows)
        self.index = self.pairs.position if same else np.empty(size, np.int32)
        self._codes = {
            name: np.empty(size, np.min_scalar_type(len(rows.levels[name]))) for name in PARTS
        }
        self._taken = 0

    def add(
        self, codes: Mapping[str, Integers], pairs: Pairs, number: Integers, start: int
    ) -> None:
        """Takes in those of a piece that have the number of an open bin."""
        chosen = np.flatnonzero(number)
        here = slice(self._taken, self._taken + len(chosen))
        self._taken += len(chosen)
        self.index[here], self.number[here] = start + chosen, number[chosen]
        self.pairs.position[here] = pairs.position[chosen]
        self.pairs.values[here] = pairs.values[chosen]
        self.pairs.margin[here] = pairs.margin[chosen]
        for name, own in self._codes.items():
            own[here] = codes[name][chosen]

    def tally(self, tally: Tally, place: Integers) -> None:
        """Counts them at their places, some at a time."""
        for start in range(0, len(place), AT_ONCE):
            here = slice(start, start + AT_ONCE)
            codes = {name: own[here].astype(np.int64) for name, own in self._codes.items()}
            tally.add(codes, place[here], self.pairs.margin[here])


def _along(part: Rows, bins: int) -> tuple[Tally, Pairs, Integers]:
    """What lies where along the curve; the setups that are picked out, and their ranks."""
    order = MarginOrder(len(part), MARKS, bins)
    for *_, pairs in pairs_of(part):
        order.add(pairs.margin)
    tally, open_ = _first_look(part, order)
    place = np.empty(len(open_.index), np.min_scalar_type(bins))
    asked, picked = order.asked, []
    for own, ranks in order.in_order(open_.pairs.margin, open_.number, open_.index):
        place[own] = order.part_of(ranks)
        first, end = np.searchsorted(asked, [ranks[0], ranks[-1] + 1])
        picked.append(own[asked[first:end] - ranks[0]])
    open_.tally(tally, place)
    return tally, open_.pairs.where(np.concatenate([np.empty(0, np.int64), *picked])), asked


def _first_look(part: Rows, order: MarginOrder) -> tuple[Tally, Open]:
    """Counts the setups of bins that lie in one place, and gathers the others."""
    bins, part_of_bins = order.open_bins(), order.part_of(order.before)
    number_of_bins = np.zeros(len(part_of_bins), np.uint16)
    number_of_bins[bins] = np.arange(1, len(bins) + 1)
    part_of_bins[bins] = order.parts
    tally, open_ = Tally(part, order.parts), Open(part, order.total, int(order.counts[bins].sum()))
    known = 0
    for rows, chosen, pairs in pairs_of(part):
        codes = {name: rows.codes[name][chosen] for name in PARTS}
        bins = order.bins_of(pairs.margin)
        tally.add(codes, part_of_bins.take(bins), pairs.margin)
        open_.add(codes, pairs, number_of_bins.take(bins), known)
        known += len(pairs)
    return tally, open_
