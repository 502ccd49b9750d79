"""Which pools of candidates does a pool rule ask for?

A pool is written as a mask: bit i is set when candidate i takes part.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import comb, floor

import numpy as np
from numpy.typing import NDArray

from setupscope.data.masks import Masks, has_none
from setupscope.data.pool_samples import sampled_pools

SMALLEST_POOL = 3
"""Fewer candidates than this cannot tell metrics apart: two give a correlation of ±1."""
KEPT_MASKS = 4096
"""Masks of one size up to which they are kept in memory, to make longer lists of."""


@dataclass(frozen=True)
class PoolRule:
    """Every pool of some sizes, or a sample of them.

    Parameters
    ----------
    leave_out : int, optional
        Every pool that leaves out at most so many candidates, from 0.
    min_pool : int, optional
        Every pool with at least so many candidates, from 3.
    sample : int, optional
        So many pools of each given, drawn at random and the same for all givens as far as
        their candidates are; spread evenly over the sizes, of which each has all pools at most.
    sizes : tuple of int, optional
        Of a sample: how many candidates a pool has, from 3.
    fractions : tuple of float, optional
        Of a sample: the same as shares of a given's candidates, above 0 and up to 1.
    seed : int, optional
        Of a sample: another one draws others; 0 where none is given.

    Exactly one of the first three is given, and with `sample` either sizes or fractions. No
    pool ever has fewer than three candidates.

    Raises
    ------
    ValueError
        When that is not so, or a number is out of range.
    """

    leave_out: int | None = None
    min_pool: int | None = None
    sample: int | None = None
    sizes: tuple[int, ...] = ()
    fractions: tuple[float, ...] = ()
    seed: int | None = None

    def __post_init__(self) -> None:
        if (self.leave_out, self.min_pool, self.sample).count(None) != 2:
            raise ValueError("a pool rule has one of leave_out, min_pool and sample")
        for key, least in LEAST.items():
            number = getattr(self, key)
            if number is not None and number < least:
                raise ValueError(f"{key} is {number}, but a whole number from {least} is needed")
        for mistake in self._mistakes():
            raise ValueError(mistake)

    def _mistakes(self) -> Iterator[str]:
        """What is wrong with the parts that a sample has."""
        if self.sample is None and (self.sizes or self.fractions or self.seed is not None):
            yield "sizes, fractions and seed belong to a sample; give sample too"
        if self.sample is not None and bool(self.sizes) == bool(self.fractions):
            yield "a sample has either sizes or fractions, and not both"
        if any(size < SMALLEST_POOL for size in self.sizes):
            least = f"whole numbers from {SMALLEST_POOL} are needed"
            yield f"sizes holds {min(self.sizes)}, but {least}"
        if not all(0 < share <= 1 for share in self.fractions):
            yield "fractions holds a number that is not above 0 and up to 1"

    def __str__(self) -> str:
        if self.min_pool is not None:
            return f"every pool of {self.min_pool} or more candidates"
        if self.leave_out is not None:
            return f"every pool that leaves out at most {self.leave_out} candidates"
        sizes = [f"{size}" for size in sorted({*self.sizes})]
        shares = [f"{100 * share:g}" for share in sorted({*self.fractions})]
        each = f"{_listed(sizes)}" if sizes else f"{_listed(shares)} % of the"
        return f"a sample of {self.sample:,} pools a given, of {each} candidates, seed {self.draw}"

    @property
    def draw(self) -> int:
        """The seed of a sample."""
        return self.seed or 0

    @property
    def fewest(self) -> int:
        """Candidates that a given needs to have a pool."""
        return max(SMALLEST_POOL, self.min_pool or 0, min(self.sizes, default=0))

    def sizes_of(self, candidates: int) -> Sequence[int]:
        """Sizes of the pools of so many candidates, ascending; empty where the rule allows none."""
        if self.min_pool is not None:
            return range(self.min_pool, candidates + 1)
        if self.leave_out is not None:
            return range(max(SMALLEST_POOL, candidates - self.leave_out), candidates + 1)
        shares = {max(SMALLEST_POOL, floor(share * candidates + 0.5)) for share in self.fractions}
        return sorted(size for size in {*self.sizes, *shares} if size <= candidates)

    def numbers(self, candidates: int) -> dict[int, int]:
        """How many pools of each size so many candidates have, by size."""
        sizes = self.sizes_of(candidates)
        every = {size: comb(candidates, size) for size in sizes}
        if self.sample is None or not sizes:
            return every
        share, rest = divmod(self.sample, len(sizes))
        wanted = {size: share + (place < rest) for place, size in enumerate(sizes)}
        return {size: min(wanted[size], every[size]) for size in sizes}

    def count(self, candidates: int) -> int:
        """Number of pools of so many candidates."""
        return sum(self.numbers(candidates).values())

    def count_every(
        self, candidates: int, among: int, inside: int = 0, within: tuple[int, int] | None = None
    ) -> int:
        """Number of pools of a rule that has every pool.

        Of those of so many candidates that have `inside` certain ones and for the rest some of
        `among` others; and of those whose size is `within` the smallest and the largest given.
        """
        low, high = within or (0, candidates)
        others = [size - inside for size in self.sizes_of(candidates) if low <= size <= high]
        return sum(comb(among, size) for size in others if size >= 0)


OF_SAMPLES = ("sample", "sizes", "fractions", "seed")
"""Parts of a rule that only samples have."""
LEAST = {"leave_out": 0, "min_pool": SMALLEST_POOL, "sample": 1, "seed": 0}
"""Least number of each part of a rule."""


RULES = {"by-ratio": PoolRule(sample=1000, fractions=(0.5, 0.6, 0.7, 0.8, 0.9))}
"""Rules by name. By ratio: a share of the candidates at random, as the study of 2022 varied its
source pools; it states neither shares nor numbers, and these are ours."""


def _listed(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else words[0]


def pools(
    rule: PoolRule, candidates: Sequence[str], start: int = 0, stop: int | None = None
) -> Masks:
    """The pools of a rule, or those at the positions from `start` to before `stop`.

    However many pools the rule has, only those that are asked for are held in memory; of a
    sample, all.

    Returns
    -------
    array of masks, shape (N,)
        Bit i is the i-th candidate. By size and then by mask, ascending; no duplicates.
    """
    if rule.sample is None:
        return every_pool(rule, len(candidates), start, stop)
    return sampled_pools(candidates, rule.numbers(len(candidates)), rule.draw)[start:stop]


def count_among(rule: PoolRule, candidates: Sequence[str], among: int) -> int:
    """Number of pools that hold none but the candidates of a mask."""
    if rule.sample is None:
        return rule.count_every(len(candidates), among.bit_count())
    return int(has_none(pools(rule, candidates), ~among & ((1 << len(candidates)) - 1)).sum())


def every_pool(
    rule: PoolRule, candidates: int, start: int = 0, stop: int | None = None
) -> NDArray[np.int64]:
    """The pools of a rule that has every pool of its sizes, of up to 62 candidates; as `pools`."""
    end = rule.count(candidates) if stop is None else stop
    found = [np.empty(0, np.int64)]
    before = 0
    for size in rule.sizes_of(candidates):
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
