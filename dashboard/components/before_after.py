"""What moved since the slice was another one?"""

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
            st.button(
                "Pin the former slice",
                on_click=pin,
                args=(former,),
                key="pin",
                type="tertiary",
                icon=":material/keep:",
                help="Compares every further slice of this scenario with it until you let it go.",
            )
        else:
            st.button(
                "Let go of the pinned slice",
                on_click=pin,
                args=(None,),
                key="unpin",
                type="tertiary",
                icon=":material/keep_off:",
            )
        if former is not None:
            st.button(
                "Go back to it",
                on_click=return_to,
                args=(former,),
                key="back to former",
                type="tertiary",
                icon=":material/undo:",
            )
