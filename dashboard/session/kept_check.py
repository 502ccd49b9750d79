"""Which printed table has this reader had checked?"""

from collections.abc import Callable

import streamlit as st

from setupscope.dashboard.queries.printed_table import CheckedTable

CHECK = "printed check"


def kept_check(key: tuple[str, str], make: Callable[[], CheckedTable]) -> CheckedTable:
    """The same check as in the last run, unless the study or the table has changed."""
    former, found = st.session_state.get(CHECK, (None, None))
    if former != key:
        found = make()
        st.session_state[CHECK] = (key, found)
    checked: CheckedTable = found
    return checked
