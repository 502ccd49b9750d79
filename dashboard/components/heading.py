"""How does every page begin, with question, answer and doubt, and where does it lead?"""

from collections.abc import Sequence

import streamlit as st

from setupscope.dashboard.session.pages import PAGES
from setupscope.dashboard.session.state import State, full_address
from setupscope.dashboard.text.coverage import EACH, coverage_note
from setupscope.dashboard.text.markdown import escaped


def show_heading(question: str, sentence: str, doubts: Sequence[str] = ()) -> None:
    """The question in small, the sentence that answers it, and the doubt beside it."""
    st.caption(escaped(question))
    st.header(sentence, anchor=False)
    text = " ".join(filter(None, doubts))
    if text:
        st.markdown(text)


def show_slice(
    state: State,
    total: int,
    whole: int,
    hint: str = "",
    counting: str = EACH,
    metrics: Sequence[str] = (),
) -> None:
    """Which setups the page is about, in words; and which of them count, where scores lack."""
    st.caption(f"{escaped(state.slice_.caption())}. {total:,} of {whole:,} setups. {hint}")
    show_coverage(coverage_note(state.slice_, counting, metrics))


def show_coverage(text: str) -> None:
    """That metrics lack scores; nothing where none does."""
    if text:
        st.info(text, icon=":material/rule:")


def show_next(state: State) -> None:
    """A link to the next page, by the question it answers; the last page links to the first."""
    names = list(PAGES)
    entry = PAGES[names[(names.index(state.page) + 1) % len(names)]]
    st.page_link(
        entry.page,
        label=f"Next: {entry.question[0].lower()}{entry.question[1:]}",
        icon=":material/arrow_forward:",
        query_params=full_address(state.slice_),
    )
