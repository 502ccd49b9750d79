"""How does a page say that it could not do what was asked?"""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.session.state import State, change, reset
from setupscope.dashboard.text.markdown import escaped

RESTRICTIONS = {
    "givens": "the givens",
    "backbones": "the backbone",
    "measures": "the measures",
    "sizes": "the pool size",
    "present": "the candidates that must take part",
    "absent": "the candidates that must not",
}


def show_problems(place: DeltaGenerator, state: State) -> None:
    """What the address asked for and did not get; the page shows the rest."""
    if state.problems:
        text = "\n".join(f"- {escaped(problem)}" for problem in state.problems)
        place.warning(
            f"The address was not followed to the letter:\n{text}", icon=":material/link_off:"
        )


def show_empty(queries: Queries, state: State) -> None:
    """Why no setup is left, and what to lift to get some back."""
    st.header("No setup is left in this slice.", anchor=False)
    st.markdown(f"It asks for {escaped(state.slice_.caption())}.")
    found = queries.lifted(state.slice_)
    if not found:
        st.markdown("No single restriction is to blame: several exclude each other.")
    for name, setups in found.items():
        nothing = None if name == "sizes" else ()
        st.button(
            f"Lift {RESTRICTIONS[name]}: {setups:,} setups",
            on_click=change,
            kwargs={name: nothing},
            key=f"lift {name}",
        )
    st.button("Reset to the whole scenario", on_click=reset, key="lift all")
