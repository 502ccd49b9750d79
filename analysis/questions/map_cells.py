"""Which cells do two components of a slice have, and how is the win shared in each?

A cell is what is left of a slice under a level of each component at once, and of a third
where there are panels. Candidates in and out are levels too, of which a setup has several.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
from numpy.typing import NDArray

from setupscope.analysis.frames.rows import Integers, Marks, Rows
from setupscope.analysis.questions.leads import Array
from setupscope.analysis.questions.restrictions import WITH, WITHOUT, mean_rates, mean_shares
from setupscope.analysis.questions.shares import Tally
from setupscope.data.masks import Masks, as_masks, mask_type, sizes_of
from setupscope.data.vocabulary import COMPONENTS

CANDIDATES = (WITH, WITHOUT)
AT_ONCE = 1_000_000
"""Setups up to which what is added up by roster is kept for the second look."""


@dataclass(frozen=True)
class Atoms:
    """Setups of one given and roster, and of one level of each component of the cells.

    Attributes
    ----------
    given, roster, base : array of int, shape (A,)
        The given's code, the roster's mask, and which cell of the components that are no
        candidates.
    pool : array of int, shape (A,)
        The pool's mask.
    sums : array, shape (A, k + 2)
        Units won by each metric, contests and setups.
    """

    given: Integers
    roster: Masks
    base: Integers
    pool: Masks
    sums: Array

    def where(self, chosen: Marks) -> "Atoms":
        """Those that are marked."""
        return Atoms(
            self.given[chosen],
            self.roster[chosen],
            self.base[chosen],
            self.pool[chosen],
            self.sums[chosen],
        )


@dataclass(frozen=True)
class MapCells:
    """The cells of a part of one scenario, in combinations of candidates times base cells.

    Attributes
    ----------
    part : Rows
        All setups.
    field : tuple of str
        The k metrics that share the win.
    components : tuple of str
        Those of the cells: two or three, all different.
    candidates : tuple of str
        Names of the candidates, in the order of their bits.
    """

    part: Rows
    field: tuple[str, ...]
    components: tuple[str, ...]
    candidates: tuple[str, ...]

    @cached_property
    def tally(self) -> Tally:
        """Counts wins among the field."""
        index = [self.part.metrics.index(metric) for metric in self.field]
        return Tally.of(self.part.rankings, index)

    @cached_property
    def base(self) -> tuple[str, ...]:
        """The components that are no candidates."""
        return tuple(name for name in self.components if name in COMPONENTS)

    @cached_property
    def base_shape(self) -> tuple[int, ...]:
        """How many levels each of these has."""
        return tuple(len(self.part.levels[name]) for name in self.base)

    @cached_property
    def bits(self) -> list[int]:
        """The candidates that some pools of the slice have and others do not."""
        always, ever = -1, 0
        for atoms in self.atoms():
            always &= int(np.bitwise_and.reduce(atoms.pool, initial=-1))
            ever |= int(np.bitwise_or.reduce(atoms.pool, initial=0))
        return [bit for bit in range(len(self.candidates)) if (ever & ~always) >> bit & 1]

    @cached_property
    def combinations(self) -> list[tuple[int, ...]]:
        """Bits of the candidates that stand in or out, of each combination."""
        roles = [self.bits for name in self.components if name in CANDIDATES]
        return [bits for bits in product(*roles) if len(set(bits)) == len(bits)]

    @property
    def shape(self) -> tuple[int, int, int]:
        """Combinations of candidates, base cells, and givens."""
        cells = int(np.prod(self.base_shape, dtype=np.int64))
        return len(self.combinations), cells, len(self.part.levels["given"])

    def levels(self, combination: int, base: int) -> dict[str, str | int]:
        """The level of each component in a cell."""
        codes = dict(zip(self.base, np.unravel_index(base, self.base_shape), strict=True))
        bits = iter(self.combinations[combination])
        return {
            name: self.part.levels[name][int(codes[name])]
            if name in codes
            else self.candidates[next(bits)]
            for name in self.components
        }

    def rows(self, combination: int, base: int) -> Rows:
        """The setups of a cell, with the field alone."""
        part = self.part.compare(self.field)
        bits = iter(self.combinations[combination])
        for name, level in self.levels(combination, base).items():
            if name in CANDIDATES:
                part = part.of_candidate(next(bits), inside=name == WITH)
            else:
                part = part.of_level(name, level)
        return part

    def atoms(self) -> Iterator[Atoms]:
        """The setups by given, roster and base cell, in pieces that share no roster."""
        if len(self.part) <= AT_ONCE:
            yield from self._kept
        else:
            yield from self._read()

    @cached_property
    def _kept(self) -> list[Atoms]:
        return list(self._read())

    def _read(self) -> Iterator[Atoms]:
        columns = self.tally.columns
        counted = [name for name in ("given", "backbone", "measure") if name in self.base]
        names = tuple(dict.fromkeys(["given", *counted, "roster"]))
        own = self.part.own_bits()
        for piece, _ in self.part.by_rosters():
            groups = piece.grouping(names)
            sums = piece.whole_sums(columns, names)
            codes = dict(groups.codes)
            roster = as_masks(piece.levels["roster"])[codes["roster"]]
            pool = roster & ~own[codes["given"]]
            if "pool_size" in self.base:
                sizes = np.array(self.part.levels["pool_size"])
                codes["pool_size"] = np.searchsorted(sizes, sizes_of(pool))
            base: Integers = np.zeros(len(roster), np.int64)
            for name, size in zip(self.base, self.base_shape, strict=True):
                base = base * size + codes[name]
            every = Atoms(codes["given"].astype(np.int64), roster, base, pool, sums)
            yield every.where(sums[:, -1] > 0)

    def parts(self, atoms: Atoms) -> Iterator[tuple[int, Atoms]]:
        """The atoms of each combination of candidates, where there are candidates."""
        roles = [name == WITH for name in self.components if name in CANDIDATES]
        for index, bits in enumerate(self.combinations):
            if not bits:
                yield index, atoms
                continue
            chosen = np.ones(len(atoms.pool), bool)
            for bit, inside in zip(bits, roles, strict=True):
                chosen &= (atoms.pool >> bit & 1 > 0) == inside
            yield index, atoms.where(chosen)

    @property
    def sums(self) -> Array:
        """Units won, contests and setups of each cell and given: (..., k + 2)."""
        return self._looked_at[0]

    @property
    def sides(self) -> tuple[Masks, Masks, Integers]:
        """Of each cell the candidates of each given, those in every roster, the smallest size.

        (..., G), (...) and (...); 0, −1 and 64 without a setup.
        """
        return self._looked_at[1:]

    @cached_property
    def _looked_at(self) -> tuple[Array, Masks, Masks, Integers]:
        """All that is taken of the setups in one look."""
        combinations, cells, givens = self.shape
        sums = np.zeros((combinations, cells * givens, len(self.field) + 2))
        kind = mask_type(len(self.candidates))
        ever: Masks = np.zeros((combinations, cells * givens), kind)
        always: Masks = np.full((combinations, cells), -1, kind)
        fewest = np.full((combinations, cells), 64, np.int64)
        for atoms in self.atoms():
            for index, own in self.parts(atoms):
                cell = own.base * givens + own.given
                for column, numbers in enumerate(own.sums.T):
                    sums[index, :, column] += np.bincount(cell, numbers, cells * givens)
                np.bitwise_or.at(ever[index], cell, own.roster)
                np.bitwise_and.at(always[index], own.base, own.roster)
                np.minimum.at(fewest[index], own.base, sizes_of(own.roster))
        shape = combinations, cells, givens
        return sums.reshape(*shape, sums.shape[-1]), ever.reshape(shape), always, fewest

    @cached_property
    def shares(self) -> Array:
        """Mean shares within each cell and given: (..., G, k); NaN without a contest."""
        return mean_shares(self.sums, self.tally)

    @cached_property
    def rates(self) -> Array:
        """Win rates in each cell, each given weighing the same: (..., k); NaN without a contest."""
        return mean_rates(self.shares)

    @property
    def occurring(self) -> NDArray[np.intp]:
        """Combination and base of each cell that has setups: (cells, 2)."""
        return np.argwhere(self.sums[..., -1].sum(axis=-1) > 0)
