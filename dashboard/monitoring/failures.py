"""Where did an error arise? Told without its message, which may hold what a reader brought."""

import traceback
from collections.abc import Iterator


def frames(error: BaseException) -> str:
    """The lines of code that an error came through, and its kind; those of its causes before it."""
    return "".join(part for one in reversed([*_chain(error)]) for part in _told(one))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _told(error: BaseException) -> list[str]:
    return [*traceback.format_tb(error.__traceback__), f"{type(error).__name__}\n"]
