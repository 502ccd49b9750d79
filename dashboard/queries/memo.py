"""Where are answers kept, and who computes one that several ask for at once?"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Event, RLock, get_ident
from typing import Any, TypeVar

Result = TypeVar("Result")
Key = tuple[Hashable, ...]
LOOK = 0.05
"""Seconds between two looks whether who waits still wants the answer."""


@dataclass(eq=False)
class Pending:
    """An answer in the making: which thread makes it, how many wait, and what came of it."""

    thread: int = field(default_factory=get_ident)
    waiting: int = 0
    over: Event = field(default_factory=Event)
    found: tuple[Any, ...] = ()
    """The answer; nothing where none was found."""


class Memo:
    """Answers by their keys, each asked once, by however many threads at a time.

    Whoever asks first computes the answer; those who ask meanwhile wait for it. An error goes to
    whoever computes; it is not kept, and the next of those who wait computes anew.

    Parameters
    ----------
    most : int, optional
        What the answers that are kept may weigh together; the one that was not asked for longest
        goes first, and the last one stays. By default all are kept.
    weigh : callable, optional
        What an answer weighs; by default 1.
    stop : callable, optional
        Raises where its caller no longer wants the answer; by default nobody stops.
    """

    def __init__(
        self,
        most: int | None = None,
        weigh: Callable[[Any], int] = lambda _: 1,
        stop: Callable[[], None] = lambda: None,
    ) -> None:
        self._most, self._weigh, self._stop = most, weigh, stop
        self._answers: OrderedDict[Key, Any] = OrderedDict()
        self._weight = 0
        self._pending: dict[Key, Pending] = {}
        self._lock = RLock()

    def __call__(self, key: Key, ask: Callable[[], Result]) -> Result:
        """The answer of that key, asked once; the same object for all who ask."""
        found: tuple[Result, ...] = ()
        while not found:
            found, pending, is_mine = self._look_up(key)
            if is_mine:
                found = (self._computed(key, ask, pending),)
            elif not found:
                found = self._awaited(pending)
        return found[0]

    def check(self) -> None:
        """A place to stop in a long answer, unless somebody else waits for it."""
        own = get_ident()
        with self._lock:
            waiting = [one.waiting for one in self._pending.values() if one.thread == own]
        if not any(waiting):
            self._stop()

    def clear(self) -> None:
        """Forgets all."""
        with self._lock:
            self._answers.clear()
            self._weight = 0

    def _look_up(self, key: Key) -> tuple[tuple[Any, ...], Pending, bool]:
        """The answer if it is kept, else how it is made, and whether by this very call."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return (self._answers[key],), Pending(), False
            is_mine = key not in self._pending
            return (), self._pending.setdefault(key, Pending()), is_mine

    def _computed(self, key: Key, ask: Callable[[], Result], mine: Pending) -> Result:
        try:
            self.check()
            answer = ask()
            self._keep(key, answer)
            mine.found = (answer,)
            return answer
        finally:
            with self._lock:
                del self._pending[key]
            mine.over.set()

    def _awaited(self, pending: Pending) -> tuple[Any, ...]:
        """What another thread finds; nothing where it fails or stops."""
        with self._lock:
            pending.waiting += 1
        try:
            while not pending.over.wait(LOOK):
                self.check()
            return pending.found
        finally:
            with self._lock:
                pending.waiting -= 1

    def _keep(self, key: Key, answer: object) -> None:
        with self._lock:
            self._answers[key] = answer
            self._weight += self._weigh(answer)
            while self._most is not None and self._weight > self._most and len(self._answers) > 1:
                _, oldest = self._answers.popitem(last=False)
                self._weight -= self._weigh(oldest)
