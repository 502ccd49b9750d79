"""Where are answers kept that no longer than one object are wanted?"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Result = TypeVar("Result")


class Memo:
    """Answers by their keys, each asked once.

    Parameters
    ----------
    most : int, optional
        How many are kept; the oldest goes first. By default all are.
    """

    def __init__(self, most: int | None = None) -> None:
        self._most = most
        self._answers: OrderedDict[tuple[Hashable, ...], Any] = OrderedDict()

    def __call__(self, key: tuple[Hashable, ...], ask: Callable[[], Result]) -> Result:
        """The answer of that key, asked once."""
        if key not in self._answers:
            self._answers[key] = ask()
            while self._most is not None and len(self._answers) > self._most:
                self._answers.popitem(last=False)
        result: Result = self._answers[key]
        return result

    def clear(self) -> None:
        """Forgets all."""
        self._answers.clear()
