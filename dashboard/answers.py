"""What have the pages already asked of the store?

Every answer is kept by digest and query, for all readers of a server: whoever comes back to
a slice finds it there.
"""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from analysis import flips, near_copies, usefulness, win_rates
from analysis.evidence import Evidence, evidence
from analysis.facets import Facets, facets, lifted
from analysis.flips import WITH, WITHOUT, win_rates_by_candidate
from analysis.listing import won_setups
from analysis.one_setup import OneSetup, largest_setup, neighbours, one_setup
from analysis.slices import Slice
from data import Store
from data.opening import MOST_IN_MEMORY
from data.setup_ids import SetupId
from data.study import Study

MOST_LISTED = 100
Baselines = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]


def counts_of(store: Store, slice_: Slice) -> Facets:
    """Setups beside every choice of the panel; see `analysis.facets`."""
    return _facets(store.digest, slice_.link(), store, slice_)


def lifted_of(store: Store, slice_: Slice) -> dict[str, int]:
    """Setups that lifting one restriction of an empty slice brings back."""
    return lifted(slice_, store.setups())


def fits_memory(store: Store, slice_: Slice) -> bool:
    """Whether a slice's setups can be fetched for verdict, values and usefulness."""
    return counts_of(store, slice_).total <= MOST_IN_MEMORY


def evidence_of(store: Store, slice_: Slice) -> Evidence:
    """Everything that stands beside the slice's answer; see `analysis.evidence`."""
    return _evidence(store.digest, slice_.link(), store, slice_)


def rates_of(store: Store, slice_: Slice, component: str = "") -> pd.DataFrame:
    """Win rates of a slice, or of its parts by a component, with or without included."""
    return _rates(store.digest, slice_.link(), component, store, slice_)


def flips_of(store: Store, slice_: Slice) -> pd.DataFrame:
    """Every single restriction of a slice; see `analysis.flips`."""
    return _flips(store.digest, slice_.link(), store, slice_)


def won_by(store: Store, slice_: Slice, metric: str, order: str) -> tuple[pd.DataFrame, int]:
    """Setups of a slice that a metric wins, the first of them; and how many."""
    return _won(store.digest, slice_.link(), metric, order, store, slice_)


def setup_of(store: Store, id_: SetupId) -> OneSetup | None:
    """One setup of the store; see `analysis.one_setup`."""
    return _setup(store.digest, str(id_), store, id_)


def first_setup(store: Store, slice_: Slice) -> SetupId | None:
    """The first of a slice's setups with the largest pool."""
    return _first(store.digest, slice_.link(), store, slice_)


def neighbours_of(store: Store, one: OneSetup) -> pd.DataFrame:
    """The setups that differ from one in a single part."""
    return _neighbours(store.digest, str(one.id), store, one)


def baselines_of(store: Store, scenario: str) -> Baselines:
    """Win rates with baselines among the metrics, use of the winners, and rescaled metrics.

    The first has the metrics and the baselines that know nothing of the source; the last a
    row per metric that a baseline rescales: `metric`, `baseline`, and under Pearson's r the
    metric's win rate (`before`) and that of the baseline in its place (`after`).
    """
    return _baselines(store.digest, scenario, store)


def copies_of(store: Store, scenario: str) -> pd.DataFrame:
    """Metrics of a scenario that split each other's wins; none where it does not fit memory."""
    if not fits_memory(store, Slice(store.study, scenarios=(scenario,))):
        return pd.DataFrame(columns=["measure", "a", "b", "correlation"])
    return _copies(store.digest, scenario, store)


@st.cache_data(show_spinner=False, max_entries=2048)
def _facets(digest: str, query: str, _store: Store, _slice: Slice) -> Facets:
    return facets(_slice, _store.setups())


@st.cache_data(show_spinner=False, max_entries=512)
def _evidence(digest: str, query: str, _store: Store, _slice: Slice) -> Evidence:
    setups = _slice.narrow(_store.setups())
    return evidence(setups, _slice.metric_keys(), _measurements(digest, _store), _store.study)


@st.cache_data(show_spinner=False, max_entries=2048)
def _rates(digest: str, query: str, component: str, _store: Store, _slice: Slice) -> pd.DataFrame:
    setups, metrics = _slice.narrow(_store.setups()), _slice.metric_keys()
    if component in (WITH, WITHOUT):
        table = win_rates_by_candidate(setups, _store.study, metrics)
        own = table[table["component"] == component]
        return own.rename(columns={"value": component}).drop(columns="component")
    return win_rates(setups, metrics, (component,) if component else ())


@st.cache_data(show_spinner=False, max_entries=512)
def _flips(digest: str, query: str, _store: Store, _slice: Slice) -> pd.DataFrame:
    return flips(_slice.narrow(_store.setups()), _store.study, _slice.metric_keys())


@st.cache_data(show_spinner=False, max_entries=256)
def _won(
    digest: str, query: str, metric: str, order: str, _store: Store, _slice: Slice
) -> tuple[pd.DataFrame, int]:
    setups = _slice.narrow(_store.setups())
    return won_setups(setups, metric, _slice.metric_keys(), order, MOST_LISTED)


@st.cache_data(show_spinner=False, max_entries=1024)
def _setup(digest: str, text: str, _store: Store, _id: SetupId) -> OneSetup | None:
    return one_setup(_store.setups(), _measurements(digest, _store), _store.study, _id)


@st.cache_data(show_spinner=False, max_entries=1024)
def _first(digest: str, query: str, _store: Store, _slice: Slice) -> SetupId | None:
    return largest_setup(_slice.narrow(_store.setups()))


@st.cache_data(show_spinner=False, max_entries=1024)
def _neighbours(digest: str, text: str, _store: Store, _one: OneSetup) -> pd.DataFrame:
    return neighbours(_store.setups(), _store.study, _one)


@st.cache_data(show_spinner=False, max_entries=16)
def _baselines(digest: str, scenario: str, _store: Store) -> Baselines:
    setups, study = _store.with_baselines(scenario), _store.study
    blind = [baseline.key for baseline in study.baselines if baseline.metric is None]
    metrics = [*study.metric_keys, *blind]
    use = usefulness(setups, metrics, _measurements(digest, _store), study)
    return win_rates(setups, metrics), use, _rescaled(setups, study)


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


@st.cache_data(show_spinner=False, max_entries=64)
def _copies(digest: str, scenario: str, _store: Store) -> pd.DataFrame:
    return near_copies(Slice(_store.study, scenarios=(scenario,)).narrow(_store.setups()))


@st.cache_resource(show_spinner=False, max_entries=4)
def _measurements(digest: str, _store: Store) -> pd.DataFrame:
    return _store.measurements()
