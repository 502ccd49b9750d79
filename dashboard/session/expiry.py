"""When has a reader gone for good, so that what is theirs has to go?

The server forgets a session only when another comes or goes, which on a quiet server may be
never. Whoever holds what is private is therefore watched on its own.
"""

import weakref
from threading import Thread
from time import sleep
from typing import Protocol

from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from setupscope.dashboard.limits import AWAY_SECONDS

LOOK = 10
"""Seconds between two looks."""


class Releasable(Protocol):
    """What one reader holds."""

    def release(self) -> None:
        """Gives up its memory, its folder and its process."""


def release_when_gone(held: Releasable) -> None:
    """Releases what the reader of this session holds when that reader has left for good."""
    context = get_script_run_ctx()
    if context is not None and runtime.exists():
        about = (weakref.ref(held), context.session_id)
        Thread(target=_watch, args=about, daemon=True, name="session-end").start()


def _watch(held: "weakref.ref[Releasable]", session: str) -> None:
    away = 0
    while held() is not None and away < AWAY_SECONDS:
        sleep(LOOK)
        if not runtime.exists():
            return
        away = 0 if runtime.get_instance().is_active_session(session) else away + LOOK
    there = held()
    if there is not None:
        there.release()
