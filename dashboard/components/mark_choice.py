"""How is a mark of a figure chosen without a mouse?"""

from collections.abc import Callable
from typing import Any

import streamlit as st

from setupscope.dashboard.figures.figure import Properties
from setupscope.dashboard.figures.label_width import label_margin
from setupscope.dashboard.figures.marks import named_marks
from setupscope.dashboard.figures.theme import FONT_SIZE
from setupscope.dashboard.session.widgets import set_widget, value_of
from setupscope.dashboard.text.reading_entry import ROW

NARROWEST, WIDEST, AROUND = 170, 340, 40
"""Pixels of the list, which fits on a phone; and those of a name's surroundings in it."""


def choose_mark(
    figure: Properties, mark: str, name: str, key: str, on_mark: Callable[[Any], None]
) -> None:
    """A list of the marks of a figure by their names; choosing one does what a click on it does.

    `mark` is what a mark is called, `name` what the figure is. The list is empty again at once.
    """
    marks = named_marks(figure, whole_rows=mark == ROW)
    if not marks:
        return
    picked = set_widget(f"mark {key}", None)

    def take() -> None:
        if value_of(picked) in marks:
            on_mark(marks[value_of(picked)])

    st.selectbox(
        f"Choose a {mark}: {name}",
        list(marks),
        index=None,
        key=picked,
        placeholder=f"Choose a {mark}",
        label_visibility="collapsed",
        on_change=take,
        width=min(max(label_margin([max(marks, key=len)], FONT_SIZE) + AROUND, NARROWEST), WIDEST),
    )
