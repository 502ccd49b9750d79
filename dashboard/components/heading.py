"""How does every page begin, with question, answer and doubt, and where does it lead?"""

from collections.abc import Sequence

import streamlit as st

from setupscope.analysis.slices.coverage import coverage, covered_by_all
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.components.words import show_words
from setupscope.dashboard.session.cache import current_queries
from setupscope.dashboard.session.pages import PAGES
from setupscope.dashboard.session.state import State, address_of, change
from setupscope.dashboard.text.coverage import EACH, PAIR, coverage_note
from setupscope.dashboard.text.definitions import terms_in
from setupscope.dashboard.text.markdown import escaped, unparted
from setupscope.dashboard.text.numbers import quantity
from setupscope.dashboard.text.win_rates import by_win_rate


def show_heading(question: str, sentence: str, doubts: Sequence[str] = ()) -> None:
    """The question in small, the sentence that answers it, and the doubt beside it.

    Words of ours in either are explained on hover beside the sentence: in one place, since a
    screen reader calls every such place of a page the same.
    """
    st.caption(escaped(question))
    text = " ".join(filter(None, doubts))
    st.header(unparted(sentence), anchor=False, help=terms_in(f"{sentence} {text}"))
    if text:
        show_words(text)


def show_slice(
    state: State,
    total: int,
    whole: int,
    hint: str = "",
    counting: str = EACH,
    metrics: Sequence[str] = (),
) -> None:
    """Which setups the page is about, in words; and which of them count, where scores lack."""
    counted = f"{total:,} of {whole:,} setups"
    st.caption(unparted(f"{escaped(state.slice_.caption())}. {counted}. {hint}"))
    show_coverage(coverage_note(state.slice_, counting, metrics))
    if counting != PAIR:
        show_ways_on(state.slice_)


def show_ways_on(slice_: Slice) -> None:
    """Where metrics lack scores: slices in which they are compared like all others."""
    scenario = slice_.scenario_names()[0]
    if slice_.covered or not slice_.study.names_of(scenario).lack(slice_.metric_keys()):
        return
    held, alike = coverage(slice_, scenario), covered_by_all(slice_, scenario)
    if not (held.partial or held.absent):
        return
    with st.container(horizontal=True, gap="small"):
        if alike.setups:
            noun = slice_.study.noun(slice_.study.scenario(scenario), "given")
            over = f"{quantity(alike.setups, 'setup')} over {quantity(alike.givens, noun)}"
            st.button(
                f"Only setups that all metrics cover: {over}",
                on_click=change,
                kwargs={"covered": True},
                key="ways covered",
            )
        if held.absent and len(held.of) - len(held.absent) > 1:
            st.button(
                "Only metrics that cover some setups",
                on_click=change,
                kwargs={"metrics": tuple(m for m in held.of if held.of[m])},
                key="ways metrics",
            )
        for metric in held.partial[:MOST_OFFERED] if held.field else ():
            _offer_pair(slice_, metric)
    if not alike.setups:
        st.caption(NO_COMMON_SETUP)


NO_COMMON_SETUP = (
    "No setup is covered by all metrics, because every pool has a candidate that one of them does"
    " not score. Compare fewer metrics, or build the study again with smaller pools"
    " (`--min-pool`) or without the candidates that lack scores."
)


def _offer_pair(slice_: Slice, metric: str) -> None:
    """A metric that lacks scores with the best of the others: two are compared where both cover."""
    study, against = slice_.study, by_win_rate(current_queries().rates(slice_))[0]
    labels = [study.metric(key).label for key in (metric, against)]
    st.button(
        f"Compare {labels[0]} with {labels[1]} alone",
        on_click=change,
        kwargs={"metrics": (metric, against)},
        key=f"ways {metric}",
    )


MOST_OFFERED = 3
"""Metrics that lack scores, of which each is offered a comparison of its own."""


def show_coverage(text: str) -> None:
    """That metrics lack scores; nothing where none does."""
    if text:
        st.info(text, icon=":material/rule:")


def show_next(state: State) -> None:
    """A link to the next page, by the question it answers; the last page links to the first."""
    names = list(PAGES)
    name = names[(names.index(state.page) + 1) % len(names)]
    entry = PAGES[name]
    st.page_link(
        entry.page,
        label=f"Next: {entry.question[0].lower()}{entry.question[1:]}",
        icon=":material/arrow_forward:",
        query_params=address_of(name, state.slice_),
    )
