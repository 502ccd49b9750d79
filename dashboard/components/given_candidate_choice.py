"""Which givens and candidates may a slice have? A part of the sidebar."""

from collections.abc import Mapping, Sequence

import streamlit as st

from setupscope.analysis.slices.facets import Facets, outside_families
from setupscope.dashboard.components.counted_options import picked, with_count
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.session.state import State, change, current_state
from setupscope.dashboard.session.widgets import set_widget, value_of
from setupscope.dashboard.text.markdown import escaped

ONLY, ALL_BUT = "only", "all but"


def choose_givens(queries: Queries, state: State, counts: Facets) -> None:
    """Givens to keep, or to leave out: a list of names, and which of the two it means."""
    study, slice_ = queries.study, state.slice_
    name = slice_.scenario_names()[0]
    noun = study.noun(study.scenario(name), "given")
    accepted = slice_.accepted("given")
    mode_key, key = f"panel mode {name}", f"panel given {name}"
    mode = state.given_mode or _shorter(slice_.givens, accepted)
    listed = slice_.givens if mode == ONLY else _others(accepted, slice_.givens or accepted)

    def take() -> None:
        names, mode = picked(key, accepted, study.label), value_of(mode_key)
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
            format_func=lambda level: with_count(
                study.label(level), counts.levels["given"].get(level, 0)
            ),
            placeholder=f"all {len(accepted)}",
            label_visibility="collapsed",
            on_change=take,
        )
        levels, families = counts.levels["given"], study.families_among(accepted)
        of_families = {
            family: sum(levels.get(given, 0) for given in own) for family, own in families.items()
        }
        _choose_family(state, "givens", "or one family of them", families, of_families)


def _choose_family(
    state: State,
    field: str,
    label: str,
    names: Mapping[str, tuple[str, ...]],
    counts: Mapping[str, int],
) -> None:
    """One family, by what the field of the slice is where it is picked; else nothing."""
    if not names:
        return
    held = {name for name, own in names.items() if {*own} == {*getattr(state.slice_, field)}}
    key = f"panel family {field} {state.scenario}"

    def take() -> None:
        chosen = picked(key, list(names), escaped)
        change(**{field: names[chosen[0]] if chosen else ()})

    st.pills(
        label,
        list(names),
        key=set_widget(key, next(iter(held), None)),
        format_func=lambda family: with_count(escaped(family), counts[family]),
        help="Families are named in the study's file. Click again to let go.",
        on_change=take,
    )


def _shorter(givens: Sequence[str], accepted: Sequence[str]) -> str:
    """The way that names fewer givens: those to look at, or those left out."""
    return ONLY if 2 * len(givens) <= len(accepted) else ALL_BUT


def _others(accepted: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in accepted if name not in names)


def choose_candidates(queries: Queries, state: State, counts: Facets) -> None:
    """Candidates that must take part or must not, or one family of them alone."""
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
    label = f"or only one family of {noun}s"
    _choose_family(state, "absent", label, outside_families(slice_), counts.families)


def _choose_some(
    queries: Queries, state: State, field: str, label: str, text: str, counts: Mapping[str, int]
) -> None:
    slice_, study = state.slice_, queries.study
    key, accepted = f"panel {field} {slice_.scenario_names()[0]}", slice_.accepted("with")

    def take() -> None:
        change(**{field: picked(key, accepted, study.label)})

    st.multiselect(
        label,
        accepted,
        key=set_widget(key, list(getattr(slice_, field))),
        format_func=lambda name: with_count(study.label(name), counts.get(name, 0)),
        placeholder="any",
        help=text,
        on_change=take,
    )
