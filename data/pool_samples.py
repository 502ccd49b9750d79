"""Which pools does a sample hold, where there are too many to score them all?

Each candidate has a stream of random numbers of its own, named by the seed, the pool size and the
candidate; a pool holds the candidates with the lowest numbers of a draw. So the sample is the
same on every machine and in every order, and givens that share most of their candidates share
most of their pools: coordinated samples, by bottom-k sketches (Cohen and Kaplan 2007, PODC).
"""

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

from setupscope.data.masks import Masks, mask_type, with_bits

MAX_KEYS = 2**22
"""Random numbers that are drawn at once."""
FEWEST_DRAWN = 64
"""Pools that are drawn at once at least."""

Members = NDArray[np.bool_]
"""Who takes part in each pool: (N, n)."""


def sampled_pools(candidates: Sequence[str], numbers: Mapping[int, int], seed: int) -> Masks:
    """A sample of the pools of some candidates, without replacement.

    Parameters
    ----------
    candidates : sequence of str
        Their names; bit i stands for the i-th.
    numbers : mapping of int to int
        How many pools of each size; all of them where there are no more.
    seed : int
        Other seeds give other samples.

    Returns
    -------
    array of masks, shape (N,)
        By size and then by mask, ascending; no duplicates.
    """
    return _sampled(tuple(candidates), tuple(sorted(numbers.items())), seed)


@lru_cache(maxsize=256)
def _sampled(names: tuple[str, ...], numbers: tuple[tuple[int, int], ...], seed: int) -> Masks:
    count = len(names)
    found: list[Masks] = [np.empty(0, mask_type(count))]
    for size, number in numbers:
        few = comb(count, size) <= number
        members = _all_of(count, size) if few else _drawn(names, size, number, seed)
        found.append(np.sort(with_bits(members, np.arange(count), count)))
    masks: Masks = np.concatenate(found)
    masks.setflags(write=False)
    return masks


def _all_of(count: int, size: int) -> Members:
    """Every pool of a size, by who is left out."""
    left_out = list(combinations(range(count), count - size))
    members = np.ones((len(left_out), count), bool)
    np.put_along_axis(members, np.array(left_out, np.int64), False, axis=1)
    return members


def _drawn(names: Sequence[str], size: int, number: int, seed: int) -> Members:
    """The first different pools of a size that the streams of the names give."""
    streams = [_stream(seed, size, name) for name in names]
    packed = np.empty((0, -(-len(names) // 8)), np.uint8)
    while len(packed) < number:
        rows = min(max(number - len(packed), FEWEST_DRAWN), max(1, MAX_KEYS // len(names)))
        keys = np.stack([stream.random_raw(rows) for stream in streams], axis=1)
        members = np.zeros(keys.shape, bool)
        lowest = np.argpartition(keys, size - 1, axis=1)[:, :size]
        np.put_along_axis(members, lowest, True, axis=1)
        packed = _different(np.concatenate([packed, np.packbits(members, axis=1)]))
    return np.unpackbits(packed[:number], axis=1, count=len(names)).astype(bool)


def _stream(seed: int, size: int, name: str) -> np.random.Philox:
    """Random numbers of one candidate; NumPy keeps those of a bit generator as they are."""
    key = hashlib.blake2b(f"{seed}/{size}/{name}".encode(), digest_size=16).digest()
    return np.random.Philox(key=int.from_bytes(key, "little"))


def _different(rows: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The rows without those that stand there before, in their order."""
    _, first = np.unique(rows, axis=0, return_index=True)
    return rows[np.sort(first)]
