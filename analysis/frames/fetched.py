"""Setups fetched from any engine, as arrays with an element each.

Text comes as small integers. What a store answers from its outcomes (`stored`) is held
against these arrays.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa
from narwhals.typing import IntoFrame
from numpy.typing import NDArray

from setupscope.analysis.frames.collect import collected_arrow
from setupscope.analysis.frames.counts import metrics_of
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
    compact,
)
from setupscope.data.masks import Masks, as_masks, has_none
from setupscope.data.measures import MEASURES
from setupscope.data.vocabulary import COMPONENTS

TEXT = ("scenario", "given", "backbone", "measure")
NUMBERS = ("pool_size", "pool", "roster")

Coded = tuple[Integers, tuple[str, ...] | tuple[int, ...]]
"""Which level each setup has, and the levels in order."""


@dataclass(frozen=True)
class Fetched(Rows):
    """Setups as arrays, one element or row each; its attributes are those of `Rows`."""

    metrics: tuple[str, ...]
    levels: Levels
    codes: Mapping[str, Integers]
    values: NDArray[np.float32]
    ranking: Integers
    rankings: Rankings

    @property
    def counts(self) -> Counts:
        """Each setup counts once."""
        return Counts({name: self.codes[name] for name in COMPONENTS}, self.ranking, None)

    def where(self, chosen: Marks | Integers | slice) -> "Fetched":
        """The setups chosen by a mask, by positions or by a slice."""
        return replace(
            self,
            codes={name: code[chosen] for name, code in self.codes.items()},
            values=self.values[chosen],
            ranking=self.ranking[chosen],
        )

    def levels_at(self, positions: Integers) -> dict[str, list[str] | list[int]]:
        """Levels of the setups at some positions."""
        names = ("scenario", *COMPONENTS, "pool")
        return {
            name: np.array(self.levels[name], object)[self.codes[name][positions]].tolist()
            for name in names
        }

    def compare(self, metrics: tuple[str, ...]) -> "Fetched":
        """The same setups with some of the metrics, in the order given."""
        if metrics == self.metrics:
            return self
        index = [self.metrics.index(metric) for metric in metrics]
        rankings = self.rankings.compare(index)
        return replace(self, metrics=metrics, values=self.values[:, index], rankings=rankings)

    def parts(self, by: Sequence[str]) -> Iterator[Part]:
        """Each scenario's setups, or each part's of it, with its levels; in their order."""
        names = ["scenario", *by]
        group, count = self._groups(names)
        ends = np.cumsum(np.bincount(group, minlength=count))
        together = bool((group[:-1] <= group[1:]).all())
        order = None if together else np.argsort(group, kind="stable")
        for start, end in pairwise([0, *ends.tolist()]):
            # Setups that already stand together are a view, not a copy.
            index = slice(start, end) if order is None else order[start:end]
            if start < end:
                levels = {n: self.levels[n][self.codes[n][index][0]] for n in names}
                yield levels, self if count == 1 else self.where(index)

    def of_level(self, component: str, level: str | int) -> "Fetched":
        """The setups of one given, backbone, measure or pool size."""
        return self.where(self.codes[component] == list(self.levels[component]).index(level))

    def of_givens(self, names: Collection[str]) -> "Fetched":
        """The setups of several givens."""
        marks = np.array([name in names for name in self.levels["given"]], bool)
        return self.where(marks[self.codes["given"]])

    def of_candidate(self, bit: int, *, inside: bool) -> "Fetched":
        """The setups with a candidate in the pool, or those without it."""
        return self.where((self.number("pool") >> bit & 1) == inside)

    def without_candidates(self, mask: int) -> "Fetched":
        """The setups whose pool has none of the candidates of a mask."""
        return self.where(has_none(self.number("pool"), mask))

    def of_rankings(self, chosen: Marks) -> "Fetched":
        """The setups whose ranking is marked."""
        counted = chosen[self.ranking]
        return self if counted.all() else self.where(counted)

    def of_rosters(self, chosen: Marks) -> "Fetched":
        """The setups whose roster is marked."""
        return self.where(chosen[self.codes["roster"]])

    def rosters_of_givens(self) -> Marks:
        """Whether each given has a setup of each roster: (S, G)."""
        givens = len(self.levels["given"])
        pair = self.codes["roster"] * givens + self.codes["given"]
        rosters = len(self.levels["roster"])
        counts = np.bincount(pair, minlength=rosters * givens)
        return np.asarray(counts.reshape(rosters, givens) > 0)

    def own_bits(self) -> Masks:
        """The bit of each given among the candidates, 0 where it is none: (G,)."""
        one = np.full(len(self.levels["given"]), -1)
        one[self.codes["given"]] = np.arange(len(self))
        rosters, pools = self.number("roster"), self.number("pool")
        own = np.zeros(len(one), rosters.dtype)
        own[one >= 0] = (rosters & ~pools)[one[one >= 0]]
        return own

    def grouping(self, names: Sequence[str]) -> Grouping:
        """Groups of setups that share some components."""
        index, count = self._groups(names)
        first = np.zeros(count, np.int64)
        first[index[::-1]] = np.arange(len(index))[::-1]
        codes = {name: self.codes[name][first] for name in names}
        if "pool" in codes:
            codes["pool"] = as_masks(self.levels["pool"])[codes["pool"]]
        return Grouping(tuple(names), count, codes, index)

    def sums(
        self, column: Numbers, groupings: Sequence[Grouping], weight: Numbers | None = None
    ) -> list[Numbers]:
        """A number of each ranking, summed up by group, for several groupings."""
        numbers = column.take(self.ranking)
        if weight is not None:
            numbers = numbers * weight[self.codes["given"]]
        return [grouping.sums(numbers) for grouping in groupings]

    def _groups(self, names: Sequence[str]) -> tuple[Integers, int]:
        """Which combination of components each setup has, from 0; and how many there are.

        Combinations are numbered in the order of the components' levels.
        """
        group: Integers = np.zeros(len(self), np.int64)
        count = 1
        for name in names:
            group = group * len(self.levels[name]) + self.codes[name]
            group, levels = compact(group, count * len(self.levels[name]))
            count = len(levels)
        return group, count


def fetch_frame(setups: IntoFrame, compared: tuple[str, ...]) -> Fetched:
    """Fetches each setup of a frame from its engine."""
    known = metrics_of(setups)
    frame = nw.from_native(setups).lazy().select([*TEXT, *NUMBERS, "covered", "outcome", *compared])
    table = collected_arrow(frame)
    coded: dict[str, Coded] = {name: _coded(table[name]) for name in TEXT}
    coded |= {name: _numbers(table[name]) for name in NUMBERS}
    values = np.stack([_floats(table[name]) for name in compared]).T
    lower = np.array([MEASURES[str(key)].direction == "lower" for key in coded["measure"][1]], bool)
    ranking, first = _distinct(
        _integers(table["outcome"]),
        _integers(table["covered"]),
        lower[coded["measure"][0]].astype(np.int64),
    )
    bits = np.array([known.index(metric) for metric in compared], np.int64)
    covered = (_integers(table["covered"])[first][:, None] >> bits & 1).astype(bool)
    sign = np.where(lower[coded["measure"][0][first]], -1, 1)[:, None]
    rows = Fetched(
        metrics=compared,
        levels={name: levels for name, (_, levels) in coded.items()},
        codes={name: codes for name, (codes, _) in coded.items()},
        values=values,
        ranking=ranking,
        rankings=Rankings(np.where(covered, values[first] * sign, np.nan), covered),
    )
    return _ordered(rows)


def _ordered(rows: Fetched) -> Fetched:
    """The setups in the store's order, so that the order of a frame touches no last digit."""
    block = np.zeros(len(rows), np.int64)
    for name in TEXT:
        block = block * len(rows.levels[name]) + rows.codes[name]
    keys = (rows.codes["pool"], rows.codes["pool_size"], block)
    ahead = np.zeros(max(len(rows) - 1, 0), bool)
    for key in keys:
        ahead = (key[:-1] < key[1:]) | ((key[:-1] == key[1:]) & ahead)
    return rows if ahead.all() else rows.where(np.lexsort(keys))


def _integers(column: pa.ChunkedArray) -> Integers:
    return np.asarray(column.to_numpy(), np.int64)


def _sorted(numbers: Integers) -> tuple[Integers, tuple[int, ...]]:
    """Numbers as integers from 0 in the same order, and the numbers that occur, ascending."""
    if len(numbers) and numbers.min() >= 0 and numbers.max() < 4 * len(numbers):
        codes, levels = compact(numbers, int(numbers.max()) + 1)
    else:
        codes, levels = pd.factorize(numbers, sort=True)
    return codes, tuple(levels.tolist())


def _numbers(column: pa.ChunkedArray) -> Coded:
    """Numbers as integers from 0; so are masks that come as text."""
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return _sorted(_integers(column))
    codes, levels = _coded(column)
    masks = as_masks(levels)
    order = np.argsort(masks)
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    return place[codes], tuple(masks[order].tolist())


def _floats(column: pa.ChunkedArray) -> NDArray[np.float32]:
    return np.asarray(column.to_numpy(), np.float32)


def _coded(column: pa.ChunkedArray) -> Coded:
    """Text as integers, and the texts that occur, in order."""
    coded = pa.types.is_dictionary(column.type)
    whole = column if coded else column.cast(pa.string()).dictionary_encode()
    array = whole.unify_dictionaries().combine_chunks()
    found = array.dictionary.to_pylist()
    indices = array.indices.to_numpy()
    occurs = np.flatnonzero(np.bincount(indices, minlength=len(found)))
    used = sorted({found[index] for index in occurs}, key=in_order)
    place = {level: index for index, level in enumerate(used)}
    codes = np.array([place.get(level, -1) for level in found], np.int64)
    return codes.take(indices), tuple(used)


def in_order(level: str | int) -> tuple[int, str | int]:
    """Measures in their registered order, which is that of the store; all else by itself."""
    known = list(MEASURES)
    return known.index(str(level)) if level in known else len(known), level


def _distinct(*keys: Integers) -> tuple[Integers, Integers]:
    """Which combination of keys each setup has, and where each first stands."""
    varying = [_sorted(key) for key in keys if len(key) and key.min() != key.max()]
    codes, _ = varying[0] if varying else (np.zeros(len(keys[0]), np.int64), ())
    for code, levels in varying[1:]:
        codes, _ = _sorted(codes * len(levels) + code)
    first = np.zeros(int(codes.max(initial=-1)) + 1, np.int64)
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    return codes, first
