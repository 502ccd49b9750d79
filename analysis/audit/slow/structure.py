"""How do setups rank the metrics: how stable, how different, what decides, how many suffice?"""

import warnings
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import combinations, product
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from setupscope.analysis.audit.slow.contests import (
    Array,
    Names,
    Numbers,
    Row,
    common,
    field,
    rows_of,
)

SHARED = {
    "given": ("backbone", "measure", "roster"),
    "backbone": ("given", "measure", "roster"),
    "measure": ("given", "backbone", "roster"),
    "pool": ("given", "backbone", "measure"),
}
"""What setups have in common that differ in one component alone."""
ALL = ("given", "backbone", "measure", "roster")
NOTHING = 1e-12
Ranking = tuple[float, ...]


def ranked(frame: pd.DataFrame, metrics: Names, known: Names | None = None) -> pd.DataFrame:
    """The contests of the field, with the ranks of its metrics in place of their values.

    1 is the best, ties averaged; metrics without a value are last.
    """
    complete = field(frame, metrics, known or metrics)
    rows = common(frame, complete, known or metrics)
    ranks = rows[complete].astype(np.float64).fillna(-np.inf).rank(axis=1, ascending=False)
    return rows.assign(**{metric: ranks[metric] for metric in complete})


@cache
def _tau(first: Ranking, second: Ranking) -> float:
    return float(stats.kendalltau(first, second)[0])


def stability(
    frame: pd.DataFrame, metrics: Names, component: str, known: Names | None = None
) -> Numbers:
    """Mean τ-b over groups of setups that differ in one component alone, pair by pair."""
    complete = field(frame, metrics, known or metrics)
    groups: dict[tuple[Any, ...], list[Ranking]] = defaultdict(list)
    dropped = 0
    for row in rows_of(ranked(frame, metrics, known), *ALL, *complete):
        ranking = tuple(row[metric] for metric in complete)
        if len(set(ranking)) == 1:
            dropped += 1
        else:
            groups[tuple(row[key] for key in SHARED[component])].append(ranking)
    several = [rankings for rankings in groups.values() if len(rankings) > 1]
    means = [np.mean([_tau(*sorted(two)) for two in combinations(of, 2)]) for of in several]
    return {
        "stability": float(np.mean(means)) if means else np.nan,
        "groups": len(several),
        "singletons": sum(len(rankings) == 1 for rankings in groups.values()),
        "dropped": dropped,
    }


def block_ranks(frame: pd.DataFrame, metrics: Names, known: Names | None = None) -> pd.DataFrame:
    """Ranks of the field within each given, of its mean ranks in its contests."""
    complete = field(frame, metrics, known or metrics)
    within = ranked(frame, metrics, known)
    of_givens = within[complete].groupby(within["given"].astype(str)).mean().round(12)
    return of_givens.rank(axis=1)


def mean_ranks(frame: pd.DataFrame, metrics: Names, known: Names | None = None) -> Numbers:
    """Mean over givens of the rank of each metric; NaN for those that are partial."""
    return dict(block_ranks(frame, metrics, known).mean().reindex(list(metrics)))


def friedman(
    frame: pd.DataFrame, metrics: Names, known: Names | None = None
) -> tuple[float, float]:
    """Friedman's p over givens and Nemenyi's critical difference, or NaN."""
    blocks = block_ranks(frame, metrics, known)
    givens, count = blocks.shape
    if givens < 6 or count < 3:
        return np.nan, np.nan
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        p = float(stats.friedmanchisquare(*blocks.to_numpy().T).pvalue)
    return p, _range(count) / np.sqrt(2) * np.sqrt(count * (count + 1) / (6 * givens))


@cache
def _range(metrics: int) -> float:
    return float(stats.studentized_range.ppf(0.95, metrics, np.inf))


def enough_setups(
    frame: pd.DataFrame, metrics: Names, n: int, seed: int, known: Names | None = None
) -> Numbers:
    """Agreement of two rankings from n setups each, draw by draw; frame in the store's order."""
    complete = field(frame, metrics, known or metrics)
    within = ranked(frame, metrics, known)[complete].to_numpy(np.float64)
    rng = np.random.default_rng(seed)
    first, second = (rng.integers(len(within), size=(1000, n)) for _ in range(2))
    taus, same = [], []
    for one, other in zip(first, second, strict=True):
        means = [within[drawn].mean(axis=0).round(9) for drawn in (one, other)]
        tau = _tau(*(tuple(mean) for mean in means))
        taus.append(0.0 if np.isnan(tau) else tau)
        best = [set(np.flatnonzero(mean == mean.min())) for mean in means]
        same.append(bool(best[0] & best[1]))
    return {
        "tau": float(np.mean(taus)),
        "q05": float(np.quantile(taus, 0.05)),
        "same_winner": float(np.mean(same)),
    }


def importance(frame: pd.DataFrame, a: str, b: str) -> Mapping[str, Numbers]:
    """First order, total and chance of each component in who beats whom; empty where unknown.

    Over the setups in which both have a value, each given weighing the same.
    """
    both = frame.dropna(subset=[a, b])
    rows = rows_of(both, "given", "backbone", "measure", "roster", a, b)
    if not rows or not crossed(rows):
        return {}
    signs = np.array([float(np.sign(row[a] - row[b])) for row in rows])
    setups = Counter(row["given"] for row in rows)
    weights = np.array([1 / (len(setups) * setups[row["given"]]) for row in rows])
    everything = _variance(signs, weights)
    if everything < NOTHING:
        return {}
    found = {}
    for component, others in SHARED.items():
        own = ("roster" if component == "pool" else component,)
        first, rest = (
            _variance(_mean_by(rows, of, signs, weights), weights) for of in (own, others)
        )
        found[component] = {
            "share": first / everything,
            "total": 1 - rest / everything,
            "chance": _chance(rows) if component == "pool" else np.nan,
        }
    return found


def crossed(rows: Sequence[Row]) -> bool:
    """Whether each given has all of its own rosters × measures × backbones."""
    others = set(product(*({row[name] for row in rows} for name in ("measure", "backbone"))))
    cells: dict[str, set[tuple[Any, ...]]] = defaultdict(set)
    for row in rows:
        cells[row["given"]].add((row["roster"], row["measure"], row["backbone"]))
    return all(len(own) == len({cell[0] for cell in own}) * len(others) for own in cells.values())


def _variance(numbers: Array, weights: Array) -> float:
    mean = np.sum(weights * numbers)
    return float(np.sum(weights * (numbers - mean) ** 2))


def _mean_by(rows: Sequence[Row], names: Names, numbers: Array, weights: Array) -> Array:
    """E[y | names] in each setup."""
    keys = [tuple(row[name] for name in names) for row in rows]
    total: dict[tuple[Any, ...], float] = defaultdict(float)
    weight: dict[tuple[Any, ...], float] = defaultdict(float)
    for key, number, of in zip(keys, numbers, weights, strict=True):
        total[key] += of * number
        weight[key] += of
    return np.array([total[key] / weight[key] for key in keys])


def _chance(rows: Sequence[Row]) -> float:
    """What as many levels as there are rosters would explain by chance."""
    return (len({row["roster"] for row in rows}) - 1) / (len(rows) - 1)
