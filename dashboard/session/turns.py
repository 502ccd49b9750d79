"""How many pages are made at a time?

Python takes one step of one page at a time, so that twenty pages made together are all done
late. Made in turn, the last is done as soon, and all others sooner.
"""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock

from setupscope.dashboard.session.pages import FIGURES, SOUNDNESS, YOUR_METRIC
from setupscope.dashboard.session.supersession import stop_if_superseded

AT_ONCE = 2
"""Pages that are made together, on however many cores: while one waits for the database, or is
long, others go on."""
LOOK = 0.05
"""Seconds between two looks whether who waits is still there."""
WAITING = (FIGURES, SOUNDNESS, YOUR_METRIC)
"""Pages that take long, and would keep others waiting."""


class Turns:
    """First come, first served, so many at a time.

    Parameters
    ----------
    at_once : int
        How many.
    stop : callable, optional
        Raises where the one who waits has gone; by default nobody goes.
    """

    def __init__(self, at_once: int, stop: Callable[[], None] = lambda: None) -> None:
        self._free, self._stop = at_once, stop
        self._queue: deque[Event] = deque()
        self._lock = Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Waits for a turn, which lasts as long as the block."""
        called = Event()
        self._queue.append(called)
        try:
            self._call()
            while not called.wait(LOOK):
                self._stop()
            yield
        finally:
            self._leave(called)

    def _call(self) -> None:
        """Calls those whose turn it is."""
        with self._lock:
            while self._free and self._queue:
                self._free -= 1
                self._queue.popleft().set()

    def _leave(self, called: Event) -> None:
        with self._lock:
            if called.is_set():
                self._free += 1
            else:
                self._queue.remove(called)
        self._call()


TURNS = Turns(AT_ONCE, stop_if_superseded)


@contextmanager
def turn_of(page: str) -> Iterator[None]:
    """Waits until a page may be made; a page that waits for others itself may at once."""
    if page in WAITING:
        yield
    else:
        with TURNS.turn():
            yield
