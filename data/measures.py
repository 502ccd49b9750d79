"""How well do a metric's scores agree with the performances, in every pool at once?

Everything wanted is a sum over pairs of candidates in the pool. With M the 0/1 matrix
of N pools by n candidates and X an n × n matrix over pairs, that sum is
``rowsum((M · X) ∘ M)`` for all pools together; ranks inside the pool are M · Gᵀ with G a
strict order. Only differences of inputs enter, so constants are exact and an outlier
outside the pool costs no digit. Each metric's column comes from its own products of the
same shape, so an exact copy of a metric has exactly its values.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
MetricFunction = Callable[[Array, Array, Array], Array]
TINY = 1e-12
"""A correlation below it is 0."""


@dataclass(frozen=True)
class Measure:
    """An evaluation measure: how scores are compared with performances over a pool.

    Attributes
    ----------
    key, label, html, latex : str
        Its name in the store, in plain text, in figures and in LaTeX.
    low, high : float
        The ends of its range.
    direction : {"higher", "lower"}
        Which end says that the metric predicts well.
    is_correlation : bool
        Whether 0 means that scores say nothing of performances.
    about : str
        What a value says, in one sentence.
    reference : str
        The source of the method.
    of_metric : callable
        From performances (n,), one metric's scores (n,) and members (N, n) to values (N,).
    needs_ratio : bool
        Whether it divides one performance by another, which means nothing where candidates are
        ranked by gain.
    """

    key: str
    label: str
    html: str
    latex: str
    low: float
    high: float
    direction: Literal["higher", "lower"]
    is_correlation: bool
    about: str
    reference: str
    of_metric: MetricFunction
    needs_ratio: bool = False

    def block(self, performances: Array, scores: Array, members: Array) -> Array:
        """Values of every metric in every pool of one block.

        Parameters
        ----------
        performances : array, shape (n,)
            Measured performance of each candidate; finite.
        scores : array, shape (n, q)
            Score of each candidate by each metric, higher predicting better; finite.
        members : array, shape (N, n)
            1 where the candidate is in the pool, else 0.

        Returns
        -------
        array of float64, shape (N, q)
            Within [low, high], correlations below 1e-12 being 0; NaN where the measure is
            undefined in that pool.
        """
        columns = np.ascontiguousarray(scores.T)
        values = np.stack([self.of_metric(performances, s, members) for s in columns], axis=1)
        if self.is_correlation:
            # Sums that cancel leave less than that; float32 would keep it, and break a tie.
            values[np.abs(values) < TINY] = 0.0
        return values


def pearson(performances: Array, scores: Array, members: Array) -> Array:
    """Pearson's r: NaN where performances or scores are constant in the pool. Shape (N,)."""
    a, s = _differences(performances), _differences(scores)
    spread = np.sqrt(_pair_sums(members, a * a)) * np.sqrt(_pair_sums(members, s * s))
    return _ratio(_pair_sums(members, a * s), spread)


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
    a, s = _signs(performances), _signs(scores)
    concordance, untied_a, untied_s = (members @ x for x in (a * s, a * a, s * s))
    taus = []
    for weights in _order_weights(a, s, members):
        spread = np.sqrt(_dot(weights, untied_a)) * np.sqrt(_dot(weights, untied_s))
        taus.append(_ratio(_dot(weights, concordance), spread))
    return (taus[0] + taus[1]) / 2


def order_weights(performances: Array, scores: Array, members: Array) -> list[Array]:
    """Weight of each candidate in every pool, in the two orders that τ_w averages: (N, n) each.

    1 / (1 + rank), with rank 0 for the best in the pool; 0 outside it.
    """
    return _order_weights(_signs(performances), _signs(scores), members)


def _order_weights(a: Array, s: Array, members: Array) -> list[Array]:
    return [members / (1 + members @ _strict_order(*keys).T) for keys in ((a, s), (s, a))]


def rel_at_1(performances: Array, scores: Array, members: Array) -> Array:
    """Relative performance of the candidate with the highest score: chosen over best.

    Tied highest scores: the mean performance of theirs. NaN where a performance in the
    pool is negative or the best is not above 0. Shape (N,).
    """
    # A row a candidate: maxima over few long rows take half the time of those over many short ones.
    inside = np.ascontiguousarray(members.T) > 0
    a, s = performances[:, None], scores[:, None]
    highest = np.where(inside, s, -np.inf).max(axis=0)
    chosen = (inside & (s == highest)).astype(np.float64)
    best = np.where(inside, a, -np.inf).max(axis=0)
    lowest = np.where(inside, a, np.inf).min(axis=0)
    mean_of_chosen = performances @ chosen / chosen.sum(axis=0)
    defined = (lowest >= 0) & (best > 0)
    ratio = np.divide(mean_of_chosen, best, out=np.full(len(best), np.nan), where=defined)
    return np.asarray(ratio.clip(max=1.0))


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


MEASURES: dict[str, Measure] = {
    measure.key: measure
    for measure in (
        Measure(
            key="pearson",
            label="Pearson r",
            html="Pearson <i>r</i>",
            latex=r"Pearson $r$",
            low=-1,
            high=1,
            direction="higher",
            is_correlation=True,
            about="How close scores and performances lie to one straight line: 1 where it rises, −1"
            " where it falls, 0 where there is none.",
            reference="Pearson 1895, Proceedings of the Royal Society of London 58:240–242",
            of_metric=pearson,
        ),
        Measure(
            key="kendall",
            label="Kendall τ",
            html="Kendall <i>τ</i>",
            latex=r"Kendall $\tau$",
            low=-1,
            high=1,
            direction="higher",
            is_correlation=True,
            about="Pairs of candidates that scores and performances order alike, less those that"
            " they order oppositely, over all pairs, with a correction for ties: 1 is the same"
            " ranking, −1 the reverse.",
            reference="Kendall 1945, Biometrika 33(3):239–251 (τ-b)",
            of_metric=kendall,
        ),
        Measure(
            key="weighted_kendall",
            label="weighted Kendall τ_w",
            html="weighted Kendall <i>τ</i><sub>w</sub>",
            latex=r"weighted Kendall $\tau_w$",
            low=-1,
            high=1,
            direction="higher",
            is_correlation=True,
            about="Kendall τ with a weight for each candidate that falls with its rank, so that"
            " agreement on the best ones counts most: 1 is the same ranking, −1 the reverse.",
            reference="Vigna 2015, Proceedings of WWW 2015:1166–1176",
            of_metric=weighted_kendall,
        ),
        Measure(
            key="rel_at_1",
            label="Rel@1",
            html="Rel@1",
            latex="Rel@1",
            low=0,
            high=1,
            direction="higher",
            is_correlation=False,
            about="Performance of the candidate with the highest score over the best performance in"
            " the pool: 1 where the metric picks the best.",
            reference="Li et al. 2021, CVPR 2021:2663–2673",
            of_metric=rel_at_1,
            needs_ratio=True,
        ),
    )
}
"""Every measure that a study can name, by key."""
