"""How well do scores and performances agree over all candidates of a pool, in every pool at once?

Everything wanted is a sum over pairs of candidates in the pool. With M the 0/1 matrix
of N pools by n candidates and X an n × n matrix over pairs, that sum is
``rowsum((M · X) ∘ M)`` for all pools together; ranks inside the pool are M · Gᵀ with G a
strict order. Only differences of inputs enter, so constants are exact and an outlier
outside the pool costs no digit. Each metric's column comes from its own products of the
same shape, so an exact copy of a metric has exactly its values.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def pearson(performances: Array, scores: Array, members: Array) -> Array:
    """Pearson's r: NaN where performances or scores are constant in the pool. Shape (N,)."""
    a, s = _differences(performances), _differences(scores)
    spread = np.sqrt(_pair_sums(members, a * a)) * np.sqrt(_pair_sums(members, s * s))
    return _ratio(_pair_sums(members, a * s), spread)


def spearman(performances: Array, scores: Array, members: Array) -> Array:
    """Spearman's ρ with mean ranks for ties: NaN where either is constant in the pool. Shape (N,).

    A candidate's wins less its defeats are twice its rank in the pool, less a constant.
    """
    a, s = (members * (members @ _signs(x).T) for x in (performances, scores))
    return _ratio(_dot(a, s), np.sqrt(_dot(a, a) * _dot(s, s)))


def kendall(performances: Array, scores: Array, members: Array) -> Array:
    """Kendall's τ-b: NaN where performances or scores are constant in the pool. Shape (N,)."""
    a, s = _signs(performances), _signs(scores)
    untied = np.sqrt(_pair_sums(members, a * a) * _pair_sums(members, s * s))
    return _ratio(_pair_sums(members, a * s), untied)


def weighted_kendall(performances: Array, scores: Array, members: Array) -> Array:
    """Weighted Kendall's τ_w with additive hyperbolic weights, as SciPy's default.

    The mean of two: ranks by (performance, score) and by (score, performance). NaN where
    performances or scores are constant in the pool. Shape (N,).
    """
    by_performance, by_score = _weighted_taus(performances, scores, members)
    return (by_performance + by_score) / 2


def weighted_kendall_by_performance(performances: Array, scores: Array, members: Array) -> Array:
    """Weighted Kendall's τ_w with ranks by (performance, score) alone, as SciPy's rank=None.

    NaN where performances or scores are constant in the pool. Shape (N,).
    """
    return _weighted_taus(performances, scores, members)[0]


def _weighted_taus(performances: Array, scores: Array, members: Array) -> list[Array]:
    """τ_w with ranks by (performance, score), and by (score, performance)."""
    a, s = _signs(performances), _signs(scores)
    concordance, untied_a, untied_s = (members @ x for x in (a * s, a * a, s * s))
    taus = []
    for weights in _order_weights(a, s, members):
        spread = np.sqrt(_dot(weights, untied_a)) * np.sqrt(_dot(weights, untied_s))
        taus.append(_ratio(_dot(weights, concordance), spread))
    return taus


def order_weights(performances: Array, scores: Array, members: Array) -> list[Array]:
    """Weight of each candidate in every pool, in the two orders that τ_w averages: (N, n) each.

    1 / (1 + rank), with rank 0 for the best in the pool; 0 outside it.
    """
    return _order_weights(_signs(performances), _signs(scores), members)


def _order_weights(a: Array, s: Array, members: Array) -> list[Array]:
    return [members / (1 + members @ _strict_order(*keys).T) for keys in ((a, s), (s, a))]


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
    return _dot(members @ pairs, members)


def _dot(left: Array, right: Array) -> Array:
    """Row by row dot product: (N, n) and (N, n) to (N,)."""
    sums: Array = np.einsum("ij,ij->i", left, right)
    return sums


def _ratio(numerator: Array, denominator: Array) -> Array:
    """Correlation numerator / denominator, clipped to [−1, 1]; NaN over exactly 0."""
    undefined = np.full(len(numerator), np.nan)
    quotient = np.divide(numerator, denominator, out=undefined, where=denominator > 0)
    return np.asarray(quotient.clip(-1.0, 1.0))
