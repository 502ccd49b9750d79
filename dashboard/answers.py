"""What have the pages already asked of the store?

Every answer is kept by digest and what was asked, for all readers of a server: whoever comes
back to a slice finds it there. The functions are those of `dashboard.questions`.
"""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar, cast

import streamlit as st

from analysis.one_setup import OneSetup
from analysis.slices import Slice
from dashboard import questions
from data import Store

MOST_KEPT = 4096
Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
Question = Callable[Concatenate[Store, Asked], Answer]


def kept(ask: Question[Asked, Answer]) -> Question[Asked, Answer]:
    """The question, with answers that are kept."""

    def asked(store: Store, /, *about: Asked.args, **named: Asked.kwargs) -> Answer:
        whole = tuple(_named(thing) for thing in (*about, *named.items()))
        answer = _answer(ask.__name__, store.digest, whole, lambda: ask(store, *about, **named))
        return cast(Answer, answer)

    return asked


def _named(thing: object) -> str:
    """What an answer is kept by: all that was asked, in a text."""
    if isinstance(thing, Slice):
        return thing.link()
    return str(thing.id if isinstance(thing, OneSetup) else thing)


@st.cache_data(show_spinner=False, max_entries=MOST_KEPT)
def _answer(
    question: str, digest: str, about: tuple[str, ...], _ask: Callable[[], object]
) -> object:
    return _ask()


counts_of = kept(questions.counts_of)
lifted_of = kept(questions.lifted_of)
evidence_of = kept(questions.evidence_of)
rates_of = kept(questions.rates_of)
flips_of = kept(questions.flips_of)
won_by = kept(questions.won_by)
setup_of = kept(questions.setup_of)
first_setup = kept(questions.first_setup)
neighbours_of = kept(questions.neighbours_of)
baselines_of = kept(questions.baselines_of)
copies_of = kept(questions.copies_of)


def fits_memory(store: Store, slice_: Slice) -> bool:
    """Whether a slice's setups can be fetched for verdict, values and usefulness."""
    return questions.few_enough(counts_of(store, slice_).total)
