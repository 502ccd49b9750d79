"""When has a reader gone for good, so that what is theirs has to go?

Streamlit lets a session be resumed for two minutes, and forgets one only when another comes or
goes, which on a quiet server may be never. Sessions are therefore watched here, and closed in
time, so that none is resumed without what it held.
"""

from threading import Lock, Thread
from time import monotonic, sleep
from typing import Protocol
from weakref import WeakSet

from streamlit import runtime
from streamlit.runtime import Runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from setupscope.dashboard.limits import AWAY_SECONDS
from setupscope.dashboard.session.uploaded_files import Waiting

LOOK = 5
"""Seconds between two looks."""


class Releasable(Protocol):
    """What one reader holds."""

    def release(self) -> None:
        """Gives up its memory, its folder and its process."""


class Departures:
    """What each session holds, and since when those have been away that are."""

    def __init__(self) -> None:
        self._held: dict[str, WeakSet[Releasable]] = {}
        self._away: dict[str, float] = {}
        self._lock = Lock()

    def know(self, session: str, held: Releasable | None = None) -> None:
        """A session is there, and may hold something from now on."""
        with self._lock:
            own = self._held.setdefault(session, WeakSet())
            if held is not None:
                own.add(held)

    def look(self, server: Runtime, now: float) -> None:
        """Ends the sessions that have been away for too long; the time in seconds."""
        with self._lock:
            known = list(self._held)
        for session in known:
            if server.is_active_session(session):
                self._away.pop(session, None)
            elif now - self._away.setdefault(session, now) >= AWAY_SECONDS:
                self._end(server, session)

    def _end(self, server: Runtime, session: str) -> None:
        # The first call of each: a reader who comes back from now on gets a new session.
        server.clear_user_info_for_session(session)
        self._away.pop(session, None)
        with self._lock:
            held = self._held.pop(session)
        for one in held:
            one.release()
        server.uploaded_file_mgr.remove_session_files(session)


DEPARTURES, WAITING = Departures(), Waiting()


def release_when_gone(held: Releasable) -> None:
    """Releases what the reader of this session holds when that reader has left for good."""
    _know(held)


def know_session() -> None:
    """The session of this run is ended when its reader has left for good."""
    _know(None)


def _know(held: Releasable | None) -> None:
    context = get_script_run_ctx()
    if context is not None and runtime.exists():
        DEPARTURES.know(context.session_id, held)


def watch() -> None:
    """From now on sessions, and files that wait, are looked at for as long as the server runs."""
    Thread(target=_watch, daemon=True, name="session-end").start()


def _watch() -> None:
    while True:
        sleep(LOOK)
        if runtime.exists():
            server = Runtime.instance()
            DEPARTURES.look(server, monotonic())
            WAITING.look(server.uploaded_file_mgr, monotonic())
