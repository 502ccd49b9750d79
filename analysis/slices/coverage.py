"""How many of a slice's setups does each metric cover, so that it takes part in them?

A metric covers a setup if it has a score for every member of its pool. How many it covers
follows from which scores there are; no setup is looked at.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_

from setupscope.analysis.slices.slices import Slice


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
        return tuple(metric for metric, count in self.of.items() if 0 < count < self.setups)

    @property
    def absent(self) -> tuple[str, ...]:
        """Metrics that cover no setup, though there are some."""
        return tuple(metric for metric, count in self.of.items() if not count and self.setups)


def coverage(slice_: Slice, scenario: str, metrics: Sequence[str] = ()) -> Coverage:
    """What metrics cover of a slice in one of its scenarios; by default those that it compares."""
    compared = tuple(metrics or slice_.metric_keys())
    whole = setups_covered(slice_, scenario, ())
    if not set(compared) & set(slice_.study.names_of(scenario).lacking):
        return Coverage(scenario, whole, dict.fromkeys(compared, whole), whole)
    of = {metric: setups_covered(slice_, scenario, (metric,)) for metric in compared}
    covering = [metric for metric, count in of.items() if count]
    return Coverage(scenario, whole, of, setups_covered(slice_, scenario, covering))


def setups_covered(slice_: Slice, scenario: str, metrics: Sequence[str]) -> int:
    """Setups of a slice in one of its scenarios that all of some metrics cover."""
    study, names = slice_.study, slice_.study.names_of(scenario)
    givens, backbones = slice_.givens or names.givens, slice_.backbones or names.backbones
    bit_of = {name: 1 << bit for bit, name in enumerate(names.candidates)}
    inside, outside = (sum(bit_of[n] for n in part) for part in (slice_.present, slice_.absent))
    within, pools = slice_.sizes or names.sizes, 0
    for block in names.blocks:
        scored = reduce(and_, [block.scored[metric] for metric in metrics], block.candidates)
        there = block.given in givens and block.backbone in backbones
        if there and not inside & (~scored | outside):
            free = (scored & ~inside & ~outside).bit_count()
            count = block.candidates.bit_count()
            pools += study.pools.count(count, free, inside.bit_count(), within)
    return pools * len(slice_.measures or study.measures)


def covering(slice_: Slice) -> tuple[str, ...]:
    """The compared metrics that cover some setup of a slice; all of them where none does."""
    several = [coverage(slice_, scenario).of for scenario in slice_.scenario_names()]
    return tuple(m for m in slice_.metric_keys() if any(of[m] for of in several)) or (
        slice_.metric_keys()
    )
