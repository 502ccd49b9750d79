"""How much does an answer owe to the givens that happen to be in the study?

Givens are resampled with replacement; a given brings all its backbones. Setups are never
resampled: they are not independent.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import stats

DRAWS = 10_000
FEWEST_GIVENS = 6
LEVEL = 0.95
TOLERANCE = 1e-12
TOO_FEW_GIVENS = f"fewer than {FEWEST_GIVENS} givens"

Weights = NDArray[np.float64]


def draw_givens(givens: int, rng: np.random.Generator) -> Weights:
    """How often each given is in each draw: (10,000, G); every draw has G givens."""
    drawn = rng.integers(0, givens, (DRAWS, givens)) + givens * np.arange(DRAWS)[:, None]
    times = np.bincount(drawn.ravel(), minlength=DRAWS * givens)
    return times.reshape(DRAWS, givens).astype(np.float64)


def weights_of(givens: int, seed: int) -> Weights | None:
    """Draws of that many givens; none where they are too few for an interval.

    Each number has a generator of its own, so that a scenario's interval is the same
    whatever else the slice holds.
    """
    return _draws(givens, seed) if givens >= FEWEST_GIVENS else None


@lru_cache(maxsize=32)
def _draws(givens: int, seed: int) -> Weights:
    """The draws of a seed, kept because every table of a study asks for the same few."""
    weights = draw_givens(givens, np.random.default_rng([seed, givens]))
    weights.setflags(write=False)
    return weights


def resampled(by_given: NDArray[np.float64], weights: Weights) -> NDArray[np.float64]:
    """Means over the givens of each draw.

    Parameters
    ----------
    by_given : array, shape (G, k)
        Numbers of each given; NaN where it has none, and then it is left out of a draw.
    weights : array, shape (D, G)
        How often each given is in each draw.

    Returns
    -------
    array, shape (D, k)
        NaN where a draw holds no given with a number.
    """
    known = ~np.isnan(by_given)
    # No BLAS here: its threads would touch the last digit.
    total = np.einsum("dg,gk->dk", weights, np.where(known, by_given, 0.0))
    if known.all():
        return np.asarray(total / len(by_given))
    count = np.einsum("dg,gk->dk", weights, known.astype(np.float64))
    return np.asarray(np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0))


def interval(draws: NDArray[np.float64], givens: int) -> tuple[NDArray[np.float64], ...]:
    """Expanded percentile interval of each column of draws; NaN where no draw has a number.

    The plain percentile interval is too narrow for few givens; quantiles are widened to
    α' = Φ(−√(G/(G−1))·t) with t of G − 1 degrees of freedom (Hesterberg 2015, The American
    Statistician 69(4):371–386).
    """
    alpha = _expanded(givens)
    if not np.isnan(draws).any():
        return tuple(np.quantile(np.ascontiguousarray(draws.T), [alpha, 1 - alpha], axis=1))
    nothing = np.isnan(draws).all(axis=0)
    low, high = np.nanquantile(np.where(nothing, 0.0, draws), [alpha, 1 - alpha], axis=0)
    return np.where(nothing, np.nan, low), np.where(nothing, np.nan, high)


@lru_cache(maxsize=256)
def _expanded(givens: int) -> float:
    quantile = t_quantile(givens - 1)
    return float(stats.norm.cdf(-np.sqrt(givens / (givens - 1)) * quantile))


@lru_cache(maxsize=256)
def t_quantile(freedom: int) -> float:
    """How many standard errors a 95 % interval reaches to each side."""
    return float(stats.t.ppf((1 + LEVEL) / 2, freedom))


def first_place(draws: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share of draws in which each column is the highest, ties shared: (D, k) to (k,)."""
    known = np.where(np.isnan(draws), -np.inf, draws)
    # Sums of the same shares may differ in their last digits.
    best = (known >= known.max(axis=1, keepdims=True) - TOLERANCE) & (known > -np.inf)
    return np.asarray((best / np.maximum(best.sum(axis=1, keepdims=True), 1)).mean(axis=0))
