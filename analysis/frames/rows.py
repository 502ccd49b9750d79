"""What are the setups of a frame, as arrays?

Whatever engine holds the frame, its setups are fetched once, text as small integers; the
questions that need single setups work on these arrays.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa
from narwhals.typing import IntoFrame
from numpy.typing import NDArray

from setupscope.analysis.frames.counts import metrics_of, require_known
from setupscope.analysis.frames.rankings import Rankings
from setupscope.data.measures import MEASURES

TEXT = ("scenario", "given", "backbone", "measure")
NUMBERS = ("pool_size", "pool", "roster")

Integers = NDArray[np.integer[Any]]
Coded = tuple[Integers, tuple[str, ...] | tuple[int, ...]]
"""Which level each setup has, and the levels in order."""


@dataclass(frozen=True)
class Rows:
    """Setups as arrays, one element or row each.

    Attributes
    ----------
    metrics : tuple of str
        Keys of the metrics compared.
    levels : mapping of str to tuple
        Of scenario, given, backbone (in alphabetical order), measure, and the numbers
        pool_size, pool and roster (ascending).
    codes : mapping of str to array of int, shape (N,)
        Which level each setup has, for the same components.
    values : array of float32, shape (N, q)
        Value of each metric; NaN where it has none. No columns in what `ranked` leaves.
    ranking : array of int, shape (N,)
        Which of `rankings` each setup has.
    rankings : Rankings
        Shared by all parts of the same frame.
    """

    metrics: tuple[str, ...]
    levels: Mapping[str, tuple[str, ...] | tuple[int, ...]]
    codes: Mapping[str, Integers]
    values: NDArray[np.float32]
    ranking: Integers
    rankings: Rankings

    def __len__(self) -> int:
        return len(self.ranking)

    def where(self, chosen: NDArray[np.bool_] | Integers | slice) -> "Rows":
        """The setups chosen by a mask, by positions or by a slice."""
        return replace(
            self,
            codes={name: code[chosen] for name, code in self.codes.items()},
            values=self.values[chosen],
            ranking=self.ranking[chosen],
        )

    def compare(self, metrics: tuple[str, ...]) -> "Rows":
        """The same setups with some of the metrics, in the order given."""
        if metrics == self.metrics:
            return self
        index = [self.metrics.index(metric) for metric in metrics]
        rankings = self.rankings.compare(index)
        values = self.values[:, index] if self.values.shape[1] else self.values
        return replace(self, metrics=metrics, values=values, rankings=rankings)

    def ranked(self, names: Sequence[str]) -> "Rows":
        """The same setups with some components and their rankings alone, to be split cheaply."""
        codes = {name: self.codes[name] for name in ("scenario", *names)}
        return replace(self, codes=codes, values=self.values[:, :0])

    def groups(self, names: Sequence[str]) -> tuple[Integers, int]:
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

    def parts(self, by: Sequence[str]) -> Iterator[tuple[dict[str, str | int], "Rows"]]:
        """Each scenario's setups, or each part's of it, with its levels; in their order."""
        names = ["scenario", *by]
        group, count = self.groups(names)
        ends = np.cumsum(np.bincount(group, minlength=count))
        together = bool((group[:-1] <= group[1:]).all())
        order = None if together else np.argsort(group, kind="stable")
        for start, end in pairwise([0, *ends.tolist()]):
            # Setups that already stand together are a view, not a copy.
            index = slice(start, end) if order is None else order[start:end]
            if start < end:
                levels = {n: self.levels[n][self.codes[n][index][0]] for n in names}
                yield levels, self if count == 1 else self.where(index)

    @property
    def givens(self) -> int:
        """Number of givens."""
        return self.groups(["given"])[1]

    def number(self, name: str) -> Integers:
        """Pool size, pool or roster of each setup."""
        return np.array(self.levels[name], np.int64)[self.codes[name]]

    def by_given(self, shares: NDArray[np.float64]) -> NDArray[np.float64]:
        """Mean of some numbers of each setup over each given's setups: (N, k) to (G, k).

        NaN is left out; a given without any number has NaN. Givens are in alphabetical order.
        """
        return means(self.groups(["given"])[0], shares)


def compact(codes: Integers, size: int) -> tuple[Integers, Integers]:
    """Numbers below `size` as integers from 0 in the same order, and the numbers that occur."""
    present = np.bincount(codes, minlength=size) > 0
    levels = np.flatnonzero(present)
    return codes if len(levels) == size else (np.cumsum(present) - 1).take(codes), levels


def means(group: Integers, numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean of each group, NaN left out: groups (N,) and numbers (N, k) to (groups, k)."""
    group_count = int(group.max(initial=-1)) + 1
    result = np.full((group_count, numbers.shape[1]), np.nan)
    everyone = np.bincount(group, minlength=group_count)
    for column, mean in zip(numbers.T, result.T, strict=True):
        known = ~np.isnan(column)
        count = everyone if known.all() else np.bincount(group, known, group_count)
        total = np.bincount(group, np.where(known, column, 0.0), group_count)
        np.divide(total, count, out=mean, where=count > 0)
    return result


Setups = IntoFrame | Rows
"""A frame of setups, or what was fetched of it to be asked several questions."""
Metrics = Sequence[str] | None
"""Keys of the metrics compared; None for all that a frame has."""
Components = Sequence[str]
"""Components of a setup, by which a table is split."""


def fetch(setups: Setups, metrics: Sequence[str] | None = None, by: Sequence[str] = ()) -> Rows:
    """Fetches a frame of setups.

    Parameters
    ----------
    setups : frame of setups
        Anything that narwhals takes: a DuckDB relation, a pandas or Polars frame, ...; or
        rows that were fetched already, which are returned as they are.
    metrics : sequence of str, optional
        Keys of the metrics compared; by default all that the frame has.
    by : sequence of str
        Components that are going to be asked for.

    Raises
    ------
    InputError
        When a metric or component is unknown.
    """
    if isinstance(setups, Rows):
        require_known(metrics or (), setups.metrics, by)
        return setups if metrics is None else setups.compare(tuple(metrics))
    known = metrics_of(setups)
    compared = tuple(known if metrics is None else metrics)
    require_known(compared, known, by)
    frame = nw.from_native(setups).lazy().select([*TEXT, *NUMBERS, "covered", "outcome", *compared])
    table: pa.Table = frame.collect("pyarrow").to_native()
    coded: dict[str, Coded] = {name: _coded(table[name]) for name in TEXT}
    coded |= {name: _sorted(_integers(table[name])) for name in NUMBERS}
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
    rows = Rows(
        metrics=compared,
        levels={name: levels for name, (_, levels) in coded.items()},
        codes={name: codes for name, (codes, _) in coded.items()},
        values=values,
        ranking=ranking,
        rankings=Rankings(np.where(covered, values[first] * sign, np.nan), covered),
    )
    return _ordered(rows)


def _ordered(rows: Rows) -> Rows:
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
    used = sorted({found[index] for index in occurs}, key=_place)
    place = {level: index for index, level in enumerate(used)}
    codes = np.array([place.get(level, -1) for level in found], np.int64)
    return codes.take(indices), tuple(used)


def _place(level: str) -> tuple[int, str]:
    """Measures in their registered order, which is that of the store; all else by name."""
    known = list(MEASURES)
    return known.index(level) if level in known else len(known), level


def _distinct(*keys: Integers) -> tuple[Integers, Integers]:
    """Which combination of keys each setup has, and where each first stands."""
    varying = [_sorted(key) for key in keys if len(key) and key.min() != key.max()]
    codes, _ = varying[0] if varying else (np.zeros(len(keys[0]), np.int64), ())
    for code, levels in varying[1:]:
        codes, _ = _sorted(codes * len(levels) + code)
    first = np.zeros(int(codes.max(initial=-1)) + 1, np.int64)
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    return codes, first
