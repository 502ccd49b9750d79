"""How does a figure come on a page, and what does a click in it do?"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from setupscope.dashboard.components.export_buttons import show_export
from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.figures.theme import CONFIG, on_screen
from setupscope.dashboard.session.drawings import drawn
from setupscope.dashboard.session.state import current_state
from setupscope.dashboard.session.widgets import value_of
from setupscope.dashboard.text.markdown import strip_markdown

Clicked = Callable[[Any], None]
"""Takes the `customdata` of the mark that was clicked."""


def show_chart(
    exhibit: Exhibit, key: str, alt: str, on_click: Clicked | None = None, *, marked: str = ""
) -> None:
    """Shows a figure, with its alternative text, and the ways in which it can leave.

    Marks that are clicked go to `on_click`; the metric `marked` is outlined.
    """
    look = on_screen(st.context.theme.type, marked)
    figure = drawn(exhibit, look)
    if on_click is None:
        st.plotly_chart(figure, theme=None, config=CONFIG, key=key, alt=strip_markdown(alt))
    else:
        st.plotly_chart(
            figure,
            theme=None,
            config=CONFIG,
            key=key,
            alt=strip_markdown(alt),
            on_select=lambda: _take(key, on_click),
            selection_mode="points",
        )
    show_export(exhibit, key)


def _take(key: str, on_click: Clicked) -> None:
    """A click changes the slice, the page or its choices; without a mark it changes none."""
    current_state().edited = True
    for mark in _marks(value_of(key))[:1]:
        on_click(mark)


def _marks(state: Mapping[str, Any]) -> Sequence[Any]:
    """What the selected marks carry."""
    points = state.get("selection", {}).get("points", [])
    return [point["customdata"] for point in points if point.get("customdata") is not None]
