"""Which setups belong to a family of givens or candidates?"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from setupscope.analysis.audit.slow.contests import Names
from setupscope.analysis.audit.slow.leads import win_without
from setupscope.data.masks import as_masks

Families = Mapping[str, Sequence[str]]


def parts_by_family(
    frame: pd.DataFrame, families: Families, givens: Names, candidates: Names
) -> Mapping[tuple[str, str], pd.DataFrame]:
    """The setups of each part by family, by kind and family; some may have none.

    `givens` and `candidates` are all that the scenario has, the latter in the order of the bits
    of a pool.
    """
    given = frame["given"].astype(str)
    found = {}
    for family, members in _some(families, givens).items():
        found["family", family] = frame[given.isin(members)]
        found["without_family", family] = frame[~given.isin(members)]
    for family, members in _some(families, candidates).items():
        stand = [_stands(pool, members, candidates) for pool in as_masks(frame["pool"]).tolist()]
        found["pool_without_family", family] = frame[~np.array(stand, bool)]
    return found


def _some(families: Families, names: Names) -> Families:
    """The families that have some of the names, but not all."""
    return {
        family: members
        for family, members in families.items()
        if {*members} & {*names} and {*names} - {*members}
    }


def _stands(pool: int, members: Names, candidates: Names) -> bool:
    """Whether a candidate of a family stands in a pool."""
    return any(pool >> bit & 1 and name in members for bit, name in enumerate(candidates))


def leave_one_family_out(
    frame: pd.DataFrame, families: Families, givens: Names, metrics: Names, known: Names
) -> Mapping[str, tuple[list[str], float]]:
    """By family left out, the metrics that tie for the win among the field, and the lead."""
    here = {*frame["given"].astype(str)}
    return {
        family: win_without(frame, members, metrics, known)
        for family, members in _some(families, givens).items()
        if here & {*members}
    }
