"""What do two slices say, each by itself?"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from setupscope.analysis.audit.slow.contests import Names, field
from setupscope.analysis.audit.slow.leads import Conclusion, Draws, conclude, overall_verdict
from setupscope.analysis.audit.slow.rates import TIED, win_rates


def place_of(metric: str, rates: pd.Series, complete: Names) -> float:
    """One more than the complete metrics that win more; none for a metric that is not complete."""
    if metric not in complete or np.isnan(rates[metric]):
        return np.nan
    return 1 + sum(bool(rates[other] > rates[metric] + TIED) for other in complete)


def rates_and_places(
    frame: pd.DataFrame, metrics: Names, known: Names
) -> Mapping[str, tuple[float, float]]:
    """The win rate and the place of each metric."""
    rates, complete = win_rates(frame, metrics, known)["win_rate"], field(frame, metrics, known)
    return {m: (float(rates[m]), place_of(m, rates, complete)) for m in metrics}


def concluded(
    frame: pd.DataFrame, metrics: Names, known: Names, draws: Draws, first: str
) -> tuple[Conclusion | None, str | None]:
    """Who wins over all measures, and the verdict on that; `first` wins a tie."""
    whole = conclude(frame, metrics, known, draws, first=first)
    parts = [part for _, part in frame.groupby(frame["measure"].astype(str))]
    if len(parts) == 1:
        return whole, whole.verdict if whole else None
    single = [conclude(part, metrics, known, draws) for part in parts]
    return whole, overall_verdict(whole, single)
