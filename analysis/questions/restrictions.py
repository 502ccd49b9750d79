"""Which single restrictions does a slice have, and how is the win shared under each?

A restriction is to one given, backbone, measure or pool size, or to the pools with or without
one candidate; all of them come from two sets of counts. Those by family stand beside them, for
who asks: a family holds several givens or candidates, so that they overlap.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from setupscope.analysis.frames.contests import field_of
from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.rows import Integers, Metrics, Rows, Setups, compact
from setupscope.analysis.questions.families import (
    FAMILIES,
    FAMILY,
    POOL_WITHOUT_FAMILY,
    families_of,
    mask_of,
    part_of_family,
)
from setupscope.analysis.questions.leads import Array
from setupscope.analysis.questions.shares import Tally, rates_of
from setupscope.analysis.questions.ties import level_ties
from setupscope.data.masks import Masks, has_none
from setupscope.data.study.measured import MeasuredStudy
from setupscope.data.vocabulary import COMPONENTS

WITH, WITHOUT = "with", "without"
RESTRICTED = (*COMPONENTS, WITH, WITHOUT)
"""What a restriction can be of: a level of a component, a candidate in, a candidate out."""
KINDS = (*RESTRICTED, *FAMILIES)
"""The same, and the parts by family, which are there on request."""
Named = list[tuple[str, str | int]]
"""Component and value of several restrictions."""
BITS = 6
"""Candidates whose pools are added up together."""


def win_rates_by_candidate(
    setups: Setups, study: MeasuredStudy, metrics: Metrics = None
) -> pd.DataFrame:
    """Win rates over the pools with each candidate, and over those without it.

    See `win_rates_under`.
    """
    return win_rates_under(setups, study, (WITH, WITHOUT), metrics)


def win_rates_under(
    setups: Setups, study: MeasuredStudy, kinds: Sequence[str], metrics: Metrics = None
) -> pd.DataFrame:
    """Win rates under each restriction of some kinds.

    Parameters
    ----------
    setups, study, metrics
        As for `flips`.
    kinds : sequence of str
        Of `KINDS`.

    Returns
    -------
    pandas.DataFrame
        A row per scenario, restriction that leaves some of the setups but not all, and
        metric: `scenario`, `component` (the kind), `value` (level, candidate or family),
        `metric` (of those that cover all contests of the scenario), `win_rate` (0 to 1, each
        given weighing the same; null without a contest), `setups`, `givens`.
    """
    found: list[dict[str, object]] = []
    for levels, part in fetch(setups, metrics).parts(()):
        of_part = Restrictions.of(part, study, str(levels["scenario"]), kinds)
        for (component, value), rates, left in zip(
            of_part.names, of_part.rates, of_part.setups, strict=True
        ):
            row = {**levels, "component": component, "value": value}
            row |= {"setups": int(left.sum()), "givens": int((left > 0).sum())}
            own = zip(of_part.metrics, rates.tolist(), strict=True)
            found += [{**row, "metric": metric, "win_rate": rate} for metric, rate in own]
    return pd.DataFrame(found, columns=["scenario", *RATE_COLUMNS])


RATE_COLUMNS = ("component", "value", "metric", "win_rate", "setups", "givens")


@dataclass(frozen=True)
class Restrictions:
    """All R restrictions of some setups, and what each leaves.

    Attributes
    ----------
    metrics : tuple of str
        The k metrics of the field.
    names : list of tuple
        Component and value of each restriction.
    shares : array, shape (R, G, k)
        Mean share of each metric within each given; NaN without a contest.
    setups : array of int, shape (R, G)
        How many setups of each given are left.
    whole : array, shape (G, k)
        Mean shares without any restriction; NaN without a contest.
    part : Rows
        All setups.
    scenario : str
        Their scenario.
    """

    metrics: tuple[str, ...]
    names: list[tuple[str, str | int]]
    shares: Array
    setups: NDArray[np.int64]
    whole: Array
    part: Rows
    scenario: str

    @classmethod
    def of(
        cls, part: Rows, study: MeasuredStudy, scenario: str, kinds: Sequence[str] = RESTRICTED
    ) -> "Restrictions":
        """The restrictions of some kinds, of one part of a scenario."""
        field = field_of(part)
        tally = Tally.of(part.rankings, [part.metrics.index(metric) for metric in field])
        cells = Cells.of(part, tally)
        whole = cells.whole
        cut = [(n, s) for n, s in _cut(cells, study, scenario, kinds) if n]
        names = [name for own, _ in cut for name in own]
        every = np.concatenate([np.empty((0, *whole.shape)), *(sums for _, sums in cut)])
        left = every[:, :, -1].sum(axis=1)
        counted = (left > 0) & (left < len(part))
        kept = [name for name, there in zip(names, counted, strict=True) if there]
        shares, setups = mean_shares(every[counted], tally), every[counted, :, -1].astype(np.int64)
        return cls(field, kept, shares, setups, mean_shares(whole, tally), part, scenario)

    @property
    def rates(self) -> Array:
        """Win rates under each restriction: (R, k); NaN without a contest."""
        return mean_rates(self.shares)

    @property
    def whole_rates(self) -> Array:
        """Win rates without any restriction: (k,); NaN without a contest."""
        return rates_of(self.whole[~np.isnan(self.whole).any(axis=1)])

    def rows(self, index: int, study: MeasuredStudy) -> Rows:
        """The setups that a restriction leaves."""
        return restricted(self.part, study, self.scenario, *self.names[index])


def restricted(
    part: Rows, study: MeasuredStudy, scenario: str, kind: str, value: str | int
) -> Rows:
    """The setups that one restriction leaves, of any kind of `KINDS`.

    Parameters
    ----------
    part : Rows
        Setups of one scenario; may be cut several times, one restriction after the other.
    kind, value : str, str or int
        A component and its level, "with" or "without" and a candidate, or a kind of `FAMILIES`
        and a family.
    """
    if kind in COMPONENTS:
        return part.of_level(kind, value)
    if kind in FAMILIES:
        return part_of_family(part, study, scenario, kind, str(value))
    bit = study.names_of(scenario).candidates.index(str(value))
    return part.of_candidate(bit, inside=kind == WITH)


def _cut(
    cells: "Cells", study: MeasuredStudy, scenario: str, kinds: Sequence[str]
) -> Iterator[tuple[Named, Array]]:
    """The restrictions of some kinds, and the sums of each."""
    for component in (name for name in COMPONENTS if name in kinds):
        levels, of_levels = cells.by_level(component)
        yield [(component, level) for level in levels], of_levels
    if WITH in kinds or WITHOUT in kinds:
        candidates = study.names_of(scenario).candidates
        inside = cells.by_candidate(len(candidates))
        for kind, sums in ((WITH, inside), (WITHOUT, cells.whole - inside)):
            if kind in kinds:
                yield [(kind, name) for name in candidates], sums
    for kind in (name for name in FAMILIES if name in kinds):
        families = families_of(study, scenario, kind)
        named: Named = [(kind, family) for family in families]
        if kind == POOL_WITHOUT_FAMILY:
            masks = [mask_of(study, scenario, family) for family in families]
            yield named, cells.by_pools_without(masks)
        else:
            own = cells.by_givens(list(families.values()))
            yield named, own if kind == FAMILY else cells.whole - own


@dataclass(frozen=True)
class Cells:
    """Counts units of wins in cells of a part: (cells, G, k + 2) each, as `Tally` does."""

    part: Rows
    tally: Tally
    given: Integers
    givens: int

    @classmethod
    def of(cls, part: Rows, tally: Tally) -> "Cells":
        """Of the givens that have setups, in their order."""
        given, occur = compact(part.counts.codes["given"], len(part.levels["given"]))
        return cls(part, tally, given, len(occur))

    @cached_property
    def whole(self) -> Array:
        """Those of the part itself: (G, k + 2)."""
        counts = self.part.counts
        return self.tally.sums(self.given, self.givens, counts.ranking, counts.times)

    @cached_property
    def places(self) -> Integers:
        """Where the sums of each given stand; −1 for a given without setups."""
        found = np.full(len(self.part.levels["given"]), -1)
        found[self.part.counts.codes["given"]] = self.given
        return found

    def by_level(self, component: str) -> tuple[list[str | int], Array]:
        """The levels of a component that occur, and the sums of each."""
        counts = self.part.counts
        code, occur = compact(counts.codes[component], len(self.part.levels[component]))
        cell, count = code * self.givens + self.given, len(occur) * self.givens
        sums = self.tally.sums(cell, count, counts.ranking, counts.times)
        levels = [self.part.levels[component][index] for index in occur]
        return levels, sums.reshape(len(occur), self.givens, -1)

    def by_givens(self, groups: Sequence[Sequence[str]]) -> Array:
        """Sums over the setups of each group of givens."""
        names = self.part.levels["given"]
        member = np.zeros((len(groups), self.givens, 1), bool)
        for own, group in zip(member, groups, strict=True):
            places = [p for name, p in zip(names, self.places, strict=True) if name in group]
            own[[place for place in places if place >= 0]] = True
        return np.where(member, self.whole, 0.0)

    def by_candidate(self, count: int) -> Array:
        """Sums over the setups with each candidate in the pool."""
        inside = np.zeros((count, *self.whole.shape))
        for pools, given, sums in self._by_pool():
            inside += _by_bit(pools, given, sums, inside.shape)
        return inside

    def by_pools_without(self, masks: Sequence[int]) -> Array:
        """Sums over the setups in whose pool none of the candidates of each mask stands."""
        found = np.zeros((len(masks), *self.whole.shape))
        for pools, given, sums in self._by_pool() if masks else ():
            for out, mask in zip(found, masks, strict=True):
                without = has_none(pools, mask)
                np.add.at(out, given[without], sums[without])
        return found

    def _by_pool(self) -> Iterator[tuple[Masks, Integers, Array]]:
        """Pool and given of each group of setups that share both, and its sums; in pieces."""
        columns = self.tally.columns
        for piece, _ in self.part.by_rosters():
            by_pool = piece.grouping(("given", "pool"))
            sums = piece.whole_sums(columns, by_pool.names)
            given = self.places[by_pool.codes["given"]]
            # Groups of a given are there even where all of its setups are left out.
            held = given >= 0
            yield by_pool.codes["pool"][held], given[held], sums[held]


def _by_bit(pools: Masks, given: Integers, sums: Array, shape: tuple[int, ...]) -> Array:
    """Sums over the pools that have each bit, by given: (P, c) to (bits, G, c).

    Pools with the same few bits are added up first.
    """
    bits, givens, _ = shape
    columns, found = np.ascontiguousarray(sums.T), []
    for first in range(0, bits, BITS):
        cell = (given << BITS) + (pools >> first & (1 << BITS) - 1).astype(np.int64)
        together = [np.bincount(cell, own, givens << BITS) for own in columns]
        of_givens = np.array(together).reshape(len(columns), givens, 1 << BITS)
        for bit in range(min(BITS, bits - first)):
            has = np.arange(1 << BITS) >> bit & 1 > 0
            found.append(of_givens[:, :, has].sum(axis=2).T)
    return np.array(found)


def mean_shares(sums: Array, tally: Tally) -> Array:
    """Mean shares of the win: sums (..., k + 2) to (..., k); NaN without a contest."""
    contests = sums[..., -2:-1]
    nothing = np.full(sums[..., :-2].shape, np.nan)
    return np.asarray(
        np.divide(sums[..., :-2] / tally.unit, contests, out=nothing, where=contests > 0)
    )


def mean_rates(shares: Array) -> Array:
    """Win rates, each given weighing the same: (..., G, k) to (..., k); NaN without a contest."""
    known = ~np.isnan(shares)
    total, count = np.where(known, shares, 0.0).sum(axis=-2), known.sum(axis=-2)
    nothing = np.full(total.shape, np.nan)
    return level_ties(np.divide(total, count, out=nothing, where=count > 0))
