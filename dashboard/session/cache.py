"""What have readers already asked of the store that is shown?

Answers about a store that all readers share are kept by its digest, for all of them: whoever
comes back to a slice finds it there. What is asked of a reader's private store is kept with it.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

import streamlit as st

from setupscope.dashboard.limits import MAX_CACHED_ANSWERS
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.session.private_study import holder_of
from setupscope.dashboard.session.stores import current_store
from setupscope.data import Store

Result = TypeVar("Result")


class SharedCache:
    """Answers that all readers of a server share, about the store with a digest."""

    def __init__(self, digest: str) -> None:
        self._digest = digest

    def answer(self, key: tuple[Hashable, ...], ask: Callable[[], Result]) -> Result:
        """The answer of that key, asked once."""
        result: Result = _answer(self._digest, key, ask)
        return result


@st.cache_data(show_spinner=False, max_entries=MAX_CACHED_ANSWERS)
def _answer(digest: str, key: tuple[Hashable, ...], _ask: Callable[[], Any]) -> Any:  # noqa: ANN401
    return _ask()


def queries_of(store: Store) -> Queries:
    """What can be asked of a store, with answers that are cached."""
    own = holder_of(store)
    return Queries(store, own.answers if own else SharedCache(store.digest))


def current_queries() -> Queries:
    """What can be asked of the store that this reader looks at."""
    return queries_of(current_store())
