"""Which key does a metric get that a user names freely?"""

import re

from setupscope.data.errors import InputError, quoted
from setupscope.data.limits import MAX_KEY_LENGTH, MAX_LABEL_LENGTH
from setupscope.data.vocabulary import KEY_PATTERN, RESERVED


def key_of(name: str) -> str:
    """The key of a metric's name.

    A name that is a valid key is its own; others are lower-cased, with `_` in place of all
    that is no letter from a to z and no digit, and an `m` in front where no letter leads.

    Raises
    ------
    InputError
        When no letter or digit is left of it, it is a column of the store, is longer than
        100 characters, or has control characters.
    """
    if len(name) > MAX_LABEL_LENGTH:
        raise InputError(
            f"metric {quoted(name)}: a metric's name has at most {MAX_LABEL_LENGTH} characters;"
            " shorten it"
        )
    if not name.isprintable():
        raise InputError(f"metric {quoted(name)}: a metric's name has no control characters")
    key = plain_key(name, "m")
    if key in RESERVED:
        raise InputError(
            f"{quoted(name)} is the name of a column of the store; rename the metric, for example"
            f" to {quoted(name + ' score')}"
        )
    return key


def plain_key(name: str, lead: str) -> str:
    """The key of any name; `lead` goes in front where no letter leads."""
    lower = name if re.match(KEY_PATTERN, name) else re.sub(r"[^a-z0-9]", "_", name.lower())
    if not lower.strip("_"):
        raise InputError(
            f"{quoted(name)} gives no key: a name needs a letter from a to z, or a digit; rename it"
        )
    return (lower if lower[0].isalpha() else f"{lead}{lower}")[:MAX_KEY_LENGTH]
