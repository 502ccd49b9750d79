"""Which intervals hold for all of several leads at once?

A wild bootstrap-t: the givens' deviations from each lead change their signs, the same signs
for every lead, and the widest studentized deviation says how wide all intervals have to be.
"""

from functools import lru_cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from setupscope.analysis.resampling.bootstrap import FEWEST_GIVENS, LEVEL, TOLERANCE

MOST_EXACT = 12
"""Givens up to which all signs are tried."""
DRAWS = 10_000
AT_ONCE = 500
"""Draws that are looked at together, few enough for the processor's cache."""

Array = NDArray[np.float64]


def simultaneous(
    estimates: Array, deviations: Array, givens: NDArray[np.integer], seed: int = 0
) -> tuple[Array, Array]:
    """95 % intervals that hold for all estimates at once, candidates held.

    Parameters
    ----------
    estimates : array, shape (k,)
        Leads, or differences of win rates.
    deviations : array, shape (G, k)
        What each given adds to an estimate beyond its part of it; they sum to 0. For a mean
        over n givens: (the given's number − the mean) / n, and 0 where it takes no part.
    givens : array of int, shape (k,)
        How many givens each estimate has.
    seed : int
        Of the draws, beyond 12 givens.

    Returns
    -------
    tuple of array, shape (k,) each
        NaN for an estimate of fewer than 6 givens, or without any deviation. Infinite where
        the deviations are so few and alike that more than 5 % of the signs leave no doubt of
        a wrong estimate.

    Notes
    -----
    After Romano and Wolf 2005 (Econometrica 73(4):1237–1282) and Davidson and Flachaire 2008
    (Journal of Econometrics 146(1):162–169).
    """
    square = (deviations**2).sum(axis=0)
    used = (givens >= FEWEST_GIVENS) & (square > TOLERANCE**2)
    low, high = np.full((2, len(estimates)), np.nan)
    if used.any():
        errors = _errors(square[used], np.zeros(1), givens[used])
        width = _quantile(deviations[:, used], givens[used], seed) * errors
        low[used], high[used] = estimates[used] - width, estimates[used] + width
    return low, high


def _errors(square: Array, sums: Array, givens: NDArray[np.integer]) -> Array:
    """Standard errors over givens, from sums of squared deviations and of deviations."""
    left = square - sums**2 / givens
    # Where all deviations are the same, what is left is only rounding.
    return np.asarray(np.sqrt(np.where(left > TOLERANCE * square, left, 0) * givens / (givens - 1)))


def _quantile(deviations: Array, givens: NDArray[np.integer], seed: int) -> float:
    """The .95 quantile of the widest studentized sum of deviations over signs."""
    signs, square = _signs(len(deviations), seed), (deviations**2).sum(axis=0)
    parts = (signs[start : start + AT_ONCE] for start in range(0, len(signs), AT_ONCE))
    widest = np.sort(np.concatenate([_widest(own, deviations, square, givens) for own in parts]))
    # Between two infinite numbers there is none for NumPy.
    above = widest[int(np.ceil(LEVEL * (len(widest) - 1)))]
    return float(np.quantile(widest, LEVEL)) if above < np.inf else np.inf


def _widest(signs: Array, deviations: Array, square: Array, givens: NDArray[np.integer]) -> Array:
    """The widest studentized sum of deviations under each of some signs: (D, G) to (D,)."""
    # No BLAS here: its threads would touch the last digit.
    sums = np.einsum("dg,gk->dk", signs, deviations)
    errors = _errors(square, sums, givens)
    far = np.divide(np.abs(sums), errors, out=np.full(sums.shape, np.inf), where=errors > 0)
    return np.asarray(far.max(axis=1))


@lru_cache(maxsize=32)
def _signs(givens: int, seed: int) -> NDArray[np.float64]:
    """Signs of the givens, all of them up to 12 (but for one turn of all): (D, G)."""
    if givens <= MOST_EXACT:
        return np.array([(1.0, *rest) for rest in product((-1.0, 1.0), repeat=givens - 1)])
    return np.random.default_rng(seed).choice([-1.0, 1.0], (DRAWS, givens))
