"""How much does the winner's lead in each cell of a map owe to candidates and givens?

The delete-d jackknife of `resampling.jackknife`, for all cells at once: what it takes of a
cell is added up over its sets of candidates.
"""

from dataclasses import dataclass
from functools import cached_property
from math import comb

import numpy as np
from numpy.typing import NDArray

from setupscope.analysis.frames.rows import Integers, Marks, compact
from setupscope.analysis.questions.leads import Array
from setupscope.analysis.questions.map_cells import Atoms, MapCells
from setupscope.analysis.resampling.bootstrap import TOLERANCE
from setupscope.analysis.resampling.jackknife import NO_FREE_CANDIDATES, NOT_EVERY_POOL
from setupscope.data.masks import Masks, sizes_of

ONE_FREE = "the pools of the slice differ in one candidate alone"


@dataclass(frozen=True)
class CellErrors:
    """Sets of candidates of each cell, and the variance of the winner's leads over them.

    Attributes
    ----------
    cells : MapCells
        The cells.
    winners : array of int, shape (combinations, base cells)
        The metric of each cell whose leads these are.
    """

    cells: MapCells
    winners: NDArray[np.intp]

    @cached_property
    def free(self) -> Integers:
        """Candidates that some pools of a cell leave out and others do not: (...)."""
        ever, always, _ = self.cells.sides
        free = np.bitwise_or.reduce(ever, axis=-1) & ~always
        return sizes_of(free)

    @cached_property
    def left_out(self) -> Integers:
        """The most of them that a pool of the cell leaves out: (...)."""
        ever, _, fewest = self.cells.sides
        every = sizes_of(np.bitwise_or.reduce(ever, axis=-1))
        return np.asarray(np.where(every > 0, every - fewest, 0))

    @cached_property
    def _of_sets(self) -> tuple[Array, Array, Array, Marks]:
        """Over the sets of each cell: how many, sum of the leads, of their squares; is one scarce?

        Leads are taken from those over all setups, so that no digit of a variance is lost.
        """
        combinations, cells, _ = self.cells.shape
        metrics = len(self.cells.field)
        count, scarce = np.zeros((combinations, cells)), np.zeros((combinations, cells), bool)
        sums, squares = np.zeros((2, combinations, cells, metrics))
        fewest = self.cells.sides[2]
        for atoms in self.cells.atoms():
            for index, own in self.cells.parts(atoms):
                smallest = sizes_of(own.roster) == fewest[index][own.base]
                chosen = own.where(smallest & (own.sums[:, -2] > 0))
                sets = _Sets.of(chosen, cells, single="given" in self.cells.base)
                leads = sets.means(self._leads(index, chosen))
                count[index] += np.bincount(sets.cell, minlength=cells)
                for metric, column in enumerate(leads.T):
                    sums[index, :, metric] += np.bincount(sets.cell, column, cells)
                    squares[index, :, metric] += np.bincount(sets.cell, column**2, cells)
                scarce[index] |= self._scarce(index, sets)
        return count, sums, squares, scarce

    def _leads(self, combination: int, atoms: Atoms) -> Array:
        """The winner's lead over each metric in each atom, less that over the whole cell."""
        shares = atoms.sums[:, :-2] / (self.cells.tally.unit * atoms.sums[:, -2:-1])
        winner = self.winners[combination][atoms.base]
        rates = self.cells.rates[combination][atoms.base]
        every = np.arange(len(shares))
        return np.asarray(
            (shares[every, winner, None] - shares) - (rates[every, winner, None] - rates)
        )

    def _scarce(self, combination: int, sets: "_Sets") -> Marks:
        """Cells with a set that fewer than half of the givens have that could have it."""
        cells = self.cells.shape[1]
        if sets.alone:
            return np.zeros(cells, bool)
        ever, own = self.cells.sides[0][combination][sets.cell], self.cells.part.own_bits()
        within = (sets.roster[:, None] & ~ever == 0) & (sets.roster[:, None] & own == own)
        could = (within & (ever > 0)).sum(axis=1)
        return np.bincount(sets.cell[2 * sets.givens < could], minlength=cells) > 0

    @cached_property
    def of_candidates(self) -> Array:
        """Squared standard error of each lead over sets of candidates: (..., k).

        NaN where `reasons` has one.
        """
        count, sums, squares, _ = self._of_sets
        sets = np.maximum(count, 1)[..., None]
        variance = squares / sets - (sums / sets) ** 2
        # What rounding leaves of leads that are all the same is no variance.
        variance = np.where(variance > TOLERANCE, variance, 0.0)
        kept = (self.free - self.left_out) / np.maximum(self.left_out, 1)
        return np.where((self.reasons == "")[..., None], kept[..., None] * variance, np.nan)

    @cached_property
    def reasons(self) -> NDArray[np.str_]:
        """Why the candidates of a cell cannot be resampled, else empty: (...)."""
        count, _, _, scarce = self._of_sets
        pairs = zip(self.free.ravel().tolist(), self.left_out.ravel().tolist(), strict=True)
        needed = np.array([comb(free, out) for free, out in pairs]).reshape(count.shape)
        return np.select(
            [self.left_out == 0, (count < needed) | scarce, self.free < 2],
            [NO_FREE_CANDIDATES, NOT_EVERY_POOL, ONE_FREE],
            "",
        )

    @property
    def are_givens(self) -> Marks:
        """Whether givens of a cell are candidates too, so that sets cover both roles: (...)."""
        return np.asarray(
            ((self.cells.sides[0] > 0) & (self.cells.part.own_bits() > 0)).any(axis=-1)
        )


@dataclass(frozen=True)
class _Sets:
    """The sets of candidates of each cell, and which of them each of N atoms belongs to.

    Attributes
    ----------
    cell, roster, givens : array of int, shape (S,)
        The base cell of a set, its mask, and how many givens have it.
    place : array of int, shape (N,), optional
        Which set each atom belongs to; each to its own without.
    """

    cell: Integers
    roster: Masks
    givens: Integers
    place: Integers | None

    @classmethod
    def of(cls, atoms: Atoms, cells: int, *, single: bool) -> "_Sets":
        """The sets of some atoms; `single` where cells have one given each."""
        if single:
            return cls(atoms.base, atoms.roster, np.ones(len(atoms.base), np.int64), None)
        rosters, code = np.unique(atoms.roster, return_inverse=True)
        place, found = compact(atoms.base * len(rosters) + code, cells * len(rosters))
        cell, roster = np.divmod(found, max(len(rosters), 1))
        return cls(cell, rosters[roster], np.bincount(place, minlength=len(found)), place)

    @property
    def alone(self) -> bool:
        """Whether each set is of one given."""
        return self.place is None

    def means(self, numbers: Array) -> Array:
        """Means over the givens of each set: (N, k) to (S, k)."""
        if self.place is None:
            return numbers
        sums = [np.bincount(self.place, column, len(self.cell)) for column in numbers.T]
        return np.stack(sums, axis=1) / self.givens[:, None]
