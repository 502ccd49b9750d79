"""How is a slice written as a query, the same in a link and on the command line?

Keys and their values are percent-encoded; commas stand between values. Browsers and web
servers encode those commas too, so a value is split at them wherever the whole is no known
name.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from urllib.parse import quote, unquote, unquote_plus

from setupscope.data.errors import InputError, quoted, unknown

LINK_VERSION = "1"
KEYS: Mapping[str, str] = {
    "scenario": "scenarios of the study",
    "given": "givens: targets where sources are ranked, sources where targets are ranked",
    "backbone": "how the source was fine-tuned",
    "measure": "evaluation measures",
    "size": "pool sizes: one number, or the smallest and the largest as in 12-14",
    "with": "candidates that take part in every pool",
    "without": "candidates that take part in no pool",
    "metrics": "metrics that are compared, and baselines compared with them",
    "covered": "all, for only the setups that all compared metrics cover",
    "v": f"version of the query's format, {LINK_VERSION}",
    "store": "digest of the store that a link was made with",
}
"""Every key of a query; a key left out means all."""

LISTS = {
    "scenario": "scenarios",
    "given": "givens",
    "backbone": "backbones",
    "measure": "measures",
    "with": "present",
    "without": "absent",
    "metrics": "metrics",
}
"""Keys whose values are lists, and the fields of a slice that hold them."""
OF_FAMILIES = ("given", "with", "without")
"""Keys that take the name of a family too, for those of its members that they accept."""

WORDS = {
    **{key: key for key in LISTS},
    "with": "candidate in “with”",
    "without": "candidate in “without”",
    "metrics": "metric",
    "covered": "value of “covered”",
}
"""What a value of a key is called in a message."""

SIZES = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?", re.ASCII)


MOST_NAMED = 5
"""Unknown keys, or values of a key, that are named one by one; beyond, they are counted."""


def encoded(levels: Sequence[str]) -> str:
    """Levels as the value of a key."""
    return ",".join(quote(level, safe="") for level in levels)


def decoded(value: str) -> list[str]:
    """The levels of which `encoded` made the value of a key."""
    return [unquote(level) for level in value.split(",") if level]


def sizes_in(value: str) -> tuple[int, int]:
    """The smallest and largest pool that a value of `size` names, or InputError."""
    found = SIZES.fullmatch(value)
    if not found:
        raise InputError(f"size {quoted(value)} is not accepted (accepted: as in 12 or 12-14)")
    return int(found[1]), int(found[2] or found[1])


def pairs_of(query: str) -> tuple[dict[str, list[str]], list[str]]:
    """The values of each known key, decoded, and a sentence for what is none."""
    pairs: dict[str, list[str]] = {}
    problems: list[str] = []
    strangers: list[str] = []
    for part in filter(None, query.strip().removeprefix("?").split("&")):
        key, equals, values = part.partition("=")
        key = unquote_plus(key)
        if key not in KEYS:
            strangers.append(key)
        elif key in pairs:
            problems.append(f"key {quoted(key)} of the query occurs more than once")
        elif not equals or not values:
            problems.append(f"key {quoted(key)} of the query has no value")
        else:
            pairs[key] = [unquote_plus(value) for value in values.split(",")]
    return pairs, [*named("key of the query", strangers, KEYS), *problems]


def pairs_of_parameters(
    parameters: Mapping[str, str],
) -> tuple[dict[str, list[str]], list[str]]:
    """The same of keys and values that are decoded already, as an address bar gives them."""
    strangers = [key for key in parameters if key not in KEYS]
    known = {key: value for key, value in parameters.items() if key in KEYS}
    problems = [
        f"key {quoted(key)} of the query has no value" for key, value in known.items() if not value
    ]
    pairs = {key: [value] for key, value in known.items() if value}
    return pairs, [*named("key of the query", strangers, KEYS), *problems]


def named(what: str, strangers: Sequence[str], accepted: Iterable[str]) -> list[str]:
    """A sentence for each name that is not accepted; beyond a few, one that counts the others."""
    return refused(what, strangers, lambda name: unknown(what, name, accepted))


def refused(what: str, strangers: Sequence[str], refusal: Callable[[str], str]) -> list[str]:
    """The same, with the sentence that `refusal` gives for each name."""
    different = list(dict.fromkeys(strangers))
    problems = [refusal(name) for name in different[:MOST_NAMED]]
    others = len(different) - MOST_NAMED
    return [*problems, f"{others:,} more values of {what} are unknown"] if others > 0 else problems


def levels_in(value: str, accepted: Sequence[str]) -> list[str]:
    """The names that a decoded value holds, with commas between; names may hold commas too.

    The longest run of pieces that is a name is taken as one; a piece of none is kept.
    """
    if value in accepted or "," not in value:
        return [value]
    longest = 1 + max((name.count(",") for name in accepted), default=0)
    pieces, found, index = value.split(","), [], 0
    while index < len(pieces):
        runs = (",".join(pieces[index : index + count]) for count in range(longest, 0, -1))
        name = next((run for run in runs if run in accepted), pieces[index])
        found.append(name)
        index += name.count(",") + 1
    return found
