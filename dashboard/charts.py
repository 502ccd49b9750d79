"""How does a figure come on a page, and what does a click in it do?"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard import answers
from dashboard.chosen import chosen
from dashboard.export.exhibits import Exhibit
from dashboard.export.recipes import draw
from dashboard.export_row import show_export
from dashboard.opened import the_store
from dashboard.template import on_screen
from dashboard.wording import spoken

OPTIONS = {"displayModeBar": False, "responsive": True}
Clicked = Callable[[Any], None]
"""Takes the `customdata` of the mark that was clicked."""


def place(
    exhibit: Exhibit, key: str, alt: str, on_click: Clicked | None = None, *, marked: str = ""
) -> None:
    """Shows a figure, with its alternative text, and the ways in which it can leave.

    Marks that are clicked go to `on_click`; the metric `marked` is outlined.
    """
    look = on_screen(st.context.theme.type, marked)
    figure = draw(answers, the_store(), exhibit, look)

    if on_click is None:
        st.plotly_chart(figure, theme=None, config=OPTIONS, key=key, alt=spoken(alt))
    else:
        st.plotly_chart(
            figure,
            theme=None,
            config=OPTIONS,
            key=key,
            alt=spoken(alt),
            on_select=lambda: _take(key, on_click),
            selection_mode="points",
        )
    show_export(exhibit, key)


def _take(key: str, on_click: Clicked) -> None:
    """A click changes the slice, the page or its choices; without a mark it changes none."""
    chosen().edited = True
    for mark in _marks(st.session_state[key])[:1]:
        on_click(mark)


def _marks(state: Mapping[str, Any]) -> Sequence[Any]:
    """What the selected marks carry."""
    points = state.get("selection", {}).get("points", [])
    return [point["customdata"] for point in points if point.get("customdata") is not None]
