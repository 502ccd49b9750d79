"""What did the study find, how sure is it, and where does it flip?"""

from collections.abc import Mapping
from typing import Literal
from urllib.parse import urlencode

import streamlit as st

from setupscope.analysis.questions.conclusion import DEPENDS
from setupscope.analysis.questions.leads import CLEAR, CLEAR_HERE, UNDECIDED
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.components.chart import show_chart
from setupscope.dashboard.components.heading import show_coverage, show_heading, show_next
from setupscope.dashboard.components.words import show_words
from setupscope.dashboard.export.exhibit import FIGURE, Exhibit
from setupscope.dashboard.limits import MAX_SCORED_UNASKED
from setupscope.dashboard.queries.answer import baselines_said, finding_of, flips_said
from setupscope.dashboard.queries.first_questions import FirstQuestion, first_questions
from setupscope.dashboard.queries.standing import standings
from setupscope.dashboard.queries.winner_map import MAP, fields_of_cell, fitting, said_by_map
from setupscope.dashboard.session.cache import current_queries
from setupscope.dashboard.session.page_keys import BASELINES, METRIC_A, METRIC_B, ON, SHOWS, WINS
from setupscope.dashboard.session.pages import FINDINGS, FLIPS, HEAD_TO_HEAD, PAGES, WIN_RATES
from setupscope.dashboard.session.state import (
    address,
    address_of,
    current_state,
    go_to,
    opening_slice,
    page_choice,
    set_page_choice,
)
from setupscope.dashboard.session.widgets import set_widget, value_of
from setupscope.dashboard.text.coverage import coverage_note
from setupscope.dashboard.text.definitions import ON_CARDS, terms_in
from setupscope.dashboard.text.explanations import findings_explained
from setupscope.dashboard.text.findings import (
    Finding,
    card,
    compared_with_the_paper,
    headline,
    ranked_by_gain,
)
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import quantity
from setupscope.dashboard.text.standing import where_added
from setupscope.dashboard.text.winner_map import noun_of
from setupscope.data.study.study import Scenario

queries = current_queries()
store = queries.store
study = store.study
wholes = {scenario.name: Slice(study, (scenario.name,)) for scenario in study.scenarios}
notes: dict[str, st.delta_generator.DeltaGenerator] = {}
VERDICTS: Mapping[str, Literal["green", "blue", "orange", "gray"]] = {
    CLEAR: "green",
    CLEAR_HERE: "blue",
    DEPENDS: "orange",
    UNDECIDED: "gray",
}


def show() -> None:
    """The page: the study in one screen, then what stands behind it."""
    ranked = [s for s in study.scenarios if s.candidates == "source"]
    related = [s for s in study.scenarios if s not in ranked]
    ranked = ranked or related
    found = [finding_of(queries, whole(scenario)) for scenario in ranked]
    question = PAGES[FINDINGS].question
    title = f"{escaped(study.title)} {study.url}".strip()
    show_heading(question, headline(study, found), [added_metric()])
    count = quantity(len(study.scenarios), "scenario")
    show_questions(found)
    show_map("map", ranked)
    st.caption(
        f"{title}. {store.setup_count:,} setups in {count}. Each setup fixes one given (the target"
        " dataset when sources are ranked) and ranks a pool of candidates; all givens have equal"
        f" weight.{pools_drawn()}"
    )
    choose_baselines()
    show_matrix("matrix", found)
    show_coverage(coverage_note(Slice(study, tuple(scenario.name for scenario in ranked))))
    st.caption(ON_CARDS)
    show_cards(found)
    if related != ranked and related:
        show_related(related)
    show_notes()
    show_next(current_state())
    with st.expander("How this is computed"):
        st.markdown(findings_explained(store))


def pools_drawn() -> str:
    """That pools are a sample, where they are."""
    drawn = study.pools.sample
    return "" if drawn is None else f" Not every pool is scored: {drawn:,} were drawn for a given."


def show_questions(findings: list[Finding]) -> None:
    """Questions that the study raises, each a link to the page that answers it."""
    with st.container(horizontal=True, gap="small"):
        for asked in first_questions(queries, findings):
            page, slice_, choices = opened_by(asked)
            st.page_link(
                PAGES[page].page,
                label=asked.text,
                icon=":material/arrow_forward:",
                query_params=address_of(page, slice_) | choices,
            )


def show_map(key: str, scenarios: list[Scenario], name: str = "") -> None:
    """The study in one look: a cell opens its scenario, given, measure and backbone."""
    shown, axes = fitting(Slice(study, tuple(scenario.name for scenario in scenarios)))
    words = said_by_map(queries, shown, axes)
    if not words:
        return
    given = noun_of(study, shown.scenario_names(), "given")
    show_words(f"A cell is one {given} under one measure. {words} Click a cell to open it.")
    show_chart(
        Exhibit(FIGURE, MAP, shown, by=axes),
        key,
        f"A map with a cell for each given under each measure, in the winner's colour. {words}",
        lambda cell: go_to(WIN_RATES, opened_cell(axes, *cell)),
        name=name,
    )


def opened_cell(axes: tuple[str, ...], scenario: str, *levels: str) -> Slice:
    """The slice that a cell of a map opens."""
    of_scenario = whole(study.scenario(scenario))
    return of_scenario.replace(**fields_of_cell(of_scenario, axes, levels))


def opened_by(asked: FirstQuestion) -> tuple[str, Slice, dict[str, str]]:
    """The page that answers a question, with its slice and its own choices."""
    if asked.kind == "safe":
        return WIN_RATES, opening_slice(study, asked.scenario), {}
    if asked.kind == "flips":
        return FLIPS, whole(asked.scenario), {}
    choices = dict(zip((METRIC_A, METRIC_B), asked.pair, strict=True))
    if asked.evidence is not None:
        choices[SHOWS] = urlencode(address(asked.evidence), safe=",")
    return HEAD_TO_HEAD, whole(asked.scenario), choices


def added_metric() -> str:
    """Where the metric that was added to the study leads; empty where none was."""
    if study.added is None:
        return ""
    return where_added(study, standings(queries, Slice(study), study.added))


def choose_baselines() -> None:
    """Whether the matrices show what is known without the metrics, too."""
    st.toggle(
        "with baselines",
        key=set_widget("findings baselines", bool(page_choice(BASELINES, ("", ON), ""))),
        help="Adds, in grey, what is known without the metrics, such as a fixed list of sources;"
        " all are then compared together. The page Soundness explains each.",
        on_change=lambda: set_page_choice(
            BASELINES, ON if value_of("findings baselines") else None
        ),
    )


def show_notes() -> None:
    """On each card, whether its best metric beats what is known without it.

    They come last: scoring baselines takes a moment when they are first asked for.
    """
    for name, place in notes.items():
        if store.manifest.counts[name] * study.names_of(name).sizes[1] ** 2 > MAX_SCORED_UNASKED:
            place.markdown("**Baselines.** The page Soundness compares the metrics with them.")
            continue
        note = baselines_said(queries, name)
        place.markdown(f"**Baselines.** {note}" if note else "")


def whole(scenario: Scenario) -> Slice:
    """All setups of a scenario."""
    return wholes[scenario.name]


def show_matrix(key: str, findings: list[Finding], name: str = "") -> None:
    """Scenario by metric: a click on a cell opens the scenario and the metric's setups."""
    scenarios = [found.scenario for found in findings]
    shown = Slice(study, tuple(scenario.name for scenario in scenarios))
    if page_choice(BASELINES, ("", ON), ""):
        shown = shown.with_baselines()
    less = any(opening_slice(study, scenario) != whole(scenario) for scenario in scenarios)
    without = ", without Rel@1" if less else ""
    show_words(f"Win rate of each metric, in per cent. Click a cell to see its setups{without}.")
    show_chart(
        Exhibit(FIGURE, "findings", shown),
        key,
        "A row per scenario, a column per metric: win rates in per cent.",
        lambda cell: go_to(
            WIN_RATES, opening_slice(study, study.scenario(cell[0])), {WINS: cell[1]}
        ),
        name=name,
    )


def show_cards(findings: list[Finding]) -> None:
    """A card a scenario, two in a row where there is room."""
    for index in range(0, len(findings), 2):
        for column, found in zip(st.columns(2), findings[index : index + 2], strict=False):
            with column, st.container(border=True, height="stretch"):
                show_card(found)


def show_card(found: Finding) -> None:
    """Question, winner, doubt, flips, and the way in."""
    scenario = found.scenario
    st.subheader(escaped(scenario.title), anchor=False)
    st.caption(escaped(scenario.question))
    show_words(card(study, found))
    if found.verdict:
        st.badge(found.verdict, color=VERDICTS[found.verdict], help=terms_in(found.verdict))
    flips = flips_said(queries, whole(scenario))
    text = [found.depends, flips, compared_with_the_paper(study, found)]
    show_words(" ".join(filter(None, text)))
    notes[scenario.name] = st.empty()
    opened = opening_slice(study, scenario)
    less = "" if opened == whole(scenario) else " without Rel@1"
    st.page_link(
        PAGES[WIN_RATES].page,
        label=f"Open this slice{less}",
        icon=":material/arrow_forward:",
        query_params=address_of(WIN_RATES, opened),
    )
    if flips:
        st.page_link(
            PAGES[FLIPS].page,
            label="Which restrictions change it?",
            icon=":material/arrow_forward:",
            query_params=address_of(FLIPS, whole(scenario)),
        )


def show_related(scenarios: list[Scenario]) -> None:
    """Scenarios that rank targets: a related question, with baselines beside the metrics."""
    st.header("A related question: which target?", anchor=False)
    for note in dict.fromkeys(scenario.note for scenario in scenarios if scenario.note):
        st.info(escaped(note), icon=":material/info:")
    found = [finding_of(queries, whole(scenario)) for scenario in scenarios]
    show_words(ranked_by_gain(study, found))
    show_map("related map", scenarios, "map of winners on targets")
    show_matrix("related", found, "findings on targets")
    show_coverage(coverage_note(Slice(study, tuple(scenario.name for scenario in scenarios))))
    show_cards(found)


show()
