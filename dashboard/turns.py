"""Whose turn is it, of several who want to do something of which few are done at a time?"""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock

LOOK = 0.05
"""Seconds between two looks whether who waits is still there."""


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
        self._at_once, self._free, self._stop = at_once, at_once, stop
        self._queue: deque[Event] = deque()
        self._lock = Lock()

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._queue)

    @contextmanager
    def turn(self, told: Callable[[int], None] = lambda _: None) -> Iterator[None]:
        """Waits for a turn, which lasts as long as the block.

        Meanwhile `told` hears again and again how many come before.
        """
        called = Event()
        self._queue.append(called)
        try:
            self._call()
            while not called.wait(LOOK):
                self._stop()
                told(self._before(called))
            yield
        finally:
            self._leave(called)

    def _before(self, called: Event) -> int:
        """How many have their turn, or wait in front."""
        with self._lock:
            place = self._queue.index(called) if called in self._queue else 0
            return self._at_once - self._free + place

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
