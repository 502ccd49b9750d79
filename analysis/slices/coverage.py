"""How many of a slice's setups does each metric cover, so that it takes part in them?

A metric covers a setup if it has a score for every member of its pool. How many it covers
follows from which scores there are; no setup is looked at.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations
from operator import and_

from setupscope.analysis.slices.open_blocks import open_blocks
from setupscope.analysis.slices.slices import Slice
from setupscope.data.study.setup_ids import SetupId


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
    field : tuple of str
        Metrics that cover every setup that two or more of them cover; none where there is no
        such setup.
    """

    scenario: str
    setups: int
    of: Mapping[str, int]
    together: int
    field: tuple[str, ...]

    @property
    def partial(self) -> tuple[str, ...]:
        """Metrics that cover some setups, but not all that are compared."""
        some = [metric for metric, count in self.of.items() if 0 < count < self.setups]
        return tuple(metric for metric in some if metric not in self.field)

    @property
    def absent(self) -> tuple[str, ...]:
        """Metrics that cover no setup, though there are some."""
        return tuple(metric for metric, count in self.of.items() if not count and self.setups)


@dataclass(frozen=True)
class CoveredAll:
    """What is left of a slice where only setups count that all compared metrics cover.

    Attributes
    ----------
    setups, givens : int
        Those setups, and the givens that have any of them.
    """

    setups: int
    givens: int


def coverage(slice_: Slice, scenario: str, metrics: Sequence[str] = ()) -> Coverage:
    """What metrics cover of a slice in one of its scenarios; by default those that it compares."""
    compared = tuple(metrics or slice_.metric_keys())
    whole = setups_covered(slice_, scenario, ())
    if not slice_.study.names_of(scenario).lack(compared):
        field = compared if whole and len(compared) > 1 else ()
        return Coverage(scenario, whole, dict.fromkeys(compared, whole), whole, field)
    of = {metric: setups_covered(slice_, scenario, (metric,)) for metric in compared}
    covering = [metric for metric, count in of.items() if count]
    together = setups_covered(slice_, scenario, covering)
    return Coverage(scenario, whole, of, together, _field(slice_, scenario, covering))


def _field(slice_: Slice, scenario: str, covering: Sequence[str]) -> tuple[str, ...]:
    """Those of the metrics that cover every setup that two of them cover."""
    alike = _by_scores(slice_, scenario, covering)
    firsts = [metrics[0] for metrics in alike]
    pairs = [*combinations(firsts, 2), *((m[0], m[1]) for m in alike if len(m) > 1)]
    shared = {pair: setups_covered(slice_, scenario, pair) for pair in pairs}
    compared = [pair for pair, setups in shared.items() if setups]
    whole = [
        metrics
        for metrics in alike
        if all(
            setups_covered(slice_, scenario, (*pair, metrics[0])) == shared[pair]
            for pair in compared
        )
    ]
    found = {metric for metrics in whole for metric in metrics} if compared else set()
    return tuple(metric for metric in covering if metric in found)


def _by_scores(slice_: Slice, scenario: str, metrics: Sequence[str]) -> list[list[str]]:
    """The metrics, those together that have scores of the same candidates."""
    blocks = slice_.study.names_of(scenario).blocks
    alike: dict[tuple[int, ...], list[str]] = {}
    for metric in metrics:
        alike.setdefault(tuple(block.scored[metric] for block in blocks), []).append(metric)
    return list(alike.values())


def setups_covered(slice_: Slice, scenario: str, metrics: Sequence[str]) -> int:
    """Setups of a slice in one of its scenarios that all of some metrics cover."""
    return _covered_of_givens(slice_, scenario, metrics).total()


def covered_by_all(slice_: Slice, scenario: str) -> CoveredAll:
    """What `covered=all` leaves of a slice in one of its scenarios."""
    of_givens = _covered_of_givens(slice_, scenario, slice_.metric_keys())
    return CoveredAll(of_givens.total(), sum(count > 0 for count in of_givens.values()))


def all_cover(slice_: Slice, id_: SetupId) -> bool:
    """Whether all compared metrics cover a setup."""
    return any(
        not id_.pool & ~reduce(and_, [block.scored[metric] for metric in slice_.metric_keys()])
        for block in slice_.study.names_of(id_.scenario).blocks
        if (block.given, block.backbone) == (id_.given, id_.backbone)
    )


def _covered_of_givens(slice_: Slice, scenario: str, metrics: Sequence[str]) -> Counter[str]:
    """Setups of a slice in one of its scenarios that all of some metrics cover, by given."""
    names = slice_.study.names_of(scenario)
    givens, backbones = slice_.givens or names.givens, slice_.backbones or names.backbones
    within, measures = slice_.sizes or names.sizes, len(slice_.measures_in(scenario))
    found: Counter[str] = Counter()
    for block in open_blocks(slice_, scenario, metrics):
        if block.given in givens and block.backbone in backbones:
            found[block.given] += block.pools(within) * measures
    return found
