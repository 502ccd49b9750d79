"""Which pools of candidates does a pool rule ask for?

A pool is written as a mask: bit i is set when candidate i takes part.
"""

from dataclasses import dataclass
from functools import cache
from math import comb

import numpy as np
from numpy.typing import NDArray

SMALLEST_POOL = 3
"""Fewer candidates than this cannot tell metrics apart: two give a correlation of ±1."""
KEPT_MASKS = 4096
"""Masks of one size up to which they are kept in memory, to make longer lists of."""


@dataclass(frozen=True)
class PoolRule:
    """Every pool that leaves out at most so many candidates, or has at least so many.

    Parameters
    ----------
    leave_out : int, optional
        Most candidates that a pool leaves out, from 0.
    min_pool : int, optional
        Fewest candidates in a pool, from 3.

    Exactly one of the two is given. No pool ever has fewer than three candidates.

    Raises
    ------
    ValueError
        When both or neither are given, or one is out of range.
    """

    leave_out: int | None = None
    min_pool: int | None = None

    def __post_init__(self) -> None:
        if (self.leave_out is None) == (self.min_pool is None):
            raise ValueError("a pool rule has either leave_out or min_pool, and not both")
        if self.leave_out is not None and self.leave_out < 0:
            raise ValueError(f"leave_out is {self.leave_out}, but a whole number from 0 is needed")
        if self.min_pool is not None and self.min_pool < SMALLEST_POOL:
            raise ValueError(
                f"min_pool is {self.min_pool}, but a whole number from {SMALLEST_POOL} is needed"
            )

    def __str__(self) -> str:
        if self.min_pool is not None:
            return f"every pool of {self.min_pool} or more candidates"
        return f"every pool that leaves out at most {self.leave_out} candidates"

    def sizes(self, candidates: int) -> range:
        """Sizes of the pools of so many candidates, ascending; empty where the rule allows none."""
        if self.min_pool is not None:
            return range(self.min_pool, candidates + 1)
        assert self.leave_out is not None
        return range(max(SMALLEST_POOL, candidates - self.leave_out), candidates + 1)

    def count(
        self,
        candidates: int,
        among: int | None = None,
        inside: int = 0,
        within: tuple[int, int] | None = None,
    ) -> int:
        """Number of pools of so many candidates.

        Of those that have `inside` certain ones and for the rest some of `among` others, by
        default of all; and of those whose size is `within` the smallest and the largest given.
        """
        free = candidates - inside if among is None else among
        low, high = within or (0, candidates)
        others = [size - inside for size in self.sizes(candidates) if low <= size <= high]
        return sum(comb(free, size) for size in others if size >= 0)


def pools(
    rule: PoolRule, candidates: int, start: int = 0, stop: int | None = None
) -> NDArray[np.int64]:
    """The pools of a rule, or those at the positions from `start` to before `stop`.

    However many pools the rule has, only those that are asked for are held in memory.

    Returns
    -------
    array of int64, shape (N,)
        Masks over `candidates` bits, by size and then by mask, ascending; no duplicates.
    """
    end = rule.count(candidates) if stop is None else stop
    found = [np.empty(0, np.int64)]
    before = 0
    for size in rule.sizes(candidates):
        found.append(_masks_of_size(candidates, size, start - before, end - before))
        before += comb(candidates, size)
    return np.concatenate(found)


def _masks_of_size(bits: int, size: int, start: int, stop: int) -> NDArray[np.int64]:
    """Masks of `bits` bits with exactly `size` set, ascending, from `start` to before `stop`."""
    start, stop = max(start, 0), min(stop, comb(bits, size))
    if start >= stop:
        return np.empty(0, np.int64)
    if comb(bits, size) <= KEPT_MASKS:
        return _all_masks_of_size(bits, size)[start:stop]
    without_last = comb(bits - 1, size)
    lower = _masks_of_size(bits - 1, size, start, stop)
    upper = _masks_of_size(bits - 1, size - 1, start - without_last, stop - without_last)
    return np.concatenate([lower, upper | np.int64(1 << (bits - 1))])


@cache
def _all_masks_of_size(bits: int, size: int) -> NDArray[np.int64]:
    if size == 0:
        return np.zeros(1, np.int64)
    if size > bits:
        return np.empty(0, np.int64)
    with_last = _all_masks_of_size(bits - 1, size - 1) | np.int64(1 << (bits - 1))
    return np.concatenate([_all_masks_of_size(bits - 1, size), with_last])


def members(masks: NDArray[np.int64], candidates: int) -> NDArray[np.float64]:
    """Who takes part in each pool, as numbers for matrix products.

    Returns
    -------
    array of float64, shape (N, candidates)
        1 where the candidate is in the pool, else 0.
    """
    return (masks[:, None] >> np.arange(candidates) & 1).astype(np.float64)
