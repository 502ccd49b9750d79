"""How does a page say that it cannot show what was requested?"""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from setupscope.analysis.slices.emptiness import Emptiness, emptiness, ways_back
from setupscope.analysis.slices.facets import NOTHING
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.session.state import State, change, reset, undo
from setupscope.dashboard.session.stores import take_former_digest
from setupscope.dashboard.text.emptiness import why_empty, wider_pools
from setupscope.dashboard.text.markdown import escaped
from setupscope.data import Store

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


def show_rebuilt(store: Store) -> None:
    """That the store holds something else than when this reader's last page was made."""
    if former := take_former_digest(store):
        setups = sum(store.manifest.counts.values())
        st.info(
            f"The store was built again since your last click: it now holds {setups:,} setups,"
            f" and its digest is {store.digest} instead of {former}.",
            icon=":material/database:",
        )


def show_empty(state: State) -> None:
    """Why no setup is left, and what to lift to get some back."""
    slice_ = state.slice_
    why = emptiness(slice_)
    st.header("No setups match this slice.", anchor=False)
    if why is not None:
        st.markdown(why_empty(slice_, why))
        _offer_names(slice_, why)
    with st.container(horizontal=True, gap="small"):
        for fields, setups in ways_back(slice_).items():
            st.button(
                f"{'; '.join(WAYS_OUT[name] for name in fields)}: {setups:,} setups",
                on_click=change,
                kwargs={name: NOTHING[name] for name in fields},
                key=f"lift {' '.join(fields)}",
            )
        st.button("Undo the last change", on_click=undo, key="lift last", disabled=not state.past)
        st.button("Reset to the whole scenario", on_click=reset, key="lift all")
    if why is not None and why.min_pool:
        st.markdown(wider_pools(slice_.study, why))
    st.caption(f"The slice selects {escaped(slice_.caption())}.")


def _offer_names(slice_: Slice, why: Emptiness) -> None:
    """Each candidate that is left out, to be let back in with a click."""
    if why.cause not in ("too_many_left_out", "contradiction"):
        return
    with st.container(horizontal=True, gap="small"):
        for name in why.names:
            kept = tuple(other for other in slice_.absent if other != name)
            st.button(
                f"Let {slice_.study.label(name)} back in",
                on_click=change,
                kwargs={"absent": kept},
                key=f"let {name}",
            )
