"""How do pages ask Spark, where the server reads its stores with it?

While a page waits, it says how far Spark is. A reader who goes on, with another slice or to another
page, cancels what the former one was waiting for, unless somebody else waits for it too.
"""

import time
from pathlib import Path
from threading import Event, Thread, current_thread
from weakref import WeakKeyDictionary

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from setupscope.dashboard.session.cache import RECENT
from setupscope.dashboard.session.stores import OPEN
from setupscope.data.spark.jobs import Jobs
from setupscope.data.spark.store import SparkStore, open_on_spark

PATIENCE = 1.0
"""Seconds between two words of how far Spark is."""
USED = Event()
"""Whether this server reads its stores with Spark."""
PLACES: WeakKeyDictionary[Thread, "Place"] = WeakKeyDictionary()
"""Where the page that a thread makes says it."""


class Place:
    """A place on a page that says how far Spark is."""

    def __init__(self) -> None:
        self._element: DeltaGenerator = st.empty()
        self._last = time.monotonic()

    def say(self, done: int, total: int) -> None:
        """Says it, unless it was said a moment ago."""
        if time.monotonic() - self._last > PATIENCE:
            self._last = time.monotonic()
            self._element.caption(progress_said(done, total))

    def leave(self) -> None:
        """Says nothing any more."""
        self._element.empty()


def use_spark(jobs: Jobs) -> None:
    """Has the pages read the stores of this server with Spark."""
    jobs.watch = watch_page
    OPEN.open_with(lambda link: _opened(link, jobs))
    USED.set()


def _opened(link: Path, jobs: Jobs) -> SparkStore:
    """A store. Its frame is asked something meanwhile: Spark compiles a first question for long."""
    store = open_on_spark(link, jobs)
    jobs.submit(lambda: store.setups().limit(1).toArrow())
    return store


def begin_page() -> None:
    """Makes room for what is said of Spark, where the stores are read with it."""
    if USED.is_set():
        PLACES[current_thread()] = Place()


def end_page() -> None:
    """Takes away what was said."""
    place = PLACES.pop(current_thread(), None)
    if place is not None:
        place.leave()


def watch_page(done: int, total: int) -> None:
    """Stops a page that nobody wants any more; else says on it how far Spark is."""
    RECENT.check()
    place = PLACES.get(current_thread())
    if place is not None:
        place.say(done, total)


def progress_said(done: int, total: int) -> str:
    """How far Spark is, in Markdown."""
    of = f": {done:,} of {total:,} tasks are done" if total else ""
    return f"Spark reads the store{of}."
