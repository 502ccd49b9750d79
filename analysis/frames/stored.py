"""The setups of a store, answered from their outcomes alone.

Which pools each given has follows from the study and its pool rule, and setups stand in the
order of these; so a scenario's outcomes are one column of the store, and nothing else is
read. Values are read, a metric's column at a time, when they are asked for.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from setupscope.analysis.frames.computed import Computed
from setupscope.analysis.frames.grid import SIDES, Grid
from setupscope.analysis.frames.rankings import Rankings
from setupscope.analysis.frames.rows import (
    Counts,
    Grouping,
    Integers,
    Levels,
    Marks,
    Numbers,
    Part,
    Rows,
)
from setupscope.data.masks import Masks, as_masks, has_none
from setupscope.data.storage.columns import ReadValues

AT_ONCE = 1_000_000
"""Setups that are looked at together, group by group."""
NUMBERS = {"pool_size": "sizes", "pool": "pools", "roster": "rosters"}
"""What a run calls the numbers of its pools."""
EXACT_BITS = 53
"""Of a float64, in which whole numbers are exact."""
MOST_KEPT = 1_000_000
"""Setups up to which values and parts are kept once they were asked for."""


@dataclass(frozen=True, eq=False)
class Stored(Rows):
    """Setups of one scenario of a store; see `Rows`.

    Attributes
    ----------
    metrics, rankings
        As of all `Rows`.
    read : callable
        From a metric and two positions to the values between; see `Store.values_of`.
    grid : Grid
        The outcomes.
    names : mapping of str to tuple
        Levels of the components but pool and roster.
    counted : array of bool, shape (R,), optional
        The rankings whose setups these are; by default all.
    """

    metrics: tuple[str, ...]
    rankings: Rankings
    read: ReadValues
    grid: Grid
    names: Levels
    counted: Marks | None = None

    @cached_property
    def levels(self) -> Levels:  # type: ignore[override]
        """Levels of all components."""
        found = Computed(partial(_levels, self.grid))
        found.update(self.names)
        return found

    @cached_property
    def codes(self) -> Mapping[str, Integers]:  # type: ignore[override]
        """Level of each setup."""
        return Computed(partial(_codes, self.grid, self.levels, self.counted))

    @cached_property
    def ranking(self) -> Integers:  # type: ignore[override]
        """Ranking of each setup."""
        return _flat(self.grid, self.counted, (run.outcomes for run in self.grid.runs))

    @property
    def values(self) -> NDArray[np.float32]:  # type: ignore[override]
        """Value of each metric in each setup."""
        return self._read() if len(self) > MOST_KEPT else self._kept

    def column(self, metric: str) -> NDArray[np.float32]:
        """Value of one metric in each setup; of many setups, nothing else is read."""
        return self._values(metric) if len(self) > MOST_KEPT else super().column(metric)

    def number(self, name: str) -> Integers:
        """Pool size, pool or roster of each setup."""
        sides = [
            np.broadcast_to(getattr(run, NUMBERS[name]), run.outcomes.shape)
            for run in self.grid.runs
        ]
        return _flat(self.grid, self.counted, sides)

    @cached_property
    def _kept(self) -> NDArray[np.float32]:
        return self._read()

    def _read(self) -> NDArray[np.float32]:
        found = np.empty((len(self), len(self.metrics)), np.float32)
        for column, metric in zip(found.T, self.metrics, strict=True):
            column[:] = self._values(metric)
        return found

    def _values(self, metric: str) -> NDArray[np.float32]:
        """Value of one metric in each setup."""
        read = partial(self.read, metric)
        every = [part for run in self.grid.runs for part in run.values(read)]
        return np.asarray(_flat(self.grid, self.counted, every), np.float32)

    @cached_property
    def counts(self) -> Counts:
        """How often each ranking occurs."""
        every = self.grid.counts
        return every if self.counted is None else every.where(self.counted[every.ranking])

    @cached_property
    def _length(self) -> int:
        return int(self.counts.sums(np.zeros_like(self.counts.ranking), 1)[0])

    def __len__(self) -> int:
        return self._length

    def levels_at(self, positions: Integers) -> dict[str, list[str] | list[int]]:
        """Levels of the setups at some positions."""
        if self.counted is not None:
            outcomes = _joined(run.outcomes for run in self.grid.runs)
            positions = np.flatnonzero(self.counted[outcomes])[positions]
        found = self.grid.levels_at(positions)
        text = {name: np.array(self.names[name])[found[name]].tolist() for name in SIDES}
        numbers = {name: found[name].tolist() for name in ("pool_size", "pool")}
        return {"scenario": [self.names["scenario"][0]] * len(positions), **text, **numbers}

    def compare(self, metrics: tuple[str, ...]) -> "Stored":
        """The same setups with some of the metrics, in the order given."""
        if metrics == self.metrics:
            return self
        index = [self.metrics.index(metric) for metric in metrics]
        return replace(self, metrics=metrics, rankings=self.rankings.compare(index))

    def parts(self, by: Sequence[str]) -> Iterator[Part]:
        """The setups, or each part's of them, with their levels; in their order."""
        if len(self) > MOST_KEPT:
            return self._split(by)
        known = self._parts.get(tuple(by))
        if known is None:
            known = list(self._split(by))
            # What is its own part would keep itself alive.
            if len(known) > 1:
                self._parts[tuple(by)] = known
        return iter(known)

    @cached_property
    def _parts(self) -> dict[tuple[str, ...], list[Part]]:
        """The parts that were asked for; several questions share what they counted.

        Parts of many setups are cut anew: each would hold what was looked up of its setups.
        """
        return {}

    def _split(self, by: Sequence[str]) -> Iterator[Part]:
        found = self._occurring(by)
        for levels in found:
            part = self
            for name, level in levels.items() if len(found) > 1 else ():
                part = part.of_level(name, level)
            yield {"scenario": self.names["scenario"][0], **levels}, part

    def _occurring(self, by: Sequence[str]) -> list[dict[str, str | int]]:
        """The combinations of levels that have setups; one without levels, if any, for none."""
        if not by:
            return [{}] if len(self) else []
        size = [len(self.names[name]) for name in by]
        cells = np.unique(np.ravel_multi_index([self.counts.codes[name] for name in by], size))
        codes = zip(*(own.tolist() for own in np.unravel_index(cells, size)), strict=True)
        return [
            {name: self.names[name][code] for name, code in zip(by, own, strict=True)}
            for own in codes
        ]

    def of_level(self, component: str, level: str | int) -> "Stored":
        """The setups of one given, backbone, measure or pool size."""
        if component == "pool_size":
            return self._of_sides({}, (int(level), int(level)))
        return self._of_sides({component: [name == level for name in self.names[component]]})

    def of_givens(self, names: Collection[str]) -> "Stored":
        """The setups of several givens."""
        return self._of_sides({"given": [name in names for name in self.names["given"]]})

    def _of_sides(
        self, chosen: Mapping[str, Sequence[bool]], sizes: tuple[int, int] | None = None
    ) -> "Stored":
        """The setups of some levels, of all where a component is left out."""
        marks = {name: np.ones(size, bool) for name, size in self.grid.sides.items()}
        marks |= {name: np.array(own, bool) for name, own in chosen.items()}
        return replace(self, grid=self.grid.of_sides(marks, sizes))

    def of_candidate(self, bit: int, *, inside: bool) -> "Stored":
        """The setups with a candidate in the pool, or those without it."""
        grid = self.grid.of_pools(lambda _, run: (run.pools >> bit & 1) == inside)
        return replace(self, grid=grid)

    def without_candidates(self, mask: int) -> "Stored":
        """The setups whose pool has none of the candidates of a mask."""
        return replace(self, grid=self.grid.of_pools(lambda _, run: has_none(run.pools, mask)))

    def of_rankings(self, chosen: Marks) -> "Stored":
        """The setups whose ranking is marked."""
        if chosen[self.counts.ranking].all():
            return self
        counted = chosen if self.counted is None else chosen & self.counted
        return replace(self, counted=counted)

    def of_rosters(self, chosen: Marks) -> "Stored":
        """The setups whose roster is marked."""
        codes = self.grid.roster_codes
        grid = self.grid.of_pools(lambda index, _: chosen[codes[index]])
        return replace(self, grid=grid)

    @property
    def even(self) -> bool:
        """Whether each given has as many setups of each roster that it has."""
        return self.counted is None and self.grid.even

    def pieces(self) -> Iterator[Rows]:
        """The setups; if there are more than a million, block by block."""
        blocks = self._split(("given", "backbone", "measure")) if len(self) > AT_ONCE else ()
        yield from (piece for _, piece in blocks) if blocks else (self,)

    def by_rosters(self) -> Iterator[tuple[Rows, int]]:
        """The setups in pieces of about a million that share no roster."""
        pieces = -(-len(self) // AT_ONCE)
        if pieces < 2:
            yield self, 0
            return
        rosters = len(self.grid.rosters)
        ends = np.linspace(0, rosters, min(pieces, rosters) + 1).astype(np.int64)
        for start, end in pairwise(ends.tolist()):
            chosen = np.zeros(rosters, bool)
            chosen[start:end] = True
            yield self.of_rosters(chosen), start

    def rosters_of_givens(self) -> Marks:
        """Whether each given has a setup of each roster: (S, G)."""
        return self.grid.has(self.counted)

    def own_bits(self) -> Masks:
        """The bit of each given among the candidates, 0 where it is none: (G,)."""
        return self.grid.own_bits

    def grouping(self, names: Sequence[str]) -> Grouping:
        """Groups of setups that share some components."""
        return self.grid.grouping(names) if _by_pool(names) else self._counted(names)

    def _counted(self, names: Sequence[str]) -> Grouping:
        """Groups by components that are counted."""
        counts, size = self.counts, [len(self.names[name]) for name in names]
        index = np.ravel_multi_index([counts.codes[name] for name in names], size)
        every = np.unravel_index(np.arange(int(np.prod(size))), size)
        return Grouping(tuple(names), len(every[0]), dict(zip(names, every, strict=True)), index)

    def sums(
        self, column: Numbers, groupings: Sequence[Grouping], weight: Numbers | None = None
    ) -> list[Numbers]:
        """A number of each ranking, summed up by group, for several groupings."""
        numbers = column if self.counted is None else np.where(self.counted, column, 0.0)
        by_pool = [grouping for grouping in groupings if _by_pool(grouping.names)]
        found = iter(self.grid.sums(numbers, by_pool, weight) if by_pool else ())
        return [
            next(found) if _by_pool(grouping.names) else self._sums(column, grouping, weight)
            for grouping in groupings
        ]

    def whole_sums(self, columns: Numbers, names: Sequence[str]) -> Numbers:
        """Whole numbers of each ranking, summed up by pool or roster, and other components.

        As many as there is room for are looked up and added up as one number.
        """
        if (columns != np.rint(columns)).any():
            return super().whole_sums(columns, names)
        most = int(columns.max(initial=0)) * self.grid.most_in_group(names)
        width = max(1, most.bit_length())
        each = max(1, EXACT_BITS // width)
        packs = [columns[:, start : start + each] for start in range(0, columns.shape[1], each)]
        packed = [own @ 2.0 ** (width * np.arange(own.shape[1])) for own in packs]
        sums = super().whole_sums(np.array(packed).reshape(len(packs), -1).T, names)
        unpacked = [
            sums[:, place].astype(np.int64)[:, None] >> (width * np.arange(own.shape[1]))
            for place, own in enumerate(packs)
        ]
        return (np.concatenate(unpacked, axis=1) & ((1 << width) - 1)).astype(np.float64)

    def _sums(self, column: Numbers, grouping: Grouping, weight: Numbers | None) -> Numbers:
        numbers = self.counts.numbers(column)
        if weight is not None:
            numbers = numbers * weight[self.counts.codes["given"]]
        return grouping.sums(numbers)


def _by_pool(names: Sequence[str]) -> bool:
    """Whether groups tell pools apart, so that counts do not answer."""
    return not {"pool", "roster"}.isdisjoint(names)


def _codes(grid: Grid, levels: Levels, counted: Marks | None, name: str) -> Integers:
    """Level of each setup, in the store's order."""
    sides = []
    for run, rosters in zip(grid.runs, grid.roster_codes, strict=True):
        own: dict[str, Any] = {
            "scenario": np.zeros((1, 1, 1), np.int64),
            "given": run.codes("given"),
            "backbone": run.codes("backbone"),
            "measure": grid.measures[:, None],
            "pool_size": run.sizes - grid.smallest,
            "roster": rosters,
        }
        code = own[name] if name in own else np.searchsorted(as_masks(levels[name]), run.pools)
        sides.append(np.broadcast_to(code, run.outcomes.shape))
    return _flat(grid, counted, sides)


def _flat(grid: Grid, counted: Marks | None, sides: Iterable[NDArray[Any]]) -> NDArray[Any]:
    """Blocks of numbers as an element for each setup."""
    every = _joined(sides)
    if counted is None:
        return every
    return np.asarray(every[counted[_joined(run.outcomes for run in grid.runs)]])


def _levels(grid: Grid, name: str) -> tuple[int, ...]:
    """The rosters or the pools that occur, ascending."""
    found = grid.rosters
    if name == "pool":
        found = np.unique(_joined(run.pools for run in grid.runs))
    return tuple(found.tolist())


def _joined(sides: Iterable[NDArray[Any]]) -> NDArray[Any]:
    found = [side.ravel() for side in sides]
    return np.concatenate(found) if found else np.empty(0, np.int64)
