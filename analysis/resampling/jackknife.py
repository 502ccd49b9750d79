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


def candidates_of(rows: Rows, slice_: Rows) -> Candidates:
    """The candidates of a slice, and the setups over which an answer can be taken again.

    Parameters
    ----------
    rows : Rows
        Those setups of the slice that the answer is over.
    slice_ : Rows
        The slice of one scenario, which says who its candidates are; at least one setup.
    """
    rosters = np.array(rows.levels["roster"], np.int64)
    of_slice = _givens_of(slice_)
    has = of_slice if rows is slice_ else _givens_of(rows)
    occur = rosters[of_slice.any(axis=1)]
    ever, always = np.bitwise_or.reduce(occur), np.bitwise_and.reduce(occur)
    fewest = np.bitwise_count(occur).min()
    free = int(np.bitwise_count(ever & ~always))
    left_out = int(np.bitwise_count(ever)) - int(fewest)
    smallest = np.flatnonzero((np.bitwise_count(rosters) == fewest)[rows.codes["roster"]])
    present = has.any(axis=1) & (np.bitwise_count(rosters) == fewest)
    own = _own_bits(slice_)
    ever_of = np.bitwise_or.reduce(np.where(of_slice, rosters[:, None], 0), axis=0)
    could = _could_have(rosters[present], ever_of, own)
    reason = None if left_out else NO_FREE_CANDIDATES
    scarce = 2 * has[present].sum(axis=1) < could
    if left_out and (present.sum() < comb(free, left_out) or scarce.any()):
        reason = NOT_EVERY_POOL
    return Candidates(
        free=free,
        left_out=left_out,
        are_givens=bool(own.any()),
        smallest=smallest,
        sets=(np.cumsum(present) - 1)[rows.codes["roster"][smallest]],
        count=int(present.sum()),
        reason=reason,
    )


def _givens_of(rows: Rows) -> NDArray[np.bool_]:
    """For which givens each roster has a setup: (rosters, G)."""
    givens = len(rows.levels["given"])
    pair = rows.codes["roster"] * givens + rows.codes["given"]
    counts = np.bincount(pair, minlength=givens * len(rows.levels["roster"]))
    return np.asarray(counts.reshape(-1, givens) > 0)


def _own_bits(rows: Rows) -> Integers:
    """The bit of each given among the candidates, 0 where givens are none: (G,)."""
    rosters = np.array(rows.levels["roster"], np.int64)
    pools = np.array(rows.levels["pool"], np.int64)
    any_of = np.full(len(rows.levels["given"]), -1)
    any_of[rows.codes["given"]] = np.arange(len(rows))
    occurs, one = any_of >= 0, any_of[any_of >= 0]
    own = np.zeros(len(occurs), np.int64)
    own[occurs] = rosters[rows.codes["roster"][one]] & ~pools[rows.codes["pool"][one]]
    return own


def _could_have(rosters: Integers, ever: Integers, own: Integers) -> Integers:
    """How many givens could have each roster: those that have all its candidates: (rosters,).

    `ever` has the candidates of each given. Where a given is one too, it stands in its rosters.
    """
    within = rosters[:, None] & ~ever == 0
    return np.asarray((within & (rosters[:, None] & own == own) & (ever > 0)).sum(axis=1))
