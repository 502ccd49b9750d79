"""What did the user get wrong, and how can it be put right?

One class for every mistake that input can hold, so that the command line and the pages
treat them alike: one sentence that names what is wrong, where, and what is accepted.
"""

import difflib
from collections.abc import Iterable, Sequence

MOST_LISTED = 100
"""Accepted values that a message names."""
MOST_NAMED = 20
"""Values of the input that it names."""
LONGEST_SENTENCE = 8000
"""Characters of a whole message."""
LONGEST_COMPARED = 200
"""Characters by which near misses are found: more would take long, and say no more."""
LONGEST_VALUE_SHOWN = 60
"""Characters of a value from a file that a message repeats."""


class InputError(Exception):
    """A mistake in what the user gave; its text is one sentence for that user."""


def sentence(error: InputError) -> str:
    """What an error says, on one line, cut where it is very long."""
    text = " ".join(str(error).split())
    return text if len(text) <= LONGEST_SENTENCE else f"{text[: LONGEST_SENTENCE - 1]}…"


def quoted(value: object) -> str:
    """The value as a message shows it: in quotes, on one line, cut when it is long."""
    text = str(value)
    if len(text) > LONGEST_VALUE_SHOWN:
        text = text[: LONGEST_VALUE_SHOWN - 1] + "…"
    return repr(text)


def listed(values: Iterable[object]) -> str:
    """The values as a message lists them: quoted, with commas between; of many, the first ones."""
    values = list(values)
    return _and_more(", ".join(map(quoted, values[:MOST_NAMED])), len(values) - MOST_NAMED)


def first_of(text: Sequence[str], most: int, between: str = ", ") -> str:
    """The first of several clauses, and how many more there are."""
    return _and_more(between.join(text[:most]), len(text) - most)


def _and_more(text: str, more: int) -> str:
    return text + (f" and {more:,} more" if more > 0 else "")


def near_miss(value: object, accepted: Iterable[str]) -> str | None:
    """The accepted value that is most like another, whatever its case and punctuation."""
    plain = {_plain(name): name for name in accepted}
    near = difflib.get_close_matches(_plain(str(value)), plain, n=1)
    return plain[near[0]] if near else None


def _plain(text: str) -> str:
    letters = "".join(sign for sign in text[:LONGEST_COMPARED].casefold() if sign.isalnum())
    return letters or text[:LONGEST_COMPARED]


def unknown(what: str, value: object, accepted: Iterable[str]) -> str:
    """Clause saying that `value` is no known `what`, with a near miss and what is accepted."""
    accepted = list(accepted)
    near = near_miss(value, accepted)
    hint = f"; did you mean {quoted(near)}?" if near else ""
    shown = first_of([quoted(name) for name in accepted], MOST_LISTED)
    return f"unknown {what} {quoted(value)}{hint} (accepted: {shown or 'none here'})"
