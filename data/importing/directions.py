"""Which metrics point the wrong way nearly everywhere, as if their sign were another?"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from setupscope.data.importing.layout import Side
from setupscope.data.importing.results import Results
from setupscope.data.pools import SMALLEST_POOL
from setupscope.data.study.study import Metric

ROUNDING = 1e-15
FEWEST, NEARLY = 3, 0.9
"""Givens, and the share of them, from which on a metric is doubted."""


def wrong_ways(results: Results, candidates: Side) -> Iterator[str]:
    """A question for each metric whose scores fall as performances rise for nearly every given."""
    at = 1 if candidates == "source" else 0
    for metric in results.metrics:
        signs = _signs(results, metric, at)
        against = int((signs < 0).sum())
        if len(signs) >= FEWEST and against >= NEARLY * len(signs):
            yield _question(metric, against, len(signs), "target" if at else "source")


def _signs(results: Results, metric: Metric, at: int) -> NDArray[np.float64]:
    """The sign of Pearson r of scores and performances for each given that has one."""
    scores = results.scores[metric.key]
    if not scores:
        return np.empty(0)
    _, given = np.unique([f"{t[at]}\0{t[2]}" for t in scores], return_inverse=True)
    pairs = np.array([(score, results.performances[t]) for t, score in scores.items()]).T
    counts = np.bincount(given)
    centred = [some - (np.bincount(given, some) / counts)[given] for some in pairs]
    turned = -1 if metric.direction == "lower" else 1
    products = np.bincount(given, centred[0] * centred[1])
    noise = ROUNDING * counts * np.prod(np.abs(pairs).max(axis=1))
    signs = turned * np.sign(np.where(np.abs(products) > noise, products, 0))
    found: NDArray[np.float64] = signs[(counts >= SMALLEST_POOL) & (signs != 0)]
    return found


def _question(metric: Metric, against: int, of: int, given: str) -> str:
    where = f"{100 * against / of:.0f} % of {of} {given}s (all candidates of each)"
    text = f"{metric.label} is negative under Pearson r in {where}"
    if metric.direction == "lower":
        return f"{text} when lower is better: has its sign been turned already?"
    return f"{text}: is lower better (--lower-is-better), or has its sign been turned already?"
