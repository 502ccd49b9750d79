"""Which setups does a researcher look at?

One object narrows any frame of setups, says in words which ones are left, and travels as a
query, so that filter, caption and link cannot disagree.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_, or_
from typing import TypeAlias, TypeVar
from weakref import WeakKeyDictionary

import narwhals as nw

from setupscope.analysis.slices.captions import caption
from setupscope.analysis.slices.levels import Levels
from setupscope.analysis.slices.queries import (
    KEYS,
    LINK_VERSION,
    LISTS,
    WORDS,
    encoded,
    levels_in,
    pairs_of,
    pairs_of_parameters,
    refused,
    sizes_in,
)
from setupscope.data.errors import InputError, quoted, unknown
from setupscope.data.storage.opening import FRAMES, Store
from setupscope.data.study.measured import MeasuredStudy

Field: TypeAlias = tuple[str, ...] | tuple[int, int] | bool | None
"""The value of a field of a slice."""
Frame = TypeVar("Frame")


@dataclass(frozen=True)
class Slice(Levels):
    """A set of setups, and the metrics compared in them.

    Immutable and hashable; its fields are those of `Levels`.
    """

    @classmethod
    def parse(cls, query: str, study: MeasuredStudy) -> "Slice":
        """The slice that a query describes.

        Parameters
        ----------
        query : str
            ``scenario=segmentation-source&given=ade,bdd&size=12-14``: keys of `KEYS`,
            values percent-encoded and separated by commas. The name of a family stands for its
            members.
        study : MeasuredStudy
            The study of an opened store.

        Raises
        ------
        InputError
            When a key or value is unknown, or a link was made on another store.
        """
        slice_, problems = cls.read(query, study)
        if problems:
            raise InputError(problems[0])
        return slice_

    @classmethod
    def read(cls, query: str, study: MeasuredStudy) -> tuple["Slice", tuple[str, ...]]:
        """The slice that a query describes without what is not accepted, and what that was.

        Returns
        -------
        tuple
            The slice, and a sentence for each key or value that was dropped.
        """
        return cls._of_pairs(*pairs_of(query), study)

    @classmethod
    def from_parameters(
        cls, parameters: Mapping[str, str], study: MeasuredStudy
    ) -> tuple["Slice", tuple[str, ...]]:
        """The same of keys and values that are decoded already, as `parameters` gives them."""
        return cls._of_pairs(*pairs_of_parameters(parameters), study)

    @classmethod
    def _of_pairs(
        cls, pairs: Mapping[str, list[str]], problems: list[str], study: MeasuredStudy
    ) -> tuple["Slice", tuple[str, ...]]:
        slice_ = cls(study)
        for key in (key for key in KEYS if key in pairs):
            try:
                slice_ = slice_._with_values(key, pairs[key], problems)
            except InputError as error:
                problems.append(str(error))
        return slice_, tuple(problems)

    def _with_values(self, key: str, values: list[str], problems: list[str]) -> "Slice":
        """The slice with the values of a key that are accepted; a problem for each other."""
        if key in WORDS:
            accepted, families = self.accepted(key), self.families(key)
            known = [*accepted, *families]
            values = [level for value in values for level in levels_in(value, known)]
            values = [level for value in values for level in families.get(value, (value,))]
            strangers = [v for v in values if v not in accepted]
            problems += refused(WORDS[key], strangers, lambda level: self.refusal(key, level))
            levels = tuple(v for v in values if v in accepted)
            if key == "covered":
                return self.replace(covered=bool(levels))
            return self.replace(**{LISTS[key]: levels})
        for value in values:
            if key == "size":
                return self.replace(sizes=sizes_in(value))
            self._check_stamp(key, value)
        return self

    def _check_stamp(self, key: str, value: str) -> None:
        if key == "v" and value != LINK_VERSION:
            raise InputError(unknown("version of the query's format", value, [LINK_VERSION]))
        if key == "store" and value != self.study.digest:
            raise InputError(
                f"the link was made on store {quoted(value)}, but this is {self.study.digest}:"
                " its numbers may differ"
            )

    def replace(self, **changes: Field) -> "Slice":
        """The slice with other values in some of its fields.

        Where only setups are left that all compared metrics cover, fewer metrics leave more.
        """
        return replace(self, **changes)  # type: ignore[arg-type]

    def with_baselines(self) -> "Slice":
        """The slice with all baselines of its scenarios compared too, but metrics in disguise."""
        names = self.scenario_names()
        keys = dict.fromkeys(key for name in names for key in self.study.baseline_keys(name))
        return self.replace(metrics=(*self.own_metrics(), *keys))

    def without_baselines(self) -> "Slice":
        """The slice with metrics alone compared."""
        return self.replace(metrics=self.own_metrics())

    def comparing_as(self, other: "Slice") -> "Slice":
        """The slice with the metrics of another compared, and baselines where it has some.

        These are the same where this slice has them, and all of its own where it does not.
        """
        if set(other.metrics) <= set(self.accepted("metrics")):
            return self.replace(metrics=other.metrics)
        return self.replace(metrics=other.own_metrics()).with_baselines()

    def query(self) -> str:
        """The slice as a query, without the keys that mean all."""
        return "&".join(f"{key}={encoded(levels)}" for key, levels in self._values() if levels)

    def parameters(self) -> dict[str, str]:
        """The slice as keys and values that are not encoded, for an address that encodes them."""
        return {key: ",".join(levels) for key, levels in self._values() if levels}

    def link(self, store: str = "") -> str:
        """The slice as a query to be cited: every key, the format's version, the store.

        The store is named by its digest, or as it is given.
        """
        whole = [(key, levels or self._all_of(key)) for key, levels in self._values()]
        stamps = [("v", (LINK_VERSION,)), ("store", (store or self.study.digest,))]
        pairs = [(key, encoded(levels)) for key, levels in [*whole, *stamps]]
        return "&".join(f"{key}={value}" for key, value in pairs if value)

    def __str__(self) -> str:
        return self.query()

    def _values(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Each key with its values, none where it means all; in the order of `KEYS`."""
        for key in KEYS:
            if key in LISTS:
                yield key, getattr(self, LISTS[key])
            elif key == "size":
                yield key, (_range(self.sizes),) if self.sizes else ()
            elif key == "covered":
                yield key, self.accepted(key) if self.covered else ()

    def _all_of(self, key: str) -> tuple[str, ...]:
        if key == "size":
            return (_range(self.all_sizes),)
        return () if key in ("with", "without", "covered") else self.all_of(key)

    def caption(self) -> str:
        """The slice in words, as a caption states it."""
        return caption(self)

    def by_scenario(self) -> tuple["Slice", ...]:
        """The slice as one for each scenario, without those that have none of its levels."""
        each = [self._within(name) for name in self.scenario_names()]
        return tuple(one for one in each if one is not None)

    def _within(self, scenario: str) -> "Slice | None":
        names = self.study.names_of(scenario)
        givens = tuple(given for given in self.givens if given in names.givens)
        backbones = tuple(level for level in self.backbones if level in names.backbones)
        own_measures = self.study.measures_of(scenario)
        (low, high), (least, most) = self.sizes or names.sizes, names.sizes
        sizes = max(low, least), min(high, most)
        measures = tuple(measure for measure in self.measures if measure in own_measures)
        asked_for, found = (
            (self.givens, self.backbones, self.measures),
            (givens, backbones, measures),
        )
        if any(a and not b for a, b in zip(asked_for, found, strict=True)) or sizes[0] > sizes[1]:
            return None
        return self.replace(
            scenarios=(scenario,),
            givens=givens,
            backbones=backbones,
            measures=measures,
            sizes=sizes,
            metrics=self._compared_in(scenario),
        )

    def _compared_in(self, scenario: str) -> tuple[str, ...]:
        """The metrics compared, and the baselines that one scenario has of those named."""
        known = (*self.study.metric_keys, *(b.key for b in self.study.baselines_of(scenario)))
        return tuple(metric for metric in self.metrics if metric in known)

    def narrow(self, setups: Frame) -> Frame:
        """The setups of this slice, out of any frame of setups.

        Parameters
        ----------
        setups : frame of setups
            Anything that narwhals takes; returned as the same kind.
        """
        conditions = list(self._conditions())
        if not conditions:
            return setups
        native: Frame = nw.from_native(setups).filter(*conditions).to_native()  # type: ignore[call-overload]
        store = _store_of(setups)
        if store is not None and store.digest == self.study.digest:
            NARROWED[native] = store, self
        return native

    def _conditions(self) -> Iterator[nw.Expr]:
        columns = {"scenario": self.scenarios, "given": self.givens, "backbone": self.backbones}
        for column, levels in {**columns, "measure": self.measures}.items():
            if levels:
                yield nw.col(column).is_in(levels)
        if self.sizes is not None:
            yield nw.col("pool_size").is_between(*self.sizes)
        if self.present or self.absent:
            yield reduce(or_, [self._takes_part(name) for name in self.scenario_names()])
        if self.covered:
            own = [key for key in self.metric_keys() if not self.study.is_baseline(key)]
            for bit in map(self.study.metric_keys.index, own):
                yield in_pool(bit, "covered")
            yield from self._baselines_cover()

    def _baselines_cover(self) -> Iterator[nw.Expr]:
        """Setups that compared baselines cover: a frame says so of metrics alone."""
        for scenario in self.scenario_names():
            baselines = [b.key for b in self.study.baselines_of(scenario) if b.key in self.metrics]
            for block in self.study.names_of(scenario).blocks:
                scored = reduce(and_, [block.scored[key] for key in baselines], block.candidates)
                held = {"scenario": scenario, "given": block.given, "backbone": block.backbone}
                here = reduce(and_, [nw.col(column) == level for column, level in held.items()])
                for bit in bits_of(block.candidates & ~scored):
                    yield ~(here & self._in_pool(bit))

    def _in_pool(self, bit: int) -> nw.Expr:
        digits = self.study.pool_digits
        return in_text(bit, digits) if digits else in_pool(bit)

    def _takes_part(self, scenario: str) -> nw.Expr:
        """Setups of one scenario in whose pools all of `present` and none of `absent` stand."""
        bit_of = {name: bit for bit, name in enumerate(self.study.names_of(scenario).candidates)}
        inside = [self._in_pool(bit_of[name]) for name in self.present]
        outside = [~self._in_pool(bit_of[name]) for name in self.absent]
        return reduce(and_, [nw.col("scenario") == scenario, *inside, *outside])


NARROWED: WeakKeyDictionary[object, tuple[Store, Slice]] = WeakKeyDictionary()
"""The store and the slice whose setups a frame holds, for as long as the frame is there."""


def origin_of(frame: object) -> tuple[Store, Slice] | None:
    """The store and the slice whose setups a frame holds, as far as that is known."""
    store = _store_of(frame)
    if store is not None:
        return store, Slice(store.study)
    return NARROWED.get(frame) if isinstance(frame, Hashable) else None


def _store_of(frame: object) -> Store | None:
    """None for a pandas or Polars frame, which has no hash."""
    return FRAMES.get(frame) if isinstance(frame, Hashable) else None


def in_pool(bit: int, column: str = "pool") -> nw.Expr:
    """Whether the bit of a candidate, or of a metric, is set in a mask of up to 62 bits.

    Exact on every engine.
    """
    condition: nw.Expr = nw.col(column) % 2 ** (bit + 1) >= 2**bit
    return condition


def in_text(bit: int, digits: int) -> nw.Expr:
    """Whether the bit of a candidate is set in a pool of so many hexadecimal digits."""
    place, value = digits - 1 - bit // 4, bit % 4
    having = [f"{digit:x}" for digit in range(16) if digit >> value & 1]
    condition: nw.Expr = nw.col("pool").str.slice(place, 1).is_in(having)
    return condition


def bits_of(mask: int) -> list[int]:
    """The bits that are set in a mask, ascending."""
    return [bit for bit in range(mask.bit_length()) if mask >> bit & 1]


def _range(sizes: tuple[int, int]) -> str:
    return f"{sizes[0]}-{sizes[1]}"
