"""What moved since the slice was another one?"""

from collections.abc import Callable

import streamlit as st

from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.queries.before_after import what_moved
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.session.former import former_slice, pin, return_to
from setupscope.dashboard.session.state import State
from setupscope.dashboard.text.before_after import moved
from setupscope.dashboard.text.markdown import escaped


def former_of(queries: Queries, state: State) -> Slice | None:
    """The slice that the present one is compared with, where it has setups that compare metrics."""
    former = former_slice(state)
    if former is None or not queries.facets(former).total:
        return None
    return former


def show_moved(queries: Queries, state: State) -> None:
    """What the last change moved, or what differs from the pinned slice; nothing without either."""
    former = former_of(queries, state)
    if former is not None:
        text = moved(queries.study, what_moved(queries, former, state.slice_))
        what = "Compared with the pinned slice" if state.pinned else "What moved"
        st.markdown(f"{what}: {text}", help=f"Before: {escaped(former.caption())}.")
    _offer(state, former)


def _offer(state: State, former: Slice | None) -> None:
    """Ways to keep a slice to compare with, to let it go, and to return to it."""
    if former is None and state.pinned is None:
        return
    with st.container(horizontal=True, gap="small", key="moved"):
        if state.pinned is None:
            help_ = "Compares every further slice of this scenario with it until you let it go."
            _quiet("Pin the former slice", pin, former, "pin", "keep", help_)
        else:
            _quiet("Let go of the pinned slice", pin, None, "unpin", "keep_off")
        if former is not None:
            _quiet("Go back to it", return_to, former, "back to former", "undo")


def _quiet(
    label: str,
    act: Callable[..., None],
    slice_: Slice | None,
    key: str,
    icon: str,
    help_: str | None = None,
) -> None:
    """A button without a frame that does something with a slice."""
    st.button(
        label,
        on_click=act,
        args=(slice_,),
        key=key,
        type="tertiary",
        icon=f":material/{icon}:",
        help=help_,
    )
