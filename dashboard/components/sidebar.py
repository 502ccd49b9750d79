"""Which setups does the researcher look at? The sidebar, shared by all pages."""

from collections.abc import Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from setupscope.analysis.slices.facets import Facets
from setupscope.dashboard.components.counted_options import picked, with_count
from setupscope.dashboard.components.given_candidate_choice import (
    choose_candidates,
    choose_givens,
)
from setupscope.dashboard.components.preset_choice import show_presets
from setupscope.dashboard.components.study_switcher import show_switcher
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.session.collection import collection_state
from setupscope.dashboard.session.pages import FIGURES, FINDINGS, YOUR_METRIC
from setupscope.dashboard.session.state import (
    State,
    address_of,
    change,
    change_scenario,
    reset,
    undo,
)
from setupscope.dashboard.session.widgets import set_widget, value_of
from setupscope.dashboard.text.definitions import measures_defined, metrics_defined
from setupscope.dashboard.text.labels import measure_label
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import join_names


def show_panel(queries: Queries, state: State, pages: Mapping[str, st.Page]) -> DeltaGenerator:
    """Navigation to pages by their names, the slice as a form, what it leaves, and the ways back.

    Returns the place of the link to copy, which is known once the page has run.
    """
    with st.sidebar:
        st.subheader("Setupscope", anchor=False)
        show_switcher()
        _show_pages(state, pages)
        folded = state.page in (FINDINGS, FIGURES, YOUR_METRIC)
        with st.expander("Slice for the other pages") if folded else st.container():
            _show_slice(queries, state)
        return _show_foot(queries, state)


def _show_pages(state: State, pages: Mapping[str, st.Page]) -> None:
    with st.container(gap="xxsmall", key="pages"):
        for name, page in pages.items():
            count = len(collection_state().collection.items) if name == FIGURES else 0
            label = f"{page.title} ({count})" if count else page.title
            st.page_link(page, label=label, query_params=address_of(name, state.slice_))


def _show_slice(queries: Queries, state: State) -> None:
    counts = queries.facets(state.slice_)
    _choose_scenario(queries, state)
    show_presets(queries.store, state)
    _choose_measures(state, counts)
    _choose_backbone(state, counts)
    _choose_sizes(state, counts)
    choose_givens(queries, state, counts)
    choose_candidates(queries, state, counts)
    _choose_metrics(queries, state)
    _choose_covered(queries, state, counts)
    st.caption(escaped(state.slice_.caption()))


def _show_foot(queries: Queries, state: State) -> DeltaGenerator:
    """What the slice leaves, and the ways back; always in sight."""
    counts = queries.facets(state.slice_)
    with st.container(key="foot", gap="xsmall"):
        st.caption(f"**{counts.total:,}** of {queries.store.setup_count:,} setups")
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.button(
                "Undo",
                on_click=undo,
                disabled=not state.past,
                key="undo",
                help="Undoes the last change of the slice.",
            )
            st.button(
                "Reset",
                on_click=reset,
                key="reset",
                help="Back to the slice with which the scenario opens.",
            )
            return st.container(width="content")


def _choose_scenario(queries: Queries, state: State) -> None:
    study = queries.study
    names = [scenario.name for scenario in study.scenarios]
    count = {name: f" :gray[{queries.store.manifest.counts[name]:,}]" for name in names}
    st.radio(
        "Scenario",
        names,
        key=set_widget("panel scenario", state.slice_.scenario_names()[0]),
        format_func=lambda name: escaped(study.scenario(name).title) + count[name],
        help="What is selected (sources or targets), on which task, and the number of setups. A"
        " setup is one given, one backbone, one pool of candidates and one measure.",
        on_change=lambda: change_scenario(value_of("panel scenario")),
    )


def _choose_measures(state: State, counts: Facets) -> None:
    accepted = state.slice_.accepted("measure")

    def take() -> None:
        change(measures=picked("panel measure", accepted, measure_label))

    st.pills(
        "under these measures",
        accepted,
        selection_mode="multi",
        key=set_widget("panel measure", list(state.slice_.measures)),
        format_func=lambda key: with_count(
            measure_label(key), counts.levels["measure"].get(key, 0)
        ),
        help="A measure says how well a metric's scores agree with the measured performances. Leave"
        f" empty for all.\n{measures_defined(accepted)}",
        on_change=take,
    )


def _choose_backbone(state: State, counts: Facets) -> None:
    accepted = state.slice_.accepted("backbone")
    if len(accepted) < 2:
        return
    key = f"panel backbone {state.slice_.scenario_names()[0]}"

    def take() -> None:
        change(backbones=picked(key, accepted, escaped))

    st.pills(
        "with this backbone",
        accepted,
        selection_mode="multi",
        key=set_widget(key, list(state.slice_.backbones)),
        format_func=lambda name: with_count(escaped(name), counts.levels["backbone"].get(name, 0)),
        help="How the source model was fine-tuned: fine-tuned (all weights) or frozen (only the"
        " head). Leave empty for all.",
        on_change=take,
    )


def _choose_sizes(state: State, counts: Facets) -> None:
    low, high = state.slice_.all_sizes
    if low == high:
        return
    key = f"panel size {state.slice_.scenario_names()[0]}"

    def take() -> None:
        change(sizes=tuple(value_of(key)))

    sizes = list(range(low, high + 1))
    st.select_slider(
        "in pools of size",
        sizes,
        value=(low, high),  # says that it is a range; the slice's own is held
        key=set_widget(key, tuple(state.slice_.sizes or (low, high))),
        help="A pool is the set of candidates ranked in a setup. By number of candidates: "
        + ", ".join(f"{n}: {counts.levels['pool_size'].get(n, 0):,} setups" for n in sizes),
        on_change=take,
    )


def _choose_metrics(queries: Queries, state: State) -> None:
    slice_ = state.slice_
    baselines = slice_.baselines if slice_.has_baselines else ()
    key = f"panel metrics {' '.join(baselines)}"

    def take() -> None:
        change(metrics=tuple(value_of(key)))

    st.pills(
        "comparing these metrics",
        [*queries.study.metric_keys, *baselines],
        selection_mode="multi",
        key=set_widget(key, list(slice_.metrics)),
        format_func=lambda key: escaped(queries.study.metric(key).label),
        help="“Best” means best of the metrics compared. Leave empty for all.\n"
        + metrics_defined(queries.study, [*queries.study.metric_keys, *baselines]),
        on_change=take,
    )
    _choose_baselines(queries, state)


def _choose_baselines(queries: Queries, state: State) -> None:
    """Whether what is known without the metrics is compared with them."""
    slice_ = state.slice_
    names = [queries.study.metric(key).label for key in slice_.with_baselines().metrics]
    beside = [escaped(name) for name in names[len(slice_.own_metrics()) :]]

    def take() -> None:
        on = value_of("panel baselines")
        other = slice_.with_baselines() if on else slice_.without_baselines()
        change(metrics=other.metrics)

    st.toggle(
        "with baselines",
        key=set_widget("panel baselines", slice_.has_baselines),
        help="Compares the metrics with what is known without them, in grey:"
        f" {join_names(beside)}. The page Soundness explains each.",
        on_change=take,
    )


def _choose_covered(queries: Queries, state: State, counts: Facets) -> None:
    """Where some metric lacks scores, whether only setups that all cover are left."""
    slice_ = state.slice_
    names = queries.study.names_of(slice_.scenario_names()[0])
    if not (slice_.covered or names.lack(slice_.metric_keys())):
        return
    st.toggle(
        with_count("Only setups that all compared metrics cover", counts.covered),
        key=set_widget("panel covered", slice_.covered),
        help="A metric covers a setup if it has a score for every candidate in the pool. Here some"
        " metrics lack scores. Switched on, this leaves only the setups that every metric compared"
        " covers, so that all of them are judged on the same setups.",
        on_change=lambda: change(covered=value_of("panel covered")),
    )
