"""How much does each choice of setup matter, and how many setups are enough?"""

import streamlit as st

from setupscope.analysis.questions.families import FAMILY
from setupscope.dashboard.components.before_after import show_moved
from setupscope.dashboard.components.chart import show_chart
from setupscope.dashboard.components.heading import show_heading, show_next, show_slice
from setupscope.dashboard.components.messages import show_empty
from setupscope.dashboard.components.segmented_choice import pick_one
from setupscope.dashboard.components.words import show_words
from setupscope.dashboard.export.exhibit import FIGURE, Exhibit
from setupscope.dashboard.export.recipes.agreement import compared_components
from setupscope.dashboard.export.recipes.importance import importance_shown
from setupscope.dashboard.queries.answer import opening_pair
from setupscope.dashboard.queries.parts import restricted_to
from setupscope.dashboard.session.cache import current_queries
from setupscope.dashboard.session.page_keys import LEVELS
from setupscope.dashboard.session.pages import COMPARE, PAGES, STABILITY
from setupscope.dashboard.session.second_slice import keys_of_second
from setupscope.dashboard.session.state import current_state, go_to, page_choice
from setupscope.dashboard.text.coverage import EVERY
from setupscope.dashboard.text.explanations import stability_explained
from setupscope.dashboard.text.labels import component_label, metric_label
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import join_names
from setupscope.dashboard.text.stability import (
    agreement_sentence,
    enough_sentence,
    importance_sentence,
    other_components,
    reconciled,
    stability_sentence,
)

queries, state = current_queries(), current_state()
store = queries.store
study, slice_ = store.study, state.slice_
scenario = study.scenario(slice_.scenario_names()[0])
given = escaped(study.noun(scenario, "given"))
BETWEEN = {FAMILY: "between families"}
"""Levels that are named otherwise than by their component."""


def show() -> None:
    """The page, or why the slice has nothing to compare."""
    total = queries.facets(slice_).total
    if not total:
        show_empty(state)
        return
    show_components(total)
    if len(slice_.metric_keys()) > 1:
        show_levels()
        show_importance()
        show_enough()
    show_next(state)
    with st.expander("How this is computed"):
        st.markdown(stability_explained(store))


def show_components(total: int) -> None:
    """How alike the rankings are of setups that differ in only one component."""
    table = queries.table(slice_, "stability")
    text = stability_sentence(study, scenario, table)
    show_heading(PAGES[STABILITY].question, text, [other_components(study, scenario, table)])
    show_moved(state)
    show_slice(state, total, store.setup_count, counting=EVERY)
    if table["stability"].notna().any():
        show_chart(
            Exhibit(FIGURE, "stability", slice_), "stability", f"A dot per component. {text}"
        )


def show_levels() -> None:
    """Which levels of one component rank the metrics alike."""
    offered = compared_components(slice_)
    if not offered:
        return
    component = page_choice(LEVELS, offered, offered[0])
    st.subheader("Which levels rank the metrics alike?", anchor=False)
    pick_one(
        LEVELS,
        offered,
        component,
        "Levels of",
        lambda key: BETWEEN.get(key, f"by {component_label(study, scenario, key)}"),
    )
    table = queries.table(slice_, "agreement", (component,)).dropna(subset=["level_a"])
    text = agreement_sentence(study, component, table)
    show_words(f"{text} Click a cell to compare its two levels.")
    if table["tau"].notna().any():
        show_chart(
            Exhibit(FIGURE, "agreement", slice_, by=(component,)),
            f"agreement {component}",
            f"One square per pair of levels. {text}",
            lambda levels: compare(component, *levels),
        )


def compare(component: str, first: str, second: str) -> None:
    """Turns to the comparison of two levels."""
    a, b = (slice_.replace(**restricted_to(slice_, component, one)) for one in (first, second))
    go_to(COMPARE, a, keys_of_second(b))


def show_importance() -> None:
    """What decides between the best two metrics, or the one that was added and the best other."""
    pair = opening_pair(queries, slice_)
    exhibit = Exhibit(FIGURE, "importance", slice_, shown=pair)
    table = importance_shown(queries, exhibit)
    names = join_names([metric_label(study, key) for key in pair])
    which = names if study.added in pair else "the best two"
    st.subheader(f"What decides between {which}?", anchor=False)
    text = importance_sentence(study, scenario, table)
    known = table["share"].notna().any()
    show_words(f"{text} {reconciled(study, scenario, queries.table(slice_, 'stability'), table)}")
    if known:
        show_chart(exhibit, "importance", f"Two bars per component. {text}")


def show_enough() -> None:
    """How many setups, and how many givens, a stable ranking needs."""
    st.subheader(f"How many setups, and how many {given}s, are enough?", anchor=False)
    with st.spinner("Sampling…"):
        table = queries.table(slice_, "enough")
    text = enough_sentence(study, scenario, table)
    show_words(text)
    if table["n"].notna().any():
        show_chart(Exhibit(FIGURE, "enough", slice_), "enough", f"Two lines. {text}")


show()
