"""What does a study that was brought say of its metrics, and how is it taken home?"""

import io
import zipfile
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.components.chart import show_chart
from setupscope.dashboard.components.words import show_words
from setupscope.dashboard.export.exhibit import FIGURE, Exhibit
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.queries.standing import beside_random, opening_comparison, standings
from setupscope.dashboard.session.cache import queries_of
from setupscope.dashboard.session.collection import forget
from setupscope.dashboard.session.page_keys import METRIC_A, METRIC_B, WINS
from setupscope.dashboard.session.pages import FINDINGS, HEAD_TO_HEAD, SOUNDNESS, WIN_RATES
from setupscope.dashboard.session.private_study import PrivateStudy, set_private_study
from setupscope.dashboard.session.state import go_to, switch_store
from setupscope.dashboard.session.stores import OWN, current_link, links
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.standing import (
    beside_chance,
    headline,
    one_to_one,
    standing_sentence,
)
from setupscope.dashboard.text.win_rates import split_wins
from setupscope.data.study.study import Scenario

TO_THE_TOP = '<span data-brought="%d"></span>'
"""Whoever pressed the button far below is shown the conclusion; runs once for each."""


def own_sentence(own: PrivateStudy) -> str:
    """How the metric that was added does in every scenario, else who wins; in Markdown."""
    study = own.store.study
    table = standings(queries_of(own.store), Slice(study), study.added or "")
    return headline(study, table, own.store.setup_count)


def show_own(own: PrivateStudy) -> None:
    """What to do next, the bars, a card per scenario, and what its maker should know."""
    study, queries = own.store.study, queries_of(own.store)
    whole, metric = Slice(study), study.added or ""
    _show_ways(own)
    with st.spinner("Comparing with metrics of random scores…"):
        table = beside_random(queries, whole, metric)
    if table["win_rate"].notna().any() and current_link() == OWN:
        show_words(
            "Win rates with 95 % intervals, beside the leader and a metric of random scores. Click"
            " a bar to list the setups that its metric wins."
        )
        show_chart(
            Exhibit(FIGURE, "standing", whole, metric=metric),
            "standing",
            f"Bars of win rates, a group per scenario. {own_sentence(own)}",
            lambda mark: look(WIN_RATES, _opened(queries, mark[0]), {WINS: mark[1]}),
        )
    rows = table.to_dict("records")
    for index in range(0, len(rows), 2):
        for column, row in zip(st.columns(2), rows[index : index + 2], strict=False):
            with column, st.container(border=True, height="stretch"):
                _show_card(queries, row)
    for note in own.notes:
        st.info(escaped(note), icon=":material/rule:")


def _show_card(queries: Queries, row: Mapping[Hashable, Any]) -> None:
    """How the metric does in one scenario, and the pages that tell more."""
    study = queries.study
    scenario = study.scenario(row["scenario"])
    st.subheader(escaped(scenario.title), anchor=False)
    said = standing_sentence(study, row), one_to_one(study, row), beside_chance(study, row)
    show_words("\n\n".join(filter(None, said)))
    copies = _split_wins(queries, scenario)
    if copies:
        st.warning(copies, icon=":material/content_copy:")
    opened = _opened(queries, scenario.name)
    _way(f"Win rates in “{scenario.title}”", WIN_RATES, opened)
    if pd.notna(row["lead"]):
        names = [study.metric(row[key]).label for key in ("metric", "other")]
        pair = {METRIC_A: row["metric"], METRIC_B: row["other"]}
        _way(f"{names[0]} against {names[1]} in “{scenario.title}”", HEAD_TO_HEAD, opened, pair)


def _way(label: str, page: str, slice_: Slice, choices: Mapping[str, str] | None = None) -> None:
    """A link to a page of the study that was brought."""
    st.button(
        escaped(label),
        icon=":material/arrow_forward:",
        type="tertiary",
        on_click=look,
        args=(page, slice_, choices),
        key=f"own {page} {slice_.scenario_names()[0]}",
    )


def _opened(queries: Queries, scenario: str) -> Slice:
    return opening_comparison(queries, Slice(queries.study, (scenario,)))


def _split_wins(queries: Queries, scenario: Scenario) -> str:
    """Which metrics split their wins in a scenario; with the one that was added, if one was."""
    study, copies = queries.study, queries.near_copies(scenario.name)
    if study.added:
        copies = copies[(copies["a"] == study.added) | (copies["b"] == study.added)]
    return split_wins(study, copies, study.metric_keys, ())


def _show_ways(own: PrivateStudy) -> None:
    study = own.store.study
    first = _opened(queries_of(own.store), study.scenarios[0].name)
    with st.container(horizontal=True, gap="small"):
        st.button("Findings", on_click=look, args=(FINDINGS,), key="own findings", type="primary")
        st.button("Win rates", on_click=look, args=(WIN_RATES, first), key="own win rates")
        st.button("Soundness", on_click=look, args=(SOUNDNESS,), key="own soundness")
        st.download_button(
            "Download the study",
            lambda: zipped(own.study, study.name),
            file_name="study.zip",
            mime="application/zip",
            help="The tables and study.toml, which `setupscope build` can score again.",
            key="own zip",
        )
        st.button("Discard it", on_click=discard, key="own discard")
        st.html(TO_THE_TOP % id(own))


def look(page: str, slice_: Slice | None = None, choices: Mapping[str, str] | None = None) -> None:
    """Turns to a page of the study that was brought; a callback."""
    if current_link() != OWN:
        switch_store(OWN)
    go_to(page, slice_, choices)


def take(own: PrivateStudy) -> None:
    """Turns to what was brought, in place of what was there before."""
    set_private_study(own)
    forget(OWN)
    switch_store(OWN)


def discard() -> None:
    """Forgets what was brought; a callback."""
    set_private_study(None)
    forget(OWN)
    switch_store(links()[0])


def zipped(folder: Path, name: str) -> bytes:
    """A study's folder as a zip archive that holds one folder."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, Path(name) / path.relative_to(folder))
    return content.getvalue()
