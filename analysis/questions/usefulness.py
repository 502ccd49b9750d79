"""Is the winner any good, and does anything else speak against it?

A win is relative to the metrics compared. Beside a winner stand its own values, what a
random pick reaches, how often nothing tells the metrics apart, and near-copies that split
each other's wins.
"""

from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from setupscope.analysis.frames.contests import in_field
from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.rows import Metrics, Rows, Setups
from setupscope.analysis.questions.documentation import documented
from setupscope.analysis.questions.near_copies import near_copies
from setupscope.analysis.questions.order import in_order
from setupscope.analysis.questions.pairs import pairs
from setupscope.analysis.questions.ranks import mean_places
from setupscope.analysis.questions.shares import RankedSetups, ranked_metrics, rates_of
from setupscope.analysis.resampling.bootstrap import TOLERANCE
from setupscope.data.masks import Masks, sizes_of
from setupscope.data.measures import MEASURES
from setupscope.data.study.measured import MeasuredStudy

Numbers = NDArray[np.float64]


@documented
def usefulness(
    setups: Setups,
    metrics: Metrics = None,
    measurements: pd.DataFrame | None = None,
    study: MeasuredStudy | None = None,
) -> pd.DataFrame:
    """How good the winner under each measure is in itself.

    Winners are found among the metrics that cover all contests; see `win_rates`.

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
        - `random_pick`: mean Rel@1 of a candidate picked at random from the pool, over the
          pools in which it is defined; null for other measures, and without measurements;
        - `all_tied`: share of contests in which all metrics that cover all of them have the
          same value;
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
    row: dict[str, object] = {"setups": len(part), "givens": part.givens}
    shares, field = RankedSetups.of(part, {}).field_shares(), in_field(part)
    if not shares.givens:
        return row
    winner = shares.metrics[ranked_metrics(shares.rates)[0]]
    values = part.column(winner)
    values = values[~np.isnan(values)]
    row |= {"winner": winner, "median": _median(values)}
    row["all_tied"] = field.often[field.rankings.all_tied].sum() / len(field)
    if MEASURES[measure].is_correlation:
        row["share_not_positive"] = (values <= 0).mean()
    return row


def _median(values: NDArray[np.float32]) -> float:
    """The middle value, or the mean of the two, in float64."""
    return float(in_order(values, np.array([(len(values) - 1) // 2, len(values) // 2])).mean())


COLUMNS = (
    *("winner", "median", "share_not_positive", "random_pick", "all_tied"),
    *("setups", "givens"),
)


def _random_pick(
    part: Rows, measurements: pd.DataFrame, study: MeasuredStudy, scenario: str
) -> float:
    """Mean over setups of the pool's mean performance over its best."""
    by_pool = part.grouping(("given", "backbone", "pool"))
    (setups,) = part.sums(np.ones(len(part.rankings.values)), [by_pool])
    block = by_pool.codes["given"] * len(part.levels["backbone"]) + by_pool.codes["backbone"]
    held = product(part.levels["given"], part.levels["backbone"])
    total, defined = 0.0, 0.0
    performance = _performances(measurements, study, scenario)
    for code, (given, backbone) in enumerate(held):
        own = np.flatnonzero((block == code) & (setups > 0))
        if len(own):
            pick = _pick(performance[str(given), str(backbone)], by_pool.codes["pool"][own])
            known = ~np.isnan(pick)
            total += float((pick * setups[own])[known].sum())
            defined += float(setups[own][known].sum())
    return total / defined if defined else np.nan


def _performances(
    measurements: pd.DataFrame, study: MeasuredStudy, scenario: str
) -> dict[tuple[str, str], dict[int, float]]:
    """Performance of each candidate, by its bit, for each given and backbone."""
    wanted, names = study.scenario(scenario), study.names_of(scenario).candidates
    table = measurements[measurements["table"] == wanted.table]
    columns = (table[name] for name in (wanted.given, "backbone", wanted.candidates, "performance"))
    found: dict[tuple[str, str], dict[int, float]] = {}
    for given, backbone, candidate, performance in zip(*columns, strict=True):
        found.setdefault((given, backbone), {})[names.index(candidate)] = performance
    return found


def _pick(performance: dict[int, float], pools: Masks) -> Numbers:
    """Mean performance over the best in each pool; NaN where Rel@1 is not defined."""
    # The best first, so that the first member of a pool is its best.
    bits = sorted(performance, key=lambda bit: -performance[bit])
    inside = (pools[:, None] >> np.array(bits) & 1).astype(bool)
    values = np.array([performance[bit] for bit in bits])
    best = values[inside.argmax(axis=1)]
    mean = inside.astype(np.float64) @ values / sizes_of(pools)
    # As Rel@1 itself: not where a performance is negative, or none is positive.
    defined = (best > 0) & ~inside[:, values < 0].any(axis=1)
    nothing = np.full(len(pools), np.nan)
    return np.asarray(np.divide(mean, best, out=nothing, where=defined))


def other_winners(setups: Setups, metrics: Metrics = None) -> pd.DataFrame:
    """Whom else one could call the winner, where it is not the one with the highest win rate.

    Returns
    -------
    pandas.DataFrame
        A row per scenario: `scenario`; `by_win_rate`; `by_pairs`, the metric that is better
        than each other one by one, null where there is none; `by_pairs_margin`, the
        smallest of its improvements (see `pairs`) beyond a half, 0 to .5; `by_mean_rank`, the
        lowest mean rank within contests, ties averaged, each given weighing the same;
        `agree`, whether all that are not null are the same. All among the metrics that cover
        all contests; null where there are fewer than two.
    """
    found = []
    for levels, part in fetch(setups, metrics).parts(()):
        field = in_field(part)
        rates = RankedSetups.of(field, levels).field_shares().rates
        first, margin = _pairwise_winner(field)
        names = [_first(field, rates), first, _first(field, -_mean_ranks(field))]
        winners = {name for name in names if name is not None}
        row = dict(zip(("by_win_rate", "by_pairs", "by_mean_rank"), names, strict=True))
        found.append({**levels, **row, "by_pairs_margin": margin, "agree": len(winners) < 2})
    return pd.DataFrame(found, columns=["scenario", *OTHER_COLUMNS])


OTHER_COLUMNS = ("by_win_rate", "by_pairs", "by_pairs_margin", "by_mean_rank", "agree")


def _first(field: Rows, numbers: Numbers) -> str | None:
    """The metric with the highest number, the first of those that tie."""
    if not len(field) or np.isnan(numbers).any():
        return None
    return field.metrics[int(ranked_metrics(numbers)[0])]


def _pairwise_winner(field: Rows) -> tuple[str | None, float]:
    """The metric that beats each other, as Condorcet's winner does, and how narrowly."""
    margins: dict[str, list[float]] = {metric: [] for metric in field.metrics}
    for row in pairs(field).to_dict("records") if len(field) else ():
        ahead = row["improvement"] - 1 / 2
        margins[row["a"]].append(ahead)
        margins[row["b"]].append(-ahead)
    for metric, own in margins.items():
        if own and min(own) > TOLERANCE:
            return metric, min(own)
    return None, np.nan


def _mean_ranks(field: Rows) -> Numbers:
    """Mean rank of each metric over givens, equal ones made the same: (k,)."""
    return rates_of(mean_places(field))


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
        f" almost identically (rank correlation {row['correlation']:.3f}), so where they are"
        " compared they take wins from each other"
        for row in near_copies(setups, metrics).to_dict("records")
    ]
