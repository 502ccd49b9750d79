"""What do figures, tables and pages ask of the store?

Plain functions of a store and what is asked; `dashboard.session.cache` has the same ones with
answers that are kept.
"""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Protocol
from weakref import WeakKeyDictionary

import pandas as pd

from setupscope.analysis import near_copies, tables, usefulness, win_rates
from setupscope.analysis.frames.rows import Rows, Setups, fetch
from setupscope.analysis.questions.evidence import Evidence, evidence
from setupscope.analysis.questions.head_to_head import (
    along_curve,
    density,
    in_cell,
    margins,
    specification,
)
from setupscope.analysis.questions.one_setup import OneSetup, largest_setup, neighbours, one_setup
from setupscope.analysis.questions.restrictions import WITH, WITHOUT, win_rates_by_candidate
from setupscope.analysis.questions.won_setups import won_setups
from setupscope.analysis.slices.coverage import covering
from setupscope.analysis.slices.facets import Facets, facets, lifted
from setupscope.analysis.slices.slices import Slice
from setupscope.analysis.tables import Progress, TableOptions
from setupscope.dashboard.limits import MAX_FETCHED_SETUPS, MAX_FETCHED_SLICES, MAX_LISTED
from setupscope.data import Store
from setupscope.data.limits import MAX_IN_MEMORY
from setupscope.data.study.setup_ids import SetupId
from setupscope.data.study.study import Study

FETCHED: WeakKeyDictionary[Store, OrderedDict[Slice, Rows]] = WeakKeyDictionary()
"""By store, and gone with it; the last one asked for stands last."""
Baselines = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]


class Queries(Protocol):
    """Whoever answers what a figure or a table asks: this module, or `dashboard.session.cache`."""

    def counts_of(self, store: Store, slice_: Slice, /) -> Facets:
        """See the function of that name."""

    def evidence_of(self, store: Store, slice_: Slice, seed: int = 0, /) -> Evidence:
        """See the function of that name."""

    def rates_of(
        self, store: Store, slice_: Slice, component: str = "", seed: int = 0, /
    ) -> pd.DataFrame:
        """See the function of that name."""

    def table_of(
        self,
        store: Store,
        slice_: Slice,
        name: str,
        by: tuple[str, ...] = (),
        seed: int = 0,
        options: TableOptions | None = None,
        /,
    ) -> pd.DataFrame:
        """See the function of that name."""

    def between(
        self, store: Store, slice_: Slice, what: str, a: str, b: str, about: str = "", /
    ) -> pd.DataFrame:
        """See the function of that name."""

    def won_by(
        self, store: Store, slice_: Slice, metric: str, order: str, /
    ) -> tuple[pd.DataFrame, int]:
        """See the function of that name."""

    def setup_of(self, store: Store, id_: SetupId, /) -> OneSetup | None:
        """See the function of that name."""

    def first_setup(self, store: Store, slice_: Slice, /) -> SetupId | None:
        """See the function of that name."""

    def neighbours_of(self, store: Store, one: OneSetup, /) -> pd.DataFrame:
        """See the function of that name."""

    def baselines_of(self, store: Store, scenario: str, /) -> Baselines:
        """See the function of that name."""


def setups_of(store: Store, slice_: Slice) -> Setups:
    """A slice's setups: fetched once for the questions that follow, unless the store is large."""
    if store.setup_count > MAX_FETCHED_SETUPS:
        return slice_.narrow(store.setups())
    last, key = FETCHED.setdefault(store, OrderedDict()), slice_.replace(metrics=())
    rows = last.pop(key, None) or fetch(key.narrow(store.setups()))
    last[key] = rows
    while len(last) > MAX_FETCHED_SLICES:
        last.popitem(last=False)
    return rows


def forget(store: Store) -> None:
    """Drops the slices of a store that were fetched."""
    FETCHED.pop(store, None)


def counts_of(store: Store, slice_: Slice) -> Facets:
    """Setups beside every choice of the panel; see `analysis.facets`."""
    return facets(slice_, store.setups())


def lifted_of(store: Store, slice_: Slice) -> dict[str, int]:
    """Setups that lifting one restriction of an empty slice brings back."""
    return lifted(slice_, store.setups())


def few_enough(setups: int) -> bool:
    """Whether so many setups can be fetched."""
    return setups <= MAX_IN_MEMORY


def evidence_of(store: Store, slice_: Slice, seed: int = 0) -> Evidence:
    """Everything that stands beside the slice's answer; see `analysis.evidence`."""
    setups = setups_of(store, slice_)
    metrics, ranked = slice_.metric_keys(), covering(slice_)
    return evidence(setups, metrics, store.measurements(), store.study, seed, ranked)


def rates_of(store: Store, slice_: Slice, component: str = "", seed: int = 0) -> pd.DataFrame:
    """Win rates of a slice, or of its parts by a component, with or without included."""
    setups, metrics = setups_of(store, slice_), slice_.metric_keys()
    if component in (WITH, WITHOUT):
        table = win_rates_by_candidate(setups, store.study, metrics)
        own = table[table["component"] == component]
        return own.rename(columns={"value": component}).drop(columns="component")
    return win_rates(setups, metrics, (component,) if component else (), seed=seed)


def table_of(
    store: Store,
    slice_: Slice,
    name: str,
    by: tuple[str, ...] = (),
    seed: int = 0,
    options: TableOptions | None = None,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """A table of a slice by its name; see `analysis.tables`."""
    narrowed = setups_of(store, slice_)
    return tables.table_of(name, slice_, store.setups(), by, seed, options, progress, narrowed)


def between(
    store: Store, slice_: Slice, what: str, a: str, b: str, about: str = ""
) -> pd.DataFrame:
    """Two metrics in the setups of a slice; see `analysis.head_to_head`.

    `what` is margins, density (`about` names its measure), specification, or along (`about` is
    the number of bins).
    """
    setups = setups_of(store, slice_)
    if what == "density":
        return density(setups, a, b, about)
    if what == "along":
        return along_curve(setups, a, b, int(about))
    return {"margins": margins, "specification": specification}[what](setups, a, b)


def in_cell_of(
    store: Store, slice_: Slice, a: str, b: str, measure: str, cell: tuple[int, int]
) -> tuple[pd.DataFrame, int]:
    """Setups of one cell of a density, the first of them; and how many."""
    return in_cell(setups_of(store, slice_), a, b, measure, cell, MAX_LISTED)


def won_by(store: Store, slice_: Slice, metric: str, order: str) -> tuple[pd.DataFrame, int]:
    """Setups of a slice that a metric wins, the first of them; and how many."""
    setups = setups_of(store, slice_)
    return won_setups(setups, metric, slice_.metric_keys(), order, MAX_LISTED)


def setup_of(store: Store, id_: SetupId) -> OneSetup | None:
    """One setup of the store; see `analysis.one_setup`."""
    return one_setup(store.setups(), store.measurements(), store.study, id_)


def first_setup(store: Store, slice_: Slice) -> SetupId | None:
    """The first of a slice's setups with the largest pool."""
    return largest_setup(slice_.narrow(store.setups()))


def neighbours_of(store: Store, one: OneSetup) -> pd.DataFrame:
    """The setups that differ from one in a single part."""
    return neighbours(store.setups(), store.study, one)


def baselines_of(store: Store, scenario: str) -> Baselines:
    """Win rates with baselines among the metrics, use of the winners, and rescaled metrics.

    The first has the metrics and the baselines that know nothing of the source; the last a
    row per metric that a baseline rescales: `metric`, `baseline`, and under Pearson's r the
    metric's win rate (`before`) and that of the baseline in its place (`after`).
    """
    setups, study = store.with_baselines(scenario), store.study
    blind = [baseline.key for baseline in study.baselines if baseline.metric is None]
    metrics = [*study.metric_keys, *blind]
    use = usefulness(setups, metrics, store.measurements(), study)
    return win_rates(setups, metrics), use, _rescaled(setups, study)


def copies_of(store: Store, scenario: str) -> pd.DataFrame:
    """Metrics of a scenario that split each other's wins; none where it does not fit memory."""
    whole = Slice(store.study, scenarios=(scenario,))
    if not few_enough(counts_of(store, whole).total):
        return pd.DataFrame(columns=["measure", "a", "b", "correlation"])
    return near_copies(whole.narrow(store.setups()))


def _rescaled(setups: pd.DataFrame, study: Study) -> pd.DataFrame:
    under_pearson = setups[setups["measure"] == "pearson"]
    rows = []
    for baseline in study.baselines if len(under_pearson) else ():
        if baseline.metric is not None:
            keys = [baseline.key if m == baseline.metric else m for m in study.metric_keys]
            before = _rate(under_pearson, study.metric_keys, baseline.metric)
            after = _rate(under_pearson, keys, baseline.key)
            rows.append((baseline.metric, baseline.key, before, after))
    return pd.DataFrame(rows, columns=["metric", "baseline", "before", "after"])


def _rate(setups: pd.DataFrame, metrics: Sequence[str], metric: str) -> float:
    return float(win_rates(setups, metrics).set_index("metric")["win_rate"][metric])
