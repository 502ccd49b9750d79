"""What changes between two slices?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from setupscope.analysis.frames.contests import beside
from setupscope.analysis.frames.rows import Metrics, Setups
from setupscope.analysis.questions.agreement import common_field, correlation, matched
from setupscope.analysis.questions.leads import Array, all_level, together
from setupscope.analysis.questions.shares import RankedSetups
from setupscope.analysis.questions.wins import parts_of
from setupscope.analysis.resampling.bootstrap import FEWEST_GIVENS, interval, resampled, weights_of
from setupscope.analysis.resampling.near_bounds import LEAD, widened

TOO_FEW_GIVENS = f"one of the two has fewer than {FEWEST_GIVENS} givens"
NO_CONTEST = "one of the two has no setup that compares it with the others"
SAME = "its win rate is the same in both, for each given"


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
        - `rate_a`, `rate_b`: win rates, 0 to 1, among the metrics that cover all contests of
          both slices; a metric that does not is compared beside them, over the contests that
          it covers. Null without a contest in either;
        - `difference`: `rate_b` − `rate_a`, −1 to 1;
        - `low`, `high`: 95 % expanded percentile interval of the difference; each of 10,000
          draws of the union of givens serves both slices, and a given that both have moves in
          both. Candidates are held. Null where either slice has fewer than 6 givens with
          contests, and where a metric has the same rate for each given in both;
        - `low_all`, `high_all`: the interval over givens that holds for all metrics of both
          slices at once;
        - `rank_a`, `rank_b`: by win rate, 1 the highest, metrics that tie share the best;
          null for a metric that does not cover all contests;
        - `tau`: Kendall τ-b of the two rankings, the same for all metrics; null where it is
          in `agreement`;
        - `skipped`: draws that left one slice without a given, and out of the interval;
        - `partial`: whether the metric does not cover every contest of both slices;
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
    found = [
        {**_levels(a, b), **row} for a, b in matched(first, second) for row in _table(a, b, seed)
    ]
    return pd.DataFrame(found, columns=["scenario", "against", *COLUMNS])


COLUMNS = (
    *("metric", "rate_a", "rate_b", "difference", "low", "high", "low_all", "high_all"),
    *("rank_a", "rank_b", "tau", "partial", "skipped"),
    *("setups", "givens", "setups_b", "givens_b", "reason"),
)


def _levels(first: RankedSetups, second: RankedSetups) -> dict[str, object]:
    return {
        **first.levels,
        "against": second.levels["scenario"],
        "setups": first.setups,
        "givens": len(first.givens),
        "setups_b": second.setups,
        "givens_b": len(second.givens),
    }


def _table(first: RankedSetups, second: RankedSetups, seed: int) -> Iterator[dict[str, object]]:
    """A row per metric."""
    field = common_field(first, second)
    of_field = Comparison.of(first, second, field)
    tau, why = correlation(*of_field.rates)
    rows = of_field.rows(seed)
    for metric in first.metrics:
        partial = metric not in field
        row = rows.get(metric)
        if row is None:
            compared = beside(first.metrics, field, metric)
            row = Comparison.of(first, second, compared).rows(seed)[metric]
            row |= dict.fromkeys(("low_all", "high_all", "rank_a", "rank_b"), np.nan)
        yield {
            "metric": metric,
            **row,
            "tau": tau,
            "partial": partial,
            "reason": row["reason"] or why,
        }


@dataclass(frozen=True)
class Comparison:
    """Some metrics in two parts, on the union of their givens.

    Attributes
    ----------
    metrics : tuple of str
        The k metrics.
    shares : tuple of array, shape (G, k)
        Mean share of each metric within each given of the union; NaN where a part lacks it.
    rates : tuple of array, shape (k,)
        Win rates in A and in B.
    """

    metrics: tuple[str, ...]
    shares: tuple[Array, Array]
    rates: tuple[Array, Array]

    @classmethod
    def of(
        cls, first: RankedSetups, second: RankedSetups, metrics: tuple[str, ...]
    ) -> "Comparison":
        """The comparison of two parts, each of one scenario."""
        parts = [(str(part.levels["scenario"]), part.among(metrics)) for part in (first, second)]
        union = sorted({(name, given) for name, part in parts for given in part.givens})
        shares = [np.full((len(union), len(metrics)), np.nan) for _ in parts]
        for (name, part), own in zip(parts, shares, strict=True):
            own[[union.index((name, given)) for given in part.givens]] = part.shares
        rates = tuple(part.rates for _, part in parts)
        return cls(metrics, (shares[0], shares[1]), (rates[0], rates[1]))

    def rows(self, seed: int) -> dict[str, dict[str, object]]:
        """The numbers of each metric, and why one is missing."""
        ranks = [stats.rankdata(-own.round(12), "min", nan_policy="omit") for own in self.rates]
        difference = self.rates[1] - self.rates[0]
        ends, skipped = self._intervals(seed)
        columns = (*self.rates, difference, *ends, *ranks)
        found = {}
        for metric, row in zip(self.metrics, zip(*columns, strict=True), strict=True):
            numbers = dict(zip(NUMBERS, row, strict=True))
            found[metric] = {**numbers, "skipped": skipped, "reason": self._why_not(numbers)}
        return found

    def _why_not(self, numbers: Mapping[str, float]) -> str | None:
        if np.isnan(numbers["difference"]):
            return NO_CONTEST
        if min(self._givens()) < FEWEST_GIVENS:
            return TOO_FEW_GIVENS
        return SAME if np.isnan(numbers["low"]) else None

    def _has(self) -> list[NDArray[np.bool_]]:
        """Which givens of the union each part has."""
        return [np.asarray(~np.isnan(own).any(axis=1)) for own in self.shares]

    def _givens(self) -> list[int]:
        return [int(has.sum()) for has in self._has()]

    def _intervals(self, seed: int) -> tuple[Sequence[Array], float]:
        """Ends of each metric's intervals, and how many draws were skipped."""
        nothing = np.full(len(self.metrics), np.nan)
        count = len(self.shares[0])
        weights = weights_of(count, seed)
        if weights is None or min(self._givens()) < FEWEST_GIVENS or not self.metrics:
            return [nothing] * 4, np.nan
        whole = np.all([(weights[:, has] > 0).any(axis=1) for has in self._has()], axis=0)
        drawn = [resampled(own, weights[whole]) for own in self.shares]
        low, high = interval(drawn[1] - drawn[0], count)
        ends = [*self._widened(low, high), *self._at_once(seed)]
        same = all_level(np.vstack([self._deviations(), self.rates[1] - self.rates[0]]))
        return [np.where(same, np.nan, end) for end in ends], float((~whole).sum())

    def _widened(self, low: Array, high: Array) -> tuple[Array, Array]:
        """Near a bound, where the two have the same givens; else the intervals as they are."""
        both = self._has()[0] & self._has()[1]
        if not both.all():
            return low, high
        return widened((low, high), self.shares[1] - self.shares[0], LEAD)

    def _deviations(self) -> Array:
        """What each given of the union adds to the differences beyond its part of them: (G, k)."""
        a, b = (
            np.where(has[:, None], own - rates, 0.0) / has.sum()
            for own, has, rates in zip(self.shares, self._has(), self.rates, strict=True)
        )
        return np.asarray(b - a)

    def _at_once(self, seed: int) -> tuple[Array, Array]:
        """Intervals over givens that hold for all metrics at once."""
        difference = self.rates[1] - self.rates[0]
        givens = np.full(len(self.metrics), len(self.shares[0]))
        return together(difference, self._deviations(), givens, seed)


NUMBERS = (
    *("rate_a", "rate_b", "difference", "low", "high", "low_all", "high_all"),
    *("rank_a", "rank_b"),
)
