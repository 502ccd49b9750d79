"""What can a reader do with a figure or a table that is kept already?"""

import streamlit as st

from setupscope.dashboard.export.collection import Item
from setupscope.dashboard.session.collection import edit
from setupscope.dashboard.session.pages import FIGURES
from setupscope.dashboard.session.state import go_to


def show_ways_of(item: Item, key: str) -> None:
    """The page Figures, and taking a kept item out of it again."""
    with st.container(horizontal=True, gap="small"):
        if st.button("Open Figures", key=f"open kept {key}"):
            go_to(FIGURES)
            st.rerun()
        if st.button("Remove it", key=f"remove kept {key}", icon=":material/bookmark_remove:"):
            edit(lambda collection: collection.released(item.exhibit))
            st.rerun()
