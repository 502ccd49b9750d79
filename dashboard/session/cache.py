"""What have readers already asked of the store that is shown?

Answers about a store that all readers share are kept by its digest, for all of them: whoever
comes back to a slice finds it there. What is asked of a reader's private store is kept with it.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from setupscope.dashboard.limits import MAX_CACHED_ANSWERS
from setupscope.dashboard.queries.queries import Key, Queries
from setupscope.dashboard.session.private_study import holder_of
from setupscope.dashboard.session.stores import current_store
from setupscope.data import Store


@st.cache_data(show_spinner=False, max_entries=MAX_CACHED_ANSWERS)
def _answer(digest: str, key: Key, _ask: Callable[[], Any]) -> Any:  # noqa: ANN401
    # Streamlit leaves an argument with a leading underscore out of the key.
    return _ask()


def queries_of(store: Store) -> Queries:
    """What can be asked of a store, with answers that are cached."""
    own = holder_of(store)
    return Queries(store, own.answers if own else partial(_answer, store.digest))


def current_queries() -> Queries:
    """What can be asked of the store that this reader looks at."""
    return queries_of(current_store())
