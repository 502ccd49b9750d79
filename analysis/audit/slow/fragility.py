"""How small does a lead become when givens or candidates are taken away?"""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pandas as pd

from setupscope.analysis.audit.slow.contests import Names, shares_of
from setupscope.data.masks import as_masks


def without_givens(
    frame: pd.DataFrame, complete: Names, known: Names, winner: str
) -> dict[int, float]:
    """By number of givens taken away, the smallest lead over a rival that any choice leaves."""
    shares = shares_of(frame, complete, known).groupby("given")[list(complete)].mean()
    rows = [row - row[complete.index(winner)] for row in shares.to_numpy()]
    rivals = [place for place, metric in enumerate(complete) if metric != winner]
    found: dict[int, float] = {}
    for kept in range(len(rows), 0, -1):
        behind = (np.mean(some, axis=0)[rivals].max() for some in combinations(rows, kept))
        found[len(rows) - kept] = -float(max(behind))
    return found


def without_candidates(
    frame: pd.DataFrame, complete: Names, known: Names, winner: str, most: int
) -> dict[int, float]:
    """By number of candidates taken out of all pools, the smallest lead that any choice leaves.

    Of up to `most` of them, as far as every given with contests keeps some.
    """
    shares = shares_of(frame, complete, known)
    pools = as_masks(frame.loc[shares.index, "pool"]).tolist()
    ever = int(np.bitwise_or.reduce(as_masks(frame["pool"])))
    bits = [bit for bit in range(ever.bit_length()) if ever >> bit & 1]
    found: dict[int, float] = {}
    for size in range(most + 1):
        leads = [*_leads(shares, pools, list(combinations(bits, size)), complete, winner)]
        if leads:
            found[size] = min(leads)
    return found


def _leads(
    shares: pd.DataFrame,
    pools: list[int],
    sets: list[tuple[int, ...]],
    complete: Names,
    winner: str,
) -> Iterator[float]:
    givens = shares["given"].nunique()
    for some in sets:
        kept = np.array([not any(int(pool) >> bit & 1 for bit in some) for pool in pools], bool)
        left = shares[kept].groupby("given")[list(complete)].mean()
        if len(left) == givens:
            rates = left.mean()
            yield min(float(rates[winner] - rates[other]) for other in complete if other != winner)
