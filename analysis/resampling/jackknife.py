"""How much does an answer owe to the candidates that happen to be in the study?

Delete-d jackknife: the answer is taken again over the setups of each set of candidates
that leaves out d of them, with d the most that the slice's pools leave out.
"""

from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import NDArray

from setupscope.analysis.frames.rows import Integers, Marks, Rows
from setupscope.data.masks import Masks, as_masks, sizes_of

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
    smallest : array of bool, shape (S,)
        The rosters whose pools leave out that many: the sets of candidates.
    reason : str or None
        Why there is no jackknife; else null.
    """

    free: int
    left_out: int
    are_givens: bool
    smallest: Marks
    reason: str | None

    @property
    def count(self) -> int:
        """Number of sets."""
        return int(self.smallest.sum())

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


def candidates_of(rows: Rows, slice_: Rows) -> Candidates:
    """The candidates of a slice, and the setups over which an answer can be taken again.

    Parameters
    ----------
    rows : Rows
        Those setups of the slice that the answer is over.
    slice_ : Rows
        The slice of one scenario, which says who its candidates are; at least one setup.
    """
    rosters = as_masks(rows.levels["roster"])
    of_slice = slice_.rosters_of_givens()
    has = of_slice if rows is slice_ else rows.rosters_of_givens()
    occur = rosters[of_slice.any(axis=1)]
    ever, always = np.bitwise_or.reduce(occur), np.bitwise_and.reduce(occur)
    fewest = sizes_of(occur).min()
    free = int(ever & ~always).bit_count()
    left_out = int(ever).bit_count() - int(fewest)
    smallest = has.any(axis=1) & (sizes_of(rosters) == fewest)
    own = slice_.own_bits()
    of_givens = (rosters[own] for own in of_slice.T)
    ever_of = np.array([np.bitwise_or.reduce(each, initial=0) for each in of_givens], rosters.dtype)
    could = _could_have(rosters[smallest], ever_of, own)
    reason = None if left_out else NO_FREE_CANDIDATES
    scarce = 2 * has[smallest].sum(axis=1) < could
    if left_out and (smallest.sum() < comb(free, left_out) or scarce.any()):
        reason = NOT_EVERY_POOL
    return Candidates(
        free=free,
        left_out=left_out,
        are_givens=bool(own.any()),
        smallest=smallest,
        reason=reason,
    )


def _could_have(rosters: Masks, ever: Masks, own: Masks) -> Integers:
    """How many givens could have each roster: those that have all its candidates: (rosters,).

    `ever` has the candidates of each given. Where a given is one too, it stands in its rosters.
    """
    within = rosters[:, None] & ~ever == 0
    return np.asarray((within & (rosters[:, None] & own == own) & (ever > 0)).sum(axis=1))
