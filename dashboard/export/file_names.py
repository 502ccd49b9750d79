"""What may a file be called, so that every system, link and LaTeX document takes it?"""

import re
from collections.abc import Collection, Iterator
from itertools import count

from anyascii import anyascii

LONGEST = 60
NAMELESS = "figure"
RESERVED = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]")
"""Names that Windows keeps for devices, whatever their ending."""


def file_name(name: str, taken: Collection[str] = ()) -> str:
    """A file's name without its ending, from any name that a user gave.

    Parameters
    ----------
    name : str
        Anything.
    taken : collection of str, optional
        Names that others have; upper and lower case count as the same.

    Returns
    -------
    str
        1 to 60 of a–z, 0–9, - and _, in ASCII letters what the name says; no - or _ at its
        ends, no name of a device, none of `taken`; "figure" where nothing is left.
    """
    stem = re.sub("[^a-z0-9_]+", "-", anyascii(name).lower()).strip("-_")
    stem = stem[:LONGEST].rstrip("-_") or NAMELESS
    if RESERVED.fullmatch(stem):
        stem = f"{NAMELESS}-{stem}"
    others = {other.lower() for other in taken}
    return stem if stem not in others else next(n for n in _numbered(stem) if n not in others)


def _numbered(stem: str) -> Iterator[str]:
    for number in count(2):
        ending = f"-{number}"
        yield stem[: LONGEST - len(ending)].rstrip("-") + ending
