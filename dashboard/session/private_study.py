"""Which study has this reader brought, that nobody else can see?

It is held by the reader's session alone: no cache of the server knows it, and its folder and
memory are gone when the session is. Whoever asks about its store is told by the store itself
where the answers are kept, for a file that is made once it is clicked is made outside the session.
"""

from dataclasses import dataclass, field
from pathlib import Path
from weakref import WeakKeyDictionary

import streamlit as st

from setupscope.dashboard.limits import MAX_PRIVATE_ANSWERS
from setupscope.dashboard.queries.memo import Memo
from setupscope.dashboard.queries.queries import forget
from setupscope.dashboard.session.expiry import release_when_gone
from setupscope.dashboard.session.memory import give_back
from setupscope.dashboard.session.supersession import stop_if_superseded
from setupscope.dashboard.uploads.folder import PrivateFolder
from setupscope.dashboard.uploads.room import STUDIES
from setupscope.data import Store, open_store
from setupscope.data.limits import MAX_IN_MEMORY
from setupscope.data.storage.manifest import read_manifest

STATE = "private"
SETUP_BYTES, VALUE_BYTES = 40, 4
"""Bytes of memory that a setup takes, and each of its values."""
ANSWERS: WeakKeyDictionary[Store, Memo] = WeakKeyDictionary()
"""What is kept of the answers about each private store, and is gone with it."""


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

    def __post_init__(self) -> None:
        ANSWERS[self.store] = self.answers

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
        STUDIES.leave(self.folder)
        give_back()


def private_study() -> PrivateStudy | None:
    """What the reader of this session has brought."""
    own: PrivateStudy | None = st.session_state.get(STATE)
    return None if own is None or own.released else own


def has_place(folder: PrivateFolder) -> bool:
    """Whether there is room for what is built in a folder, beside what other readers brought."""
    return STUDIES.take(folder, 0, _former_folder())


def opened_study(folder: PrivateFolder, metric: str | None, notes: tuple[str, ...]) -> PrivateStudy:
    """What was built in a folder that has a place; read where it lies if memory is short."""
    place = (folder.path / "store").resolve()
    manifest = read_manifest(place)
    setups = sum(manifest.counts.values())
    size = setups * (SETUP_BYTES + VALUE_BYTES * len(manifest.study.metrics))
    in_memory = setups <= MAX_IN_MEMORY and STUDIES.take(folder, size, _former_folder())
    store = open_store(place, setups if in_memory else -1)
    return PrivateStudy(store, folder.path / "study", folder, metric, notes)


def _former_folder() -> PrivateFolder | None:
    own = private_study()
    return None if own is None else own.folder


def answers_of(store: Store) -> Memo | None:
    """Where answers about a private store are kept; none for one that all readers share.

    In every thread, and after the study was released too.
    """
    return ANSWERS.get(store)


def set_private_study(own: PrivateStudy | None) -> None:
    """Takes the place of what this reader brought before, which is gone."""
    former = private_study()
    if former is not None:
        former.release()
    st.session_state[STATE] = own
    if own is not None:
        release_when_gone(own)
