"""How does every page begin, with question, answer and doubt, and where does it lead?"""

from collections.abc import Sequence

import streamlit as st

from dashboard.chosen import Chosen, whole_address
from dashboard.contents import PAGES
from dashboard.coverage import EACH, of_coverage
from dashboard.wording import plain


def show_heading(question: str, sentence: str, doubts: Sequence[str] = ()) -> None:
    """The question in small, the sentence that answers it, and the doubt beside it."""
    st.caption(plain(question))
    st.header(sentence, anchor=False)
    said = " ".join(filter(None, doubts))
    if said:
        st.markdown(said)


def show_slice(
    state: Chosen,
    total: int,
    whole: int,
    hint: str = "",
    counting: str = EACH,
    metrics: Sequence[str] = (),
) -> None:
    """Which setups the page is about, in words; and which of them count, where scores lack."""
    st.caption(f"{plain(state.slice_.caption())}. {total:,} of {whole:,} setups. {hint}")
    show_coverage(of_coverage(state.slice_, counting, metrics))


def show_coverage(said: str) -> None:
    """That metrics lack scores; nothing where none does."""
    if said:
        st.info(said, icon=":material/rule:")


def show_next(state: Chosen) -> None:
    """The way to the page after this one, by the question that it answers; the last leads round."""
    names = list(PAGES)
    entry = PAGES[names[(names.index(state.page) + 1) % len(names)]]
    st.page_link(
        entry.page,
        label=f"Next: {entry.question[0].lower()}{entry.question[1:]}",
        icon=":material/arrow_forward:",
        query_params=whole_address(state.slice_),
    )
