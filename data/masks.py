"""How is a set of candidates written as a mask?

Bit i is the i-th name of the scenario, alphabetically. Masks over up to 62 names are signed
64-bit integers. Those over more names are integers of any length: in arrays as objects, in the
columns of a store as text, in hexadecimal digits.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from setupscope.data.limits import MAX_CANDIDATES

MASK_BITS = MAX_CANDIDATES
"""Names up to which masks are integers that every engine computes with exactly."""

Masks = NDArray[np.integer[Any]]
"""Masks; objects where there are more than 62 names, which NumPy computes with as with numbers."""


def mask_type(names: int) -> type:
    """The type of an array of masks over so many names."""
    return np.int64 if names <= MASK_BITS else object


def digits_of(names: int) -> int:
    """Hexadecimal digits of a mask over so many names in a store; 0 where it is an integer."""
    return 0 if names <= MASK_BITS else -(-names // 4)


def as_text(masks: Masks, digits: int) -> list[str]:
    """Masks as the columns of a store have them: all of the same length, so that they sort."""
    return [f"{mask:0{digits}x}" for mask in masks.tolist()]


def as_masks(column: Iterable[Any]) -> Masks:
    """Masks as integers, whether they come as such or as hexadecimal digits: (N,)."""
    numbers = column if isinstance(column, np.ndarray) else np.array([*column], object)
    if not (len(numbers) and isinstance(numbers[0], str)):
        try:
            return numbers.astype(np.int64, copy=False)
        except OverflowError:
            return numbers
    found = [int(mask, 16) for mask in numbers]
    return np.array(found, mask_type(max(found).bit_length()))


def as_mask(value: int | str) -> int:
    """The same of a single one."""
    return int(value, 16) if isinstance(value, str) else int(value)


def has_none(masks: Masks, of: int) -> NDArray[np.bool_]:
    """Whether each mask has none of the names of another, which may have higher bits than any."""
    low = of if masks.dtype == object else of & np.iinfo(np.int64).max
    return np.asarray((masks & low) == 0)


def sizes_of(masks: Masks) -> NDArray[np.int64]:
    """How many names each mask has, whatever its shape."""
    return np.bitwise_count(masks).astype(np.int64)


def with_bits(members: NDArray[np.generic], bits: NDArray[np.int64], names: int) -> Masks:
    """Who takes part, (N, n), as masks over so many names, where column i is bit `bits[i]`."""
    whole = members.astype(np.int64)
    if names <= MASK_BITS:
        return whole @ (np.int64(1) << bits)
    found: Masks = np.zeros(len(whole), object)
    for word in np.unique(bits // MASK_BITS).tolist():
        own = bits // MASK_BITS == word
        part = whole[:, own] @ (np.int64(1) << bits[own] % MASK_BITS)
        found |= part.astype(object) << word * MASK_BITS
    return found


def members(masks: Masks, names: int) -> NDArray[np.float64]:
    """Who takes part in each pool, as numbers for matrix products.

    Returns
    -------
    array of float64, shape (N, names)
        1 where the candidate is in the pool, else 0.
    """
    if masks.dtype != object:
        return (masks[:, None] >> np.arange(names) & 1).astype(np.float64)
    length = -(-names // 8)
    packed = b"".join(mask.to_bytes(length, "little") for mask in masks.tolist())
    rows = np.frombuffer(packed, np.uint8).reshape(len(masks), length)
    return np.unpackbits(rows, axis=1, count=names, bitorder="little").astype(np.float64)


def spread(masks: Masks, within: int, names: int) -> Masks:
    """Masks over the candidates of a mask, as masks over all of so many names."""
    bits = bits_of(within)
    return with_bits(members(masks, len(bits)), np.array(bits, np.int64), names)


def bits_of(mask: int) -> list[int]:
    """The bits that are set, ascending."""
    return [bit for bit in range(mask.bit_length()) if mask >> bit & 1]


def mask_of(names: Sequence[str], chosen: Iterable[str]) -> int:
    """The mask of some of the names of a scenario."""
    return sum(1 << names.index(name) for name in chosen)
