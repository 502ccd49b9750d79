"""The ways in which a figure or a table can leave, from where it stands."""

from textwrap import shorten

import streamlit as st

from setupscope.dashboard.components.kept_item import show_ways_of
from setupscope.dashboard.export.collection import Item
from setupscope.dashboard.export.exhibit import FIGURE, Exhibit
from setupscope.dashboard.export.recipes.resolve import title_of
from setupscope.dashboard.session.collection import collection_state, keep
from setupscope.dashboard.text.markdown import escaped

LONGEST = 40
"""Letters of a name that stand beside a figure."""


def show_export(exhibit: Exhibit, key: str) -> None:
    """Below a table: export it, or keep it for later."""
    with st.container(horizontal=True, horizontal_alignment="right", gap="small"):
        show_export_buttons(exhibit, key)


def show_export_buttons(exhibit: Exhibit, key: str) -> None:
    """The buttons alone, for a row that holds others too."""
    what = "figure" if exhibit.kind == FIGURE else "table"
    with st.container(width="content"):  # or the fragment takes all the room there is
        _offer_export(exhibit, what, key)
    held = collection_state().collection.held(exhibit)
    if held is not None:
        _show_kept(held, what, key)
        return
    st.button(
        "Keep",
        key=f"keep {key}",
        type="tertiary",
        icon=":material/bookmark_add:",
        on_click=keep,
        args=(exhibit, title_of(exhibit)),
        help=f"Adds this {what} to the page Figures.",
    )


def _show_kept(item: Item, what: str, key: str) -> None:
    """Under which name it is kept, the way there, and the way back."""
    label = f"Kept as “{escaped(shorten(item.name, LONGEST, placeholder='…'))}”"
    with st.popover(label, icon=":material/bookmark_added:", type="tertiary", key=f"kept {key}"):
        st.markdown(f"This {what} is on the page Figures.")
        show_ways_of(item, key)


@st.fragment
def _offer_export(exhibit: Exhibit, what: str, key: str) -> None:
    """A button that opens the dialog, and leaves the rest of the page as it stands."""
    if st.button(
        f"Export {what}", key=f"export {key}", type="tertiary", icon=":material/download:"
    ):
        from setupscope.dashboard.components.export_dialog import export

        export(exhibit)
