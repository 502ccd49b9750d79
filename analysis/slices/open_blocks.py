"""How many pools do the candidates of a slice leave open, for each given and backbone?

Where a rule has every pool of its sizes, a formula says so; of a sample, the pools that were
drawn are counted.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import and_

import numpy as np
from numpy.typing import NDArray

from setupscope.analysis.slices.slices import Slice
from setupscope.data.masks import bits_of, has_none, members
from setupscope.data.pools import PoolRule, pools


@dataclass(frozen=True)
class OpenBlock:
    """The pools of one given and backbone that the candidates of a slice leave open.

    Attributes
    ----------
    given, backbone : str
        Which ones.
    rule : PoolRule
        Of the study.
    candidates : mapping of int to str
        The candidates, by their bit.
    inside, free : int
        Masks of those that stand in every pool, and of those that may.
    """

    given: str
    backbone: str
    rule: PoolRule
    candidates: Mapping[int, str]
    inside: int
    free: int

    def by_size(self) -> dict[int, int]:
        """Number of pools of each size."""
        sizes = self.rule.sizes_of(len(self.candidates))
        return {size: self.pools((size, size)) for size in sizes}

    def pools(self, within: tuple[int, int]) -> int:
        """Number of pools of some sizes."""
        return self._count(self.inside, self.free, within)

    def with_each(self, within: tuple[int, int]) -> dict[int, int]:
        """Number of pools of some sizes that hold a candidate, by its bit."""
        every = self.pools(within)
        found = dict.fromkeys(bits_of(self.inside), every)
        for bit in bits_of(self.free):
            found[bit] = self._count(self.inside | 1 << bit, self.free & ~(1 << bit), within)
        return found

    def _count(self, inside: int, free: int, within: tuple[int, int]) -> int:
        return self.rule.count_every(
            len(self.candidates), free.bit_count(), inside.bit_count(), within
        )


@dataclass(frozen=True)
class DrawnBlock(OpenBlock):
    """The same of a sample."""

    def by_size(self) -> dict[int, int]:
        """Number of pools of each size."""
        sizes = self._members.sum(axis=1)
        found = np.unique(sizes.astype(int), return_counts=True)
        return dict(zip(*(side.tolist() for side in found), strict=True))

    def pools(self, within: tuple[int, int]) -> int:
        """Number of pools of some sizes."""
        return len(self._within(within))

    def with_each(self, within: tuple[int, int]) -> dict[int, int]:
        """Number of pools of some sizes that hold a candidate, by its bit."""
        counts = self._within(within).sum(axis=0).astype(int).tolist()
        return dict(zip(self.candidates, counts, strict=True))

    def _within(self, within: tuple[int, int]) -> NDArray[np.float64]:
        sizes = self._members.sum(axis=1)
        return np.asarray(self._members[(sizes >= within[0]) & (sizes <= within[1])])

    @cached_property
    def _members(self) -> NDArray[np.float64]:
        """Who takes part in each pool that is open: (N, n)."""
        masks = pools(self.rule, tuple(self.candidates.values()))
        inside, barred = (
            sum(1 << place for place, bit in enumerate(self.candidates) if mask >> bit & 1)
            for mask in (self.inside, ~(self.inside | self.free))
        )
        chosen = has_none(masks, barred) & has_none(~masks, inside)
        return members(masks[chosen], len(self.candidates))


def open_blocks(slice_: Slice, scenario: str, metrics: Sequence[str] = ()) -> Iterator[OpenBlock]:
    """The blocks of a scenario in which a slice's candidates leave pools that metrics cover.

    Every given and backbone is there, whatever the slice says of them.
    """
    names, rule = slice_.study.names_of(scenario), slice_.study.pools
    needed = {*metrics, *(slice_.metric_keys() if slice_.covered else ())}
    bit_of = {name: 1 << bit for bit, name in enumerate(names.candidates)}
    inside, outside = (sum(bit_of[n] for n in part) for part in (slice_.present, slice_.absent))
    kind = OpenBlock if rule.sample is None else DrawnBlock
    for block in names.blocks:
        scored = reduce(and_, [block.scored[metric] for metric in needed], block.candidates)
        if not inside & (~scored | outside):
            own = {bit: names.candidates[bit] for bit in bits_of(block.candidates)}
            free = scored & ~inside & ~outside
            yield kind(block.given, block.backbone, rule, own, inside, free)
