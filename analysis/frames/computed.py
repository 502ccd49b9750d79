"""What is looked up by name, and computed when it is first asked for?"""

from collections.abc import Callable
from typing import Any


class Computed(dict[str, Any]):
    """Items that are computed when they are first asked for.

    The function must not hold on to whoever holds the items: setups are many, and are to go
    once nobody asks them anything more.
    """

    def __init__(self, compute: Callable[[str], Any]) -> None:
        super().__init__()
        self._compute = compute

    def __missing__(self, key: str) -> Any:  # noqa: ANN401
        self[key] = self._compute(key)
        return self[key]
