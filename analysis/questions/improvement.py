"""In what share of the setups is one metric ahead of another, and how sure is that?"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.rows import Rows, Setups
from setupscope.analysis.questions.pairs import NEVER_TOGETHER, pair_rates, ranking_counts
from setupscope.analysis.resampling.bootstrap import (
    TOO_FEW_GIVENS,
    interval,
    resampled,
    weights_of,
)
from setupscope.analysis.resampling.near_bounds import SHARE, widened


def improvement(setups: Setups, a: str, b: str, seed: int = 0) -> pd.DataFrame:
    """How often one metric is ahead of another, with its interval over givens.

    Parameters
    ----------
    setups : frame of setups
        Of any scenarios.
    a, b : str
        Keys of the two metrics.
    seed : int
        Of the draws of givens.

    Returns
    -------
    pandas.DataFrame
        A row per scenario:

        - `scenario`, `a`, `b`;
        - `improvement`: that of `pairs`, the share of setups in which a is ahead, ties counted
          half, 0 to 1; mean over givens, each weighing the same;
        - `low`, `high`: its 95 % expanded percentile interval over givens, widened near 0 and
          1; null below 6 givens;
        - `covered_givens`: givens with contests that both cover;
        - `reason`: why a number is null, else null.

        Empty where the frame is.

    Raises
    ------
    InputError
        When a metric is unknown.

    Notes
    -----
    The probability of improvement of Agarwal et al. 2021, NeurIPS (arXiv 2108.13264).
    """
    parts = fetch(setups, (a, b)).parts(())
    found = [{**levels, "a": a, "b": b, **improvement_in(part, seed)} for levels, part in parts]
    return pd.DataFrame(found, columns=["scenario", "a", "b", *COLUMNS])


COLUMNS = ("improvement", "low", "high", "covered_givens", "reason")


def improvement_in(part: Rows, seed: int = 0) -> dict[str, object]:
    """The numbers of a row, of the setups of one scenario that compare two metrics alone."""
    by_given = _of_givens(part)
    if not len(by_given):
        return {"covered_givens": 0, "reason": NEVER_TOGETHER}
    row: dict[str, object] = {"improvement": float(by_given.mean())}
    row |= {"covered_givens": len(by_given)}
    weights = weights_of(len(by_given), seed)
    if weights is None:
        return {**row, "reason": TOO_FEW_GIVENS}
    ends = interval(resampled(by_given, weights), len(by_given))
    low, high = widened((ends[0], ends[1]), by_given, SHARE)
    return {**row, "low": float(low[0]), "high": float(high[0]), "reason": None}


def _of_givens(part: Rows) -> NDArray[np.float64]:
    """Within each given that has contests of both, how often the first is ahead: (G, 1)."""
    rates = pair_rates(ranking_counts(part), part, 0, 1)
    ahead = rates[:, [0]] + rates[:, [1]] / 2 + rates[:, [4]]
    return np.asarray(ahead[~np.isnan(ahead[:, 0])])
