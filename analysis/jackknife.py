"""How much does an answer owe to the candidates that happen to be in the study?

Delete-d jackknife: the answer is taken again over the setups of each set of candidates
that leaves out d of them, with d the most that the slice's pools leave out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import comb, sqrt

import numpy as np
from numpy.typing import NDArray

from analysis.rows import Integers, Rows

NO_FREE_CANDIDATES = "the pools of the slice leave no candidate out"
NOT_EVERY_POOL = "the slice lacks some of the pools that leave out equally many candidates"

Statistic = Callable[[Rows, Integers, int], NDArray[np.float64]]
"""From setups, the set that each belongs to and the number of sets, to (sets, k)."""


@dataclass(frozen=True)
class Candidates:
    """The candidates of some setups, as far as the jackknife needs them.

    Attributes
    ----------
    free : int
        Candidates that some pools leave out and others do not, n.
    left_out : int
        The most of them that a pool leaves out, d.
    are_givens : bool
        Whether givens are candidates too, so that sets are rosters and cover both roles.
    reason : str or None
        Why there is no jackknife; else null.
    """

    free: int
    left_out: int
    are_givens: bool
    reason: str | None


def candidates_of(rows: Rows) -> tuple[Candidates, Rows]:
    """The candidates of some setups, and the setups of the smallest sets."""
    roster = rows.number("roster")
    ever, always = np.bitwise_or.reduce(roster), np.bitwise_and.reduce(roster)
    size = np.bitwise_count(roster)
    left_out = int(np.bitwise_count(ever)) - int(size.min())
    free = int(np.bitwise_count(ever & ~always))
    smallest = rows.where(size == size.min())
    are_givens = bool((roster != rows.number("pool")).any())
    reason = None
    if not left_out:
        reason = NO_FREE_CANDIDATES
    elif not _has_every_pool(smallest, comb(free, left_out), are_givens):
        reason = NOT_EVERY_POOL
    return Candidates(free, left_out, are_givens, reason), smallest


def _has_every_pool(smallest: Rows, sets: int, are_givens: bool) -> bool:
    """Whether there is a setup for each set of candidates and each given that it can have."""
    found = smallest.groups(["roster"])[1]
    pairs = smallest.groups(["roster", "given"])[1]
    if not are_givens:
        return found == sets and pairs == sets * smallest.givens
    # A set that holds a given has setups for it; a given that is in no set has none.
    rosters = np.unique(smallest.number("roster"))
    own = np.unique(smallest.number("roster") & ~smallest.number("pool"))
    return found == sets and pairs == sum(int((rosters & bit > 0).sum()) for bit in own)


def variance(rows: Rows, statistic: Statistic) -> tuple[NDArray[np.float64], Candidates]:
    """Variance of some statistics over sets of candidates.

    Parameters
    ----------
    rows : Rows
        Setups of one part of one scenario; at least one.
    statistic : callable
        Gives k numbers for each set of candidates.

    Returns
    -------
    tuple
        Variances (k,), NaN where there is no jackknife, and the candidates with the reason.

    Notes
    -----
    (n − d)/d times the variance over all sets (Shao and Wu 1989, The Annals of Statistics
    17(3):1176–1197).
    """
    candidates, smallest = candidates_of(rows)
    sets, many = smallest.groups(["roster"])
    values = statistic(smallest, sets, many)
    if candidates.reason:
        return np.full(values.shape[1], np.nan), candidates
    factor = (candidates.free - candidates.left_out) / candidates.left_out
    return factor * values.var(axis=0), candidates


def standard_error(variances: float, of_givens: float, candidates: Candidates) -> float:
    """Standard error over candidates, and over givens where these are not candidates too."""
    return sqrt(variances if candidates.are_givens else variances + of_givens)
