"""What do several studies say together, and where would a new one lie?

A random-effects summary on the scale of the estimates themselves, of which each study has one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from setupscope.analysis.resampling.bootstrap import t_quantile

FEWEST_STUDIES = 3
TOO_FEW_STUDIES = f"fewer than {FEWEST_STUDIES} studies"
PRECISION = 1e-14
"""Of τ², on a scale on which estimates lie between 0 and 1."""

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Summary:
    """What k studies say together.

    Attributes
    ----------
    mean : float
        The summary μ, a weighted mean of the estimates.
    se, plain_se : float
        Its standard error with the factor of Hartung and Knapp, never below 1, and without it.
    factor : float
        The square of that factor before it is raised to 1.
    low, high : float
        95 % interval of the mean, t with k − 1 degrees of freedom, cut at 0 and 1.
    prediction_low, prediction_high : float
        95 % prediction interval of a new study, t with k − 2 degrees of freedom, cut at 0 and 1.
    tau2, i2, q : float
        Variance between studies (Paule and Mandel), the share of the spread that it explains
        (0 to 1), and Cochran's Q.
    weights : tuple of float
        The share of each study in the mean; they sum to 1.
    """

    mean: float
    se: float
    plain_se: float
    factor: float
    low: float
    high: float
    prediction_low: float
    prediction_high: float
    tau2: float
    i2: float
    q: float
    weights: tuple[float, ...]


def summarize(estimates: Sequence[float], variances: Sequence[float]) -> Summary | None:
    """The random-effects summary of at least three studies; none of fewer.

    Parameters
    ----------
    estimates, variances : sequences of float, one per study
        Shares from 0 to 1, and the variances of their errors, above 0.

    Notes
    -----
    Paule and Mandel 1982; Hartung and Knapp 2001, with the factor kept from making the interval
    shorter (Röver, Knapp and Friede 2015); prediction interval of Higgins, Thompson and
    Spiegelhalter 2009; I² of Higgins and Thompson 2002.
    """
    count = len(estimates)
    if count < FEWEST_STUDIES:
        return None
    y, v = np.asarray(estimates, np.float64), np.asarray(variances, np.float64)
    tau2 = between_studies(y, v)
    weights = 1 / (v + tau2)
    mean, plain = float(weights @ y / weights.sum()), float(weights.sum() ** -0.5)
    factor = _spread(y, v + tau2) / (count - 1)
    se = plain * max(1.0, factor) ** 0.5
    half = t_quantile(count - 1) * se
    ahead = t_quantile(count - 2) * (tau2 + se**2) ** 0.5
    q = _spread(y, v)
    return Summary(
        mean,
        se,
        plain,
        factor,
        *_within_bounds(mean, half),
        *_within_bounds(mean, ahead),
        tau2,
        max(0.0, 1 - (count - 1) / q) if q else 0.0,
        q,
        tuple((weights / weights.sum()).tolist()),
    )


def between_studies(y: Array, v: Array) -> float:
    """The variance between studies with which their spread is as large as expected.

    Parameters
    ----------
    y, v : arrays, shape (k,)
        Estimates and the variances of their errors.
    """
    expected = len(y) - 1
    if _spread(y, v) <= expected:
        return 0.0
    # Above this, even if each estimate were as far from the mean as any two are apart.
    most = len(y) * float(np.ptp(y)) ** 2 / expected
    return float(
        optimize.brentq(lambda tau2: _spread(y, v + tau2) - expected, 0.0, most, xtol=PRECISION)
    )


def _spread(y: Array, v: Array) -> float:
    """The weighted sum of squares around the weighted mean."""
    return float(((y - (y / v).sum() / (1 / v).sum()) ** 2 / v).sum())


def _within_bounds(mean: float, half: float) -> tuple[float, float]:
    return max(0.0, mean - half), min(1.0, mean + half)
