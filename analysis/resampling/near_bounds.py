"""How far can a rate be from what its givens show, where nearly all of them show the same?

A bootstrap draws nothing that it has not seen: where a metric wins nothing for eight givens and
everything for the ninth, or nothing for all, its interval is far too short at the open end.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import special

from setupscope.analysis.resampling.bootstrap import LEVEL, TOLERANCE

NEAR = 0.1
"""Distance from a bound up to which a given's number lies near it."""
SHARE, LEAD = 0.0, -1.0
"""The lowest possible share of the win, and the lowest lead; the highest is 1 for both."""

Array = NDArray[np.float64]


def widened(ends: tuple[Array, ...], by_given: Array, lowest: float) -> tuple[Array, Array]:
    """Intervals with the end away from a bound widened, where most givens lie near that bound.

    Parameters
    ----------
    ends : tuple of array, shape (k,) each
        Lower and upper ends, from `interval`.
    by_given : array, shape (G, k)
        The numbers of each given, without NaN.
    lowest : float
        `SHARE` or `LEAD`.

    Returns
    -------
    tuple of array, shape (k,) each
        The upper end is the higher one of the interval's and Jeffreys' where half or more of
        the givens are within .1 of the lower bound, the lower end likewise near the upper
        bound; both are where all givens have the same number.

    Notes
    -----
    Jeffreys' interval takes each given for one trial (Brown, Cai and DasGupta 2001,
    Statistical Science 16(2):101–133).
    """
    equal = np.ptp(by_given, axis=0) <= TOLERANCE
    at_bottom = (by_given <= lowest + NEAR + TOLERANCE).mean(axis=0) >= 1 / 2
    at_top = (by_given >= 1 - NEAR - TOLERANCE).mean(axis=0) >= 1 / 2
    low, high = jeffreys(by_given.mean(axis=0), len(by_given), lowest)
    return (
        np.where(at_top | equal, np.minimum(ends[0], low), ends[0]),
        np.where(at_bottom | equal, np.maximum(ends[1], high), ends[1]),
    )


def jeffreys(mean: Array, givens: int | NDArray[np.integer], lowest: float) -> tuple[Array, Array]:
    """Jeffreys' 95 % interval of means over givens, on the scale from `lowest` to 1."""
    rate = np.clip((mean - lowest) / (1 - lowest), 0, 1)
    posterior = givens * rate + 1 / 2, givens * (1 - rate) + 1 / 2
    low, high = (
        np.asarray(special.betaincinv(*posterior, (1 + sign * LEVEL) / 2), np.float64)
        for sign in (-1, 1)
    )
    return lowest + low * (1 - lowest), lowest + high * (1 - lowest)
