"""What have readers already asked of the store that is shown?

Answers about a store that all readers share are kept by its digest, for all of them: whoever
comes back to a slice finds it there, and who asks what another is asking waits for that answer.
What is asked of a reader's private store is kept with it.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TypeVar

import streamlit as st

from setupscope.dashboard.limits import MAX_CACHED_BYTES, MAX_RECENT_ANSWERS
from setupscope.dashboard.queries.memo import Key, Memo
from setupscope.dashboard.queries.pickled import Pickled
from setupscope.dashboard.queries.queries import Beside, Queries
from setupscope.dashboard.session.private_study import answers_of
from setupscope.dashboard.session.stores import (
    current_store,
    is_shown,
    offered_stores,
    opened_store,
)
from setupscope.dashboard.session.supersession import stop_if_superseded
from setupscope.data import InputError, Store

OF_RUN = "queries of this run"
Result = TypeVar("Result")
RECENT = Memo(MAX_RECENT_ANSWERS, stop=stop_if_superseded)
"""Answers as objects, for what a page asks several times, and several readers at once."""
LASTING = Pickled(MAX_CACHED_BYTES)
"""Many more answers, as bytes."""


def _answer(digest: str, key: Key, ask: Callable[[], Result]) -> Result:
    """An answer about a store that all readers share."""
    whole = (digest, *key)
    return RECENT(whole, lambda: LASTING(whole, ask))


def queries_of(store: Store) -> Queries:
    """What can be asked of a store, with answers that are cached."""
    own, beside = answers_of(store), partial(_beside, store)
    if own is not None:
        return Queries(store, own, lambda *_: own.check(), beside, private=True)
    return shared_queries(store, beside)


def _beside(store: Store) -> dict[str, Queries]:
    """What can be asked of each other store that this reader can turn to, by its digest.

    Each is cached where it always is, so that what a private one says stays with its owner.
    """
    found = {}
    for link, offer in offered_stores().items():
        if offer.digest != store.digest:
            with suppress(InputError):
                found[offer.digest] = queries_of(opened_store(link))
    return found


def shared_queries(store: Store, beside: Beside = dict) -> Queries:
    """What can be asked of a store that all readers share."""
    return Queries(store, partial(_answer, store.digest), lambda *_: RECENT.check(), beside)


def begin_queries() -> Queries:
    """What can be asked of the store that this reader looks at, for one run of a page."""
    former: Queries | None = st.session_state.get(OF_RUN)
    if former is not None:
        former.memo.clear()  # callbacks of widgets that are gone may refer to it for long
    st.session_state[OF_RUN] = queries = queries_of(current_store())
    return queries


def current_queries() -> Queries:
    """The same for all parts of a run, so that none asks what another has asked.

    They are of one store, even where another is built meanwhile.
    """
    queries: Queries | None = st.session_state.get(OF_RUN)
    return queries if queries is not None and is_shown(queries.store) else begin_queries()
