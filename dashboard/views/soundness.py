"""Can this study tell metrics apart at all?"""

from collections.abc import Mapping
from typing import Literal

import streamlit as st

from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.components.chart import show_chart
from setupscope.dashboard.components.export_buttons import show_export
from setupscope.dashboard.components.heading import show_coverage, show_heading, show_next
from setupscope.dashboard.export.exhibit import FIGURE, TABLE, Exhibit
from setupscope.dashboard.session.cache import current_queries
from setupscope.dashboard.session.pages import PAGES, SOUNDNESS
from setupscope.dashboard.session.state import current_state
from setupscope.dashboard.text.checklist import checklist
from setupscope.dashboard.text.coverage import coverage_note
from setupscope.dashboard.text.explanations import soundness_explained
from setupscope.dashboard.text.markdown import escaped, unparted
from setupscope.dashboard.text.soundness import Line, lines, survival

queries, state = current_queries(), current_state()
store = queries.store
study = store.study
scenario = study.scenario(state.slice_.scenario_names()[0])
whole = Slice(study, (scenario.name,))
SCORING = "Scoring again under seed noise…"
COLOURS: Mapping[str, Literal["green", "orange", "red", "gray"]] = {
    "sound": "green",
    "survives": "green",
    "weak": "orange",
    "undecided": "gray",
    "not known": "gray",
    "beaten": "red",
}


def show() -> None:
    """The page: what survives, each check, what they look like, and the statement to download."""
    with st.spinner("Scoring the baselines…"):
        sentence = survival(study, scenario, queries.against_baselines(scenario.name))
    nothing = f"No {escaped(study.noun(scenario, 'candidates'))} can be held against a baseline."
    show_heading(PAGES[SOUNDNESS].question, sentence or nothing)
    st.caption(f"All of “{escaped(scenario.title)}”; of the panel, only the scenario counts here.")
    with st.spinner("Checking…"):
        tables = queries.soundness(scenario.name)
    show_coverage(coverage_note(whole))
    show_lines(lines(study, scenario, tables))
    noise_place = st.container()
    show_figures(sentence)
    show_noise(noise_place, sentence)
    show_next(state)
    with st.expander("How this is computed"):
        st.markdown(soundness_explained(store, scenario))


def show_lines(found: list[Line]) -> None:
    """A row per check: its name, its verdict, and the numbers behind it, of each backbone."""
    checks: dict[str, list[Line]] = {}
    for line in found:
        checks.setdefault(line.check, []).append(line)
    for own in checks.values():
        show_check(own)


def show_check(own: list[Line]) -> None:
    """One check, of each backbone."""
    with st.container(border=True):
        name, said = st.columns([1, 3])
        name.markdown(f"**{escaped(own[0].title)}**", help=own[0].question)
        for line in own:
            of = f"{escaped(line.backbone)}: " if len(own) > 1 else ""
            badge = f":{COLOURS[line.verdict]}-badge[{line.verdict}]"
            said.markdown(f"{badge} {unparted(f'{of}{line.evidence}')}")


def show_noise(place: st.delta_generator.DeltaGenerator, sentence: str) -> None:
    """The check of seed noise, which takes seconds; then all checks can leave together."""
    with place:
        bar = st.progress(0.0, SCORING)

        def update(done: int, total: int) -> None:
            bar.progress(done / total, SCORING)

        noise = queries.watched(update).seed_noise(scenario.name)
        bar.empty()
        every = lines(study, scenario, queries.soundness(scenario.name), noise)
        show_lines([line for line in every if line.check == "seed_noise"])
        show_export(Exhibit(TABLE, "soundness", whole), "soundness")
        st.download_button(
            "Statement of soundness (Markdown)",
            checklist(queries.study, [(scenario, sentence, every)]),
            file_name=f"soundness-{scenario.name}.md",
            mime="text/markdown",
            help="One page for a supplement, in the form of the recommendations of Singh,"
            " Hess and Vanschoren 2026. `setupscope check` prints it for all scenarios.",
        )


def show_figures(sentence: str) -> None:
    """What the checks look like."""
    st.subheader("Against what is known without the metrics", anchor=False)
    show_chart(
        Exhibit(FIGURE, "against-baselines", whole),
        "against baselines",
        f"A dot per baseline: the lead of the best metric over it. {sentence}",
    )
    given = escaped(study.noun(scenario, "given"))
    st.subheader(f"How alike the {given}s rank the candidates", anchor=False)
    show_chart(Exhibit(FIGURE, "dispersion", whole), "dispersion", f"A mark per pair of {given}s.")
    st.subheader("What a gap between two scores is worth", anchor=False)
    show_chart(
        Exhibit(FIGURE, "fidelity", whole),
        "fidelity",
        "A line per metric: the mean gap in performance against the gap between two scores.",
    )


show()
