"""How is the win shared within each given?

Shares are counted over contests alone: setups that compare the metrics. Winners are found in
the field, the metrics that cover every contest; a metric that lacks scores stands beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from setupscope.analysis.frames.contests import beside, complete
from setupscope.analysis.frames.rankings import Rankings
from setupscope.analysis.frames.rows import Integers, Rows, compact
from setupscope.analysis.questions.ties import level_ties

ONE_METRIC = "only one metric is compared"
NEVER_COVERED = "the metric has no score for all candidates of any pool here"
NOT_TOGETHER = "no setup has scores of two metrics for all candidates of its pool"
NO_WINNER = "no metric has a value in any setup"
SMALL_FIELD = "fewer than two metrics have scores for all setups that are compared"
NO_VALUE = "no metric that has scores for all setups has a value in any"

Array = NDArray[np.float64]


@dataclass(frozen=True)
class GivenShares:
    """How k metrics share the wins within each given that has contests of theirs.

    Attributes
    ----------
    metrics : tuple of str
        The k metrics.
    givens : tuple of str
        The G givens with contests, in alphabetical order.
    wins : array, shape (G, k)
        Sum of shares of the win.
    contests : array of int, shape (G,)
        Contests of each given, at least 1.
    outcomes : array, shape (R, k)
        The distinct rankings that occur, higher is better, −∞ without a value.
    """

    metrics: tuple[str, ...]
    givens: tuple[str, ...]
    wins: Array
    contests: NDArray[np.int64]
    outcomes: Array

    @property
    def shares(self) -> Array:
        """Mean share of each metric over the contests of each given: (G, k)."""
        return np.asarray(self.wins / self.contests[:, None])

    @property
    def rates(self) -> Array:
        """Win rate of each metric, each given weighing the same: (k,); NaN without a contest."""
        return rates_of(self.shares)


def rates_of(shares: Array) -> Array:
    """Win rates from shares within givens: (G, k) to (k,); NaN without a given."""
    if not len(shares):
        return np.full(shares.shape[1], np.nan)
    return level_ties(shares.mean(axis=0))


def ranked_metrics(rates: Array) -> NDArray[np.intp]:
    """Positions of the metrics, the highest win rate first; ties in the metrics' order."""
    return np.argsort(-rates, kind="stable")


@dataclass(frozen=True)
class RankedSetups:
    """The setups of one part of a scenario, by given and by how they rank the metrics.

    Attributes
    ----------
    levels : dict
        The scenario and the levels of the part.
    metrics : tuple of str
        The q metrics compared.
    givens : tuple of str
        All givens of the part, in alphabetical order.
    given, ranking : array of int, shape (n,)
        Given and ranking of each setup, or of `times` setups.
    times : array of int, shape (n,), optional
        How many setups an element stands for; one by default.
    rankings : Rankings
        Of all parts of the same frame.
    """

    levels: dict[str, str | int]
    metrics: tuple[str, ...]
    givens: tuple[str, ...]
    given: Integers
    ranking: Integers
    times: Integers | None
    rankings: Rankings

    @classmethod
    def of(cls, rows: Rows, levels: dict[str, str | int]) -> "RankedSetups":
        """Setups that were fetched, or that a store counts."""
        counts = rows.counts
        given, occur = compact(counts.codes["given"], len(rows.levels["given"]))
        names = tuple(str(rows.levels["given"][code]) for code in occur)
        ranking, times = counts.ranking, counts.times
        return cls(levels, rows.metrics, names, given, ranking, times, rows.rankings)

    @cached_property
    def often(self) -> NDArray[np.int64]:
        """How many setups have each ranking: (R,)."""
        counts = np.bincount(self.ranking, self.times, len(self.rankings.values))
        return counts.astype(np.int64)

    @property
    def setups(self) -> int:
        """Number of setups."""
        return int(self.often.sum())

    @property
    def no_contest(self) -> int:
        """Number of setups that do not compare the metrics."""
        return int(self.often[~self.rankings.contests].sum())

    @cached_property
    def field(self) -> tuple[str, ...]:
        """The metrics that cover every contest; none where there is no contest."""
        mask = complete(self.rankings, self.often > 0)
        return tuple(m for m, whole in zip(self.metrics, mask, strict=True) if whole)

    @property
    def covering(self) -> tuple[str, ...]:
        """The metrics that cover any setup."""
        mask = np.asarray(self.rankings.covered[self.often > 0].any(axis=0))
        return tuple(m for m, some in zip(self.metrics, mask, strict=True) if some)

    def field_shares(self) -> GivenShares:
        """Shares of the win among the field."""
        return self.among(self.field)

    def beside(self, metric: str) -> GivenShares:
        """Shares of the win among the field and a partial metric, where that covers."""
        return self.among(beside(self.metrics, self.field, metric))

    def among(self, metrics: Sequence[str]) -> GivenShares:
        """Shares of the win among some metrics, over the contests that all of them cover."""
        tally = Tally.of(self.rankings, [self.metrics.index(metric) for metric in metrics])
        sums = tally.sums(self.given, len(self.givens), self.ranking, self.times)
        counted = sums[:, -2] > 0
        names = tuple(n for n, there in zip(self.givens, counted, strict=True) if there)
        wins, held = sums[counted, :-2] / tally.unit, sums[counted, -2].astype(np.int64)
        outcomes = tally.ordered[tally.contest & (self.often > 0)]
        return GivenShares(tuple(metrics), names, wins, held, outcomes)

    def givens_of(self, metric: str) -> int:
        """Number of givens with contests that a metric covers."""
        covered = self.rankings.covered[:, self.metrics.index(metric)]
        counted = (self.rankings.contests & covered)[self.ranking]
        return len(np.unique(self.given[counted]))

    def _field_competes(self) -> bool:
        """Whether a metric of the field has a value in some contest."""
        among = self.rankings.compare([self.metrics.index(metric) for metric in self.field])
        return bool(self.often[among.common_contests].any())

    def why_no_winner(self) -> str | None:
        """Why the field has no winner; none where it has."""
        if len(self.metrics) < 2:
            return ONE_METRIC
        if self.no_contest < self.setups and len(self.field) < 2:
            return SMALL_FIELD
        if self.no_contest < self.setups:
            return None if self._field_competes() else NO_VALUE
        several = self.rankings.covered.sum(axis=1) > 1
        return NO_WINNER if self.often[several].any() else NOT_TOGETHER


@dataclass(frozen=True)
class Tally:
    """Counts wins by ranking, in whole units.

    Attributes
    ----------
    units : array, shape (R, k)
        Units won by each metric in a setup of each ranking; 0 in one that is no contest.
    contest : array of bool, shape (R,)
        Whether such a setup is a contest that all the metrics cover.
    ordered : array, shape (R, k)
        Orders the metrics, −∞ without a value.
    unit : int
        Units of a whole win.
    """

    units: Array
    contest: NDArray[np.bool_]
    ordered: Array
    unit: int

    @classmethod
    def of(cls, rankings: Rankings, index: Sequence[int]) -> "Tally":
        """Of some of the metrics, over the contests that all of them cover."""
        chosen = rankings.compare(index)
        contest = chosen.common_contests
        units = np.where(contest[:, None], chosen.units, 0.0)
        return cls(units, contest, chosen.ordered, chosen.unit)

    @property
    def columns(self) -> Array:
        """Units won, contests and setups of each ranking: (R, k + 2)."""
        return np.column_stack([self.units, self.contest, np.ones(len(self.units))])

    def sums(
        self, group: Integers, count: int, ranking: Integers, times: Integers | None = None
    ) -> Array:
        """Units won, contests and setups of each group: (count, k + 2), whole numbers.

        Parameters
        ----------
        group : array of int, shape (N,)
            Which sum each ranking counts for, below `count`.
        ranking : array of int, shape (N,)
            Which ranking occurs.
        times : array of int, shape (N,), optional
            How often; once by default.
        """
        group, ranking, times = self._recurring(group, count, ranking, times)
        everyone = np.bincount(group, times, count).astype(np.float64)
        sums = np.empty((count, self.units.shape[1] + 2))
        for index, column in enumerate([*self.units.T, self.contest.astype(np.float64)]):
            if (column == column[:1]).all():
                sums[:, index] = everyone * column[:1]
            else:
                weight = column.take(ranking) if times is None else column.take(ranking) * times
                sums[:, index] = np.bincount(group, weight, count)
        sums[:, -1] = everyone
        return sums

    def _recurring(
        self, group: Integers, count: int, ranking: Integers, times: Integers | None
    ) -> tuple[Integers, Integers, Integers | None]:
        """Each ranking of a group once, with how often it occurs, where that is fewer to add up."""
        rankings = len(self.units)
        if count * rankings > len(group):
            return group, ranking, times
        often = np.bincount(group * rankings + ranking, times, count * rankings).astype(np.int64)
        index = np.flatnonzero(often)
        return index // rankings, index % rankings, often[index]
