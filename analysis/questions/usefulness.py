"""Is the winner any good, and does anything else speak against it?

A win is relative to the metrics compared. Beside a winner stand its own values, what a
random pick reaches, how often nothing tells the metrics apart, and near-copies that split
each other's wins.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, product

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from setupscope.analysis.frames.rows import Metrics, Rows, Setups, fetch
from setupscope.analysis.questions.documentation import documented
from setupscope.analysis.questions.leads import ranked_metrics
from setupscope.analysis.questions.pairs import pairs
from setupscope.analysis.questions.ties import level_ties
from setupscope.analysis.questions.wins import mean_over_givens, shares_of
from setupscope.analysis.resampling.bootstrap import TOLERANCE
from setupscope.data.measures import MEASURES
from setupscope.data.study.measured import MeasuredStudy

NEAR_COPY = 0.95
"""Rank correlation over setups above which two metrics split each other's wins."""


@documented
def usefulness(
    setups: Setups,
    metrics: Metrics = None,
    measurements: pd.DataFrame | None = None,
    study: MeasuredStudy | None = None,
) -> pd.DataFrame:
    """How good the winner under each measure is in itself.

    {parameters}
    measurements : pandas.DataFrame, optional
        The store's transfers, and `study` its study, for the random pick under Rel@1.

    Returns
    -------
    pandas.DataFrame
        A row per scenario and measure:

        - `scenario`, `measure`, `winner`: the metric with the highest win rate;
        - `median`: of its values, each setup weighing the same, in units of the measure;
        - `share_not_positive`: share of its values at or below 0; null for Rel@1;
        - `random_pick`: mean Rel@1 of a candidate picked at random from the pool; null for
          other measures, and without measurements;
        - `all_tied`: share of setups in which all metrics have the same value;
        - `setups`, `givens`: how many there are.

    Raises
    ------
    InputError
        When a metric is unknown.
    """
    found = []
    for levels, part in fetch(setups, metrics).parts(["measure"]):
        pick = np.nan
        if levels["measure"] == "rel_at_1" and measurements is not None and study is not None:
            pick = _random_pick(part, measurements, study, str(levels["scenario"]))
        found.append({**levels, **_of_winner(part, str(levels["measure"])), "random_pick": pick})
    return pd.DataFrame(found, columns=["scenario", "measure", *COLUMNS])


def _of_winner(part: Rows, measure: str) -> dict[str, object]:
    winner = int(ranked_metrics(shares_of(part, {}).rates)[0])
    values = part.values[:, winner].astype(np.float64)
    values = values[~np.isnan(values)]
    row: dict[str, object] = {"setups": len(part), "givens": part.givens}
    row["all_tied"] = part.rankings.all_tied[part.ranking].mean()
    if len(values):
        row |= {"winner": part.metrics[winner], "median": np.median(values)}
        if MEASURES[measure].is_correlation:
            row["share_not_positive"] = (values <= 0).mean()
    return row


COLUMNS = (
    *("winner", "median", "share_not_positive", "random_pick", "all_tied"),
    *("setups", "givens"),
)


def _random_pick(
    part: Rows, measurements: pd.DataFrame, study: MeasuredStudy, scenario: str
) -> float:
    """Mean over setups of the pool's mean performance over its best."""
    wanted = study.scenario(scenario)
    names = study.names_of(scenario).candidates
    table = measurements[measurements["table"] == wanted.table]
    index = [wanted.given, "backbone"]
    performance = table.pivot_table("performance", index, wanted.candidates)
    held = list(product(part.levels["given"], part.levels["backbone"]))
    block = part.codes["given"] * len(part.levels["backbone"]) + part.codes["backbone"]
    of_block = performance.reindex(index=held, columns=list(names)).to_numpy(np.float64)[block]
    inside = (part.number("pool")[:, None] >> np.arange(len(names)) & 1).astype(bool)
    mean = np.where(inside, of_block, 0.0).sum(axis=1) / inside.sum(axis=1)
    best = np.where(inside, of_block, -np.inf).max(axis=1)
    ratio = mean[best > 0] / best[best > 0]
    return float(ratio.mean()) if len(ratio) else np.nan


def near_copies(setups: Setups, metrics: Metrics = None) -> pd.DataFrame:
    """Pairs of metrics so alike that they split each other's wins.

    Returns
    -------
    pandas.DataFrame
        A row per scenario, measure and pair whose Spearman correlation over the setups in
        which both have a value exceeds .95: `scenario`, `measure`, `a`, `b`, `correlation`.
        A metric's win rate is about halved by an exact copy.
    """
    found = [
        {**levels, "a": part.metrics[a], "b": part.metrics[b], "correlation": correlation}
        for levels, part in fetch(setups, metrics).parts(["measure"])
        for a, b, correlation in _correlations(part.values)
        if correlation > NEAR_COPY
    ]
    return pd.DataFrame(found, columns=["scenario", "measure", "a", "b", "correlation"])


def _correlations(values: NDArray[np.float32]) -> Iterator[tuple[int, int, float]]:
    """Spearman correlation of every two columns over the rows in which both have a value."""
    known = ~np.isnan(values)
    ranks = [_ranks(values[own, index]) for index, own in enumerate(known.T)]
    for a, b in combinations(range(values.shape[1]), 2):
        both = known[:, a] & known[:, b]
        left = ranks[a] if both.sum() == len(ranks[a]) else _ranks(values[both, a])
        right = ranks[b] if both.sum() == len(ranks[b]) else _ranks(values[both, b])
        if len(left) > 1 and np.ptp(left) > 0 and np.ptp(right) > 0:
            yield a, b, float(np.corrcoef(left, right)[0, 1])


def _ranks(values: NDArray[np.float32]) -> NDArray[np.float64]:
    """Ranks from 1, the mean of them where values tie."""
    return np.asarray(stats.rankdata(values), np.float64)


def other_winners(setups: Setups, metrics: Metrics = None) -> pd.DataFrame:
    """Whom else one could call the winner, where it is not the one with the highest win rate.

    Returns
    -------
    pandas.DataFrame
        A row per scenario: `scenario`; `by_win_rate`; `by_pairs`, the metric that is better
        than each other in more than half of the setups (ties half), null where there is
        none; `by_mean_rank`, the lowest mean rank within setups, ties averaged, each given
        weighing the same, over setups in which all metrics have a value; `agree`, whether
        all that are not null are the same.
    """
    rows = fetch(setups, metrics)
    table = pairs(rows)
    found = []
    for levels, part in rows.parts(()):
        scenario, own = levels["scenario"], shares_of(part, levels).rates
        names = [
            part.metrics[ranked_metrics(own)[0]] if np.nansum(own) > 0 else None,
            _pairwise_winner(table[table["scenario"] == scenario], part.metrics),
            _lowest_mean_rank(part),
        ]
        winners = {name for name in names if name is not None}
        row = dict(zip(("by_win_rate", "by_pairs", "by_mean_rank"), names, strict=True))
        found.append({**levels, **row, "agree": len(winners) < 2})
    return pd.DataFrame(found, columns=["scenario", *OTHER_COLUMNS])


OTHER_COLUMNS = ("by_win_rate", "by_pairs", "by_mean_rank", "agree")


def _pairwise_winner(table: pd.DataFrame, metrics: Sequence[str]) -> str | None:
    """The metric that beats each other, as Condorcet's winner does."""
    beaten = dict.fromkeys(metrics, 0)
    for row in table.to_dict("records"):
        ahead = row["wins"] - row["losses"]
        if abs(ahead) > TOLERANCE:
            beaten[row["a"] if ahead > 0 else row["b"]] += 1
    winners = [metric for metric, times in beaten.items() if times == len(metrics) - 1]
    return winners[0] if winners else None


def _lowest_mean_rank(part: Rows) -> str | None:
    means = level_ties(mean_over_givens(part.by_given(part.rankings.places[part.ranking])))
    return None if np.isnan(means).all() else part.metrics[int(np.nanargmin(means))]


def remarks(setups: Setups, metrics: Metrics = None) -> list[str]:
    """What speaks against taking a conclusion at its word, a sentence each."""
    notes = [
        f"{row['scenario']}: {row['by_win_rate']} has the highest win rate, but"
        f" {row['by_pairs'] or 'no metric'} beats every other metric one on one, and"
        f" {row['by_mean_rank'] or 'no metric'} has the best mean rank"
        for row in other_winners(setups, metrics).to_dict("records")
        if not row["agree"]
    ]
    return notes + [
        f"{row['scenario']}, {row['measure']}: {row['a']} and {row['b']} order the setups"
        f" almost identically (rank correlation {row['correlation']:.3f}), so they take wins from"
        " each other"
        for row in near_copies(setups, metrics).to_dict("records")
    ]
