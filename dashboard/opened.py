"""Which store do the pages show?"""

import streamlit as st

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
