"""How does a page lead to the check of a claim, and what does the check show?"""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from setupscope.analysis.slices.slices import Slice
from setupscope.analysis.tables import TableOptions
from setupscope.dashboard.components.chart import show_chart
from setupscope.dashboard.components.claim_table import claim_table
from setupscope.dashboard.components.export_buttons import show_export
from setupscope.dashboard.components.words import show_words
from setupscope.dashboard.export.exhibit import FIGURE, TABLE, Exhibit
from setupscope.dashboard.queries.claims import margins_around, margins_shown
from setupscope.dashboard.session.cache import current_queries
from setupscope.dashboard.session.page_keys import METRIC_A, METRIC_B, SHOWS
from setupscope.dashboard.session.pages import HEAD_TO_HEAD
from setupscope.dashboard.session.state import current_state, go_to
from setupscope.dashboard.text.claim import claim_sentence
from setupscope.dashboard.text.labels import measure_label
from setupscope.dashboard.text.markdown import strip_markdown
from setupscope.data.study.setup_ids import SetupId

Pair = tuple[str, str]


def check_claim(id_: SetupId, better: str, worse: str) -> None:
    """Turns to the check of what a setup shows, against all setups of its scenario.

    A metric is not ahead of itself: nothing is checked then.
    """
    if better == worse:
        return
    slice_ = current_state().slice_
    # A slice as narrow as the setup would make any claim look typical.
    fair = Slice(slice_.study, (id_.scenario,)).comparing_as(slice_)
    go_to(HEAD_TO_HEAD, fair, {METRIC_A: better, METRIC_B: worse, SHOWS: str(id_)})


def claimed(pairs: Sequence[Pair]) -> list[str]:
    """What each setup of a list shows: which of two metrics is ahead of the other."""
    study = current_state().slice_.study
    labels = [[study.metric(key).label for key in pair] for pair in pairs]
    return [f"{better} ahead of {worse}" for better, worse in labels]


def show_check(slice_: Slice, pair: Pair, shown: SetupId | Slice) -> None:
    """The verdict on a claim, and the comparable setups behind it."""
    queries = current_queries()
    study, scenario = queries.study, queries.study.scenario(slice_.scenario_names()[0])
    table = queries.table(slice_, "claim", (), 0, TableOptions(None, *pair, shown))
    if table.empty:
        show_words("No setups match the slice given as evidence.")
        return
    show_words(claim_sentence(study, table, margins_shown(queries, shown, *pair), *pair))
    st.table(claim_table(study, scenario, table), border="horizontal", width="content")
    text = shown.link() if isinstance(shown, Slice) else str(shown)
    check = Exhibit(TABLE, "claim", slice_, better=pair[0], worse=pair[1], shows=text)
    show_export(check, "claim")
    around = margins_around(queries, slice_, shown, *pair)
    for measure in dict.fromkeys(around["measure"]):
        show_chart(
            replace(check, kind=FIGURE, measure=measure),
            f"claim {measure}",
            "A bar per bin of margins of the comparable setups, and a line at the margin shown.",
            name=f"claim under {strip_markdown(measure_label(measure))}",
        )
