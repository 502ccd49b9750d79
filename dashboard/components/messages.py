"""How does a page say that it cannot show what was requested?"""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from setupscope.analysis.slices.facets import NOTHING
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.session.state import State, change, reset
from setupscope.dashboard.text.markdown import escaped

WAYS_OUT = {
    "givens": "Allow all givens",
    "backbones": "Allow all backbones",
    "measures": "Allow all measures",
    "sizes": "Allow all pool sizes",
    "present": "Require no candidates",
    "absent": "Exclude no candidates",
    "covered": "Allow setups that not all compared metrics cover",
}


def show_problems(place: DeltaGenerator, state: State) -> None:
    """Which parts of the address could not be applied; the page shows the rest."""
    if state.problems:
        text = "\n".join(f"- {escaped(problem)}" for problem in state.problems)
        place.warning(
            f"Part of this link could not be applied:\n{text}", icon=":material/link_off:"
        )


def show_empty(queries: Queries, state: State) -> None:
    """Why no setup is left, and what to lift to get some back."""
    st.header("No setups match this slice.", anchor=False)
    st.markdown(f"It selects {escaped(state.slice_.caption())}.")
    found = queries.lifted(state.slice_)
    if not found:
        st.markdown("No single restriction causes this: several of them exclude each other.")
    for name, setups in found.items():
        st.button(
            f"{WAYS_OUT[name]}: {setups:,} setups",
            on_click=change,
            kwargs={name: NOTHING[name]},
            key=f"lift {name}",
        )
    st.button("Reset to the whole scenario", on_click=reset, key="lift all")
