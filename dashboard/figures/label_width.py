"""How much room do the labels of an axis need?

A first guess, a little too wide: where it is enough, Plotly draws a figure once, not again
with the margin that it has measured.
"""

import html
import re
from collections.abc import Iterable
from unicodedata import east_asian_width

TAG = re.compile(r"<[^>]*>")
NARROW = frozenset("fijlrtI.,:;'()[]|! -–")
WIDE = frozenset("mwMWOQ@%&")
STANDOFF = 10


def label_margin(labels: Iterable[str], size: int) -> int:
    """Pixels for the widest of some HTML labels, and what stands between it and the axis."""
    lines = (line for label in labels for line in label.split("<br>"))
    widest = max((sum(map(_ems, html.unescape(TAG.sub("", line)))) for line in lines), default=0)
    return round(widest * size) + STANDOFF


def _ems(character: str) -> float:
    """About the width of a character, in units of its size."""
    if east_asian_width(character) in "WF":
        return 1.0
    if character in NARROW:
        return 0.33
    return 0.85 if character in WIDE else 0.64 if character.isupper() else 0.53
