"""How much does each choice of setup matter, and how many setups are enough?"""

import streamlit as st

from dashboard import answers
from dashboard.answered import TOO_LARGE, best_two, fits_memory
from dashboard.answers import counts_of, table_of
from dashboard.charts import place
from dashboard.chosen import choice, chosen, go
from dashboard.contents import COMPARE, PAGES, STABILITY
from dashboard.coverage import EVERY
from dashboard.explained import stability_explained
from dashboard.export.deeper_recipes import compared_components, importance_shown
from dashboard.export.exhibits import FIGURE, Exhibit
from dashboard.heading import show_heading, show_next, show_slice
from dashboard.messages import show_empty
from dashboard.opened import the_store
from dashboard.page_keys import LEVELS
from dashboard.parts import restricted_to
from dashboard.second_slice import keys_of_second
from dashboard.segments import pick_one
from dashboard.stability_sentences import (
    of_agreement,
    of_enough,
    of_importance,
    of_stability,
    other_components,
)
from dashboard.wording import component_label, plain

store, state = the_store(), chosen()
study, slice_ = store.study, state.slice_
scenario = study.scenario(slice_.scenario_names()[0])
given = plain(study.noun(scenario, "given"))


def show() -> None:
    """The page, or why the slice has nothing to compare."""
    total = counts_of(store, slice_).total
    if not total:
        show_empty(store, state)
        return
    if not fits_memory(answers, store, slice_):
        show_heading(PAGES[STABILITY].question, TOO_LARGE)
        return
    show_components(total)
    if len(slice_.metric_keys()) > 1:
        show_levels()
        show_importance()
        show_enough()
    show_next(state)
    with st.expander("How this is counted"):
        st.markdown(stability_explained(store))


def show_components(total: int) -> None:
    """How alike setups rank the metrics that differ in one component alone."""
    table = table_of(store, slice_, "stability")
    said = of_stability(study, scenario, table)
    show_heading(PAGES[STABILITY].question, said, [other_components(study, scenario, table)])
    show_slice(state, total, store.setup_count, counting=EVERY)
    if table["stability"].notna().any():
        place(Exhibit(FIGURE, "stability", slice_), "stability", f"A dot per component. {said}")


def show_levels() -> None:
    """Which levels of one component rank the metrics alike."""
    offered = compared_components(slice_)
    if not offered:
        return
    component = choice(LEVELS, offered, offered[0])
    st.subheader("Which levels rank the metrics alike?", anchor=False)
    pick_one(
        LEVELS,
        offered,
        component,
        "Levels of",
        lambda key: f"by {component_label(study, scenario, key)}",
    )
    table = table_of(store, slice_, "agreement", (component,)).dropna(subset=["level_a"])
    said = of_agreement(study, component, table)
    st.markdown(f"{said} Click a cell to compare its two levels.")
    if table["tau"].notna().any():
        place(
            Exhibit(FIGURE, "agreement", slice_, by=(component,)),
            f"agreement {component}",
            f"A square per two levels. {said}",
            lambda levels: compare(component, *levels),
        )


def compare(component: str, first: str, second: str) -> None:
    """Turns to the comparison of two levels."""
    a, b = (slice_.replace(**restricted_to(slice_, component, one)) for one in (first, second))
    go(COMPARE, a, keys_of_second(b))


def show_importance() -> None:
    """What decides between the two metrics with the highest win rates."""
    exhibit = Exhibit(FIGURE, "importance", slice_, shown=best_two(answers, store, slice_))
    table = importance_shown(answers, store, exhibit)
    st.subheader("What decides between the best two?", anchor=False)
    said = of_importance(study, scenario, table)
    st.markdown(said)
    if table["share"].notna().any():
        place(exhibit, "importance", f"A bar per component. {said}")


def show_enough() -> None:
    """How many setups, and how many givens, a lasting ranking takes."""
    st.subheader(f"How many setups, and how many {given}s, are enough?", anchor=False)
    with st.spinner("Sampling…"):
        table = table_of(store, slice_, "enough")
    said = of_enough(study, scenario, table)
    st.markdown(said)
    if table["n"].notna().any():
        place(Exhibit(FIGURE, "enough", slice_), "enough", f"Two lines. {said}")


show()
