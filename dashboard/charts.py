"""How does a figure come on a page, and what does a click in it do?"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from dashboard.chosen import chosen
from dashboard.wording import spoken

OPTIONS = {"displayModeBar": False, "responsive": True}
Clicked = Callable[[Any], None]
"""Takes the `customdata` of the mark that was clicked."""


def place(figure: go.Figure, key: str, alt: str, on_click: Clicked | None = None) -> None:
    """Shows a figure, with its alternative text; marks that are clicked go to `on_click`."""
    alt = spoken(alt)
    if on_click is None:
        st.plotly_chart(figure, theme=None, config=OPTIONS, key=key, alt=alt)
        return

    def take() -> None:
        # A click changes the slice, the page or its choices; without a mark it changes none.
        chosen().edited = True
        for mark in _marks(st.session_state[key])[:1]:
            on_click(mark)

    st.plotly_chart(
        figure,
        theme=None,
        config=OPTIONS,
        key=key,
        alt=alt,
        on_select=take,
        selection_mode="points",
    )


def _marks(state: Mapping[str, Any]) -> Sequence[Any]:
    """What the selected marks carry."""
    points = state.get("selection", {}).get("points", [])
    return [point["customdata"] for point in points if point.get("customdata") is not None]
