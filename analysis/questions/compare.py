"""What changes between two slices?"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from setupscope.analysis.frames.rows import Metrics, Setups
from setupscope.analysis.questions.agreement import clusters, correlation, matched
from setupscope.analysis.questions.leads import Array
from setupscope.analysis.questions.wins import NEVER_COVERED, GivenShares, parts_of
from setupscope.analysis.resampling.bootstrap import FEWEST_GIVENS, draws_for, interval, resampled

TOO_FEW_GIVENS = f"one of the two has fewer than {FEWEST_GIVENS} givens"


def compare(
    setups: Setups, against: Setups, metrics: Metrics = None, seed: int = 0
) -> pd.DataFrame:
    """Win rates and ranks of the metrics in two slices, and what differs.

    Parameters
    ----------
    setups, against : frame of setups
        Slice A and slice B: anything that narwhals takes. Scenarios that both have are
        compared with each other; if there is none, every scenario of the one with every
        scenario of the other.
    metrics : sequence of str, optional
        Keys of the metrics compared; by default all that the first frame has.
    seed : int
        Of the draws of givens.

    Returns
    -------
    pandas.DataFrame
        A row per scenario of A with what it is compared with, and metric:

        - `scenario`, `against` (scenario of B), `metric`;
        - `rate_a`, `rate_b`: win rates, 0 to 1; null where the metric covers no setup;
        - `difference`: `rate_b` − `rate_a`, −1 to 1;
        - `low`, `high`: 95 % expanded percentile interval of the difference; each of 10,000
          draws of the union of givens serves both slices, and a given that both have moves in
          both. Candidates are held. Null where either slice has fewer than 6 givens;
        - `rank_a`, `rank_b`: by win rate, 1 the highest, metrics that tie share the best;
        - `tau`: Kendall τ-b of the two rankings, the same for all metrics; null where it is
          in `agreement`;
        - `skipped`: draws that left one slice without a given, and out of the interval;
        - `setups`, `givens` of A, `setups_b`, `givens_b`;
        - `reason`: why a number is null, else null.

        Empty where either frame is.

    Raises
    ------
    InputError
        When a metric is unknown.

    Notes
    -----
    The interval is that of Hesterberg 2015 (The American Statistician 69(4):371–386).
    """
    first = parts_of(setups, metrics)
    second = parts_of(against, first[0].metrics if first else metrics)
    found = [row for a, b in matched(first, second) for row in Comparison.of(a, b).table(seed)]
    return pd.DataFrame(found, columns=["scenario", "against", *COLUMNS])


COLUMNS = (
    *("metric", "rate_a", "rate_b", "difference", "low", "high", "rank_a", "rank_b", "tau"),
    *("skipped", "setups", "givens", "setups_b", "givens_b", "reason"),
)


@dataclass(frozen=True)
class Comparison:
    """Two parts on the union of their givens.

    Attributes
    ----------
    first, second : GivenShares
        A and B.
    shares : tuple of array, shape (G, q)
        Mean share of each metric within each given of the union; NaN where a part lacks it.
    has : tuple of array of bool, shape (G,)
        Which givens each part has.
    """

    first: GivenShares
    second: GivenShares
    shares: tuple[Array, Array]
    has: tuple[Array, Array]

    @classmethod
    def of(cls, first: GivenShares, second: GivenShares) -> "Comparison":
        """The comparison of two parts, each of one scenario."""
        union = sorted(clusters(first) | clusters(second))
        shares = [np.full((len(union), len(first.metrics)), np.nan) for _ in range(2)]
        for part, own in zip((first, second), shares, strict=True):
            scenario = str(part.levels["scenario"])
            own[[union.index((scenario, given)) for given in part.givens]] = part.shares
        has = [
            np.array([cluster in clusters(part) for cluster in union]) for part in (first, second)
        ]
        return cls(first, second, (shares[0], shares[1]), (has[0], has[1]))

    def table(self, seed: int) -> Iterator[dict[str, object]]:
        """A row per metric."""
        rates = self.first.rates, self.second.rates
        ranks = [stats.rankdata(-own.round(12), "min", nan_policy="omit") for own in rates]
        tau, why = correlation(*rates)
        low, high, skipped = self._interval(seed)
        columns = (self.first.metrics, *rates, rates[1] - rates[0], low, high, *ranks)
        for row in zip(*columns, strict=True):
            numbers = dict(zip(COLUMNS, row, strict=False)) | {"tau": tau, "skipped": skipped}
            few = TOO_FEW_GIVENS if np.isnan(numbers["low"]) else why
            reason = NEVER_COVERED if np.isnan(numbers["difference"]) else few
            yield {**self._levels(), **numbers, "reason": reason}

    def _levels(self) -> dict[str, object]:
        first, second = self.first, self.second
        return {
            **first.levels,
            "against": second.levels["scenario"],
            "setups": int(first.setups.sum()),
            "givens": len(first.givens),
            "setups_b": int(second.setups.sum()),
            "givens_b": len(second.givens),
        }

    def _interval(self, seed: int) -> tuple[Array, Array, float]:
        """Ends of each metric's interval, and how many draws were skipped."""
        count = len(self.has[0])
        nothing = np.full(len(self.first.metrics), np.nan)
        if min(own.sum() for own in self.has) < FEWEST_GIVENS:
            return nothing, nothing, np.nan
        weights = draws_for({count}, seed)[count]
        whole = np.all([(weights[:, own] > 0).any(axis=1) for own in self.has], axis=0)
        drawn = [resampled(own, weights[whole]) for own in self.shares]
        low, high = interval(drawn[1] - drawn[0], count)
        return low, high, float((~whole).sum())
