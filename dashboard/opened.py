"""Which store do the pages show, and what have they already asked of it?"""

import duckdb
import pandas as pd
import streamlit as st

from analysis import Slice, conclusion, leads_of_winner, win_rates
from data import InputError, Store, open_store
from data.places import store_path


def the_store() -> Store:
    """The store of this server; on a page that cannot have it, says why and stops."""
    try:
        return _open(str(store_path().resolve()))
    except InputError as error:
        st.error(f"The store cannot be opened. {error}", icon=":material/database_off:")
        st.stop()


@st.cache_resource(show_spinner="Opening the store…", max_entries=4)
def _open(path: str) -> Store:
    return open_store(path)


def scenario_rates(store: Store, scenario: str, by: tuple[str, ...] = ()) -> pd.DataFrame:
    """Win rates of all metrics in a scenario; see `analysis.win_rates`."""
    return _rates(store.digest, store, scenario, by)


def scenario_conclusion(store: Store, scenario: str) -> pd.DataFrame:
    """What a scenario concludes, measure by measure; see `analysis.conclusion`."""
    return _conclusion(store.digest, store, scenario)


def scenario_leads(store: Store, scenario: str) -> pd.DataFrame:
    """Every lead of a scenario's winner; see `analysis.leads_of_winner`."""
    return _leads(store.digest, store, scenario)


@st.cache_data(show_spinner="Counting setups…", max_entries=256)
def _rates(digest: str, _store: Store, scenario: str, by: tuple[str, ...]) -> pd.DataFrame:
    return win_rates(_setups(_store, scenario), by=by)


@st.cache_data(show_spinner="Resampling givens and candidates…", max_entries=64)
def _conclusion(digest: str, _store: Store, scenario: str) -> pd.DataFrame:
    return conclusion(_setups(_store, scenario))


@st.cache_data(show_spinner="Resampling givens and candidates…", max_entries=64)
def _leads(digest: str, _store: Store, scenario: str) -> pd.DataFrame:
    return leads_of_winner(_setups(_store, scenario))


def _setups(store: Store, scenario: str) -> duckdb.DuckDBPyRelation:
    return Slice(store.study, scenarios=(scenario,)).narrow(store.setups())
