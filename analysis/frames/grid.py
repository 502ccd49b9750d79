"""The outcomes of one scenario's setups, given by given, measure by measure, pool by pool.

Setups of the same candidates have the same pools under every measure. Their outcomes are
held as blocks of small integers without any component beside them, and are added up along
the sides of the blocks.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from setupscope.analysis.frames.rows import Counts, Grouping, Integers, Marks, Numbers
from setupscope.analysis.frames.runs import Pools, Run, Where, positions, sums_along
from setupscope.data.masks import Masks

SIDES = ("given", "backbone", "measure")


@dataclass(frozen=True)
class Grid:
    """The setups of one scenario, or some of them.

    Attributes
    ----------
    runs : tuple of Run
        In the store's order.
    measures : array of int, shape (M,)
        Code of each measure.
    sides : mapping of str to int
        How many givens, backbones and measures are numbered.
    rankings : int
        How many rankings are numbered.
    smallest : int
        The pool size that is numbered 0.
    known : Counts, optional
        What `counts` gives, where it is known.
    shared : Pools, optional
        The pools, where another grid has the same.
    """

    runs: tuple[Run, ...]
    measures: Integers
    sides: Mapping[str, int]
    rankings: int
    smallest: int
    known: Counts | None = None
    shared: Pools | None = None

    def of_sides(self, codes: Mapping[str, Marks], sizes: tuple[int, int] | None = None) -> "Grid":
        """The setups of some givens, backbones and measures, and of a range of pool sizes."""
        measures = positions(codes["measure"][self.measures])
        runs = tuple(_runs_of(self.runs, codes, measures, sizes))
        counts = self.counts
        kept = np.ones(len(counts.ranking), bool)
        for name, marks in codes.items():
            kept &= marks[counts.codes[name]]
        if sizes:
            size = counts.codes["pool_size"] + self.smallest
            kept &= (size >= sizes[0]) & (size <= sizes[1])
        same = sizes is None and _block_count(runs) == _block_count(self.runs)
        return replace(
            self,
            runs=runs,
            measures=self.measures[measures],
            known=counts.where(kept),
            shared=self.pools if same else None,
        )

    def of_pools(self, chosen: Callable[[int, Run], Marks]) -> "Grid":
        """The setups of the pools that are chosen in each run."""
        everything = slice(None)
        found = [
            run.where(everything, everything, positions(chosen(index, run)))
            for index, run in enumerate(self.runs)
        ]
        runs = tuple(run for run in found if len(run.pools))
        return replace(self, runs=runs, known=None, shared=None)

    @cached_property
    def pools(self) -> Pools:
        """The pools of the runs."""
        return self.shared or Pools(self.runs, self.sides["given"])

    @property
    def rosters(self) -> Masks:
        """All rosters, ascending: (S,)."""
        return self.pools.rosters[0]

    @property
    def roster_codes(self) -> list[Integers]:
        """Which of the rosters each pool of a run belongs to: (P,) each."""
        return self.pools.rosters[1]

    @cached_property
    def counts(self) -> Counts:
        """How often each ranking occurs."""
        if self.known is not None:
            return self.known
        found = [part for run in self.runs for part in self._counted(run)]
        columns = [
            np.concatenate([np.empty(0, np.int64), *own]) for own in zip(*found, strict=True)
        ]
        columns = columns or [np.empty(0, np.int64)] * 6
        names = (*SIDES, "pool_size")
        return Counts(dict(zip(names, columns, strict=False)), columns[4], columns[5])

    def _counted(self, run: Run) -> Iterator[tuple[Integers, ...]]:
        """Given, backbone, measure, pool size, ranking and times, block by block."""
        sizes, measures = run.sizes - self.smallest, len(self.measures)
        numbered = int(sizes.max(initial=0)) + 1
        cell = np.arange(measures)[:, None] * numbered + sizes
        for given, backbone, outcomes in zip(run.given, run.backbone, run.outcomes, strict=True):
            cells, times = _occurring(
                cell * self.rankings + outcomes, measures * numbered * self.rankings
            )
            place, ranking = np.divmod(cells, self.rankings)
            measure, size = np.divmod(place, numbered)
            ends = np.full(len(cells), given), np.full(len(cells), backbone)
            yield (*ends, self.measures[measure], size, ranking, times)

    def levels_at(self, positions: Integers) -> dict[str, Integers]:
        """Codes of given, backbone and measure at some positions, and pool_size and pool."""
        ends = np.cumsum([run.outcomes.size for run in self.runs])
        number = np.searchsorted(ends, positions, "right")
        names = (*SIDES, "pool_size", "pool")
        found: dict[str, Integers] = {name: np.empty(len(positions), np.int64) for name in names}
        found["pool"] = np.empty(len(positions), self.own_bits.dtype)
        for index in np.unique(number):
            run, own = self.runs[index], number == index
            place = positions[own] - (ends[index] - run.outcomes.size)
            block, measure, pool = np.unravel_index(place, run.outcomes.shape)
            codes = run.given[block], run.backbone[block], self.measures[measure]
            levels = (*codes, run.sizes[pool], run.pools[pool])
            for name, level in zip(names, levels, strict=True):
                found[name][own] = level
        return found

    def has(self, counted: Marks | None) -> Marks:
        """Whether each given has a setup of each roster, of the rankings counted: (S, G)."""
        if counted is None:
            return self.pools.of_givens
        found = np.zeros((len(self.rosters), self.sides["given"]), bool)
        for run, rosters in self._each():
            for given, outcomes in zip(run.given, run.outcomes, strict=True):
                found[rosters, given] |= counted[outcomes].any(axis=0)
        return found

    @cached_property
    def together(self) -> bool:
        """Whether all blocks of a given are in one run."""
        givens = [given for run in self.runs for given in set(run.given.tolist())]
        return len(givens) == len(set(givens))

    def grouping(self, names: Sequence[str]) -> Grouping:
        """Groups by some of given, backbone, measure, and by pool or roster.

        They lie as the runs do, or along the sides where all pools are in one run; else each
        setup, or all measures of it, is numbered.
        """
        if "given" in names and ("backbone" in names or self.together):
            return self._listed(names)
        return self._listed(names) if len(self.runs) < 2 else self._numbered(names)

    def _listed(self, names: Sequence[str]) -> Grouping:
        """Groups in the order in which `along` gives them."""
        parts = [self._codes(run, rosters, names) for run, rosters in self._each()]
        codes = {
            name: np.concatenate([part[name] for part in parts]) if parts else np.empty(0, np.int64)
            for name in names
        }
        return Grouping(tuple(names), len(next(iter(codes.values()))), codes)

    def _each(self) -> Iterator[tuple[Run, Integers]]:
        return zip(self.runs, self.roster_codes, strict=True)

    def _codes(self, run: Run, rosters: Integers, names: Sequence[str]) -> dict[str, Integers]:
        """Levels of the groups of one run."""
        givens, backbones, _ = run.sides(names)
        sides: dict[str, Any] = {
            "given": givens[:, None, None],
            "backbone": backbones[:, None, None],
            "measure": self.measures[None, :, None],
            "roster": rosters[None, None],
            "pool": run.pools[None, None],
        }
        measures = len(self.measures) if "measure" in names else 1
        shape = (len(givens), measures, len(run.pools))
        return {name: np.broadcast_to(sides[name], shape).ravel() for name in names}

    def _numbered(self, names: Sequence[str]) -> Grouping:
        """Groups by the product of their levels; the index is over what `along` keeps."""
        size = {**self.sides, "roster": len(self.rosters), "pool": len(self.rosters)}
        kept = [*SIDES[:2], *(["measure"] if "measure" in names else []), "roster"]
        parts = [self._codes(run, rosters, kept) for run, rosters in self._each()]
        index: Any = 0
        for name in names:
            codes = np.concatenate([part["roster" if name == "pool" else name] for part in parts])
            index = index * size[name] + codes.astype(np.int64)
        count = int(np.prod([size[name] for name in names]))
        levels = np.unravel_index(np.arange(count), [size[name] for name in names])
        named = dict(zip(names, levels, strict=True))
        if "pool" in named:
            named["pool"] = self.rosters[named["pool"]] & ~self.own_bits[named["given"]]
        return Grouping(tuple(names), count, named, index)

    @property
    def own_bits(self) -> Masks:
        """The bit of each given among the candidates, 0 where it is none: (G,)."""
        own = np.zeros(self.sides["given"], self.runs[0].pools.dtype if self.runs else np.int64)
        for run in self.runs:
            own[run.given] = run.own
        return own

    def most_in_group(self, names: Sequence[str]) -> int:
        """How many setups a group by pool or roster, and other components, can hold at most."""
        blocks = np.ones_like(self._blocks_of_givens)
        if "backbone" not in names:
            blocks = self._blocks_of_givens
        most = blocks.max(initial=1) if "given" in names else blocks.sum()
        return int(most) * (1 if "measure" in names else len(self.measures))

    @cached_property
    def _blocks_of_givens(self) -> NDArray[np.int64]:
        """How many blocks each given has: (G,)."""
        given = [run.given for run in self.runs]
        every = np.concatenate([np.empty(0, np.int64), *given])
        return np.bincount(every, minlength=self.sides["given"])

    @property
    def even(self) -> bool:
        """Whether each given has as many setups of each roster that it has."""
        blocks = self._blocks_of_givens
        return self.together and len(np.unique(blocks[blocks > 0])) == 1

    def sums(
        self, column: Numbers, groupings: Sequence[Grouping], weight: Numbers | None
    ) -> list[Numbers]:
        """A number of each ranking, summed up by group; see `Rows.sums`."""
        found: list[list[Numbers]] = [[] for _ in groupings]
        kept = [
            grouping.names if grouping.index is None else (*grouping.names, "given", "backbone")
            for grouping in groupings
        ]
        for run in self.runs:
            for own, sums in zip(found, sums_along(run, column, kept, weight), strict=True):
                own.append(sums)
        return [_gathered(grouping, own) for grouping, own in zip(groupings, found, strict=True)]


def _gathered(grouping: Grouping, sums: Sequence[Numbers]) -> Numbers:
    every = np.concatenate([np.empty(0), *sums])
    if grouping.index is None:
        return every
    return grouping.sums(every)


def _block_count(runs: Sequence[Run]) -> int:
    return sum(len(run.given) for run in runs)


def _runs_of(
    runs: Sequence[Run],
    codes: Mapping[str, Marks],
    measures: Where,
    sizes: tuple[int, int] | None,
) -> Iterator[Run]:
    for run in runs:
        blocks = codes["given"][run.given] & codes["backbone"][run.backbone]
        pools = np.ones(len(run.pools), bool)
        if sizes:
            pools = (run.sizes >= sizes[0]) & (run.sizes <= sizes[1])
        if blocks.any() and pools.any():
            yield run.where(positions(blocks), measures, positions(pools))


def _occurring(cells: Integers, count: int) -> tuple[Integers, NDArray[np.int64]]:
    """The numbers that occur, and how often."""
    if count > 4 * cells.size:
        return np.unique(cells, return_counts=True)
    times = np.bincount(cells.ravel(), minlength=count)
    found = np.flatnonzero(times)
    return found, times[found]
