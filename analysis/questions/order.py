"""Which values stand at certain places when all are put in order?"""

import sys

import numpy as np
from numpy.typing import NDArray

MANY = 20_000
"""Values from which on it is faster to put only the neighbourhoods of the places in order."""
BINS = 2**16
UPPER = 1 if sys.byteorder == "little" else 0
"""Which half of a number in memory has its sign and exponent."""

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
    bins = bins_of(values)
    upto = np.cumsum(np.bincount(bins, minlength=BINS))
    wanted = np.searchsorted(upto, places, "right")
    # A bin holds a range of values: only those that a place falls into are put in order.
    marked = np.zeros(BINS, bool)
    marked[wanted] = True
    few = np.sort(values[marked.take(bins)])
    before = upto[wanted] - np.cumsum(np.where(marked, np.diff(upto, prepend=0), 0))[wanted]
    return np.asarray(few[places - before], np.float64)


def bins_of(values: Values) -> NDArray[np.uint16]:
    """The upper half of each number's bits, turned so that they order as the numbers do."""
    # Adding 0 makes one zero of two.
    upper = (values + np.float32(0)).view(np.int16)[UPPER::2]
    return (upper ^ ((upper >> 15) | np.int16(-(2**15)))).view(np.uint16)


def upper_bits(values: Values, bits: int) -> NDArray[np.uint32]:
    """The same with so many of the upper bits."""
    every = (values + np.float32(0)).view(np.int32)
    turned = (every ^ ((every >> 31) | np.int32(-(2**31)))).view(np.uint32)
    return np.asarray(turned >> np.uint32(32 - bits))


def at_floor(values: Values) -> NDArray[np.bool_]:
    """Which values are the first number of their bin, so that all such of a bin are equal."""
    return np.asarray((values + np.float32(0)).view(np.int16)[1 - UPPER :: 2] == 0)
