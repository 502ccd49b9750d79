"""What happened in this one setup?"""

import math
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

import pandas as pd
import streamlit as st

from setupscope.analysis.questions.one_setup import OneSetup, best_metrics, holds
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.components.chart import show_chart
from setupscope.dashboard.components.claim_check import check_claim, claimed
from setupscope.dashboard.components.export_buttons import show_export
from setupscope.dashboard.components.heading import show_coverage, show_heading, show_next
from setupscope.dashboard.components.messages import show_empty
from setupscope.dashboard.components.metric_pair import pick_metric
from setupscope.dashboard.components.words import show_words
from setupscope.dashboard.export.exhibit import FIGURE, TABLE, Exhibit
from setupscope.dashboard.export.recipes.setup import HOW_TO_READ
from setupscope.dashboard.figures.neighbours import neighbour_id, what_differs
from setupscope.dashboard.figures.setup import MOST_DRAWN
from setupscope.dashboard.session.cache import current_queries
from setupscope.dashboard.session.page_keys import METRIC_A, METRIC_B, SETUP_ID, SHOWN
from setupscope.dashboard.session.pages import HEAD_TO_HEAD, PAGES, SETUP
from setupscope.dashboard.session.state import (
    current_state,
    page_choice,
    set_page_choice,
)
from setupscope.dashboard.session.widgets import set_widget, value_of
from setupscope.dashboard.text.definitions import measures_defined
from setupscope.dashboard.text.explanations import setup_explained
from setupscope.dashboard.text.labels import metric_label, ranked_by
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import four_digits
from setupscope.dashboard.text.setup import neighbours_sentence, setup_sentence, without_scores
from setupscope.data import InputError
from setupscope.data.masks import mask_of
from setupscope.data.measures import MEASURES
from setupscope.data.pools import SMALLEST_POOL
from setupscope.data.study.setup_ids import SetupId

queries, state = current_queries(), current_state()
store = queries.store
study, slice_ = store.study, state.slice_
MORE_POOLS = "--leave-out" if study.pools.sample is None else "--sample"
metrics = slice_.metric_keys()


def show() -> None:
    """The page, or why there is no setup to show."""
    id_ = asked_for()
    if id_ is None:
        show_empty(state)
        return
    one = queries.setup(id_)
    if one is None:
        show_missing(id_)
    else:
        show_setup(one)
    show_next(state)
    with st.expander("How these values are computed"):
        st.markdown(setup_explained(store))


def asked_for() -> SetupId | None:
    """The setup of the address, else the slice's first with the largest pool; none in none."""
    try:
        if SETUP_ID in state.choices:
            return SetupId.parse(state.choices[SETUP_ID], study)
    except InputError as error:
        state.drop(SETUP_ID, str(error))
    return queries.first_setup(slice_)


def show_missing(id_: SetupId) -> None:
    """That the pool is not one of those that the rule allows."""
    show_heading(PAGES[SETUP].question, "The store does not contain this setup.")
    pool = len(id_.members(study))
    show_words(
        f"It contains {escaped(str(study.pools))}; this pool has {pool}. Change the pool below,"
        f" or score more pools with `setupscope build {MORE_POOLS}`."
    )
    show_parts(id_)
    show_pool(id_)


def show_setup(one: OneSetup) -> None:
    """The sentence, the metrics' values, their plots, the candidates, and the neighbours."""
    around = queries.neighbours(one)
    sentence, doubt = (
        setup_sentence(study, one, metrics),
        neighbours_sentence(study, one, around, metrics),
    )
    show_heading(PAGES[SETUP].question, sentence, [doubt])
    show_coverage(without_scores(study, one, metrics))
    if not holds(slice_, one.id):
        st.caption("This setup is not in the slice of the panel.")
    show_parts(one.id)
    show_claim_form(one)
    show_plots(one, sentence)
    show_candidates(one)
    show_neighbours(one, around, doubt)


def show_plots(one: OneSetup, sentence: str) -> None:
    """Score against performance, metric by metric."""
    scenario = study.scenario(one.id.scenario)
    noun, label = study.noun(scenario, "candidates"), study.performance_label(scenario.name)
    show_words(
        f"Each dot is one {escaped(noun)}: its score on the horizontal axis, its"
        f" {ranked_by(scenario)} ({escaped(label)}) on the vertical one;"
        " a ring marks what the metric picks, and the best and the worst are named."
        f" {HOW_TO_READ.get(one.id.measure, '')} Click a dot to leave it out."
    )
    show_chart(
        Exhibit(FIGURE, "setup", of_one(one.id), setup=str(one.id), shown=drawn(one)),
        "scatter",
        f"Score against {ranked_by(scenario)}, a plot per metric. {sentence}",
        lambda name: choose_pool(without(one.id, name)),
    )


def of_one(id_: SetupId) -> Slice:
    """The slice of an exhibit of one setup: its scenario, and the metrics compared."""
    return Slice(study, (id_.scenario,), metrics=slice_.metrics)


def choose_pool(id_: SetupId) -> None:
    """Turns to a setup, unless its pool is too small to rank anything."""
    if len(id_.members(study)) < SMALLEST_POOL:
        st.toast(f"A pool needs at least {SMALLEST_POOL} candidates.", icon=":material/info:")
    else:
        set_page_choice(SETUP_ID, str(id_))


def without(id_: SetupId, candidate: str) -> SetupId:
    """The setup whose pool lacks one candidate more."""
    bit = study.names_of(id_.scenario).candidates.index(candidate)
    return replace(id_, pool=id_.pool & ~(1 << bit))


def drawn(one: OneSetup) -> tuple[str, ...]:
    """The metrics that are drawn: all, or a choice where they are more than six."""
    if len(metrics) <= MOST_DRAWN:
        page_choice(SHOWN, ("",), "")  # reports a choice of the address that does not apply
        return metrics
    asked = [key for key in state.choices.get(SHOWN, "").split(",") if key in metrics]
    shown = tuple(asked or with_the_best(one))[:MOST_DRAWN]
    st.multiselect(
        f"Metrics drawn (at most {MOST_DRAWN})",
        metrics,
        key=set_widget("setup shown", list(shown)),
        max_selections=MOST_DRAWN,
        format_func=lambda key: study.metric(key).label,
        on_change=lambda: set_page_choice(SHOWN, ",".join(value_of("setup shown"))),
    )
    return shown


def with_the_best(one: OneSetup) -> tuple[str, ...]:
    """The first metrics, as many as are drawn, and among them the best of the setup."""
    first = study.among_first(metrics, MOST_DRAWN)[:MOST_DRAWN]
    best = best_metrics(one.values, metrics)[:1]
    return first if set(best) <= set(first) else (*best, *first[:-1])


def show_candidates(one: OneSetup) -> None:
    """The candidates as a table, the best performance first."""
    scenario = study.scenario(one.id.scenario)
    noun = study.noun(scenario, "candidates")
    label, by = study.performance_label(scenario.name), ranked_by(scenario)
    st.subheader(f"The {len(one.candidates)} {escaped(noun)}s", anchor=False)
    show_pool(one.id)
    st.caption(f"Sorted by {by}, best first. Higher scores predict a better {by}.")
    names = pd.Index(
        [escaped(study.label(name)) for name in one.candidates["candidate"]], name=noun
    )
    columns = {escaped(label): one.candidates["performance"]}
    columns |= {metric_label(study, metric): one.candidates[metric] for metric in metrics}
    shown = pd.DataFrame({label: column.to_numpy() for label, column in columns.items()}, names)
    text: Callable[[Any], str] = four_digits
    # Static: an interactive grid takes longer to draw than all figures of the page.
    st.table(shown.style.format(text), border="horizontal", alt="The pool's members and scores.")
    show_export(Exhibit(TABLE, "setup", of_one(one.id), setup=str(one.id)), "candidates")


def show_neighbours(one: OneSetup, around: pd.DataFrame, doubt: str) -> None:
    """The setups that differ in one part, and what that changes; a click opens one."""
    st.subheader("Neighbours: one part changed", anchor=False)
    if around.empty:
        show_words("The store contains no setup that differs in only one part.")
        return
    show_words("Each metric's value; bold where another metric wins. Click a row to open it.")
    show_chart(
        Exhibit(FIGURE, "neighbours", of_one(one.id), setup=str(one.id)),
        "neighbours",
        f"A row per setup that differs in one part, a column per metric. {doubt}",
        lambda cell: set_page_choice(SETUP_ID, cell[0]),
    )
    check_neighbour(one, around)


def check_neighbour(one: OneSetup, around: pd.DataFrame) -> None:
    """A list of the neighbours, of which one is taken as evidence for the claim above."""
    pair = claim_asked(one)
    if pair is None:
        return
    rows = around.to_dict("records")
    label = f"Check with a neighbour that {claimed([pair])[0].replace(' ahead', ' is ahead')}"

    def take() -> None:
        place = value_of("claim of neighbour")
        if place is not None:
            check_claim(neighbour_id(one, rows[place]), *pair)

    st.selectbox(
        label,
        range(len(rows)),
        index=None,
        key="claim of neighbour",
        format_func=lambda place: what_differs(study, one, rows[place]),
        placeholder="another setup as evidence",
        on_change=take,
    )


def claim_asked(one: OneSetup) -> tuple[str, str] | None:
    """The two metrics asked for on Head to head, else the setup's best two, the better first."""
    if len(metrics) < 2:
        return None
    known = [key for key in metrics if not math.isnan(one.values[key])]
    best = sorted(known, key=lambda key: -one.values[key])
    best += [key for key in metrics if key not in best]
    asked = state.asked.of(HEAD_TO_HEAD, one.id.scenario)
    a = asked.get(METRIC_A, "")
    a = a if a in metrics else best[0]
    others = [key for key in best if key != a]
    b = asked.get(METRIC_B, "")
    return a, b if b in others else others[0]


def show_claim_form(one: OneSetup) -> None:
    """Two metrics, of which the first is claimed to be ahead here, and a way to check it."""
    pair = claim_asked(one)
    if pair is None:
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        pick_metric("Claim:", metrics, pair, 0)
        pick_metric("is ahead of", metrics, pair, 1)
        st.button(
            "Check this claim",
            icon=":material/fact_check:",
            on_click=check_claim,
            args=(one.id, *pair),
            key="check claim",
            help="Whether this setup shows it, and how many comparable setups of the whole"
            " scenario agree.",
        )


def show_parts(id_: SetupId) -> None:
    """Given, backbone and measure, to be changed one by one."""
    names, scenario = study.names_of(id_.scenario), study.scenario(id_.scenario)
    with st.container(horizontal=True):
        for part, label, options, shown in (
            ("given", study.noun(scenario, "given"), names.givens, study.label),
            ("backbone", "backbone", names.backbones, str),
            (
                "measure",
                "measure",
                study.measures_of(id_.scenario),
                lambda key: MEASURES[key].label,
            ),
        ):
            if len(options) > 1:
                key = f"setup {part} {id_.scenario}"
                st.selectbox(
                    label,
                    options,
                    format_func=shown,
                    key=set_widget(key, getattr(id_, part)),
                    on_change=lambda part=part, key=key: set_page_choice(
                        SETUP_ID, str(with_part(id_, part, value_of(key)))
                    ),
                    help=measures_defined(options) if part == "measure" else None,
                    width=240,
                )


def with_part(id_: SetupId, part: str, level: str) -> SetupId:
    """The setup with another given, backbone or measure; a given that was a candidate swaps.

    A given that lacks some of the candidates gets all of its own.
    """
    changed = SetupId(**(asdict(id_) | {part: level}))
    of_scenario = study.names_of(id_.scenario)
    names = of_scenario.candidates
    if part == "given" and level in names and changed.pool >> names.index(level) & 1:
        back = 1 << names.index(id_.given) if id_.given in names else 0
        changed = replace(changed, pool=changed.pool & ~(1 << names.index(level)) | back)
    own = of_scenario.candidates_of(changed.given, changed.backbone)
    if part == "given" and own and changed.pool & ~own:
        changed = replace(changed, pool=own)
    return changed


def show_pool(id_: SetupId) -> None:
    """The candidates of the pool, to be taken out and put back."""
    scenario, names = study.scenario(id_.scenario), study.names_of(id_.scenario)
    candidates, own = names.candidates, names.candidates_of(id_.given, id_.backbone)
    offered = replace(id_, pool=own | id_.pool).members(study)
    key = f"setup pool {id_.scenario} {id_.given}"

    def take() -> None:
        pool = mask_of(candidates, value_of(key))
        choose_pool(replace(id_, pool=pool))

    st.multiselect(
        f"{escaped(study.noun(scenario, 'candidates'))}s in the pool",
        offered,
        key=set_widget(key, list(id_.members(study))),
        format_func=study.label,
        on_change=take,
        help=f"The pool holds the candidates ranked in a setup. The store contains {study.pools}.",
    )


show()
