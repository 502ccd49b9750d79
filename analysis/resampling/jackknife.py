"""How much does an answer owe to the candidates that happen to be in the study?

Delete-d jackknife: the answer is taken again over the setups of each set of candidates
that leaves out d of them, with d the most that the slice's pools leave out.
"""

from dataclasses import dataclass
from math import comb, sqrt

import numpy as np
from numpy.typing import NDArray

from setupscope.analysis.frames.rows import Integers, Rows

NO_FREE_CANDIDATES = "the pools of the slice leave no candidate out"
NOT_EVERY_POOL = "the slice lacks some of the pools that leave out equally many candidates"


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
    smallest : array of int
        Positions of the setups whose pools leave out that many.
    sets : array of int
        Which set of candidates each of these setups has, from 0.
    count : int
        Number of sets.
    reason : str or None
        Why there is no jackknife; else null.
    """

    free: int
    left_out: int
    are_givens: bool
    smallest: Integers
    sets: Integers
    count: int
    reason: str | None

    def variance(self, of_sets: NDArray[np.float64]) -> NDArray[np.float64]:
        """Variance of numbers that were taken over each set: (sets, k) to (k,).

        NaN where there is no jackknife.

        Notes
        -----
        (n − d)/d times the variance over all sets (Shao and Wu 1989, The Annals of
        Statistics 17(3):1176–1197).
        """
        if self.reason:
            return np.full(of_sets.shape[1], np.nan)
        return np.asarray((self.free - self.left_out) / self.left_out * of_sets.var(axis=0))

    def standard_error(self, of_candidates: float, of_givens: float) -> float:
        """Standard error over candidates, and over givens where these are not candidates too."""
        return sqrt(of_candidates if self.are_givens else of_candidates + of_givens)


def candidates_of(rows: Rows) -> Candidates:
    """The candidates of some setups of one scenario; at least one setup."""
    rosters = np.array(rows.levels["roster"], np.int64)
    occur = rosters[np.bincount(rows.codes["roster"], minlength=len(rosters)) > 0]
    ever, always = np.bitwise_or.reduce(occur), np.bitwise_and.reduce(occur)
    fewest = np.bitwise_count(occur).min()
    free = int(np.bitwise_count(ever & ~always))
    left_out = int(np.bitwise_count(ever)) - int(fewest)
    smallest = np.flatnonzero((np.bitwise_count(rosters) == fewest)[rows.codes["roster"]])
    of_smallest = rows.codes["roster"][smallest]
    present = np.bincount(of_smallest, minlength=len(rosters)) > 0
    pools = np.array(rows.levels["pool"], np.int64)
    own = rosters[rows.codes["roster"]] & ~pools[rows.codes["pool"]]
    reason = None if left_out else NO_FREE_CANDIDATES
    if left_out and not _has_every_pool(
        rosters[present], _pairs(rows, smallest), own[smallest], comb(free, left_out)
    ):
        reason = NOT_EVERY_POOL
    return Candidates(
        free=free,
        left_out=left_out,
        are_givens=bool(own.any()),
        smallest=smallest,
        sets=(np.cumsum(present) - 1)[of_smallest],
        count=int(present.sum()),
        reason=reason,
    )


def _pairs(rows: Rows, smallest: Integers) -> tuple[int, int]:
    """How many pairs of roster and given some setups have, and how many givens."""
    givens = len(rows.levels["given"])
    pair = rows.codes["roster"][smallest] * givens + rows.codes["given"][smallest]
    present = np.bincount(pair, minlength=givens * len(rows.levels["roster"])) > 0
    return int(present.sum()), int(present.reshape(-1, givens).any(axis=0).sum())


def _has_every_pool(
    rosters: Integers, pairs: tuple[int, int], own: Integers, expected: int
) -> bool:
    """Whether there is a setup for each set of candidates and each given that it can have."""
    if len(rosters) != expected:
        return False
    if not own.any():
        return pairs[0] == expected * pairs[1]
    # A set that holds a given has setups for it; a given that is in no set has none.
    givens = int(np.bitwise_or.reduce(own))
    return pairs[0] == int(np.bitwise_count(rosters & givens).sum())
