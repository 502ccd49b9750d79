"""Which stores has this server opened, and when is a former build let go of?

A store that is built again is opened where it stands. The former build is closed once no page that
began with it is still being made.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, RLock, Thread, current_thread
from weakref import WeakSet

from setupscope.dashboard.queries.queries import forget
from setupscope.dashboard.session.memory import give_back
from setupscope.data import Store, open_store
from setupscope.data.storage.manifest import MANIFEST

State = tuple[str, int, int, int]
"""Where a manifest is, which file it is, and its size and time."""


@dataclass(eq=False)
class Opened:
    """A store, what it was opened from, and which threads make pages of it."""

    link: str
    store: Store
    state: State
    threads: WeakSet[Thread] = field(default_factory=WeakSet)

    def is_used(self) -> bool:
        """Whether one of the threads still runs; Streamlit makes each page in one of its own."""
        return any(thread.is_alive() for thread in list(self.threads))


class OpenStores:
    """The stores of a server by their links; safe to share between threads.

    Parameters
    ----------
    open_ : callable, optional
        Opens a store.
    """

    def __init__(self, open_: Callable[[Path], Store] = open_store) -> None:
        self._open = open_
        self._current: dict[str, Opened] = {}
        self._former: list[Opened] = []
        self._opening: dict[str, Lock] = {}
        self._lock = RLock()

    def open_with(self, open_: Callable[[Path], Store]) -> None:
        """Has stores that are opened from now on opened in another way."""
        self._open = open_

    def is_open(self, link: str) -> bool:
        """Whether the store that a link leads to now is open."""
        found = self._current.get(link)
        return found is not None and found.state == state_of(link)

    def of(self, link: str, *, for_page: bool) -> Store:
        """The store that a link leads to now.

        Parameters
        ----------
        link : str
            The link, or the folder of a store.
        for_page : bool
            Whether this thread makes a page of it, and ends with that.

        Raises
        ------
        InputError
            When it cannot be opened.
        """
        with self._lock:
            opening = self._opening.setdefault(link, Lock())
        with opening:
            if not self.is_open(link):
                state = state_of(link)
                self._replace(link, Opened(link, self._open(Path(link)), state))
            found = self._current[link]
            if for_page:
                found.threads.add(current_thread())
        self._close_unused()
        return found.store

    def hold(self, link: str, store: Store) -> bool:
        """Whether a store that was opened by a link is still open; then this thread makes a page.

        It may be a former build.
        """
        with self._lock:
            for one in (*self._current.values(), *self._former):
                if one.store is store and one.link == link:
                    one.threads.add(current_thread())
                    return True
        return False

    def _replace(self, link: str, found: Opened) -> None:
        with self._lock:
            former = self._current.pop(link, None)
            self._current[link] = found
            if former is not None:
                self._former.append(former)

    def _close_unused(self) -> None:
        with self._lock:
            unused = [one for one in self._former if not one.is_used()]
            self._former = [one for one in self._former if one not in unused]
        for one in unused:
            forget(one.store)
            one.store.close()
        if unused:
            give_back()


def state_of(link: str) -> State:
    """What tells a build from another in the same place; zeros where there is none."""
    path = os.path.realpath(os.path.join(link, MANIFEST))
    try:
        found = os.stat(path)
    except OSError:
        return path, 0, 0, 0
    return path, found.st_ino, found.st_size, found.st_mtime_ns
