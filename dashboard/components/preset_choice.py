"""Under which paper's setups does a reader look?"""

import streamlit as st

from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.queries.presets import PaperSetups, stored_presets
from setupscope.dashboard.session.state import State, change_to
from setupscope.dashboard.session.widgets import set_widget, value_of
from setupscope.data import Store

KEY = "panel preset"


def show_presets(store: Store, state: State) -> None:
    """A choice among the presets of the study that this store has; the slice follows it."""
    found = {one.preset.key: one for one in stored_presets(store) if not one.reason}
    if not found:
        return
    here = [key for key, one in found.items() if _slice_of(one, state) == state.slice_]

    def take() -> None:
        picked = value_of(KEY)
        if picked in found:
            change_to(_slice_of(found[picked], state))

    st.selectbox(
        "Setups as in",
        list(found),
        key=set_widget(KEY, here[0] if here else None),
        placeholder="a paper",
        format_func=lambda key: found[key].preset.label,
        help="Takes the setups of a paper's evaluation, as far as this study has them; the metrics"
        f" compared stay.{_notes(list(found.values()))}",
        on_change=take,
    )


def _slice_of(one: PaperSetups, state: State) -> Slice:
    """The setups of a preset, with the metrics that are compared now."""
    return one.slice_.comparing_as(state.slice_)


def _notes(found: list[PaperSetups]) -> str:
    said = [f"\n- {one.preset.label}: {one.preset.paper}. {one.preset.note}" for one in found]
    return "".join(said)
