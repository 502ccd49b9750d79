"""How well do scores and performances agree over all candidates of a pool, in every pool at once?

Everything wanted is a sum over pairs of candidates in the pool. With M the 0/1 matrix
of N pools by n candidates and X an n × n matrix over pairs, that sum is
``rowsum((M · X) ∘ M)`` for all pools together; ranks inside the pool are M · Gᵀ with G a
strict order. Only differences of inputs enter, so constants are exact and an outlier
outside the pool costs no digit. Each metric's column comes from its own products of the
same shape, so an exact copy of a metric has exactly its values.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def pearson(performances: Array, scores: Array, members: Array) -> Iterator[Array]:
    """Pearson's r: NaN where performances or scores are constant in the pool. (N,) a metric."""
    a = _differences(performances)
    spread = np.sqrt(_pair_sums(members, a * a))
    for column in scores.T:
        s = _differences(column)
        both = spread * np.sqrt(_pair_sums(members, s * s))
        yield _ratio(_pair_sums(members, a * s), both)


def spearman(performances: Array, scores: Array, members: Array) -> Iterator[Array]:
    """Spearman's ρ with mean ranks for ties: NaN where either is constant in the pool.

    A candidate's wins less its defeats are twice its rank in the pool, less a constant.
    (N,) a metric.
    """
    a = members * (members @ _signs(performances).T)
    for column in scores.T:
        s = members * (members @ _signs(column).T)
        yield _ratio(_dot(a, s), np.sqrt(_dot(a, a) * _dot(s, s)))


def kendall(performances: Array, scores: Array, members: Array) -> Iterator[Array]:
    """Kendall's τ-b: NaN where performances or scores are constant in the pool. (N,) a metric."""
    a, inside = _signs(performances), _exact(members)
    untied = _dot(_untied(inside, a), inside)
    for column in scores.T:
        s = _signs(column)
        both = np.sqrt(untied * _dot(_untied(inside, s), inside))
        yield _ratio(_pair_sums(inside, a * s), both)


def weighted_kendall(performances: Array, scores: Array, members: Array) -> Iterator[Array]:
    """Weighted Kendall's τ_w with additive hyperbolic weights, as SciPy's default.

    The mean of two: ranks by (performance, score) and by (score, performance). NaN where
    performances or scores are constant in the pool. (N,) a metric.
    """
    for taus in _weighted_taus(performances, scores, members):
        yield (next(taus) + next(taus)) / 2


def weighted_kendall_by_performance(
    performances: Array, scores: Array, members: Array
) -> Iterator[Array]:
    """Weighted Kendall's τ_w with ranks by (performance, score) alone, as SciPy's rank=None.

    NaN where performances or scores are constant in the pool. (N,) a metric.
    """
    for taus in _weighted_taus(performances, scores, members):
        yield next(taus)


def _weighted_taus(performances: Array, scores: Array, members: Array) -> Iterator[Iterator[Array]]:
    """Of each metric, τ_w with ranks by (performance, score), and by (score, performance)."""
    a, inside = _signs(performances), _exact(members)
    untied = _untied(inside, a)
    for column in scores.T:
        s = _signs(column)
        concordance, untied_s = inside @ _exact(a * s), _untied(inside, s)
        yield (
            _ratio(
                _dot(weights, concordance),
                np.sqrt(_dot(weights, untied)) * np.sqrt(_dot(weights, untied_s)),
            )
            for weights in _order_weights(a, s, members)
        )


def order_weights(performances: Array, scores: Array, members: Array) -> list[Array]:
    """Weight of each candidate in every pool, in the two orders that τ_w averages: (N, n) each.

    1 / (1 + rank), with rank 0 for the best in the pool; 0 outside it.
    """
    return list(_order_weights(_signs(performances), _signs(scores), members))


def _order_weights(a: Array, s: Array, members: Array) -> Iterator[Array]:
    for keys in ((a, s), (s, a)):
        yield members / (1 + _exact(members) @ _exact(_strict_order(*keys).T))


def _untied(inside: Array, signs: Array) -> Array:
    """How many in each pool a candidate is not tied with; of one outside, a number: (N, n)."""
    apart = signs * signs
    if np.count_nonzero(apart) == apart.size - len(apart):  # no ties: all others
        return np.asarray(inside.sum(axis=1, keepdims=True) - inside)
    return np.asarray(inside @ _exact(apart))


def _exact(whole: Array) -> Array:
    """Small whole numbers in half of the bits: products take half the time, and are exact.

    Up to 4096 candidates, all sums over pairs stay below 2²⁴.
    """
    return whole.astype(np.float32 if len(whole.T) <= 2**12 else np.float64)


def _differences(x: Array) -> Array:
    """Pairwise x_i − x_j over their largest absolute value: shape (n, n)."""
    differences = np.subtract.outer(x, x)
    largest = np.abs(differences).max()
    return differences / largest if largest > 0 else differences


def _signs(x: Array) -> Array:
    """Pairwise sign(x_i − x_j), by comparison: shape (n, n)."""
    return np.greater.outer(x, x).astype(np.float64) - np.less.outer(x, x)


def _strict_order(first: Array, second: Array) -> Array:
    """G[i, j] = 1 where j comes before i by (first, second, index), highest first."""
    by_index = np.tri(len(first), k=-1, dtype=bool)
    before = np.where(first != 0, first < 0, np.where(second != 0, second < 0, by_index))
    return before.astype(np.float64)


def _pair_sums(members: Array, pairs: Array) -> Array:
    """Sum of `pairs` over all ordered pairs in each pool: (N, n) and (n, n) to (N,)."""
    return _dot(members @ pairs.astype(members.dtype), members)


def _dot(left: Array, right: Array) -> Array:
    """Row by row dot product: (N, n) and (N, n) to (N,)."""
    return np.asarray(np.einsum("ij,ij->i", left, right), np.float64)


def _ratio(numerator: Array, denominator: Array) -> Array:
    """Correlation numerator / denominator, clipped to [−1, 1]; NaN over exactly 0."""
    undefined = np.full(len(numerator), np.nan)
    quotient = np.divide(numerator, denominator, out=undefined, where=denominator > 0)
    return np.asarray(quotient.clip(-1.0, 1.0))
