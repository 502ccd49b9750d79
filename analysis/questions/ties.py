"""When do two rates count as equal?"""

import numpy as np
from numpy.typing import NDArray

from setupscope.analysis.resampling.bootstrap import TOLERANCE

Array = NDArray[np.float64]


def level_ties(rates: Array) -> Array:
    """Rates with those made the same that are equal to 12 digits; others keep their last digit.

    Whatever compares, sorts or subtracts them later then sees a tie as a tie.

    Parameters
    ----------
    rates : array, shape (..., q)
        Rates of metrics; NaN where one has none.

    Returns
    -------
    array, shape (..., q)
        The first of the rates that tie, in the metrics' order, stands for all of them.
    """
    leveled = rates.copy()
    near = (np.diff(np.sort(rates, axis=-1), axis=-1) <= TOLERANCE).any(axis=-1)
    for place in zip(*np.nonzero(near), strict=True) if rates.ndim > 1 else [()] * bool(near):
        leveled[place] = _leveled(rates[place])
    return leveled


def _leveled(rates: Array) -> Array:
    order = np.argsort(rates, kind="stable")
    apart = ~(np.diff(rates[order]) <= TOLERANCE)
    starts = np.flatnonzero(np.concatenate([[True], apart]))
    sizes = np.diff(np.append(starts, len(rates)))
    leveled = np.empty_like(rates)
    leveled[order] = rates[np.minimum.reduceat(order, starts)].repeat(sizes)
    return leveled
