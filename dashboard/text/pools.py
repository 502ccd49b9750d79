"""How is the pool of a setup named: which candidates does it leave out?"""

from collections.abc import Sequence

import pandas as pd

from setupscope.data.study.measured import MeasuredStudy

MOST_LISTED = 8
"""Candidates that are named in a list of setups."""


def left_out(study: MeasuredStudy, setups: pd.DataFrame) -> list[list[str]]:
    """The candidates that each pool leaves out, of those that its given has, by label.

    `setups` has the columns scenario, given, backbone and pool (mask).
    """
    parts = (setups[name] for name in ("scenario", "given", "backbone", "pool"))
    found = []
    for scenario, given, backbone, pool in zip(*parts, strict=True):
        names = study.names_of(scenario)
        absent = names.candidates_of(given, backbone) & ~pool
        keys = [name for bit, name in enumerate(names.candidates) if absent >> bit & 1]
        found.append(sorted(map(study.label, keys)))
    return found


def listed(names: Sequence[str], most: int = MOST_LISTED) -> str:
    """The names, or how many there are and the first, where they are too many to be read."""
    if len(names) <= most:
        return ", ".join(names) or "none"
    return f"{len(names)}: {', '.join(names[:most])}, …"
