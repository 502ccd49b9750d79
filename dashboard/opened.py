"""Which store do the pages show, and what have they already asked of it?"""

import narwhals as nw
import pandas as pd
import streamlit as st

from analysis import win_rates
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


@st.cache_data(show_spinner="Counting setups…", max_entries=256)
def _rates(digest: str, _store: Store, scenario: str, by: tuple[str, ...]) -> pd.DataFrame:
    setups = nw.from_native(_store.setups()).filter(nw.col("scenario") == scenario)
    return win_rates(setups.to_native(), by=by)
