"""What is a measure's value for one pool, and how are the values of a slice distributed?"""

import warnings

import numpy as np
import pandas as pd
from scipy import stats

from setupscope.analysis.audit.slow.contests import Array, Numbers

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
NOTHING = 1e-12


def value(measure: str, performances: Array, scores: Array) -> float:
    """A measure's value for one pool, from SciPy, or from its definition where it has none."""
    if measure == "rel_at_1":
        if performances.min() < 0 or performances.max() <= 0:
            return np.nan
        return float(performances[scores == scores.max()].mean() / performances.max())
    found = _correlation(measure, performances, scores)
    return 0.0 if abs(found) < NOTHING else found


def _correlation(measure: str, performances: Array, scores: Array) -> float:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if measure == "pearson":
            return float(stats.pearsonr(performances, scores)[0])
        if measure == "kendall":
            return float(stats.kendalltau(performances, scores)[0])
        return float(stats.weightedtau(performances, scores)[0])


def scores(frame: pd.DataFrame, metric: str) -> Numbers:
    """Mean, quantiles and share of values at or below 0, of one measure's setups."""
    values = frame[metric].dropna().astype(np.float64)
    quantiles = {f"q{100 * q:02.0f}": float(values.quantile(q)) for q in QUANTILES}
    return {"mean": values.mean(), **quantiles, "share_not_positive": (values <= 0).mean()}
