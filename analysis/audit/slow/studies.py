"""What do several studies say together, formula by formula?"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy import stats

from setupscope.analysis.audit.slow.contests import Names
from setupscope.analysis.audit.slow.rates import improvement

HALVINGS = 200


def improvements_of_givens(frame: pd.DataFrame, known: Names, a: str, b: str) -> list[float]:
    """Within each given that compares two metrics alone, how often the first is ahead."""
    parts = frame.groupby(frame["given"].astype(str))
    shares = [improvement(part, known, a, b, [a, b]) for _, part in parts]
    return [share for share in shares if share == share]


def adjusted(by_given: Sequence[float]) -> tuple[float, float]:
    """The mean and its variance, with half a given of 0 and half a one of 1 beside the others."""
    values = [*((share, 1.0) for share in by_given), (0.0, 0.5), (1.0, 0.5)]
    total = sum(weight for _, weight in values)
    mean = sum(weight * share for share, weight in values) / total
    return mean, sum(weight * (share - mean) ** 2 for share, weight in values) / total**2


def summary(y: Sequence[float], v: Sequence[float]) -> Mapping[str, float]:
    """The random-effects summary of at least three studies, with their estimates and variances."""
    count, tau2 = len(y), _tau2(y, v)
    weights = [1 / (own + tau2) for own in v]
    mean = _mean(y, weights)
    squares = sum(w * (own - mean) ** 2 for w, own in zip(weights, y, strict=True))
    se = np.sqrt(max(1.0, squares / (count - 1)) / sum(weights))
    fixed = [1 / own for own in v]
    q = sum(w * (own - _mean(y, fixed)) ** 2 for w, own in zip(fixed, y, strict=True))
    half = stats.t.ppf(0.975, count - 1) * se
    ahead = stats.t.ppf(0.975, count - 2) * np.sqrt(tau2 + se**2)
    return {
        "mean": mean,
        "se": se,
        "low": max(mean - half, 0),
        "high": min(mean + half, 1),
        "prediction_low": max(mean - ahead, 0),
        "prediction_high": min(mean + ahead, 1),
        "tau2": tau2,
        "q": q,
        "i2": max(0.0, 1 - (count - 1) / q) if q else 0.0,
    }


def _mean(y: Sequence[float], weights: Sequence[float]) -> float:
    return sum(w * own for w, own in zip(weights, y, strict=True)) / sum(weights)


def _tau2(y: Sequence[float], v: Sequence[float]) -> float:
    """The variance between studies by halves: the spread falls as it grows."""

    def too_small(tau2: float) -> bool:
        weights = [1 / (own + tau2) for own in v]
        mean = _mean(y, weights)
        spread = sum(w * (own - mean) ** 2 for w, own in zip(weights, y, strict=True))
        return spread > len(y) - 1

    low, high = 0.0, float(len(y))
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if too_small(middle) else (low, middle)
    return high if too_small(0.0) else 0.0
