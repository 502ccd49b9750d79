"""How does a figure come on a page, and what does a click in it do?"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from setupscope.dashboard.components.export_buttons import show_export_buttons
from setupscope.dashboard.components.mark_choice import choose_mark
from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.recipes.resolve import title_of
from setupscope.dashboard.figures.definitions import with_definitions
from setupscope.dashboard.figures.figure import Properties, Written, is_wide
from setupscope.dashboard.figures.theme import CONFIG, on_screen
from setupscope.dashboard.session.drawings import drawn
from setupscope.dashboard.session.state import current_state
from setupscope.dashboard.session.widgets import value_of
from setupscope.dashboard.text.definitions import plain_definitions
from setupscope.dashboard.text.markdown import strip_markdown
from setupscope.dashboard.text.reading import READINGS, how_to_read

Clicked = Callable[[Any], None]
"""Takes the `customdata` of the mark that was clicked."""


def show_chart(
    exhibit: Exhibit,
    key: str,
    alt: str,
    on_click: Clicked | None = None,
    *,
    marked: str = "",
    name: str = "",
) -> None:
    """Shows a figure, its alternative text, how it is read, and the ways in which it can leave.

    Marks that are clicked, or chosen from a list, go to `on_click`; the metric `marked` is
    outlined, the step of a sweep before a bar. `name` tells it from others of the page; its title
    unless given.
    """
    look, study = on_screen(st.context.theme.type, marked), exhibit.slice_.study
    figure = drawn(exhibit, look)
    shown = Written(with_definitions(figure, plain_definitions(study), look))
    # On a phone, a figure of many columns is scrolled in its frame.
    with st.container(key=f"{'wide' if is_wide(figure) else 'whole'} {key}"):
        _draw(shown, key, strip_markdown(alt), on_click)
    title = title_of(exhibit)
    _show_controls(exhibit, figure, key, name or f"{title[0].lower()}{title[1:]}", on_click)


def _draw(shown: Written, key: str, alt: str, on_click: Clicked | None) -> None:
    if on_click is None:
        st.plotly_chart(shown, theme=None, config=CONFIG, key=key, alt=alt)
        return
    st.plotly_chart(
        shown,
        theme=None,
        config=CONFIG,
        key=key,
        alt=alt,
        on_select=lambda: _act(on_click, _marks(value_of(key))),
        selection_mode="points",
    )


def _show_controls(
    exhibit: Exhibit, figure: Properties, key: str, name: str, on_click: Clicked | None
) -> None:
    """Below a figure: its marks as a list, how it is read, and the ways in which it can leave."""
    study = exhibit.slice_.study
    scenario = study.scenario(exhibit.slice_.scenario_names()[0])
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key=f"controls {key}"
    ):
        if on_click is not None:
            mark = READINGS[exhibit.name].mark
            choose_mark(figure, mark, name, key, lambda chosen: _act(on_click, [chosen]))
        with st.popover(
            f"How to read: {name}", key=f"read {key}", type="tertiary", icon=":material/help:"
        ):
            st.markdown(how_to_read(exhibit.name, study, scenario))
        show_export_buttons(exhibit, key)


def _act(on_click: Clicked, marks: Sequence[Any]) -> None:
    """A click changes the slice, the page or its choices; without a mark it changes none."""
    current_state().edited = True
    for mark in marks[:1]:
        on_click(mark)


def _marks(state: Mapping[str, Any]) -> Sequence[Any]:
    """What the selected marks carry."""
    points = state.get("selection", {}).get("points", [])
    return [point["customdata"] for point in points if point.get("customdata") is not None]
