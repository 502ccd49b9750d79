"""Within one study: how often is each metric ahead of each other, and how sure is that?"""

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.rows import Metrics, Rows, Setups
from setupscope.analysis.questions.pairs import NEVER_TOGETHER, ranking_counts
from setupscope.analysis.resampling.bootstrap import (
    FEWEST_GIVENS,
    TOO_FEW_GIVENS,
    interval,
    resampled,
    weights_of,
)
from setupscope.analysis.resampling.near_bounds import SHARE, widened


def improvements(setups: Setups, metrics: Metrics = None, seed: int = 0) -> pd.DataFrame:
    """The probability of improvement of every pair of metrics, with what a summary needs.

    Each pair is compared alone, so that other metrics of the study change nothing.

    Parameters
    ----------
    setups : frame of setups
        Of one study.
    metrics : sequence of str, optional
        Keys of the metrics compared; by default all that the frame has.
    seed : int
        Of the draws of givens.

    Returns
    -------
    pandas.DataFrame
        A row per scenario and unordered pair, in the metrics' order:

        - `scenario`, `a`, `b`;
        - `improvement`, `low`, `high`: as of `improvement`: the share of setups in which a is
          ahead, ties counted half, 0 to 1, and its 95 % interval over givens;
        - `adjusted`: the same with half a given added on either side, (Gθ + ½)/(G + 1), so that
          its variance is above 0; null below 6 givens;
        - `variance`: of `adjusted`, over givens; null below 6 givens;
        - `covered_givens`: givens with contests that both cover;
        - `reason`: why a number is null, else null.

    Raises
    ------
    InputError
        When a metric is unknown.
    """
    rows = fetch(setups, metrics)
    found = [row for levels, part in rows.parts(()) for row in _pairs(levels, part, seed)]
    return pd.DataFrame(found, columns=["scenario", "a", "b", *COLUMNS])


COLUMNS = (*("improvement", "low", "high", "adjusted", "variance", "covered_givens", "reason"),)

Array = NDArray[np.float64]


def _pairs(levels: dict[str, str | int], part: Rows, seed: int) -> Iterator[dict[str, object]]:
    names = list(combinations(part.metrics, 2))
    by_given = _of_givens(part, list(combinations(range(len(part.metrics)), 2)))
    low, high = _intervals(by_given, seed)
    for place, (a, b) in enumerate(names):
        own = by_given[~np.isnan(by_given[:, place]), place]
        row: dict[str, object] = {**levels, "a": a, "b": b}
        row |= {"covered_givens": len(own), "reason": NEVER_TOGETHER}
        if len(own):
            row |= {"improvement": float(own.mean()), "reason": TOO_FEW_GIVENS}
        if len(own) >= FEWEST_GIVENS:
            row |= dict(zip(("adjusted", "variance"), adjusted(own), strict=True))
            row |= {"low": float(low[place]), "high": float(high[place]), "reason": None}
        yield row


def _of_givens(part: Rows, pairs: Sequence[tuple[int, int]]) -> Array:
    """How often the first of each pair is ahead within each given: (G, P); NaN without contests.

    Of the setups that both cover and in which one of them has a value.
    """
    first, second = ([pair[side] for pair in pairs] for side in (0, 1))
    values, covered = part.rankings.values, part.rankings.covered
    lacks = np.isnan(values)
    compare = covered[:, first] & covered[:, second] & ~(lacks[:, first] & lacks[:, second])
    ranked = np.where(lacks, -np.inf, values)
    ahead = ranked[:, first] > ranked[:, second]
    tied = ranked[:, first] == ranked[:, second]
    counts = ranking_counts(part)
    twice = counts @ np.where(compare, 2.0 * ahead + tied, 0.0)
    setups = counts @ compare.astype(np.float64)
    shares = np.full(setups.shape, np.nan)
    np.divide(twice / 2, setups, out=shares, where=setups > 0)
    return shares


def _intervals(by_given: Array, seed: int) -> tuple[Array, Array]:
    """95 % intervals over the givens that each pair has: (P,) each; NaN below 6 givens."""
    low, high = np.full((2, by_given.shape[1]), np.nan)
    known = ~np.isnan(by_given)
    # Pairs that have the same givens are resampled together.
    for held in np.unique(known, axis=1).T:
        pairs = np.flatnonzero((known == held[:, None]).all(axis=0))
        own = by_given[np.ix_(held, pairs)]
        weights = weights_of(len(own), seed)
        if weights is not None:
            ends = interval(resampled(own, weights), len(own))
            low[pairs], high[pairs] = widened(ends, own, SHARE)
    return low, high


def adjusted(by_given: Array) -> tuple[float, float]:
    """The mean with half a given at 0 and half a one at 1 added, and its variance.

    Parameters
    ----------
    by_given : array, shape (G,)
        Shares from 0 to 1.
    """
    givens = len(by_given)
    mean = float((by_given.sum() + 0.5) / (givens + 1))
    squares = float(((by_given - mean) ** 2).sum()) + (mean**2 + (1 - mean) ** 2) / 2
    return mean, squares / (givens + 1) ** 2
