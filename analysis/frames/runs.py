"""Blocks of setups that share their pools, and sums along their sides."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from setupscope.analysis.frames.rows import Integers, Marks, Numbers, compact
from setupscope.data.masks import Masks, sizes_of

AT_ONCE = 2**17
"""Setups that are looked up at a time: few enough for the processor's cache."""
Where = slice | Integers
Values = NDArray[np.float32]


@dataclass(frozen=True)
class Run:
    """B blocks next to each other that have the same P pools.

    Attributes
    ----------
    given, backbone : array of int, shape (B,)
        Codes of each block.
    own : int
        The bit that the given adds to a roster; 0 where it is no candidate.
    pools : array of masks, shape (P,)
        By size and then by mask.
    outcomes : array of int, shape (B, M, P)
        Which ranking each setup has.
    starts : array of int, shape (B, M)
        Where, among all setups of the scenario, those of a block and measure begin.
    places : array of int, shape (P,)
        Where each pool stands after that.
    """

    given: Integers
    backbone: Integers
    own: int
    pools: Masks
    outcomes: Integers
    starts: Integers
    places: Integers

    @cached_property
    def sizes(self) -> Integers:
        """Size of each pool: (P,)."""
        return sizes_of(self.pools)

    @property
    def rosters(self) -> Masks:
        """Roster of each pool: (P,)."""
        return self.pools | self.own

    @cached_property
    def _distinct(self) -> Mapping[str, tuple[Integers, Integers]]:
        """The givens and the backbones, and which of them each block has."""
        nothing = np.zeros(1, np.int64), np.zeros(len(self.given), np.int64)
        sides = {"given": self.given, "backbone": self.backbone}
        return {"": nothing} | {
            name: np.unique(codes, return_inverse=True) for name, codes in sides.items()
        }

    def sides(self, names: Sequence[str]) -> tuple[Integers, Integers, Integers]:
        """Given and backbone of each sum over blocks that keeps some names, and its blocks.

        Zeros stand for what is not kept.
        """
        if "given" in names and "backbone" in names:
            return self.given, self.backbone, np.arange(len(self.given))
        kept = next((name for name in ("given", "backbone") if name in names), "")
        levels, places = self._distinct[kept]
        zeros = np.zeros(len(levels), np.int64)
        given, backbone = (levels if name == kept else zeros for name in ("given", "backbone"))
        return given, backbone, places

    def where(self, blocks: Where, measures: Where, pools: Where) -> "Run":
        """Some of the blocks, measures and pools."""
        return Run(
            self.given[blocks],
            self.backbone[blocks],
            self.own,
            self.pools[pools],
            self.outcomes[blocks][:, measures][:, :, pools],
            self.starts[blocks][:, measures],
            self.places[pools],
        )

    def values(self, read: Callable[[int, int], Values]) -> Iterator[Values]:
        """The values of a metric in these setups, in order.

        Parameters
        ----------
        read : callable
            From two positions among the scenario's setups to the values from one to the other.
        """
        first, last = self.places[0], self.places[-1] + 1
        together = last - first == len(self.places)
        for start in self.starts.ravel():
            here = read(int(start + first), int(start + last))
            yield here if together else here.take(self.places - first)

    def codes(self, name: str) -> Integers:
        """Given or backbone of each block, as a block's side: (B, 1, 1)."""
        return np.asarray(getattr(self, name)[:, None, None])


@dataclass(frozen=True, eq=False)
class Pools:
    """The pools of each given, of which the rosters are numbered once.

    Attributes
    ----------
    runs : tuple of Run
        Who has them.
    givens : int
        How many givens are numbered, G.
    """

    runs: tuple[Run, ...]
    givens: int

    @cached_property
    def rosters(self) -> tuple[Masks, list[Integers]]:
        """All rosters, ascending, and which of them each pool of a run belongs to."""
        each = [run.rosters for run in self.runs]
        codes, levels = _numbered(np.concatenate(each or [np.empty(0, np.int64)]))
        ends = np.cumsum([len(own) for own in each])
        return levels, [codes[end - len(own) : end] for own, end in zip(each, ends, strict=True)]

    @cached_property
    def of_givens(self) -> Marks:
        """Whether each given has a pool of each roster: (S, G)."""
        levels, codes = self.rosters
        found = np.zeros((len(levels), self.givens), bool)
        for run, own in zip(self.runs, codes, strict=True):
            found[own[:, None], run.given] = True
        return found


def sums_along(
    run: Run, column: Numbers, kept: Sequence[Sequence[str]], weight: Numbers | None
) -> list[Numbers]:
    """A number of each ranking, summed up along the sides of a run that are not kept."""
    blocks, measures, pools = run.outcomes.shape
    step = max(1, AT_ONCE // max(1, blocks * measures))
    found = [np.empty((*_shape(run, names), pools)) for names in kept]
    factor = None if weight is None else weight[run.given][:, None, None]
    for start in range(0, pools, step):
        here = slice(start, start + step)
        numbers = column.take(run.outcomes[:, :, here])
        if factor is not None:
            numbers *= factor
        of_setups = numbers.sum(axis=1, keepdims=True)
        for names, sums in zip(kept, found, strict=True):
            _reduce(run, numbers if "measure" in names else of_setups, names, sums[:, :, here])
    return [sums.ravel() for sums in found]


def _shape(run: Run, names: Sequence[str]) -> tuple[int, int]:
    """How many sums over blocks and over measures are kept."""
    return len(run.sides(names)[0]), run.outcomes.shape[1] if "measure" in names else 1


def _reduce(run: Run, numbers: Numbers, names: Sequence[str], out: Numbers) -> None:
    """Sums over the blocks of the givens or backbones that are not kept."""
    if "given" in names and "backbone" in names:
        out[...] = numbers
    elif len(out) == 1:
        numbers.sum(axis=0, out=out[0])
    else:
        out[...] = 0
        for place, own in zip(run.sides(names)[2], numbers, strict=True):
            out[place] += own


def positions(chosen: Marks) -> Where:
    """Positions of what is marked: a slice where they follow each other, which copies nothing."""
    found = np.flatnonzero(chosen)
    if len(found) and found[-1] - found[0] + 1 == len(found):
        return slice(int(found[0]), int(found[-1]) + 1)
    return found


def _numbered(masks: Masks) -> tuple[Integers, Masks]:
    """Which of the masks, ascending, each is; and these."""
    if len(masks) and masks.dtype != object and masks.max() < 8 * len(masks):
        return compact(masks, int(masks.max()) + 1)
    levels, codes = np.unique(masks, return_inverse=True)
    return codes, levels
