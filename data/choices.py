"""How good are the candidates that a metric ranks highest, in every pool at once?

Tied scores leave open which candidates are the k highest: every value is the mean over all
choices among them, each equally likely.
"""

from collections.abc import Iterator
from math import comb

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def rel_at_1(performances: Array, scores: Array, members: Array) -> Iterator[Array]:
    """Relative performance of the candidate with the highest score: chosen over best.

    Tied highest scores: the mean performance of theirs. NaN where a performance in the
    pool is negative or the best is not above 0. (N,) a metric.
    """
    inside, ends = members > 0, _ends(performances, members)
    for column in scores.T:
        yield _over_best(_mean_of_highest(performances, column, inside), *ends)


def _mean_of_highest(performances: Array, scores: Array, inside: NDArray[np.bool_]) -> Array:
    """Mean performance of those in each pool with the highest score: (N,)."""
    order = np.argsort(-scores, kind="stable")
    first = order[inside[:, order].argmax(axis=1)]
    if len(np.unique(scores)) == len(scores):
        return np.asarray(performances[first])
    highest = (inside & (scores == scores[first][:, None])).astype(np.float64)
    return np.asarray(highest @ performances / highest.sum(axis=1))


def rel_at(k: int, performances: Array, scores: Array, members: Array) -> Array:
    """Relative performance of the best among the k candidates with the highest scores.

    NaN where a performance in the pool is negative or the best is not above 0. Shape (N,).
    """
    best, lowest = _ends(performances, members)
    chosen = _chance_of_best(k, performances, scores, members) @ performances
    return _over_best(chosen, best, lowest)


def hit_at(k: int, performances: Array, scores: Array, members: Array) -> Array:
    """Whether a best candidate is among the k with the highest scores: 0 to 1, shape (N,)."""
    best, _ = _ends(performances, members)
    chances = _chance_of_best(k, performances, scores, members)
    return np.asarray((chances * (performances == best[:, None])).sum(axis=1).clip(max=1.0))


def regret_at_1(performances: Array, scores: Array, members: Array) -> Array:
    """Performance of the candidate with the highest score, less the best: at most 0, shape (N,).

    It is the regret with its sign turned, so that a higher value is better.
    """
    best, _ = _ends(performances, members)
    lost = np.minimum(performances - best[:, None], 0.0)
    picked = _chance_of_best_one(scores, members) * lost
    return np.asarray(picked.sum(axis=1) + 0.0)  # no negative zeros


def ndcg_at(k: int, performances: Array, scores: Array, members: Array) -> Array:
    """Discounted gain of the k candidates with the highest scores, over that of the k best.

    The gain is the performance itself, the discount log2(1 + place). NaN where a performance
    in the pool is negative or the best is not above 0. Shape (N,).
    """
    best, lowest = _ends(performances, members)
    ideal = _discounted(k, performances, performances, members)
    found = _discounted(k, performances, scores, members)
    return _over_best(found, np.where(best > 0, ideal, 0.0), lowest)


def _ends(performances: Array, members: Array) -> tuple[Array, Array]:
    """The highest and the lowest performance of each pool: (N,) each."""
    inside = members > 0
    highest = np.where(inside, performances, -np.inf).max(axis=1)
    return highest, np.where(inside, performances, np.inf).min(axis=1)


def _over_best(chosen: Array, best: Array, lowest: Array) -> Array:
    """What was chosen over the best there is; NaN with a negative one, or none above 0."""
    defined = (lowest >= 0) & (best > 0)
    ratio = np.divide(chosen, best, out=np.full(len(best), np.nan), where=defined)
    return np.asarray(ratio.clip(max=1.0))


def _places(scores: Array, members: Array) -> tuple[Array, Array]:
    """Of each candidate: how many of the pool score higher, and how many the same: (N, n) each."""
    higher = members @ np.less.outer(scores, scores).T.astype(np.float64)
    return higher, members @ np.equal.outer(scores, scores).astype(np.float64)


def _chance_of_best_one(scores: Array, members: Array) -> Array:
    """Chance that each candidate is picked as the one with the highest score: (N, n)."""
    higher, tied = _places(scores, members)
    return np.divide(members, tied, out=np.zeros_like(members), where=(higher == 0) & (tied > 0))


def _chance_of_best(k: int, performances: Array, scores: Array, members: Array) -> Array:
    """Chance that each candidate is the best of the k with the highest scores: (N, n).

    Some candidates are among the k for sure; the rest of the places goes to as many of those
    that tie for them. Of equally good ones, the last counts as the best.
    """
    higher, tied = _places(scores, members)
    sure = members * (higher + tied <= k)
    maybe = members * ((higher < k) & (higher + tied > k))
    better = _better(performances)
    unbeaten = (sure @ better.T) == 0
    rivals, free = maybe.sum(axis=1).astype(int), k - sure.sum(axis=1).astype(int)
    worse = rivals[:, None] - (maybe @ better.T).astype(int)
    free = np.where(rivals > 0, free, 0)
    ways = _ways(len(scores), k)
    if_sure = sure * ways[worse, free[:, None]]
    if_maybe = maybe * ways[worse - 1, free[:, None] - 1]
    return np.asarray(unbeaten * (if_sure + if_maybe) / ways[rivals, free][:, None])


def _better(performances: Array) -> Array:
    """B[i, j] = 1 where j is better than i, the later of two equally good ones: (n, n)."""
    by_place = np.tri(len(performances), k=-1).T > 0
    same = np.equal.outer(performances, performances)
    return (np.less.outer(performances, performances) | (same & by_place)).astype(np.float64)


def _ways(n: int, k: int) -> Array:
    """Binomial coefficients: ways[m, r] for m up to n and r up to k."""
    return np.array([[comb(m, r) for r in range(k + 1)] for m in range(n + 1)], np.float64)


def _discounted(k: int, performances: Array, scores: Array, members: Array) -> Array:
    """Sum of performances in the first k places by score, each over log2(1 + place): (N,)."""
    discounts = np.zeros(len(scores))
    discounts[:k] = 1 / np.log2(np.arange(2, 2 + k))[: len(scores)]
    total = np.concatenate([[0.0], np.cumsum(discounts)])
    higher, tied = (x.astype(int) for x in _places(scores, members))
    end = np.minimum(higher + tied, len(scores))
    mean = (total[end] - total[higher]) / np.maximum(tied, 1)
    return np.asarray((members * mean) @ performances)
