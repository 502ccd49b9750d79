"""Which of several studies does a reader look at?"""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from dashboard.chosen import hold, turn
from dashboard.opened import Offer, offers, present
from dashboard.wording import count, distinct

KEY = "panel study"


def show_switcher() -> None:
    """A choice of studies, where there are several."""
    found = offers()
    if len(found) < 2 or present() not in found:
        return
    labels = labels_of(found)
    here = found[present()]
    st.selectbox(
        "Study",
        list(found),
        key=hold(KEY, present()),
        format_func=labels.__getitem__,
        help=f"This one has {count(here.setups, 'setup')} and {count(here.metrics, 'metric')}. The"
        " slice goes with you as far as the other study has its parts.",
        on_change=switch,
    )


def labels_of(found: Mapping[str, Offer]) -> dict[str, str]:
    """What each is called, all different: its folder first, since titles may begin alike."""
    named = [f"{Path(offer.link).name}: {offer.title}" for offer in found.values()]
    return dict(zip(found, distinct(named), strict=True))


def switch() -> None:
    """Turns to the study that was picked; a callback."""
    turn(st.session_state[KEY])
