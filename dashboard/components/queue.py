"""How many tables come before the reader's own?"""

import streamlit as st

from setupscope.dashboard.session.supersession import stop_if_superseded
from setupscope.dashboard.text.explanations import tables_before


class QueueNote:
    """A sentence that stands where it was made, for as long as others come first."""

    def __init__(self) -> None:
        self._place, self._before = st.empty(), 0

    def __call__(self, before: int) -> None:
        """So many come first; nobody waits for a reader who has gone on."""
        stop_if_superseded()
        if before == self._before:
            return
        self._before = before
        if before:
            self._place.info(tables_before(before), icon=":material/hourglass_top:")
        else:
            self._place.empty()
