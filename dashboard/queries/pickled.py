"""How are many answers kept for long in little room?

As bytes: their size is known, and the garbage collector need not look through them at each of
its turns, as it would through thousands of tables.
"""

import pickle
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import TypeVar

from setupscope.dashboard.queries.memo import Key

Result = TypeVar("Result")


class Pickled:
    """Answers by their keys, as bytes; each call returns an object of its own.

    Parameters
    ----------
    most_bytes : int
        What all answers may take together; the one that was not asked for longest goes first.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._answers: OrderedDict[Key, bytes] = OrderedDict()
        self._lock = Lock()
        self.size = 0

    def __call__(self, key: Key, ask: Callable[[], Result]) -> Result:
        """The answer of that key; what raises is not kept. Threads may ask one key twice."""
        content = self._kept(key)
        if content is not None:
            kept: Result = pickle.loads(content)
            return kept
        answer = ask()
        self._keep(key, pickle.dumps(answer, pickle.HIGHEST_PROTOCOL))
        return answer

    def __len__(self) -> int:
        return len(self._answers)

    def _kept(self, key: Key) -> bytes | None:
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def _keep(self, key: Key, content: bytes) -> None:
        with self._lock:
            self.size += len(content) - len(self._answers.pop(key, b""))
            self._answers[key] = content
            while self.size > self._most:
                _, oldest = self._answers.popitem(last=False)
                self.size -= len(oldest)
