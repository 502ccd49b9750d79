"""Which values stand at certain places when all are put in order?"""

import numpy as np
from numpy.typing import NDArray

MANY = 20_000
"""Values from which on it is faster to put only the neighbourhoods of the places in order."""
BITS = 16
"""Of a number, by which it is put into a bin."""

Values = NDArray[np.float32]


def in_order(values: Values, places: NDArray[np.int64]) -> NDArray[np.float64]:
    """The values at some places, from 0, in ascending order.

    Parameters
    ----------
    values : array of float32, shape (N,)
        Without NaN.
    places : array of int, shape (k,)
        Below N.

    Returns
    -------
    array, shape (k,)
    """
    if len(values) < MANY:
        return np.partition(values, np.unique(places))[places].astype(np.float64)
    bins = upper_bits(values, BITS)
    counts = np.bincount(bins, minlength=2**BITS)
    upto = np.cumsum(counts)
    # A bin holds a range of values: only those that a place falls into are put in order.
    wanted, bin_of = np.unique(np.searchsorted(upto, places, "right"), return_inverse=True)
    marked = np.zeros(2**BITS, bool)
    marked[wanted] = True
    few = np.sort(values[marked.take(bins)])
    size = counts[wanted]
    left_out = (upto[wanted] - size) - (np.cumsum(size) - size)
    return np.asarray(few[places - left_out[bin_of]], np.float64)


def upper_bits(values: Values, bits: int) -> NDArray[np.uint32]:
    """So many of the upper bits of each number, turned so that they order as the numbers do."""
    # Adding 0 makes one zero of two.
    every = (values + np.float32(0)).view(np.int32)
    turned = (every ^ ((every >> 31) | np.int32(-(2**31)))).view(np.uint32)
    return np.asarray(turned >> np.uint32(32 - bits))


def at_floor(values: Values) -> NDArray[np.bool_]:
    """Which values are the first number of their bin, so that all such of a bin are equal."""
    return np.asarray((values + np.float32(0)).view(np.uint32) << np.uint32(BITS) == 0)
