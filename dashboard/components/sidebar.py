"""Which setups does the researcher look at? The sidebar, shared by all pages."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from setupscope.analysis.slices.facets import Facets
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
    current_state,
    reset,
    undo,
)
from setupscope.dashboard.session.widgets import set_widget, value_of
from setupscope.dashboard.text.definitions import measures_defined, metrics_defined
from setupscope.dashboard.text.labels import measure_label
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import join_names

ONLY, ALL_BUT = "only", "all but"
BESIDE = " · "
"""Between the name of a choice and the number of its setups."""


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
    _choose_givens(queries, state, counts)
    _choose_candidates(queries, state, counts)
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
        change(measures=_picked("panel measure", accepted, measure_label))

    st.pills(
        "under these measures",
        accepted,
        selection_mode="multi",
        key=set_widget("panel measure", list(state.slice_.measures)),
        format_func=lambda key: _counted(measure_label(key), counts.levels["measure"].get(key, 0)),
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
        change(backbones=_picked(key, accepted, escaped))

    st.pills(
        "with this backbone",
        accepted,
        selection_mode="multi",
        key=set_widget(key, list(state.slice_.backbones)),
        format_func=lambda name: _counted(escaped(name), counts.levels["backbone"].get(name, 0)),
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


def _choose_givens(queries: Queries, state: State, counts: Facets) -> None:
    """Givens to keep, or to leave out: a list of names, and which of the two it means."""
    study, slice_ = queries.study, state.slice_
    name = slice_.scenario_names()[0]
    noun = study.noun(study.scenario(name), "given")
    accepted = slice_.accepted("given")
    mode_key, key = f"panel mode {name}", f"panel given {name}"
    mode = state.given_mode or _shorter(slice_.givens, accepted)
    listed = slice_.givens if mode == ONLY else _others(accepted, slice_.givens or accepted)

    def take() -> None:
        names, mode = _picked(key, accepted, study.label), value_of(mode_key)
        change(givens=names if mode == ONLY else _others(accepted, names))
        current_state().given_mode = mode

    with st.container(gap="xsmall"):
        st.segmented_control(
            f"for these {escaped(noun)}s",
            [ONLY, ALL_BUT],
            required=True,
            key=set_widget(mode_key, mode),
            help="Each setup has one given, its fixed side, for which the candidates are ranked."
            " “only” keeps the names listed, “all but” leaves them out.",
            on_change=take,
        )
        st.multiselect(
            f"{escaped(noun)}s",
            accepted,
            key=set_widget(key, list(listed)),
            format_func=lambda level: _counted(
                study.label(level), counts.levels["given"].get(level, 0)
            ),
            placeholder=f"all {len(accepted)}",
            label_visibility="collapsed",
            on_change=take,
        )
        _choose_family(state, "givens", "or one family of them", study.families_among(accepted))


def _choose_family(
    state: State, field: str, label: str, names: Mapping[str, tuple[str, ...]]
) -> None:
    """One family, by what the field of the slice is where it is picked; else nothing."""
    if not names:
        return
    held = {name for name, own in names.items() if {*own} == {*getattr(state.slice_, field)}}
    key = f"panel family {field} {state.scenario}"

    def take() -> None:
        change(**{field: names.get(value_of(key), ())})

    st.pills(
        label,
        list(names),
        key=set_widget(key, next(iter(held), None)),
        format_func=escaped,
        help="Families are named in the study's file. Click again to let go.",
        on_change=take,
    )


def _shorter(givens: Sequence[str], accepted: Sequence[str]) -> str:
    """The way that names fewer givens: those to look at, or those left out."""
    return ONLY if 2 * len(givens) <= len(accepted) else ALL_BUT


def _others(accepted: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in accepted if name not in names)


def _choose_candidates(queries: Queries, state: State, counts: Facets) -> None:
    study, slice_ = queries.study, state.slice_
    scenario = study.scenario(slice_.scenario_names()[0])
    noun = escaped(study.noun(scenario, "candidates"))
    lists: tuple[tuple[str, str, str, Mapping[str, int]], ...] = (
        ("present", f"{noun}s that must take part", "all", counts.present),
        ("absent", f"{noun}s that must not take part", "none", counts.absent),
    )
    for field, label, kept, of_candidates in lists:
        text = (
            f"Candidates are what is ranked. Keeps the pools that contain {kept} of those listed."
        )
        _choose_some(queries, state, field, label, text, of_candidates)
    accepted = slice_.accepted("with")
    others = {
        family: _others(accepted, own) for family, own in study.families_among(accepted).items()
    }
    _choose_family(state, "absent", f"or only one family of {noun}s", others)


def _choose_some(
    queries: Queries, state: State, field: str, label: str, text: str, counts: Mapping[str, int]
) -> None:
    slice_, study = state.slice_, queries.study
    key, accepted = f"panel {field} {slice_.scenario_names()[0]}", slice_.accepted("with")

    def take() -> None:
        change(**{field: _picked(key, accepted, study.label)})

    st.multiselect(
        label,
        accepted,
        key=set_widget(key, list(getattr(slice_, field))),
        format_func=lambda name: _counted(study.label(name), counts.get(name, 0)),
        placeholder="any",
        help=text,
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
        _counted("Only setups that all compared metrics cover", counts.covered),
        key=set_widget("panel covered", slice_.covered),
        help="A metric covers a setup if it has a score for every candidate in the pool. Here some"
        " metrics lack scores. Switched on, this leaves only the setups that every metric compared"
        " covers, so that all of them are judged on the same setups.",
        on_change=lambda: change(covered=value_of("panel covered")),
    )


def _counted(label: str, setups: int) -> str:
    return f"{label}{BESIDE}{setups:,}"


def _picked(key: str, options: Sequence[str], label: Callable[[str], str]) -> tuple[str, ...]:
    """The options picked in a widget; a label with a count of some earlier run means its option."""
    named = {label(option): option for option in options}
    values = [
        value if value in options else named.get(value.rsplit(BESIDE, 1)[0])
        for value in value_of(key)
    ]
    return tuple(value for value in values if value is not None)
