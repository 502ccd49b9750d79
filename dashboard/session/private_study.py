"""Which study has this reader brought, that nobody else can see?

It is held by the reader's session alone: no registry or cache of the server knows it, and
its folder and memory are gone when the session is.
"""

from dataclasses import dataclass, field
from pathlib import Path

import streamlit as st

from setupscope.dashboard.limits import MAX_PRIVATE_ANSWERS
from setupscope.dashboard.queries.memo import Memo
from setupscope.dashboard.queries.queries import forget
from setupscope.dashboard.session.expiry import release_when_gone
from setupscope.dashboard.session.memory import give_back
from setupscope.dashboard.session.supersession import stop_if_superseded
from setupscope.dashboard.uploads.folder import PrivateFolder
from setupscope.data import Store

STATE = "private"


@dataclass(eq=False)
class PrivateStudy:
    """A study that one reader brought.

    Attributes
    ----------
    store : Store
        Its store.
    study : Path
        Its folder, to be taken home.
    folder : PrivateFolder
        Holds both; gone with the object.
    metric : str, optional
        Key of the metric that was added.
    notes : tuple of str
        Notes of its summary.
    """

    _store: Store | None
    study: Path
    folder: PrivateFolder
    metric: str | None
    notes: tuple[str, ...]
    answers: Memo = field(
        default_factory=lambda: Memo(MAX_PRIVATE_ANSWERS, stop=stop_if_superseded)
    )

    @property
    def store(self) -> Store:
        """Its store; only while it is there."""
        assert self._store is not None
        return self._store

    @property
    def released(self) -> bool:
        """Whether it is gone."""
        return self._store is None

    def release(self) -> None:
        """Gives up its memory and its folder."""
        store, self._store = self._store, None
        if store is not None:
            forget(store)
            store.close()  # what runs of the pages left behind may still refer to it
        self.answers.clear()
        self.folder.remove()
        give_back()


def private_study() -> PrivateStudy | None:
    """What the reader of this session has brought."""
    own: PrivateStudy | None = st.session_state.get(STATE)
    return None if own is None or own.released else own


def holder_of(store: Store) -> PrivateStudy | None:
    """The private study whose store this is; none for one that all readers share."""
    own = private_study()
    return own if own is not None and own.store is store else None


def set_private_study(own: PrivateStudy | None) -> None:
    """Takes the place of what this reader brought before, which is gone."""
    former = private_study()
    if former is not None:
        former.release()
    st.session_state[STATE] = own
    if own is not None:
        release_when_gone(own)
