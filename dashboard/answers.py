"""What have the pages already asked of the store?

Every answer is kept by digest and what was asked, for all readers of a server: whoever comes
back to a slice finds it there. What is asked of a reader's private store is kept with that.
The functions are those of `dashboard.questions`.
"""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar, cast

import pandas as pd
import streamlit as st

from analysis.slices import Slice
from analysis.tables import Asked
from dashboard import questions
from dashboard.asked_once import named
from dashboard.private import holder_of
from data import Store

MOST_KEPT = 4096
About = ParamSpec("About")
Answer = TypeVar("Answer")
Question = Callable[Concatenate[Store, About], Answer]


def kept(ask: Question[About, Answer]) -> Question[About, Answer]:
    """The question, with answers that are kept."""

    def asked(store: Store, /, *about: About.args, **more: About.kwargs) -> Answer:
        whole = tuple(named(thing) for thing in (*about, *more.items()))
        own = holder_of(store)
        if own is not None:
            answer = own.answer((ask.__name__, *whole), lambda: ask(store, *about, **more))
        else:
            answer = _answer(ask.__name__, store.digest, whole, lambda: ask(store, *about, **more))
        return cast(Answer, answer)

    return asked


@st.cache_data(show_spinner=False, max_entries=MOST_KEPT)
def _answer(
    question: str, digest: str, about: tuple[str, ...], _ask: Callable[[], object]
) -> object:
    return _ask()


counts_of = kept(questions.counts_of)
lifted_of = kept(questions.lifted_of)
evidence_of = kept(questions.evidence_of)
rates_of = kept(questions.rates_of)
between = kept(questions.between)
in_cell_of = kept(questions.in_cell_of)
won_by = kept(questions.won_by)
setup_of = kept(questions.setup_of)
first_setup = kept(questions.first_setup)
neighbours_of = kept(questions.neighbours_of)
baselines_of = kept(questions.baselines_of)
copies_of = kept(questions.copies_of)

_table_of = kept(questions.table_of)


def table_of(
    store: Store,
    slice_: Slice,
    name: str,
    by: tuple[str, ...] = (),
    seed: int = 0,
    asked: Asked | None = None,
    /,
) -> pd.DataFrame:
    """A table of a slice by its name; kept by all of these, however many are given."""
    return _table_of(store, slice_, name, by, seed, asked or Asked())
