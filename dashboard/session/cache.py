"""What have the pages already asked of the store?

Every answer is kept by digest and what was asked, for all readers of a server: whoever comes
back to a slice finds it there. What is asked of a reader's private store is kept with that.
The functions are those of `dashboard.queries.queries`.
"""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar, cast

import pandas as pd
import streamlit as st

from setupscope.analysis.slices.slices import Slice
from setupscope.analysis.tables import TableOptions
from setupscope.dashboard.limits import MAX_CACHED_ANSWERS
from setupscope.dashboard.queries import queries
from setupscope.dashboard.queries.memo import named
from setupscope.dashboard.session.private_study import holder_of
from setupscope.data import Store

About = ParamSpec("About")
Answer = TypeVar("Answer")
Question = Callable[Concatenate[Store, About], Answer]


def cached(ask: Question[About, Answer]) -> Question[About, Answer]:
    """The question, with answers that are kept."""

    def options(store: Store, /, *about: About.args, **more: About.kwargs) -> Answer:
        whole = tuple(named(thing) for thing in (*about, *more.items()))
        own = holder_of(store)
        if own is not None:
            answer = own.answer((ask.__name__, *whole), lambda: ask(store, *about, **more))
        else:
            answer = _answer(ask.__name__, store.digest, whole, lambda: ask(store, *about, **more))
        return cast(Answer, answer)

    return options


@st.cache_data(show_spinner=False, max_entries=MAX_CACHED_ANSWERS)
def _answer(
    question: str, digest: str, about: tuple[str, ...], _ask: Callable[[], object]
) -> object:
    return _ask()


counts_of = cached(queries.counts_of)
lifted_of = cached(queries.lifted_of)
evidence_of = cached(queries.evidence_of)
rates_of = cached(queries.rates_of)
between = cached(queries.between)
in_cell_of = cached(queries.in_cell_of)
won_by = cached(queries.won_by)
setup_of = cached(queries.setup_of)
first_setup = cached(queries.first_setup)
neighbours_of = cached(queries.neighbours_of)
baselines_of = cached(queries.baselines_of)
copies_of = cached(queries.copies_of)

_table_of = cached(queries.table_of)


def table_of(
    store: Store,
    slice_: Slice,
    name: str,
    by: tuple[str, ...] = (),
    seed: int = 0,
    options: TableOptions | None = None,
    /,
) -> pd.DataFrame:
    """A table of a slice by its name; kept by all of these, however many are given."""
    return _table_of(store, slice_, name, by, seed, options or TableOptions())
