"""Are the ranks of the metrics different, over givens?

A classical test beside the verdict: Friedman's over givens as blocks, and Nemenyi's critical
difference. Nemenyi is the stricter instrument: it compares every two metrics at once.
"""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from setupscope.analysis.frames.contests import in_field
from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.rows import Components, Metrics, Rows, Setups
from setupscope.analysis.questions.documentation import documented
from setupscope.analysis.questions.shares import RankedSetups
from setupscope.analysis.resampling.bootstrap import FEWEST_GIVENS, LEVEL

PERMUTATIONS = 10_000
FEWEST_METRICS = 3
TOO_FEW_METRICS = f"fewer than {FEWEST_METRICS} metrics have scores for all setups"
TOO_FEW_GIVENS = f"fewer than {FEWEST_GIVENS} givens rank the metrics"
PARTIAL = "the metric lacks scores; only those that have all are ranked"
ALL_TIED = "all metrics tie for every given"

Numbers = NDArray[np.float64]


@documented
def ranks(
    setups: Setups, metrics: Metrics = None, by: Components = (), seed: int = 0
) -> pd.DataFrame:
    """Mean rank of each metric over givens, and whether the ranks differ at all.

    {parameters}
    by : sequence of str
        Components whose levels are parts: backbone, measure, pool_size, and given.
    seed : int
        Of the permutations.

    Returns
    -------
    pandas.DataFrame
        A row per scenario, part and metric:

        - `scenario`, the components of `by`, `metric`;
        - `mean_rank`: within each contest the metrics are ranked that cover all contests
          (see `win_rates`), 1 the best, ties averaged, one without a value last; the mean
          over a given's contests is ranked again; this is the mean over givens. Null for a
          metric that does not cover all contests;
        - `friedman_p`: p of Friedman's test with its correction for ties, 0 to 1;
        - `permutation_p`: p of the same statistic among 10,000 permutations within givens;
        - `cd`: Nemenyi's critical difference of two mean ranks at the 5 % level; the last
          three are the same for all metrics of a part, and null below 3 metrics or 6 givens;
    {counted}

    {raises}

    Notes
    -----
    Demšar 2006, Journal of Machine Learning Research 7:1–30.
    """
    rows = fetch(setups, metrics, by)
    found = [
        {**levels, **row}
        for levels, part in rows.parts(by)
        for row in _table(part, np.random.default_rng(seed))
    ]
    return pd.DataFrame(found, columns=["scenario", *by, *COLUMNS])


COLUMNS = (
    *("metric", "mean_rank", "friedman_p", "permutation_p", "cd"),
    *("setups", "givens", "reason"),
)


def _table(part: Rows, rng: np.random.Generator) -> Iterator[dict[str, object]]:
    field = in_field(part)
    compared, blocks = field.metrics, block_ranks(field)
    tests, reason = _tests(blocks, rng)
    means = blocks.mean(axis=0) if len(blocks) else np.full(len(compared), np.nan)
    mean_of = dict(zip(compared, means.tolist(), strict=True))
    common = {"setups": len(part), "givens": part.givens, **tests}
    nothing = RankedSetups.of(part, {}).why_no_winner()
    for metric in part.metrics:
        mean = mean_of.get(metric, np.nan)
        why = nothing or (reason if metric in compared else PARTIAL)
        yield {"metric": metric, "mean_rank": mean, **common, "reason": why}


def block_ranks(part: Rows) -> Numbers:
    """Ranks of the metrics within each given of some contests, 1 the best: (G, k)."""
    # Sums of halves are exact, quotients are not: equal means must stay equal.
    return stats.rankdata(mean_places(part).round(12), axis=1)


def mean_places(part: Rows) -> Numbers:
    """Mean rank of the metrics within each given of some contests: (G, k)."""
    there = part.setups_of_givens > 0
    means = np.empty((int(there.sum()), len(part.metrics)))
    for column, own in zip(means.T, part.rankings.places.T, strict=True):
        column[:] = part.means_by_given(own)[there]
    return means


def _tests(blocks: Numbers, rng: np.random.Generator) -> tuple[dict[str, float], str | None]:
    givens, metrics = blocks.shape
    nothing = dict.fromkeys(("friedman_p", "permutation_p", "cd"), np.nan)
    if metrics < FEWEST_METRICS:
        return nothing, TOO_FEW_METRICS
    if givens < FEWEST_GIVENS:
        return nothing, TOO_FEW_GIVENS
    tests = {"cd": critical_difference(metrics, givens)}
    if (blocks == blocks[:, :1]).all():
        return nothing | tests, ALL_TIED
    tests["friedman_p"] = float(stats.friedmanchisquare(*blocks.T)[1])
    tests["permutation_p"] = _permutation_p(blocks, rng)
    return tests, None


def _permutation_p(blocks: Numbers, rng: np.random.Generator) -> float:
    """Share of permutations within givens whose statistic is as large; they all tie alike."""
    shuffled = rng.permuted(np.broadcast_to(blocks, (PERMUTATIONS, *blocks.shape)), axis=2)
    drawn = _spread(shuffled.sum(axis=1))
    return float((1 + (drawn >= _spread(blocks.sum(axis=0)) - 1e-9).sum()) / (1 + PERMUTATIONS))


def _spread(sums: Numbers) -> Numbers:
    """What Friedman's statistic grows with: the sum of squares of the metrics' rank sums."""
    return np.asarray(((sums - sums.mean(axis=-1, keepdims=True)) ** 2).sum(axis=-1))


@lru_cache
def critical_difference(metrics: int, givens: int) -> float:
    """Nemenyi's: two mean ranks further apart differ at the 5 % level."""
    quantile = stats.studentized_range.ppf(LEVEL, metrics, np.inf) / np.sqrt(2)
    return float(quantile * np.sqrt(metrics * (metrics + 1) / (6 * givens)))
