"""Which metrics point the wrong way nearly everywhere, as if their sign were another?"""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from setupscope.data.importing.layout import Side
from setupscope.data.importing.results import Results, Transfer
from setupscope.data.pools import SMALLEST_POOL
from setupscope.data.study.study import Metric

FEWEST, NEARLY = 3, 0.9
"""Givens, and the share of them, from which on a metric is doubted."""


def wrong_ways(results: Results, candidates: Side) -> Iterator[str]:
    """A question for each metric whose scores fall as performances rise for nearly every given."""
    at = 1 if candidates == "source" else 0
    for metric in results.metrics:
        of_given = defaultdict(list)
        for transfer, score in results.scores[metric.key].items():
            of_given[transfer[at], transfer[2]].append((transfer, score))
        signs = [s for some in of_given.values() if (s := _sign(results, metric, some))]
        against = sum(sign < 0 for sign in signs)
        if len(signs) >= FEWEST and against >= NEARLY * len(signs):
            yield _question(metric, against, len(signs), "target" if at else "source")


def _sign(results: Results, metric: Metric, scores: list[tuple[Transfer, float]]) -> float:
    """The sign of Pearson r of scores and performances for one given; 0 where there is none."""
    if len(scores) < SMALLEST_POOL:
        return 0
    pairs = np.array([(score, results.performances[transfer]) for transfer, score in scores])
    centred = pairs - pairs.mean(axis=0)
    turned = -1 if metric.direction == "lower" else 1
    return turned * float(np.sign((centred[:, 0] * centred[:, 1]).sum()))


def _question(metric: Metric, against: int, of: int, given: str) -> str:
    where = f"{100 * against / of:.0f} % of {of} {given}s (all candidates of each)"
    text = f"{metric.label} is negative under Pearson r in {where}"
    if metric.direction == "lower":
        return f"{text} when lower is better: has its sign been turned already?"
    return f"{text}: is lower better (--lower-is-better), or has its sign been turned already?"
