"""What is a measure's value for one pool, and how are the values of a slice distributed?"""

import math
import warnings
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from setupscope.analysis.audit.slow.contests import Array, Numbers

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
NOTHING = 1e-12
NEARLY_CONSTANT = 1e-6
"""Spread, over the largest value, below which SciPy's Pearson loses too many digits."""


def value(measure: str, performances: Array, scores: Array) -> float:
    """A measure's value for one pool, from SciPy, or from its definition where it has none."""
    if measure in CHOICES:
        return CHOICES[measure](performances, scores)
    spread = min(map(_relative_spread, (performances, scores)))
    exact = measure == "pearson" and spread < NEARLY_CONSTANT
    inputs = performances, scores
    found = _exact_pearson(*inputs) if exact else _correlation(measure, *inputs)
    return 0.0 if abs(found) < NOTHING else found


def _correlation(measure: str, performances: Array, scores: Array) -> float:
    of: dict[str, Callable[..., Any]] = {
        "pearson": stats.pearsonr,
        "spearman": stats.spearmanr,
        "kendall": stats.kendalltau,
        "weighted_kendall": stats.weightedtau,
        "weighted_kendall_by_performance": partial(stats.weightedtau, rank=None),
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return float(of[measure](performances, scores)[0])


def _relative_spread(values: Array) -> float:
    return float(np.ptp(values) / max(np.abs(values).max(), np.finfo(float).tiny))


def _exact_pearson(performances: Array, scores: Array) -> float:
    """Pearson's r from fractions, rounded at the end."""
    a, s = _deviations(performances), _deviations(scores)
    product, spread = _dot(a, s), _dot(a, a) * _dot(s, s)
    if not spread:
        return np.nan
    return math.copysign(math.sqrt(product**2 / spread), product)


def _deviations(values: Array) -> list[Fraction]:
    """What each value differs from their mean, without rounding."""
    fractions = [Fraction(value) for value in values.tolist()]
    mean = sum(fractions, Fraction()) / len(fractions)
    return [value - mean for value in fractions]


def _dot(left: list[Fraction], right: list[Fraction]) -> Fraction:
    return sum((x * y for x, y in zip(left, right, strict=True)), Fraction())


def _relative(k: int, performances: Array, scores: Array) -> float:
    """The best of the k highest scores over the best of all; null if that is no ratio."""
    if performances.min() < 0 or performances.max() <= 0:
        return np.nan
    found = [performances[chosen].max() for chosen in _choices(k, scores)]
    return float(np.mean(found) / performances.max())


def _hit(k: int, performances: Array, scores: Array) -> float:
    """How often the k highest scores include a best candidate."""
    best = performances.max()
    return float(np.mean([(performances[chosen] == best).any() for chosen in _choices(k, scores)]))


def _regret(performances: Array, scores: Array) -> float:
    """Minus what is lost by taking the highest score."""
    return -float(np.mean(performances.max() - performances[scores == scores.max()]))


def _ndcg(k: int, performances: Array, scores: Array) -> float:
    """Discounted performances of the first k over those of the best order."""
    if performances.min() < 0 or performances.max() <= 0:
        return np.nan
    return _discounted(k, performances, scores) / _discounted(k, performances, performances)


def _discounted(k: int, performances: Array, scores: Array) -> float:
    """Tied scores share their places: each has the mean performance of its group."""
    order = np.argsort(-scores, kind="stable")
    means = [performances[scores == scores[index]].mean() for index in order[:k]]
    return sum(float(mean) / math.log2(2 + place) for place, mean in enumerate(means))


def _choices(k: int, scores: Array) -> list[list[int]]:
    """Every way to choose the k highest scores, where some tie for the last places."""
    k = min(k, len(scores))
    least = np.sort(scores)[-k]
    sure = np.flatnonzero(scores > least).tolist()
    tied = np.flatnonzero(scores == least).tolist()
    return [[*sure, *some] for some in combinations(tied, k - len(sure))]


CHOICES: dict[str, Callable[[Array, Array], float]] = {
    "rel_at_1": partial(_relative, 1),
    "rel_at_3": partial(_relative, 3),
    "regret_at_1": _regret,
    "top_1_hit": partial(_hit, 1),
    "top_3_hit": partial(_hit, 3),
    "ndcg_at_3": partial(_ndcg, 3),
}
"""By the key of a measure: those that look at the highest scores alone."""


def scores(frame: pd.DataFrame, metric: str) -> Numbers:
    """Mean, quantiles and share of values at or below 0, of one measure's setups."""
    values = frame[metric].dropna().astype(np.float64)
    quantiles = {f"q{100 * q:02.0f}": float(values.quantile(q)) for q in QUANTILES}
    return {"mean": values.mean(), **quantiles, "share_not_positive": (values <= 0).mean()}
