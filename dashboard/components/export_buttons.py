"""The ways in which a figure or a table can leave, from where it stands."""

import streamlit as st

from setupscope.dashboard.export.exhibit import FIGURE, Exhibit
from setupscope.dashboard.export.recipes.resolve import title_of
from setupscope.dashboard.session.collection import keep


def show_export(exhibit: Exhibit, key: str) -> None:
    """Below a table: export it, or keep it for later."""
    with st.container(horizontal=True, horizontal_alignment="right", gap="small"):
        show_export_buttons(exhibit, key)


def show_export_buttons(exhibit: Exhibit, key: str) -> None:
    """The buttons alone, for a row that holds others too."""
    what = "figure" if exhibit.kind == FIGURE else "table"
    with st.container(width="content"):  # or the fragment takes all the room there is
        _offer_export(exhibit, what, key)
    st.button(
        "Keep",
        key=f"keep {key}",
        type="tertiary",
        icon=":material/bookmark_add:",
        on_click=keep,
        args=(exhibit, title_of(exhibit)),
        help=f"Adds this {what} to the page Figures.",
    )


@st.fragment
def _offer_export(exhibit: Exhibit, what: str, key: str) -> None:
    """A button that opens the dialog, and leaves the rest of the page as it stands."""
    if st.button(
        f"Export {what}", key=f"export {key}", type="tertiary", icon=":material/download:"
    ):
        from setupscope.dashboard.components.export_dialog import export

        export(exhibit)
