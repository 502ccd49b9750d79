"""Could a lead be chance, if each given were as likely to favour either metric?"""

import numpy as np
from numpy.typing import NDArray

from setupscope.analysis.resampling.bootstrap import FEWEST_GIVENS, TOLERANCE

MOST_EXACT = 40
"""Givens up to which all signs are tried."""
DRAWS = 100_000

Array = NDArray[np.float64]


def sign_flip_p(by_given: Array, seed: int = 0) -> Array:
    """The two-sided p of the sign-flip test of each lead.

    Parameters
    ----------
    by_given : array, shape (G, k)
        Leads within each given, without NaN.
    seed : int
        Of the draws, beyond 40 givens.

    Returns
    -------
    array, shape (k,)
        The share of all signs of the givens' leads whose sum is as far from 0 as that of the
        leads themselves; NaN where fewer than 6 givens have a lead other than 0.

    Notes
    -----
    Fisher 1935, The Design of Experiments. Exact up to 40 givens; beyond, from 100,000 draws.
    """
    return np.array([_p_of(leads, seed) for leads in by_given.T])


def _p_of(leads: Array, seed: int) -> float:
    # The sign of a 0 changes no sum.
    leads = leads[np.abs(leads) > TOLERANCE]
    if len(leads) < FEWEST_GIVENS:
        return np.nan
    reached = abs(leads.sum()) - TOLERANCE
    if reached <= 0:
        return 1.0
    return _exact(leads, reached) if len(leads) <= MOST_EXACT else _drawn(leads, reached, seed)


def _exact(leads: Array, reached: float) -> float:
    """From the sums of two halves: each of the one needs those of the other beyond a place."""
    half = len(leads) // 2
    first, second = _sums(leads[:half]), np.sort(_sums(leads[half:]))
    above = len(second) - np.searchsorted(second, reached - first, "left")
    below = np.searchsorted(second, -reached - first, "right")
    return float((above.sum() + below.sum()) / (len(first) * len(second)))


def _sums(leads: Array) -> Array:
    """The sums under all signs: (2 ** leads,)."""
    sums = np.zeros(1)
    for lead in leads:
        sums = np.concatenate([sums - lead, sums + lead])
    return sums


def _drawn(leads: Array, reached: float, seed: int) -> float:
    signs = np.random.default_rng(seed).integers(0, 2, (DRAWS, len(leads)), np.int8) * 2 - 1
    # No BLAS here: its threads would touch the last digit.
    far = np.abs(np.einsum("dg,g->d", signs, leads)) >= reached
    return float((1 + far.sum()) / (1 + DRAWS))
