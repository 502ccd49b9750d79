"""Which store do the pages show, of those that this server has?

Each is known by its link, so that a store that is built anew is picked up where it stands; an
address names one by its digest. Which one a reader looks at lives in the reader's session.
"""

import os
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st

from setupscope.dashboard.session.open_stores import OpenStores, State, state_of
from setupscope.dashboard.session.private_study import PrivateStudy, private_study
from setupscope.dashboard.settings import is_for_others, served_stores
from setupscope.data import InputError, Store
from setupscope.data.storage.manifest import Manifest, read_manifest

LINK = "store link"
SEEN = "store of the last run"
"""Its link and digest."""
OWN = "your own"
"""Stands for a link: the store that the reader has brought, and that nobody else has."""
PRIVATELY = "private-"
"""Before the digest of such a store in an address."""
STAMP = "store"
"""The key of an address that names a store."""
OPEN = OpenStores()
"""Those that all readers share."""


@dataclass(frozen=True)
class OfferedStore:
    """A store that a reader can turn to.

    Attributes
    ----------
    link : str
        Where it is.
    digest, title : str
        Of its contents, and of its study.
    setups, metrics : int
        How many it has.
    """

    link: str
    digest: str
    title: str
    setups: int
    metrics: int


def links() -> tuple[str, ...]:
    """The links of the stores that this server has, and that of the reader's own."""
    return (*served_stores(), OWN) if private_study() else served_stores()


def offered_stores() -> dict[str, OfferedStore]:
    """The stores that can be turned to, by their links; without those that cannot be opened."""
    found = {}
    for link in filter(os.path.exists, links()):
        with suppress(InputError):
            found[link] = _shared_offer(link, state_of(link))
    own = private_study()
    return found | ({OWN: _own_offer(own)} if own else {})


@st.cache_resource(show_spinner=False, max_entries=64)
def _shared_offer(link: str, state: State) -> OfferedStore:
    return _offer(link, read_manifest(Path(state[0]).parent))


def _own_offer(own: PrivateStudy) -> OfferedStore:
    """Titled by the metric that was added, since the study's title begins as the shared one's."""
    offer = _offer(OWN, own.store.manifest)
    return replace(offer, title=own.store.study.metric(own.metric).label) if own.metric else offer


def _offer(link: str, manifest: Manifest) -> OfferedStore:
    study, setups = manifest.study, sum(manifest.counts.values())
    return OfferedStore(link, manifest.digest, study.title, setups, len(study.metrics))


def follow_address() -> None:
    """Takes the store that the address names, if it names one; else the reader's last one stays."""
    wanted = st.query_params.get(STAMP)
    if len(links()) > 1 and wanted:
        of_digest = {stamp_of(offer): link for link, offer in offered_stores().items()}
        st.session_state[LINK] = of_digest.get(wanted, current_link())


def set_current_link(link: str) -> None:
    """Another store for this reader."""
    st.session_state[LINK] = link


def current_link() -> str:
    """The link of the store that this reader looks at."""
    link = st.session_state.get(LINK)
    return link if link in links() else links()[0]


def store_stamp() -> dict[str, str]:
    """What an address says of the store: nothing where this server has one alone."""
    found = offered_stores().get(current_link()) if len(links()) > 1 else None
    return {STAMP: stamp_of(found)} if found else {}


def stamp_of(offer: OfferedStore) -> str:
    """What an address says of a store: its digest, and whether it is private."""
    return f"{PRIVATELY}{offer.digest}" if offer.link == OWN else offer.digest


def current_store() -> Store:
    """The store that this reader looks at; on a page that cannot have it, says why and stops."""
    link, own = current_link(), private_study()
    if link == OWN and own is not None:
        return own.store
    try:
        return _open(link)
    except InputError as error:
        far = is_for_others(st.context.headers)
        why = without_folders(str(error), link) if far else str(error)
        st.error(f"The store cannot be opened. {why}", icon=":material/database_off:")
        st.stop()


def without_folders(text: str, link: str) -> str:
    """A message that calls a store by its name, without the folders in which it lies."""
    name = Path(link).name
    return text.replace(str(Path(link).resolve()), name).replace(link, name)


def opened_store(link: str) -> Store:
    """One of the stores that are offered, or InputError where it cannot be opened."""
    own = private_study()
    return own.store if link == OWN and own is not None else _open(link)


def first_store() -> Store:
    """The first store that is served; for whoever is no reader."""
    return store_at(served_stores()[0])


def store_at(link: str) -> Store:
    """The store that a link leads to now, opened once for all; for whoever is no reader.

    Raises InputError where it cannot be opened.
    """
    return OPEN.of(link, for_page=False)


def shared_store() -> Store:
    """The store of those that all readers have: the one that is shown, or else the first."""
    link = current_link()
    return _open(links()[0] if link == OWN else link)


def is_shown(store: Store) -> bool:
    """Whether a store is what this reader looks at, or a former build of it that is still open."""
    link, own = current_link(), private_study()
    return own is not None and own.store is store if link == OWN else OPEN.hold(link, store)


def take_former_digest(store: Store) -> str:
    """The digest of the build that this reader saw last, if the store is another build of it now.

    Asked once a run, since it takes note of the store. Empty where it is the same build, where
    the reader has turned to another store, and for a study of the reader's own.
    """
    link = current_link()
    former_link, former = st.session_state.get(SEEN, ("", ""))
    st.session_state[SEEN] = link, store.digest
    is_new = link == former_link != OWN and former != store.digest
    return str(former) if is_new else ""


def _open(link: str) -> Store:
    with nullcontext() if OPEN.is_open(link) else st.spinner("Opening the store…"):
        return OPEN.of(link, for_page=True)
