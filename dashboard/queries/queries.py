"""What do figures, tables and pages ask of a store?"""

from collections.abc import Callable, Mapping
from functools import cache as once
from functools import wraps
from inspect import signature
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar
from weakref import WeakKeyDictionary

import pandas as pd

from setupscope.analysis import flip_test, near_copies, tables, win_rates
from setupscope.analysis.frames.rows import Scenarios, Setups
from setupscope.analysis.frames.selection import forget_setups, rows_of
from setupscope.analysis.questions import head_to_head
from setupscope.analysis.questions.evidence import Evidence, evidence
from setupscope.analysis.questions.families import FAMILIES
from setupscope.analysis.questions.one_setup import OneSetup, largest_setup, neighbours, one_setup
from setupscope.analysis.questions.restrictions import WITH, WITHOUT, win_rates_under
from setupscope.analysis.questions.specification import Curve, curve
from setupscope.analysis.questions.specification_test import specification_test
from setupscope.analysis.questions.standing import standing
from setupscope.analysis.questions.verdicts import verdicts, whole_of
from setupscope.analysis.questions.won_setups import won_setups
from setupscope.analysis.slices.facets import Facets, facets
from setupscope.analysis.slices.slices import Slice
from setupscope.analysis.soundness.against_baselines import against_baselines
from setupscope.analysis.soundness.dispersion import dispersion_pairs
from setupscope.analysis.soundness.fidelity import fidelity_curve
from setupscope.analysis.soundness.random_metric import random_metric
from setupscope.analysis.soundness.seed_noise import nothing, seed_noise
from setupscope.analysis.soundness.soundness import SoundnessTables, soundness_tables
from setupscope.analysis.tables import Progress, TableOptions
from setupscope.dashboard.limits import MAX_COUNTED_SETUPS, MAX_LISTED, SLICE_COST
from setupscope.dashboard.queries.handed_out import handed_out
from setupscope.dashboard.queries.memo import Key, Memo
from setupscope.data import InputError, Store
from setupscope.data.study.measured import MeasuredStudy
from setupscope.data.study.setup_ids import SetupId

COUNTED: WeakKeyDictionary[Store, Memo] = WeakKeyDictionary()
"""What is counted of slices by store, and gone with it."""
Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


class Cache(Protocol):
    """Where answers are kept: for one command, for all readers of a server, or for one reader."""

    def __call__(self, key: Key, ask: Callable[[], Result], /) -> Result:
        """The answer of that key, asked once."""


Beside = Callable[[], Mapping[str, "Queries"]]
"""Gives what can be asked of other stores, by their digests."""
Question = Callable[Concatenate["Queries", Parameters], Result]


def cached(question: Question[Parameters, Result]) -> Question[Parameters, Result]:
    """The question, with answers that are cached by all that was asked."""
    key_of = keys_of(question)

    @wraps(question)
    def ask(queries: "Queries", /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        key = key_of(queries, *args, **kwargs)
        return queries.memo(
            key, lambda: handed_out(queries.cache(key, lambda: question(queries, *args, **kwargs)))
        )

    return ask


def remembered(question: Question[Parameters, Result]) -> Question[Parameters, Result]:
    """The question, for what is made of cached answers: asked once of each `Queries`."""
    key_of = keys_of(question)

    @wraps(question)
    def ask(queries: "Queries", /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        key = key_of(queries, *args, **kwargs)
        return queries.memo(key, lambda: question(queries, *args, **kwargs))

    return ask


def keys_of(question: Question[Parameters, Result]) -> Question[Parameters, Key]:
    """What an answer to a question is kept by."""
    parameters = signature(question)

    def key_of(queries: "Queries", /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> Key:
        bound = parameters.bind(queries, *args, **kwargs)
        bound.apply_defaults()
        _, *values = bound.arguments.values()
        return (question.__name__, *map(_key_of, values))

    return key_of


def _key_of(value: object) -> str:
    """What an answer is cached by: a slice by store and query, a setup by its ID, else text."""
    if isinstance(value, Slice):
        return f"{value.study.digest} {value.query()}"
    return str(value.id if isinstance(value, OneSetup) else value)


class Queries:
    """The questions that can be asked of a store, each asked once.

    Parameters
    ----------
    store : Store
        Of which store.
    cache : Cache, optional
        Where answers are kept; by default in the object.
    progress : callable, optional
        Is told how many steps of how many are done, by a table that takes several.
    beside : callable, optional
        Gives the same of each other store that is open here, by its digest.
    private : bool
        As below.

    Attributes
    ----------
    private : bool
        Whether the store is one reader's own, so that no other may get what is made of it.
    memo : Memo
        What this object has been asked; it is not asked again, nor taken out of the cache.
    """

    def __init__(
        self,
        store: Store,
        cache: Cache | None = None,
        progress: Progress | None = None,
        beside: Beside = dict,
        private: bool = False,
    ) -> None:
        self.store = store
        self.cache: Cache = cache or Memo()
        # Stores are opened when they are first asked, and by then only once.
        self.beside: Beside = once(beside)
        self.private = private
        self.memo = Memo()
        self._progress = progress

    @property
    def study(self) -> MeasuredStudy:
        """The study of the store."""
        return self.store.study

    @cached
    def facets(self, slice_: Slice) -> Facets:
        """Setups beside every choice of the panel; see `analysis.slices.facets`."""
        return facets(slice_)

    @cached
    def evidence(self, slice_: Slice, seed: int = 0) -> Evidence:
        """Everything that stands beside the slice's answer; see `analysis.questions.evidence`."""
        setups, measurements = self._setups(slice_), self.store.measurements()
        return evidence(setups, slice_.metric_keys(), measurements, self.study, seed)

    @cached
    def rates(self, slice_: Slice, component: str = "", seed: int = 0) -> pd.DataFrame:
        """Win rates of a slice, or of its parts of a kind of `restrictions.KINDS`."""
        setups, metrics = self._setups(slice_), slice_.metric_keys()
        if component in (WITH, WITHOUT, *FAMILIES):
            own = win_rates_under(setups, self.study, (component,), metrics)
            return own.rename(columns={"value": component}).drop(columns="component")
        return win_rates(setups, metrics, (component,) if component else (), seed=seed)

    def verdict(self, slice_: Slice, seed: int = 0) -> str | None:
        """The verdict on a slice of one scenario, whatever each of its measures says."""
        found: str | None = self.whole(slice_, seed).get("verdict")
        return found

    @cached
    def whole(self, slice_: Slice, seed: int = 0) -> dict[str, Any]:
        """What a slice of one scenario concludes, whatever each measure says; see `whole_of`."""
        return whole_of(self._setups(slice_), slice_.metric_keys(), seed)

    @cached
    def verdicts(self, slice_: Slice, component: str, seed: int = 0) -> pd.DataFrame:
        """The verdict on each part of a slice; see `analysis.questions.verdicts`."""
        setups, metrics = self._setups(slice_), slice_.metric_keys()
        return verdicts(setups, self.study, component, metrics, seed)

    @cached
    def table(
        self,
        slice_: Slice,
        name: str,
        by: tuple[str, ...] = (),
        seed: int = 0,
        options: TableOptions | None = None,
    ) -> pd.DataFrame:
        """A table of a slice by its name; see `analysis.tables`."""
        setups, narrowed = self.store.setups(), self._setups(slice_)
        return tables.table_of(name, slice_, setups, by, seed, options, self._progress, narrowed)

    @cached
    def standing(self, slice_: Slice, metric: str = "", seed: int = 0) -> pd.DataFrame:
        """How a metric does in a slice, or its winner; see `analysis.questions.standing`."""
        return standing(self._setups(slice_), metric, slice_.metric_keys(), seed)

    @cached
    def random_metric(self, scenario: str, seed: int = 0) -> pd.DataFrame:
        """How often a metric of random scores wins; see `analysis.soundness`."""
        return random_metric(self.study, self.store.transfers(), scenario, seed=seed)

    @cached
    def flip_test(self, slice_: Slice, seed: int = 0) -> pd.DataFrame:
        """Whether a slice has fewer flips than by chance; see `analysis.flip_test`."""
        return flip_test(self._setups(slice_), self.study, slice_.metric_keys(), seed)

    @cached
    def of_pair(
        self,
        slice_: Slice,
        name: str,
        pair: tuple[str, str],
        by: tuple[str, ...] = (),
        seed: int = 0,
    ) -> pd.DataFrame:
        """A table of two of the metrics that a slice compares, over the setups of the slice."""
        setups, narrowed = self.store.setups(), self._setups(slice_)
        alone = slice_.replace(metrics=pair)
        return tables.table_of(name, alone, setups, by, seed, None, self._progress, narrowed)

    @cached
    def margins(self, slice_: Slice, a: str, b: str, measure: str) -> pd.DataFrame:
        """How far two metrics are apart under a measure; see `analysis.margins`."""
        return head_to_head.margins(self._setups(slice_), a, b, measure)

    @cached
    def density(self, slice_: Slice, a: str, b: str, measure: str) -> pd.DataFrame:
        """Where the values of two metrics lie under a measure; see `analysis.density`."""
        return head_to_head.density(self._setups(slice_), a, b, measure)

    @cached
    def curve(self, slice_: Slice, a: str, b: str, bins: int) -> Curve:
        """The margins of two metrics in order, where each level's setups lie, who is ahead."""
        return curve(self._setups(slice_), a, b, bins)

    @cached
    def setups_in_cell(
        self, slice_: Slice, a: str, b: str, measure: str, cell: tuple[int, int]
    ) -> tuple[pd.DataFrame, int]:
        """Setups of one cell of a density, the first of them; and how many."""
        return head_to_head.in_cell(self._setups(slice_), a, b, measure, cell, MAX_LISTED)

    @cached
    def won_setups(self, slice_: Slice, metric: str, order: str) -> tuple[pd.DataFrame, int]:
        """Setups of a slice that a metric wins, the first of them; and how many."""
        setups = self._setups(slice_)
        return won_setups(setups, metric, slice_.metric_keys(), order, MAX_LISTED)

    @cached
    def setup(self, id_: SetupId) -> OneSetup | None:
        """One setup of the store; see `analysis.questions.one_setup`."""
        return one_setup(self.store.setups(), self.store.measurements(), self.study, id_)

    @cached
    def first_setup(self, slice_: Slice) -> SetupId | None:
        """The first of a slice's setups with the largest pool."""
        return largest_setup(slice_.narrow(self.store.setups()))

    @cached
    def neighbours(self, one: OneSetup) -> pd.DataFrame:
        """The setups that differ from one in a single part."""
        return neighbours(self.store.setups(), self.study, one)

    @cached
    def near_copies(self, scenario: str) -> pd.DataFrame:
        """Metrics of a scenario that split each other's wins."""
        return near_copies(self._setups(Slice(self.study, scenarios=(scenario,))))

    @cached
    def specification_test(self, slice_: Slice, a: str, b: str, seed: int = 0) -> pd.DataFrame:
        """Whether one metric is ahead more than by chance; see `analysis.specification_test`."""
        return specification_test(self._setups(slice_), a, b, seed)

    @cached
    def against_baselines(self, scenario: str, seed: int = 0) -> pd.DataFrame:
        """The best metric of a scenario against each baseline; see `analysis.soundness`."""
        slice_ = Slice(self.study, (scenario,)).with_baselines()
        keys = self.study.metric_keys, self.study.baseline_keys(scenario)
        return against_baselines(self._setups(slice_), *keys, seed)

    @cached
    def soundness(self, scenario: str, seed: int = 0) -> SoundnessTables:
        """All checks of a scenario but that of seed noise; see `analysis.soundness`."""
        setups = self._setups(Slice(self.study, (scenario,)).with_baselines())
        return soundness_tables(self.study, self.store.transfers(), scenario, setups, seed)

    @cached
    def dispersion_pairs(self, scenario: str) -> pd.DataFrame:
        """How alike every two givens rank the candidates; see `analysis.soundness`."""
        return dispersion_pairs(self.study, self.store.transfers(), scenario)

    @cached
    def fidelity_curve(self, scenario: str, seed: int = 0) -> pd.DataFrame:
        """Gaps in performance by gaps in score; see `analysis.soundness`."""
        return fidelity_curve(self.study, self.store.transfers(), scenario, seed)

    @cached
    def seed_noise(self, scenario: str, seed: int = 0) -> pd.DataFrame:
        """The winner of a scenario where performances are moved; see `analysis.soundness`."""
        progress, transfers = self._progress or nothing, self.store.transfers()
        return seed_noise(self.study, transfers, scenario, seed=seed, progress=progress)

    def watched(self, progress: Progress) -> "Queries":
        """The same, for a long answer: besides, `progress` is told how far it is."""

        def both(done: int, total: int) -> None:
            progress(done, total)
            if self._progress is not None:
                self._progress(done, total)

        return Queries(self.store, self.cache, both, self.beside, self.private)

    @remembered
    def setup_count(self, slice_: Slice) -> int:
        """Number of setups of a slice of any scenarios."""
        return sum(self.facets(one).total for one in slice_.by_scenario())

    def setups(self, slice_: Slice) -> Setups:
        """A slice's setups, for questions that are asked elsewhere."""
        return self._setups(slice_)

    def _setups(self, slice_: Slice) -> Setups:
        """A slice's setups: what is counted of them is kept for what is asked next."""
        if slice_.study.digest != self.store.digest:
            raise InputError("the store was built again since this page was made; reload the page")
        counted = COUNTED.setdefault(self.store, Memo(MAX_COUNTED_SETUPS, _weight))
        # The metrics compared decide which setups are left only where all must cover them.
        key = slice_ if slice_.covered else slice_.replace(metrics=())
        known = slice_.accepted("metrics") if slice_.has_baselines else self.study.metric_keys
        return counted((key, known), lambda: rows_of(self.store, key, known))


def _weight(rows: Scenarios) -> int:
    return SLICE_COST + sum(len(part) for _, part in rows.parts(()))


def forget(store: Store) -> None:
    """Drops what was read and counted of a store that is to be closed."""
    COUNTED.pop(store, None)
    forget_setups(store)
