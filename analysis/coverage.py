"""How many of a slice's setups does each metric cover, so that it takes part in them?

A metric covers a setup if it has a score for every member of its pool. How many it covers
follows from which scores there are; no setup is looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from math import comb
from operator import and_
from typing import TYPE_CHECKING

from data.measured import Names, ScoredBlock

if TYPE_CHECKING:
    from analysis.slices import Slice


@dataclass(frozen=True)
class Coverage:
    """What the compared metrics cover of a slice, in one of its scenarios.

    Attributes
    ----------
    scenario : str
        Which one.
    setups : int
        All setups of the slice there.
    of : mapping of str to int
        By metric, the setups that it covers.
    together : int
        Setups that every metric covers that covers any.
    """

    scenario: str
    setups: int
    of: Mapping[str, int]
    together: int

    @property
    def partial(self) -> tuple[str, ...]:
        """Metrics that cover some setups, but not all."""
        return tuple(metric for metric, many in self.of.items() if 0 < many < self.setups)

    @property
    def absent(self) -> tuple[str, ...]:
        """Metrics that cover no setup, though there are some."""
        return tuple(metric for metric, many in self.of.items() if not many and self.setups)


def coverage(slice_: Slice, scenario: str, metrics: Sequence[str] = ()) -> Coverage:
    """What metrics cover of a slice in one of its scenarios; by default those that it compares."""
    compared = tuple(metrics or slice_.metric_keys())
    whole = setups_covered(slice_, scenario, ())
    if not set(compared) & set(slice_.study.names_of(scenario).lacking):
        return Coverage(scenario, whole, dict.fromkeys(compared, whole), whole)
    of = {metric: setups_covered(slice_, scenario, (metric,)) for metric in compared}
    covering = [metric for metric, many in of.items() if many]
    return Coverage(scenario, whole, of, setups_covered(slice_, scenario, covering))


def setups_covered(slice_: Slice, scenario: str, metrics: Sequence[str]) -> int:
    """Setups of a slice in one of its scenarios that all of some metrics cover."""
    study, names = slice_.study, slice_.study.names_of(scenario)
    pools = sum(
        _pools(slice_, names, block, metrics)
        for block in names.blocks
        if block.given in (slice_.givens or names.givens)
        and block.backbone in (slice_.backbones or names.backbones)
    )
    return pools * len(slice_.measures or study.measures)


def _pools(slice_: Slice, names: Names, block: ScoredBlock, metrics: Sequence[str]) -> int:
    """Pools of a block that the slice leaves and all of some metrics have every score for."""
    bit_of = {name: 1 << bit for bit, name in enumerate(names.candidates)}
    inside, outside = (sum(bit_of[n] for n in part) for part in (slice_.present, slice_.absent))
    scored = reduce(and_, [block.scored[metric] for metric in metrics], block.candidates)
    if inside & ~scored or inside & outside:
        return 0
    free = (scored & ~inside & ~outside).bit_count()
    low, high = slice_.sizes or slice_.all_sizes
    sizes = slice_.study.pools.sizes(block.candidates.bit_count())
    others = [size - inside.bit_count() for size in sizes if low <= size <= high]
    return sum(comb(free, size) for size in others if size >= 0)


def covering(slice_: Slice) -> tuple[str, ...]:
    """The compared metrics that cover some setup of a slice; all of them where none does."""
    several = [coverage(slice_, scenario).of for scenario in slice_.scenario_names()]
    return tuple(m for m in slice_.metric_keys() if any(of[m] for of in several)) or (
        slice_.metric_keys()
    )
