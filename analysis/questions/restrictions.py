"""Which single restrictions does a slice have, and how is the win shared under each?

A restriction is to one given, backbone, measure or pool size, or to the pools with or without
one candidate; all of them come from two sets of counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from setupscope.analysis.frames.contests import field_of
from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.rows import Integers, Metrics, Rows, Setups, compact
from setupscope.analysis.questions.leads import Array
from setupscope.analysis.questions.shares import Tally, rates_of
from setupscope.analysis.questions.ties import level_ties
from setupscope.data.study.measured import MeasuredStudy
from setupscope.data.vocabulary import COMPONENTS

WITH, WITHOUT = "with", "without"
RESTRICTED = (*COMPONENTS, WITH, WITHOUT)
"""What a restriction can be of: a level of a component, a candidate in, a candidate out."""
BITS = 6
"""Candidates whose pools are added up together."""


def win_rates_by_candidate(
    setups: Setups, study: MeasuredStudy, metrics: Metrics = None
) -> pd.DataFrame:
    """Win rates over the pools with each candidate, and over those without it.

    Returns
    -------
    pandas.DataFrame
        A row per scenario, restriction that leaves some of the setups but not all, and
        metric: `scenario`, `component` (with or without), `value` (the candidate),
        `metric` (of those that cover all contests of the scenario), `win_rate` (0 to 1, each
        given weighing the same; null without a contest), `setups`, `givens`.
    """
    found: list[dict[str, object]] = []
    for levels, part in fetch(setups, metrics).parts(()):
        of_part = Restrictions.of(part, study, str(levels["scenario"]))
        for (component, value), rates, left in zip(
            of_part.names, of_part.rates, of_part.setups, strict=True
        ):
            if component in (WITH, WITHOUT):
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
        given, occur = compact(part.counts.codes["given"], len(part.levels["given"]))
        cells = Cells(part, tally, given, len(occur))
        whole = tally.sums(given, len(occur), part.counts.ranking, part.counts.times)
        names: list[tuple[str, str | int]] = []
        sums = [np.empty((0, *whole.shape))]
        for component in (name for name in COMPONENTS if name in kinds):
            levels, of_levels = cells.by_level(component)
            names += [(component, level) for level in levels]
            sums.append(of_levels)
        if WITH in kinds:
            candidates = study.names_of(scenario).candidates
            names += [(key, name) for key in (WITH, WITHOUT) for name in candidates]
            inside = cells.by_candidate(len(candidates))
            sums += [inside, whole - inside]
        every = np.concatenate(sums)
        left = every[:, :, -1].sum(axis=1)
        counted = (left > 0) & (left < len(part))
        kept = [name for name, there in zip(names, counted, strict=True) if there]
        shares, setups = _shares(every[counted], tally), every[counted, :, -1].astype(np.int64)
        return cls(field, kept, shares, setups, _shares(whole, tally), part, scenario)

    @property
    def rates(self) -> Array:
        """Win rates under each restriction: (R, k); NaN without a contest."""
        known = ~np.isnan(self.shares)
        total, count = np.where(known, self.shares, 0.0).sum(axis=1), known.sum(axis=1)
        rates = np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)
        return level_ties(rates)

    @property
    def whole_rates(self) -> Array:
        """Win rates without any restriction: (k,); NaN without a contest."""
        return rates_of(self.whole[~np.isnan(self.whole).any(axis=1)])

    def rows(self, index: int, study: MeasuredStudy) -> Rows:
        """The setups that a restriction leaves."""
        component, value = self.names[index]
        if component in COMPONENTS:
            return self.part.of_level(component, value)
        bit = study.names_of(self.scenario).candidates.index(str(value))
        return self.part.of_candidate(bit, inside=component == WITH)


@dataclass(frozen=True)
class Cells:
    """Counts units of wins in cells of a part: (cells, G, k + 2) each, as `Tally` does."""

    part: Rows
    tally: Tally
    given: Integers
    givens: int

    def by_level(self, component: str) -> tuple[list[str | int], Array]:
        """The levels of a component that occur, and the sums of each."""
        counts = self.part.counts
        code, occur = compact(counts.codes[component], len(self.part.levels[component]))
        cell, count = code * self.givens + self.given, len(occur) * self.givens
        sums = self.tally.sums(cell, count, counts.ranking, counts.times)
        levels = [self.part.levels[component][index] for index in occur]
        return levels, sums.reshape(len(occur), self.givens, -1)

    def by_candidate(self, count: int) -> Array:
        """Sums over the setups with each candidate in the pool."""
        everyone = np.ones(len(self.tally.units))
        columns = np.column_stack([self.tally.units, self.tally.contest, everyone])
        _, occur = compact(self.part.counts.codes["given"], len(self.part.levels["given"]))
        inside = np.zeros((count, self.givens, columns.shape[1]))
        for piece, _ in self.part.by_rosters():
            by_pool = piece.grouping(("given", "pool"))
            sums = piece.whole_sums(columns, by_pool.names)
            given = np.searchsorted(occur, by_pool.codes["given"])
            inside += _by_bit(by_pool.codes["pool"], given, sums, inside.shape)
        return inside


def _by_bit(pools: Integers, given: Integers, sums: Array, shape: tuple[int, ...]) -> Array:
    """Sums over the pools that have each bit, by given: (P, c) to (bits, G, c).

    Pools with the same few bits are added up first.
    """
    bits, givens, _ = shape
    columns, found = np.ascontiguousarray(sums.T), []
    for first in range(0, bits, BITS):
        cell = (given << BITS) + (pools >> first & (1 << BITS) - 1)
        together = [np.bincount(cell, own, givens << BITS) for own in columns]
        of_givens = np.array(together).reshape(len(columns), givens, 1 << BITS)
        for bit in range(min(BITS, bits - first)):
            has = np.arange(1 << BITS) >> bit & 1 > 0
            found.append(of_givens[:, :, has].sum(axis=2).T)
    return np.array(found)


def _shares(sums: Array, tally: Tally) -> Array:
    """Mean shares of the win: sums (..., k + 2) to (..., k); NaN without a contest."""
    contests = sums[..., -2:-1]
    nothing = np.full(sums[..., :-2].shape, np.nan)
    return np.asarray(
        np.divide(sums[..., :-2] / tally.unit, contests, out=nothing, where=contests > 0)
    )
