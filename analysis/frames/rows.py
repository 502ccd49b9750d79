"""What do questions ask of setups, however these are held?

Setups that were fetched from an engine are arrays with an element each (`fetched`); those of
a store are held as blocks of outcomes that share their pools (`stored`), which is less to
hold and to add up. Both give the same answers.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from narwhals.typing import IntoFrame
from numpy.typing import NDArray

from setupscope.analysis.frames.rankings import Rankings
from setupscope.data.masks import Masks, as_masks

Integers = NDArray[np.integer[Any]]
Numbers = NDArray[np.float64]
Marks = NDArray[np.bool_]
Levels = Mapping[str, tuple[str, ...] | tuple[int, ...]]
Part: TypeAlias = "tuple[dict[str, str | int], Rows]"


@dataclass(frozen=True)
class Counts:
    """How often each ranking occurs, by given, backbone, measure and pool size.

    Attributes
    ----------
    codes : mapping of str to array of int, shape (n,)
        Level of each of these components.
    ranking : array of int, shape (n,)
        Which of the rankings.
    times : array of int, shape (n,), optional
        In how many setups; one by default. The same combination may come several times.
    """

    codes: Mapping[str, Integers]
    ranking: Integers
    times: Integers | None

    def where(self, chosen: Marks) -> "Counts":
        """Those that are marked."""
        codes = {name: code[chosen] for name, code in self.codes.items()}
        times = None if self.times is None else self.times[chosen]
        return Counts(codes, self.ranking[chosen], times)

    def numbers(self, column: Numbers) -> Numbers:
        """A number of each ranking, times how often that occurs: (n,)."""
        own = column.take(self.ranking)
        return own if self.times is None else own * self.times

    def sums(self, group: Integers, count: int, column: Numbers | None = None) -> Numbers:
        """A number of each ranking, by default 1, summed up by group: (count,)."""
        numbers: Any = self.times if column is None else self.numbers(column)
        return np.bincount(group, numbers, count).astype(np.float64)


@dataclass(frozen=True)
class Grouping:
    """Groups of setups that share some components.

    Attributes
    ----------
    names : tuple of str
        The components.
    count : int
        Number of groups; some may hold no setup.
    codes : mapping of str to array of int, shape (count,)
        Level of each of these components in each group; of pools, their masks.
    index : array of int, optional
        Group of each element that is added up, where they are not in the order of the groups.
    """

    names: tuple[str, ...]
    count: int
    codes: Mapping[str, Integers]
    index: Integers | None = None

    def sums(self, numbers: Numbers) -> Numbers:
        """Numbers summed up by the index: (count,)."""
        assert self.index is not None
        return np.bincount(self.index, numbers, self.count).astype(np.float64)


class Scenarios(ABC):
    """Setups that are asked scenario by scenario.

    Attributes
    ----------
    metrics : tuple of str
        Keys of the metrics compared.
    """

    metrics: tuple[str, ...]

    @abstractmethod
    def compare(self, metrics: tuple[str, ...]) -> "Scenarios":
        """The same setups with some of the metrics, in the order given."""

    @abstractmethod
    def parts(self, by: Sequence[str]) -> Iterator[Part]:
        """Each scenario's setups, or each part's of it, with its levels; in their order."""


class Rows(Scenarios):
    """Setups of one frame, and how they rank the metrics compared.

    Attributes
    ----------
    metrics : tuple of str
        Keys of the metrics compared.
    levels : mapping of str to tuple
        Of scenario, given, backbone (in alphabetical order), measure, and the numbers
        pool_size, pool and roster (ascending). Some may have no setup.
    codes : mapping of str to array of int, shape (N,)
        Which level each setup has, for the same components.
    values : array of float32, shape (N, q)
        Value of each metric; NaN where it has none.
    ranking : array of int, shape (N,)
        Which of `rankings` each setup has.
    rankings : Rankings
        Shared by all parts of the same frame.
    """

    levels: Levels
    codes: Mapping[str, Integers]
    values: NDArray[np.float32]
    ranking: Integers
    rankings: Rankings

    @property
    @abstractmethod
    def counts(self) -> Counts:
        """How often each ranking occurs."""

    @abstractmethod
    def levels_at(self, positions: Integers) -> dict[str, list[str] | list[int]]:
        """Levels of the setups at some positions.

        Of scenario, given, backbone, measure, pool_size and pool: a list each.
        """

    @abstractmethod
    def compare(self, metrics: tuple[str, ...]) -> "Rows":
        """The same setups with some of the metrics, in the order given."""

    @abstractmethod
    def of_level(self, component: str, level: str | int) -> "Rows":
        """The setups of one given, backbone, measure or pool size."""

    @abstractmethod
    def of_givens(self, names: Collection[str]) -> "Rows":
        """The setups of several givens."""

    @abstractmethod
    def of_candidate(self, bit: int, *, inside: bool) -> "Rows":
        """The setups with a candidate in the pool, or those without it."""

    @abstractmethod
    def without_candidates(self, mask: int) -> "Rows":
        """The setups whose pool has none of the candidates of a mask."""

    @abstractmethod
    def of_rankings(self, chosen: Marks) -> "Rows":
        """The setups whose ranking is marked: (R,)."""

    @abstractmethod
    def of_rosters(self, chosen: Marks) -> "Rows":
        """The setups whose roster is marked, in the order of the levels: (S,)."""

    @property
    def even(self) -> bool:
        """Whether it is known that each given has as many setups of each roster that it has."""
        return False

    def pieces(self) -> Iterator["Rows"]:
        """The setups in pieces, in order; one, unless they are many."""
        yield self

    def by_rosters(self) -> Iterator[tuple["Rows", int]]:
        """The setups in pieces that share no roster, and the first roster of each piece.

        One piece, unless they are so many that they are looked at a few at a time.
        """
        yield self, 0

    @abstractmethod
    def rosters_of_givens(self) -> Marks:
        """Whether each given has a setup of each roster, in the order of the levels: (S, G)."""

    @abstractmethod
    def own_bits(self) -> Masks:
        """The bit of each given among the candidates, 0 where it is none: (G,)."""

    @abstractmethod
    def grouping(self, names: Sequence[str]) -> Grouping:
        """Groups of setups that share given, backbone, measure, pool or roster.

        A pool is told apart within its given alone.
        """

    @abstractmethod
    def sums(
        self, column: Numbers, groupings: Sequence[Grouping], weight: Numbers | None = None
    ) -> list[Numbers]:
        """A number of each ranking, summed up by group, for several groupings.

        Parameters
        ----------
        column : array, shape (R,)
            The number of each ranking.
        groupings : sequence of Grouping
            Of these setups.
        weight : array, shape (G,), optional
            What a given's numbers are multiplied by.

        Returns
        -------
        list of array, shape (count,) each
        """

    def whole_sums(self, columns: Numbers, names: Sequence[str]) -> Numbers:
        """Whole numbers of each ranking, summed up by pool or roster, and other components.

        Parameters
        ----------
        columns : array, shape (R, k)
            Whole numbers from 0; fractions are added up as `sums` does.
        names : sequence of str
            Components that the groups share.

        Returns
        -------
        array, shape (count, k)
        """
        grouping = self.grouping(names)
        found = [self.sums(column, [grouping])[0] for column in columns.T]
        return np.stack(found, axis=1) if found else np.empty((grouping.count, 0))

    def __len__(self) -> int:
        return len(self.ranking)

    @property
    def often(self) -> NDArray[np.int64]:
        """How many setups have each ranking: (R,)."""
        counts = self.counts
        return counts.sums(counts.ranking, len(self.rankings.values)).astype(np.int64)

    @property
    def setups_of_givens(self) -> NDArray[np.int64]:
        """How many setups each given has: (G,)."""
        counts = self.counts
        return counts.sums(counts.codes["given"], len(self.levels["given"])).astype(np.int64)

    @property
    def givens(self) -> int:
        """Number of givens that have setups."""
        return int((self.setups_of_givens > 0).sum())

    def level_count(self, component: str) -> int:
        """Number of givens, backbones, measures or pool sizes that have setups."""
        return len(np.unique(self.counts.codes[component]))

    def column(self, metric: str) -> NDArray[np.float32]:
        """Value of one metric in each setup: (N,)."""
        return self.values[:, self.metrics.index(metric)]

    def number(self, name: str) -> Integers:
        """Pool size, pool or roster of each setup."""
        return np.asarray(as_masks(self.levels[name])[self.codes[name]])

    def means_by_given(self, column: Numbers) -> Numbers:
        """Mean of a number of each ranking over each given's setups: (G,); NaN without any."""
        counts = self.counts
        total = counts.sums(counts.codes["given"], len(self.levels["given"]), column)
        often, nothing = self.setups_of_givens, np.full(len(total), np.nan)
        return np.asarray(np.divide(total, often, out=nothing, where=often > 0))


def compact(codes: Integers, size: int) -> tuple[Integers, Integers]:
    """Numbers below `size` as integers from 0 in the same order, and the numbers that occur."""
    present = np.bincount(codes, minlength=size) > 0
    levels = np.flatnonzero(present)
    return codes if len(levels) == size else (np.cumsum(present) - 1).take(codes), levels


Setups = IntoFrame | Scenarios
"""A frame of setups, or what was fetched of it to be asked several questions."""
Metrics = Sequence[str] | None
"""Keys of the metrics compared; None for all that a frame has."""
Components = Sequence[str]
"""Components of a setup, by which a table is split."""
