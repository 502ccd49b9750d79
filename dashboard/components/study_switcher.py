"""Which of several studies does a reader look at?"""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from setupscope.dashboard.session.state import switch_store
from setupscope.dashboard.session.stores import OfferedStore, current_link, offered_stores
from setupscope.dashboard.session.widgets import set_widget, value_of
from setupscope.dashboard.text.labels import distinct
from setupscope.dashboard.text.numbers import quantity

KEY = "panel study"


def show_switcher() -> None:
    """A choice of studies, where there are several."""
    found = offered_stores()
    if len(found) < 2 or current_link() not in found:
        return
    labels = labels_of(found)
    here = found[current_link()]
    st.selectbox(
        "Study",
        list(found),
        key=set_widget(KEY, current_link()),
        format_func=labels.__getitem__,
        help=f"This study has {quantity(here.setups, 'setup')} and"
        f" {quantity(here.metrics, 'metric')}. When you switch, the slice is kept as far as the"
        " other study has the same parts.",
        on_change=switch,
    )


def labels_of(found: Mapping[str, OfferedStore]) -> dict[str, str]:
    """A distinct name for each: its folder first, since titles may begin alike."""
    named = [f"{Path(offer.link).name}: {offer.title}" for offer in found.values()]
    return dict(zip(found, distinct(named), strict=True))


def switch() -> None:
    """Turns to the study that was picked; a callback."""
    switch_store(value_of(KEY))
