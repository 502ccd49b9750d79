"""What are the results of an uploaded study, and how is it downloaded?"""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from setupscope.analysis.slices.coverage import coverage, covered_by_all
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.session.cache import queries_of
from setupscope.dashboard.session.collection import forget
from setupscope.dashboard.session.pages import FINDINGS, WIN_RATES
from setupscope.dashboard.session.private_study import PrivateStudy, set_private_study
from setupscope.dashboard.session.state import go_to, switch_store
from setupscope.dashboard.session.stores import OWN, current_link, current_store, links
from setupscope.dashboard.text.labels import metric_label
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import join_names, unbroken
from setupscope.dashboard.text.standing import place_in
from setupscope.dashboard.text.win_rates import in_field, split_wins, winners
from setupscope.data import Store
from setupscope.data.study.study import Scenario

NEARLY_ALL = 0.9
"""Share of the setups that compare any metrics, from which those that all cover stand for them."""
TO_THE_TOP = """
<script>document.querySelector("[data-testid=stMain]")?.scrollTo({top: 0})</script>
<span data-brought="%d"></span>
"""
"""Whoever pressed the button far below is shown the conclusion; runs once for each."""


def headline(own: PrivateStudy) -> str:
    """In how many scenarios the metric leads, or that the study has been scored; in Markdown."""
    study = own.store.study
    if own.metric is None:
        return f"**{escaped(study.title)}** has been scored: {own.store.setup_count:,} setups."
    name, count = metric_label(study, own.metric), len(study.scenarios)
    leads = sum(own.metric in winners(_rates(own.store, one)) for one in study.scenarios)
    return f"**{name}** leads in {leads or 'none'} of {count} scenarios."


def _rates(store: Store, scenario: Scenario) -> pd.DataFrame:
    return queries_of(store).rates(opening_comparison(store, scenario), "", 0)


def opening_comparison(store: Store, scenario: Scenario) -> Slice:
    """A whole scenario; only the setups that all metrics cover, where they are nearly all.

    They have to include every given, and 90 % of the setups that compare any metrics.
    """
    whole = Slice(store.study, (scenario.name,))
    common = covered_by_all(whole, scenario.name)
    if not store.study.names_of(scenario.name).lack(whole.metric_keys()) or not common.setups:
        return whole
    rates = queries_of(store).rates(whole, "", 0)
    contests = int((rates["setups"] - rates["no_contest"]).iloc[0])
    every = common.givens == int(rates["covered_givens"].max())
    return whole.replace(covered=every and common.setups >= NEARLY_ALL * contests)


def show_own(own: PrivateStudy) -> None:
    """The standing in each scenario, near copies, and links to other pages."""
    study = own.store.study
    standing = standing_of(own)
    in_words: Callable[[Any], str] = unbroken
    shown = standing.style.format(dict.fromkeys(standing.select_dtypes("number"), in_words))
    st.table(shown, border="horizontal", width="content", alt="Who leads in each scenario.")
    for note in own.notes:
        st.info(escaped(note), icon=":material/rule:")
    _show_ways(own)
    for scenario in study.scenarios:
        copies = queries_of(own.store).near_copies(scenario.name)
        if own.metric:
            copies = copies[(copies["a"] == own.metric) | (copies["b"] == own.metric)]
        text = split_wins(study, copies, study.metric_keys, ())
        if text:
            st.warning(f"{escaped(scenario.title)} {text}", icon=":material/content_copy:")


def standing_of(own: PrivateStudy) -> pd.DataFrame:
    """A row per scenario: who leads it with which win rate, and how the metric that was added does.

    Columns `scenario`, `winner`, `win rate`, and with such a metric `yours`, its win rate, `rank`,
    and `coverage`, the share of setups that have its value, unless those are all.
    """
    table = pd.DataFrame([_row(own, one) for one in own.store.study.scenarios])
    covers_all = "coverage" in table and (table["coverage"] == 1).all()
    return table.drop(columns="coverage") if covers_all else table


def _row(own: PrivateStudy, scenario: Scenario) -> dict[str, str | float]:
    study, rates = own.store.study, _rates(own.store, scenario)
    best = winners(rates)
    row: dict[str, str | float] = {
        "scenario": escaped(scenario.title),
        "winner": join_names([metric_label(study, key) for key in best]) if best else "none",
        "win rate": in_field(rates)["win_rate"].max(),
    }
    if own.metric is None:
        return row
    held = coverage(Slice(study, (scenario.name,)), scenario.name)
    return row | _standing(rates, own.metric) | {"coverage": held.of[own.metric] / held.setups}


def _standing(rates: pd.DataFrame, metric: str) -> dict[str, str | float]:
    mine = rates[rates["metric"] == metric].iloc[0]
    rank = "–"
    if pd.notna(mine["win_rate"]) and not mine["partial"]:
        place, of = place_in(rates, metric)
        rank = f"{place} of {of}"
    return {"yours": mine["win_rate"], "rank": rank}


def _show_ways(own: PrivateStudy) -> None:
    with st.container(horizontal=True, gap="small"):
        st.button("Findings", on_click=look, args=(FINDINGS,), key="own findings", type="primary")
        st.button("Win rates", on_click=look, args=(WIN_RATES,), key="own win rates")
        st.download_button(
            "Download the study",
            lambda: zipped(own.study, own.store.study.name),
            file_name="study.zip",
            mime="application/zip",
            help="The tables and study.toml, which `setupscope build` can score again.",
            key="own zip",
        )
        st.button("Discard it", on_click=discard, key="own discard")
        st.html(TO_THE_TOP % id(own), unsafe_allow_javascript=True)


def look(page: str) -> None:
    """Turns to a page of the study that was brought; a callback."""
    if current_link() != OWN:
        switch_store(OWN)
    store = current_store()
    first = opening_comparison(store, store.study.scenarios[0])
    go_to(page, first if page == WIN_RATES and first.covered else None)


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
