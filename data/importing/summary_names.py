"""Which rows and columns of a pivot are no names, but means or sums over the others?"""

import re
from collections.abc import Iterable

from setupscope.data.errors import listed

SUMMARIES = frozenset(
    ("average", "avg", "mean", "median", "std", "overall", "sum", "total", "average score")
) | frozenset(("mean acc", "avg acc", "mean accuracy", "average accuracy", "macro average"))
"""What they are called, in lower case and letters alone."""


def is_summary(name: str) -> bool:
    """Whether a row or a column of a pivot summarises the others, by its name."""
    return " ".join(re.findall(r"[^\W\d_]+", name.casefold())) in SUMMARIES


def left_out(file: str, names: Iterable[str]) -> str:
    """A note on what was left out; empty where nothing was."""
    found = list(dict.fromkeys(name.strip() for name in names if is_summary(name)))
    if not found:
        return ""
    what = "it summarises" if len(found) == 1 else "they summarise"
    return f"{listed(found)} of {file} left out: {what} the others; rename what is a name"
