"""What did the study find, how sure is it, and where does it flip?"""

import streamlit as st

from analysis.conclusion import DEPENDS
from analysis.leads import CLEAR, CLEAR_HERE, UNDECIDED
from analysis.slices import Slice
from dashboard import answers
from dashboard.answered import finding_of, fits_memory
from dashboard.answers import baselines_of, table_of
from dashboard.charts import place
from dashboard.chosen import chosen, go, opening, whole_address
from dashboard.contents import FINDINGS, FLIPS, PAGES, WIN_RATES
from dashboard.coverage import of_coverage
from dashboard.explained import findings_explained
from dashboard.export.exhibits import FIGURE, Exhibit
from dashboard.findings_sentences import (
    Finding,
    against_baselines,
    card,
    compared_with_the_paper,
    headline,
    of_rescaled,
)
from dashboard.heading import show_coverage, show_heading, show_next
from dashboard.opened import the_store
from dashboard.page_keys import WINS
from dashboard.sentences import flipped
from dashboard.wording import count, plain, value
from data.baselines import baseline_study
from data.study import Scenario

store = the_store()
study = store.study
VERDICTS = {CLEAR: "green", CLEAR_HERE: "blue", DEPENDS: "orange", UNDECIDED: "gray"}


def show() -> None:
    """The page: the study in one screen, then what stands behind it."""
    ranked = [s for s in study.scenarios if s.candidates == "source"]
    related = [s for s in study.scenarios if s not in ranked]
    ranked = ranked or related
    found = [finding_of(answers, store, whole(scenario)) for scenario in ranked]
    question = PAGES[FINDINGS].question
    title = f"{plain(study.title)} {study.url}".strip()
    show_heading(question, headline(study, found))
    many = count(len(study.scenarios), "scenario")
    st.caption(
        f"{title}. {store.setup_count:,} setups in {many}; in each, every given weighs the same."
    )
    show_matrix("matrix", found)
    show_coverage(of_coverage(Slice(study, tuple(scenario.name for scenario in ranked))))
    show_cards(found)
    if related != ranked and related:
        show_related(related)
    show_next(chosen())
    with st.expander("How this is counted"):
        st.markdown(findings_explained(store))


def whole(scenario: Scenario) -> Slice:
    """All setups of a scenario."""
    return Slice(study, scenarios=(scenario.name,))


def show_matrix(key: str, findings: list[Finding]) -> None:
    """Scenario by metric: a click on a cell opens the scenario and the metric's setups."""
    scenarios = [found.scenario for found in findings]
    less = any(opening(study, scenario) != whole(scenario) for scenario in scenarios)
    without = ", which leaves Rel@1 out" if less else ""
    st.markdown(f"Win rate of each metric, in per cent; click a cell to look into it{without}.")
    place(
        Exhibit(FIGURE, "findings", Slice(study, tuple(one.name for one in scenarios))),
        key,
        "A row per scenario, a column per metric: win rates in per cent.",
        lambda cell: go(WIN_RATES, opening(study, study.scenario(cell[0])), {WINS: cell[1]}),
    )


def show_cards(findings: list[Finding]) -> None:
    """A card a scenario, two in a row where there is room."""
    for at in range(0, len(findings), 2):
        for column, found in zip(st.columns(2), findings[at : at + 2], strict=False):
            with column, st.container(border=True, height="stretch"):
                show_card(found)


def show_card(found: Finding) -> None:
    """Question, winner, doubt, flips, and the way in."""
    scenario = found.scenario
    st.subheader(plain(scenario.title), anchor=False)
    st.caption(plain(scenario.question))
    st.markdown(card(study, found))
    if found.verdict:
        st.badge(found.verdict, color=VERDICTS[found.verdict])  # type: ignore[arg-type]
    flips = ""
    if fits_memory(answers, store, whole(scenario)):
        flips = flipped(study, scenario, table_of(store, whole(scenario), "flips"))
    said = [found.depends, flips, compared_with_the_paper(study, found)]
    st.markdown(" ".join(filter(None, said)))
    opened = opening(study, scenario)
    less = "" if opened == whole(scenario) else " without Rel@1"
    st.page_link(
        PAGES[WIN_RATES].page,
        label=f"Open this slice{less}",
        icon=":material/arrow_forward:",
        query_params=whole_address(opened),
    )
    if flips:
        st.page_link(
            PAGES[FLIPS].page,
            label="Which single choices?",
            icon=":material/arrow_forward:",
            query_params=whole_address(whole(scenario)),
        )


def show_related(scenarios: list[Scenario]) -> None:
    """Scenarios that rank targets: a related question, with baselines beside the metrics."""
    st.header("A related question: which target?", anchor=False)
    for note in dict.fromkeys(scenario.note for scenario in scenarios if scenario.note):
        st.info(plain(note), icon=":material/info:")
    found = [finding_of(answers, store, whole(scenario)) for scenario in scenarios]
    show_matrix("related", found)
    show_coverage(of_coverage(Slice(study, tuple(scenario.name for scenario in scenarios))))
    show_cards(found)
    if study.baselines and all(
        fits_memory(answers, store, whole(scenario)) for scenario in scenarios
    ):
        st.subheader("Beside baselines", anchor=False)
        for scenario in scenarios[:2]:
            show_baselines(scenario)


def show_baselines(scenario: Scenario) -> None:
    """Win rates with the baselines among the metrics, and what a random pick reaches."""
    extended = baseline_study(study)
    with st.spinner("Scoring the baselines…"):
        rates, useful, rescaled = baselines_of(store, scenario.name)
    said = against_baselines(study, extended, rates)
    pick = useful["random_pick"].dropna()
    if len(pick):
        said += f" Under Rel@1, a random pick reaches {value(float(pick.iloc[0]))} here."
    st.markdown(f"**{plain(scenario.title)}** {said} {of_rescaled(extended, rescaled)}")
    place(
        Exhibit(FIGURE, "baselines", whole(scenario)),
        f"baselines {scenario.name}",
        f"Bars of win rates with baselines among the metrics. {said}",
    )


show()
