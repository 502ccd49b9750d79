"""Which metrics are so alike that they split each other's wins?

Rank correlations of millions of setups take long, and few pairs come near the limit: most are
ruled out by how much the correlation of coarse ranks can be off.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.rows import Metrics, Rows, Setups
from setupscope.analysis.questions.order import BITS, at_floor, upper_bits

NEAR_COPY = 0.95
"""Rank correlation over setups above which two metrics split each other's wins."""
MANY = 1_000_000
"""Setups from which on pairs are ruled out first."""

Pairs = Sequence[tuple[int, int]]
Numbers = NDArray[np.float64]


def near_copies(setups: Setups, metrics: Metrics = None) -> pd.DataFrame:
    """Pairs of metrics so alike that they split each other's wins.

    Returns
    -------
    pandas.DataFrame
        A row per scenario, measure and pair whose Spearman correlation over the setups in
        which both have a value exceeds .95: `scenario`, `measure`, `a`, `b`, `correlation`.
        An exact copy takes about half of a metric's win rate, where the two are compared.
    """
    found = [
        {**levels, "a": part.metrics[a], "b": part.metrics[b], "correlation": correlation}
        for levels, part in fetch(setups, metrics).parts(["measure"])
        for a, b, correlation in _correlations(part)
        if correlation > NEAR_COPY
    ]
    return pd.DataFrame(found, columns=["scenario", "measure", "a", "b", "correlation"])


def _correlations(part: Rows) -> Iterator[tuple[int, int, float]]:
    """Spearman correlation of pairs of metrics over the setups in which both have a value.

    Pairs that cannot be near copies may be left out.
    """
    pairs: Pairs = list(combinations(range(len(part.metrics)), 2))
    if len(part) >= MANY:
        pairs = _possible(part, pairs)
    for a, b in pairs:
        values = part.compare((part.metrics[a], part.metrics[b])).values
        left, right = values[~np.isnan(values).any(axis=1)].T
        if len(left) > 1 and np.ptp(left) > 0 and np.ptp(right) > 0:
            ranks = stats.rankdata(left), stats.rankdata(right)
            yield a, b, float(np.corrcoef(*ranks)[0, 1])


def _possible(part: Rows, pairs: Pairs) -> Pairs:
    """The pairs that may be near copies.

    A value's coarse rank is the mean rank of the values in its bin. The covariance of ranks is
    that of coarse ranks and what the bins add, which is at most the root of the product of the
    variances within bins.
    """
    counts, ties, lacking = _counted(part)
    coarse = np.cumsum(counts, axis=1) - (counts + counts.sum(axis=1, keepdims=True)) / 2
    between = (counts * coarse**2).sum(axis=1)
    within = ((counts**3 - counts) - (ties**3 - ties)).sum(axis=1) / 12
    most = _products(part, coarse) + np.sqrt(np.outer(within, within))
    alike = most > NEAR_COPY * np.sqrt(np.outer(between, between))
    return [(a, b) for a, b in pairs if alike[a, b] or lacking[a] or lacking[b]]


def _counted(part: Rows) -> tuple[Numbers, Numbers, NDArray[np.bool_]]:
    """Values in each bin, those of them that are known to be equal, and whether any is missing."""
    counts, ties = np.zeros((2, len(part.metrics), 2**BITS))
    lacking = np.zeros(len(part.metrics), bool)
    for piece in part.pieces():
        for place, column in enumerate(piece.values.T):
            bins = upper_bits(column, BITS)
            lacking[place] |= bool(np.isnan(column).any())
            counts[place] += np.bincount(bins, minlength=2**BITS)
            ties[place] += np.bincount(bins[at_floor(column)], minlength=2**BITS)
    return counts, ties, lacking


def _products(part: Rows, coarse: Numbers) -> Numbers:
    """Sums of products of the coarse ranks: (q, q)."""
    found = np.zeros((len(coarse), len(coarse)))
    for piece in part.pieces():
        columns = zip(coarse, piece.values.T, strict=True)
        ranks = np.stack([own.take(upper_bits(column, BITS)) for own, column in columns])
        found += ranks @ ranks.T
    return found
