"""Which figures and tables has the reader of this session kept?

Each store has a collection of its own. It lives in the session and, while it is short enough,
in the address of every page, so that a reload loses nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import streamlit as st

from setupscope.dashboard.export.collection import Collection, read_json, read_text
from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.limits import MAX_COLLECTION_LENGTH
from setupscope.dashboard.session.stores import current_link
from setupscope.dashboard.text.markdown import escaped
from setupscope.data.errors import InputError
from setupscope.data.study.measured import MeasuredStudy

STATE = "kept"


@dataclass
class CollectionState:
    """A collection, what it was before its last changes, and what its file did not get."""

    collection: Collection = field(default_factory=Collection)
    past: list[Collection] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def change(self, collection: Collection) -> None:
        """Another collection; undo brings the present one back."""
        self.problems = []
        if collection != self.collection:
            self.past = [*self.past, self.collection][-100:]
            self.collection = collection


def collection_state() -> CollectionState:
    """What the reader of this session has kept of the store that is shown."""
    of_stores: dict[str, CollectionState] = st.session_state.setdefault(STATE, {})
    return of_stores.setdefault(current_link(), CollectionState())


def forget(link: str) -> None:
    """Drops what was kept of a store that is gone."""
    of_stores: dict[str, CollectionState] = st.session_state.get(STATE, {})
    of_stores.pop(link, None)


def apply_collection(text: str, study: MeasuredStudy) -> list[str]:
    """Takes over the collection of an address; a sentence for each thing that it does not get."""
    try:
        collection, problems = read_text(text, study)
    except InputError as error:
        return [str(error)]
    collection_state().collection = collection
    return problems


def collection_parameter() -> str:
    """The collection as the address holds it; empty where there is none, or it is too long."""
    text = collection_state().collection.as_text()
    return text if len(text) <= MAX_COLLECTION_LENGTH else ""


def keep(exhibit: Exhibit, name: str) -> None:
    """Keeps an exhibit under a name, unless it is kept already; a callback."""
    state = collection_state()
    held = state.collection.held(exhibit)
    if held is not None:
        st.toast(f"Already kept as “{escaped(held.name)}”.", icon=":material/bookmark_added:")
        return
    try:
        state.change(state.collection.with_item(state.collection.free_name(name), exhibit))
        last = state.collection.items[-1].name
        st.toast(f"Kept as “{escaped(last)}”. {_where_it_is()}", icon=":material/bookmark_added:")
    except InputError as error:
        st.toast(str(error), icon=":material/info:")


def _where_it_is() -> str:
    if collection_state().collection.items and not collection_parameter():
        return "The collection is now too long for a link: save it as a file on the page Figures."
    return "It is on the page Figures."


def open_file(name: str, content: bytes, study: MeasuredStudy) -> None:
    """Takes over a collection that was saved; a callback."""
    state = collection_state()
    try:
        collection, problems = read_json(content, study)
    except InputError as error:
        state.problems = [f"{name}: {error}"]
        return
    state.change(collection)
    state.problems = problems


def edit(change: Callable[[Collection], Collection]) -> None:
    """Changes the collection; a callback."""
    state = collection_state()
    state.change(change(state.collection))


def undo() -> None:
    """Takes back the last change of the collection; a callback."""
    state = collection_state()
    if state.past:
        state.collection = state.past.pop()
