"""Who wins: in what share of the setups is each metric the best of those compared?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from setupscope.analysis.frames.counts import count_rankings, covers, metrics_of
from setupscope.analysis.frames.rows import (
    Components,
    Integers,
    Metrics,
    Rankings,
    Rows,
    Setups,
    compact,
    fetch,
)
from setupscope.analysis.questions.documentation import documented
from setupscope.analysis.questions.ties import level_ties
from setupscope.analysis.resampling.bootstrap import (
    TOO_FEW_GIVENS,
    Weights,
    draws_for,
    first_place,
    interval,
    resampled,
)

NEVER_COVERED = "the metric has no score for all candidates of any pool here"


@dataclass(frozen=True)
class GivenShares:
    """How the win is shared within each given, in one part of a scenario.

    Attributes
    ----------
    levels : dict
        The scenario and the levels of the part.
    metrics : tuple of str
        The q metrics compared.
    givens : tuple of str
        The G givens, in alphabetical order.
    wins, covered, undefined, not_covered : array, shape (G, q)
        Sum of shares of the win, and counts of setups, of each metric.
    setups : array of int, shape (G,)
        Setups of each given.
    """

    levels: dict[str, str | int]
    metrics: tuple[str, ...]
    givens: tuple[str, ...]
    wins: NDArray[np.float64]
    covered: NDArray[np.int64]
    undefined: NDArray[np.int64]
    not_covered: NDArray[np.int64]
    setups: NDArray[np.int64]

    @property
    def shares(self) -> NDArray[np.float64]:
        """Mean share of each metric over the setups that it covers: (G, q); NaN over none."""
        nothing = np.full(self.wins.shape, np.nan)
        return np.asarray(np.divide(self.wins, self.covered, out=nothing, where=self.covered > 0))

    @property
    def rates(self) -> NDArray[np.float64]:
        """Win rate of each metric, each given weighing the same: (q,); NaN where it covers none."""
        return level_ties(mean_over_givens(self.shares))


def mean_over_givens(by_given: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean over the givens that have a number: (G, k) to (k,); NaN where none has."""
    known = ~np.isnan(by_given)
    total, count = np.where(known, by_given, 0.0).sum(axis=0), known.sum(axis=0)
    return np.asarray(np.divide(total, count, out=np.full(len(total), np.nan), where=count > 0))


@documented
def win_rates(
    setups: Setups, metrics: Metrics = None, by: Components = (), seed: int = 0
) -> pd.DataFrame:
    """Win rates of the metrics, in each scenario and in each part of it.

    In a setup, the best metric has a share of 1; k metrics that tie for the best have 1/k
    each. A win rate is the mean over givens of each given's mean share, so each given
    weighs the same, with its backbones and measures pooled.

    {parameters}
    seed : int
        Of the draws behind `low`, `high` and `p_best`.

    Returns
    -------
    pandas.DataFrame
        A row per scenario, part and metric, ordered by scenario and part, with the metrics
        in the order given:

        - `scenario`, then the components of `by`;
        - `metric`: its key;
        - `wins`: sum of its shares over the setups that it covers;
        - `win_rate`: from 0 to 1; null where it covers no setup of the part;
        - `low`, `high`: 95 % expanded percentile interval of the win rate over givens,
          10,000 draws; null below 6 givens;
        - `p_best`: share of those draws in which it has the highest win rate, ties shared;
          a description, no verdict; null as the interval is;
        - `undefined`: setups that it covers but in which it has no value, and cannot win;
        - `not_covered`: setups that it leaves, for lack of a score of a pool member;
        - `setups`, `givens`: how many the part has;
        - `reason`: why a number of the row is null, else null.

        Empty where the frame is.

    {raises}

    Notes
    -----
    Win rates follow Agostinelli et al. 2022 (arXiv 2204.01403), with ties shared and givens
    weighted equally; the interval is that of Hesterberg 2015.
    """
    parts = parts_of(setups, metrics, by)
    weights = draws_for({len(part.givens) for part in parts}, seed)
    tables = [_table(part, weights.get(len(part.givens))) for part in parts]
    columns = ["scenario", *by, *COLUMNS]
    return pd.DataFrame([row for table in tables for row in table], columns=columns)


COLUMNS = (
    *("metric", "wins", "win_rate", "low", "high", "p_best"),
    *("undefined", "not_covered", "setups", "givens", "reason"),
)


def _table(part: GivenShares, weights: Weights | None) -> Iterator[dict[str, object]]:
    """The rows of one part, a metric each."""
    nothing = np.full(len(part.metrics), np.nan)
    low = high = p_best = nothing
    if weights is not None:
        draws = resampled(part.shares, weights)
        (low, high), p_best = interval(draws, len(part.givens)), first_place(draws)
    rates, uncovered = part.rates, part.covered.sum(axis=0) == 0
    for index, metric in enumerate(part.metrics):
        few = TOO_FEW_GIVENS if weights is None else None
        yield {
            **part.levels,
            "metric": metric,
            "wins": part.wins[:, index].sum(),
            "win_rate": rates[index],
            "low": low[index],
            "high": high[index],
            "p_best": np.nan if uncovered[index] else p_best[index],
            "undefined": part.undefined[:, index].sum(),
            "not_covered": part.not_covered[:, index].sum(),
            "setups": part.setups.sum(),
            "givens": len(part.givens),
            "reason": NEVER_COVERED if uncovered[index] else few,
        }


def parts_of(setups: Setups, metrics: Metrics = None, by: Components = ()) -> list[GivenShares]:
    """Shares of the win within each given, part by part in their order.

    A frame is counted in its engine; rows that were fetched already are counted as they are.
    """
    if isinstance(setups, Rows):
        rows = fetch(setups, metrics, by)
        return [shares_of(part, levels) for levels, part in rows.parts(by)]
    known = metrics_of(setups)
    compared = list(known if metrics is None else metrics)
    counts = count_rankings(setups, compared, by)
    return list(given_shares(counts, compared, known, by))


def given_shares(
    counts: pd.DataFrame, metrics: Sequence[str], known: Sequence[str], by: Sequence[str]
) -> Iterator[GivenShares]:
    """Shares of the win within each given, part by part in their order.

    `counts` is a table of `count_rankings` that has at least the components of `by`.
    """
    values = counts[list(metrics)].to_numpy(np.float64)
    names, given = np.unique(counts["given"].to_numpy(str), return_inverse=True)
    setups = counts["setups"].to_numpy(np.int64)
    tally = Tally(Rankings(values, covers(counts, metrics, known)), tuple(metrics))
    for levels, index in _parts(counts, by):
        group, occur = compact(given[index], len(names))
        sums = tally.sums(group, len(occur), index, setups[index])
        yield tally.within(levels, tuple(names[occur].tolist()), sums)


def shares_of(rows: Rows, levels: dict[str, str | int]) -> GivenShares:
    """Shares of the win within each given, of setups that were fetched."""
    given, occur = compact(rows.codes["given"], len(rows.levels["given"]))
    tally = Tally(rows.rankings, rows.metrics)
    names = tuple(str(rows.levels["given"][code]) for code in occur)
    return tally.within(levels, names, tally.sums(given, len(occur), rows.ranking))


@dataclass(frozen=True)
class Tally:
    """Counts wins by ranking, in whole units."""

    rankings: Rankings
    metrics: tuple[str, ...]

    def sums(
        self, group: Integers, count: int, ranking: Integers, times: Integers | None = None
    ) -> NDArray[np.int64]:
        """Units won, setups covered, undefined and left, and all setups: (many, 4 q + 1).

        Parameters
        ----------
        group : array of int, shape (N,)
            Which sum each ranking counts for, below `many`.
        ranking : array of int, shape (N,)
            Which ranking occurs.
        times : array of int, shape (N,), optional
            How often; once by default.
        """
        group, ranking, times = self._recurring(group, count, ranking, times)
        covered, valued = self.rankings.covered, ~np.isnan(self.rankings.values)
        of_ranking = [self.rankings.units, covered, covered & ~valued, ~covered]
        everyone = np.bincount(group, times, count).astype(np.int64)
        columns = [c for numbers in of_ranking for c in numbers.T.astype(np.float64)]
        sums = np.empty((count, len(columns) + 1), np.int64)
        for index, column in enumerate(columns):
            if (column == column[:1]).all():
                sums[:, index] = everyone * column[0]
            else:
                weight = column.take(ranking) if times is None else column.take(ranking) * times
                sums[:, index] = np.bincount(group, weight, count)
        sums[:, -1] = everyone
        return sums

    def _recurring(
        self, group: Integers, count: int, ranking: Integers, times: Integers | None
    ) -> tuple[Integers, Integers, Integers | None]:
        """Each ranking of a group once, with how often it occurs, where that is fewer to add up."""
        rankings = len(self.rankings.values)
        if count * rankings > len(group):
            return group, ranking, times
        often = np.bincount(group * rankings + ranking, times, count * rankings).astype(np.int64)
        index = np.flatnonzero(often)
        return index // rankings, index % rankings, often[index]

    def within(
        self, levels: dict[str, str | int], givens: tuple[str, ...], sums: NDArray[np.int64]
    ) -> GivenShares:
        """The shares of a part, from the sums of its givens."""
        units, covered, undefined, not_covered = np.split(sums[:, :-1], 4, axis=1)
        wins = units / self.rankings.unit
        return GivenShares(
            levels, self.metrics, givens, wins, covered, undefined, not_covered, sums[:, -1]
        )


def _parts(
    counts: pd.DataFrame, by: Sequence[str]
) -> Iterator[tuple[dict[str, str | int], NDArray[np.intp]]]:
    """The levels and the positions of each part's rows."""
    names = ["scenario", *by]
    for levels, index in counts.groupby(names, observed=True).indices.items():
        values = levels if isinstance(levels, tuple) else (levels,)
        yield dict(zip(names, values, strict=True)), np.asarray(index)
