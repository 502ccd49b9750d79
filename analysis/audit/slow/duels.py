"""How strong is each metric in its duels, by the likelihood itself?"""

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import exp, log

import numpy as np
import pandas as pd
from scipy import optimize, stats

from setupscope.analysis.audit.slow.contests import Array, Names, Numbers
from setupscope.analysis.audit.slow.doubt import FEWEST_GIVENS
from setupscope.analysis.audit.slow.rates import improvement

Credit = Mapping[tuple[str, str], float]


def bradley_terry(frame: pd.DataFrame, metrics: Names, known: Names) -> Mapping[str, Numbers]:
    """Strength, ends of its interval and chance of a win of each metric that has duels.

    Empty where no finite strengths fit.
    """
    of_givens = [
        credits_of(part, metrics, known) for _, part in frame.groupby(frame["given"].astype(str))
    ]
    of_givens = [own for own in of_givens if own]
    fighting = [m for m in metrics if any(m in pair for own in of_givens for pair in own)]
    if not fighting or not connected(fighting, of_givens):
        return {}
    theta = _fitted(fighting, of_givens)
    widths = _half_widths(fighting, of_givens, theta)
    found = {}
    for place, metric in enumerate(fighting):
        others = [_chance(theta[place], o) for at, o in enumerate(theta) if at != place]
        found[metric] = {
            "theta": theta[place],
            "low": theta[place] - widths[place],
            "high": theta[place] + widths[place],
            "probability": sum(others) / len(others),
            "covered_givens": sum(any(metric in pair for pair in own) for own in of_givens),
        }
    return found


def credits_of(part: pd.DataFrame, metrics: Names, known: Names) -> Credit:
    """How often the first of each two metrics beats the second within one given."""
    pairs = combinations(metrics, 2)
    found = {pair: improvement(part, known, *pair, metrics) for pair in pairs}
    return {pair: share for pair, share in found.items() if share == share}


def connected(fighting: Names, of_givens: Sequence[Credit]) -> bool:
    """Whether each metric reaches each other by a chain of "beat or tied"."""
    beats = {(a, b) for own in of_givens for (a, b), share in own.items() if share > 0}
    beats |= {(b, a) for own in of_givens for (a, b), share in own.items() if share < 1}
    for middle in fighting:
        beats |= {(a, b) for a in fighting for b in fighting if {(a, middle), (middle, b)} <= beats}
    return all((a, b) in beats for a in fighting for b in fighting if a != b)


def _chance(a: float, b: float) -> float:
    return 1 / (1 + exp(b - a))


def _fitted(fighting: Names, of_givens: Sequence[Credit]) -> Array:
    """The strengths that minimize the negative log-likelihood, to the last digits."""

    def against(free: Array) -> float:
        theta = dict(zip(fighting, [*free, -free.sum()], strict=True))
        return -sum(
            share * log(_chance(theta[a], theta[b]))
            + (1 - share) * log(_chance(theta[b], theta[a]))
            for own in of_givens
            for (a, b), share in own.items()
        )

    def surplus(free: Array) -> Array:
        """Duels won beyond those expected, by each metric but the last."""
        theta = dict(zip(fighting, [*free, -free.sum()], strict=True))
        beyond = dict.fromkeys(fighting, 0.0)
        for own in of_givens:
            for (a, b), share in own.items():
                beyond[a] += share - _chance(theta[a], theta[b])
                beyond[b] -= share - _chance(theta[a], theta[b])
        return np.array([beyond[metric] for metric in fighting[:-1]])

    near = optimize.minimize(against, np.zeros(len(fighting) - 1), method="BFGS").x
    found = optimize.root(surplus, near, tol=1e-12).x
    return np.array([*found, -found.sum()])


def _half_widths(fighting: Names, of_givens: Sequence[Credit], theta: Array) -> Array:
    """T times the root of the sandwich, given by given."""
    count, givens = len(fighting), len(of_givens)
    if givens < FEWEST_GIVENS:
        return np.full(count, np.nan)
    bread, filling = np.zeros((count, count)), np.zeros((count, count))
    for own in of_givens:
        score = np.zeros(count)
        for (a, b), share in own.items():
            way = np.zeros(count)
            way[fighting.index(a)], way[fighting.index(b)] = 1, -1
            chance = _chance(theta[fighting.index(a)], theta[fighting.index(b)])
            score += (share - chance) * way
            bread += chance * (1 - chance) * np.outer(way, way)
        filling += np.outer(score, score)
    inverse = np.linalg.pinv(bread)
    variance = np.diag(inverse @ filling @ inverse) * givens / (givens - 1)
    return np.asarray(stats.t.ppf(0.975, givens - 1) * np.sqrt(variance))
