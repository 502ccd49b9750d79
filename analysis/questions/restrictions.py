"""Which single restrictions does a slice have, and how is the win shared under each?

A restriction is to one given, backbone, measure or pool size, or to the pools with or without
one candidate; all of them come from two sets of counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from setupscope.analysis.frames.rows import Integers, Metrics, Rows, Setups, compact, fetch
from setupscope.analysis.questions.leads import Array
from setupscope.analysis.questions.ties import level_ties
from setupscope.analysis.questions.wins import Tally, mean_over_givens
from setupscope.data.study.measured import MeasuredStudy
from setupscope.data.vocabulary import COMPONENTS

WITH, WITHOUT = "with", "without"
RESTRICTED = (*COMPONENTS, WITH, WITHOUT)
"""What a restriction can be of: a level of a component, a candidate in, a candidate out."""


def win_rates_by_candidate(
    setups: Setups, study: MeasuredStudy, metrics: Metrics = None
) -> pd.DataFrame:
    """Win rates over the pools with each candidate, and over those without it.

    Returns
    -------
    pandas.DataFrame
        A row per scenario, restriction that leaves some of the setups but not all, and
        metric: `scenario`, `component` (with or without), `value` (the candidate),
        `metric`, `win_rate` (0 to 1, each given weighing the same; null where the metric
        covers no setup), `setups`, `givens`.
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
        The q metrics compared.
    names : list of tuple
        Component and value of each restriction.
    shares : array, shape (R, G, q)
        Mean share of each metric within each given; NaN over no setup.
    setups : array of int, shape (R, G)
        How many setups of each given are left.
    whole : array, shape (q,)
        Win rates without any restriction.
    total, givens : int
        Setups and givens without any restriction.
    """

    metrics: tuple[str, ...]
    names: list[tuple[str, str | int]]
    shares: Array
    setups: NDArray[np.int64]
    whole: Array
    total: int
    givens: int

    @classmethod
    def of(
        cls, part: Rows, study: MeasuredStudy, scenario: str, kinds: Sequence[str] = RESTRICTED
    ) -> "Restrictions":
        """The restrictions of some kinds, of one part of a scenario."""
        tally = Tally(part.rankings, part.metrics)
        given, occur = compact(part.codes["given"], len(part.levels["given"]))
        cells = Cells(part, tally, given, len(occur))
        whole = tally.sums(given, len(occur), part.ranking)
        names: list[tuple[str, str | int]] = []
        sums = []
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
        every, rates = every[counted], level_ties(mean_over_givens(_shares(whole, tally)))
        shares, setups = _shares(every, tally), every[:, :, -1]
        return cls(part.metrics, kept, shares, setups, rates, len(part), len(occur))

    @property
    def rates(self) -> Array:
        """Win rates under each restriction: (R, q)."""
        count, givens, metrics = self.shares.shape
        flat = self.shares.transpose(1, 0, 2).reshape(givens, count * metrics)
        return level_ties(mean_over_givens(flat).reshape(count, metrics))


@dataclass(frozen=True)
class Cells:
    """Counts units of wins in cells of a part: (cells, G, 4 q + 1) each, as `Tally` does."""

    part: Rows
    tally: Tally
    given: Integers
    givens: int

    def by_level(self, component: str) -> tuple[list[str | int], NDArray[np.int64]]:
        """The levels of a component that occur, and the sums of each."""
        code, occur = compact(self.part.codes[component], len(self.part.levels[component]))
        cell = code * self.givens + self.given
        sums = self.tally.sums(cell, len(occur) * self.givens, self.part.ranking)
        levels = [self.part.levels[component][index] for index in occur]
        return levels, sums.reshape(len(occur), self.givens, -1)

    def by_candidate(self, count: int) -> NDArray[np.int64]:
        """Sums over the setups with each candidate in the pool."""
        pools = np.array(self.part.levels["pool"], np.int64)
        cell, occur = compact(
            self.given * len(pools) + self.part.codes["pool"], self.givens * len(pools)
        )
        sums = self.tally.sums(cell, len(occur), self.part.ranking)
        given, mask = np.divmod(occur, len(pools))
        member = pools[mask][:, None] >> np.arange(count) & 1
        inside = np.zeros((count, self.givens, sums.shape[1]), np.int64)
        for index in range(self.givens):
            # Floats are exact on these counts, and their product is the fast one.
            here = given == index
            inside[:, index] = member[here].astype(float).T @ sums[here].astype(float)
        return inside


def _shares(sums: NDArray[np.int64], tally: Tally) -> Array:
    """Mean shares of the win: sums (..., 4 q + 1) to (..., q); NaN where nothing is covered."""
    units, covered, *_ = np.split(sums[..., :-1], 4, axis=-1)
    nothing = np.full(units.shape, np.nan)
    wins = units / tally.rankings.unit
    return np.asarray(np.divide(wins, covered, out=nothing, where=covered > 0))
