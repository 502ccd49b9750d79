"""Which store do the pages show, of those that this server has?

Each is known by its link, so that a store that is built anew is picked up where it stands; an
address names one by its digest. Which one a reader looks at lives in the reader's session.
"""

import json
import os
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st

from dashboard.private import Private, private
from data import InputError, Store, open_store
from data.manifest import Manifest, read_manifest
from data.places import SERVED_VARIABLE, store_path

LINK = "store link"
OWN = "your own"
"""Stands for a link: the store that the reader has brought, and that nobody else has."""
PRIVATELY = "private-"
"""Before the digest of such a store in an address."""
STAMP = "store"
"""The key of an address that names a store."""


@dataclass(frozen=True)
class Offer:
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
    several = os.environ.get(SERVED_VARIABLE)
    shared = tuple(json.loads(several)) if several else (str(store_path()),)
    return (*shared, OWN) if private() else shared


def offers() -> dict[str, Offer]:
    """The stores that can be turned to, by their links; without those that cannot be opened."""
    found = {}
    for link in filter(os.path.exists, links()):
        with suppress(InputError):
            found[link] = _shared_offer(link, str(Path(link).resolve()))
    own = private()
    return found | ({OWN: _own_offer(own)} if own else {})


@st.cache_resource(show_spinner=False, max_entries=64)
def _shared_offer(link: str, path: str) -> Offer:
    return _offer(link, read_manifest(Path(path)))


def _own_offer(own: Private) -> Offer:
    """Titled by the metric that was added, since the study's title begins as the shared one's."""
    offer = _offer(OWN, own.store.manifest)
    return replace(offer, title=own.store.study.metric(own.metric).label) if own.metric else offer


def _offer(link: str, manifest: Manifest) -> Offer:
    study, setups = manifest.study, sum(manifest.counts.values())
    return Offer(link, manifest.digest, study.title, setups, len(study.metrics))


def settle(asked: str | None) -> None:
    """Settles which store this run shows: that of the address, else the reader's last one."""
    if len(links()) > 1 and asked:
        of_digest = {stamp_of(offer): link for link, offer in offers().items()}
        st.session_state[LINK] = of_digest.get(asked, present())


def turn_to(link: str) -> None:
    """Another store for this reader."""
    st.session_state[LINK] = link


def present() -> str:
    """The link of the store that this reader looks at."""
    link = st.session_state.get(LINK)
    return link if link in links() else links()[0]


def stamp() -> dict[str, str]:
    """What an address says of the store: nothing where this server has one alone."""
    found = offers().get(present()) if len(links()) > 1 else None
    return {STAMP: stamp_of(found)} if found else {}


def stamp_of(offer: Offer) -> str:
    """What an address says of a store: its digest, and whether it is private."""
    return f"{PRIVATELY}{offer.digest}" if offer.link == OWN else offer.digest


def the_store() -> Store:
    """The store that this reader looks at; on a page that cannot have it, says why and stops."""
    link, own = present(), private()
    if link == OWN and own is not None:
        return own.store
    try:
        return _open(str(Path(link).resolve()))
    except InputError as error:
        st.error(f"The store cannot be opened. {error}", icon=":material/database_off:")
        st.stop()


def shared_store() -> Store:
    """The store of those that all readers have: the one that is shown, or else the first."""
    link = present()
    return _open(str(Path(links()[0] if link == OWN else link).resolve()))


@st.cache_resource(show_spinner="Opening the store…", max_entries=8)
def _open(path: str) -> Store:
    return open_store(path)
