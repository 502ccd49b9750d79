"""What does a widget hold, and how is it given the value that is chosen?"""

from typing import Any

import streamlit as st


def set_widget(key: str, value: object) -> str:
    """Gives a widget the value that is chosen, however it was chosen; returns its key.

    It is given anew in every run: the browser knows a choice by its label, and keeps the old
    one where a label changes with the counts in it.
    """
    st.session_state[key] = value
    return key


def value_of(key: str) -> Any:  # noqa: ANN401
    """What the widget with this key holds; None before it is first shown."""
    return st.session_state.get(key)
