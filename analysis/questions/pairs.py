"""Who beats whom, setup by setup?"""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.rows import Components, Metrics, Rows, Setups, compact
from setupscope.analysis.questions.documentation import documented

SEVERAL_MEASURES = "margins of different measures are not averaged"
NEVER_TOGETHER = "no setup has a score of both for every pool member"
NO_MARGIN = "no setup gives both a value"


@documented
def pairs(setups: Setups, metrics: Metrics = None, by: Components = ()) -> pd.DataFrame:
    """How every two metrics compare within the same setups.

    {parameters}

    Returns
    -------
    pandas.DataFrame
        A row per scenario, part and unordered pair, in the metrics' order:

        - `scenario`, the components of `by`, `a`, `b`;
        - `wins`, `ties`, `losses`, `undefined`: rates from 0 to 1 that sum to 1, of the
          contests (see `win_rates`) that both cover: a is better, equal, worse, or one has no
          value; means over givens, each weighing the same; null where there is no such setup;
        - `improvement`: how often a is better than b, 0 to 1: wins + ½ ties + the rate at
          which b alone has no value + ½ of that at which neither has;
        - `covered_givens`: givens with contests that both cover;
        - `mean_margin`: mean of a's value minus b's where both have one, each given
          weighing the same, in units of the measure; null where a part has several measures;
    {counted}

    {raises}
    """
    rows = fetch(setups, metrics, by)
    found = [row for levels, part in rows.parts(by) for row in _table(levels, part)]
    return pd.DataFrame(found, columns=["scenario", *by, *COLUMNS])


COLUMNS = (
    *("a", "b", "wins", "ties", "losses", "undefined", "improvement", "mean_margin"),
    *("covered_givens", "setups", "givens", "reason"),
)
OUTCOMES = ("wins", "ties", "losses", "undefined")


def _table(levels: dict[str, str | int], part: Rows) -> Iterator[dict[str, object]]:
    counts = ranking_counts(part)
    one_measure = part.level_count("measure") == 1
    for a, b in combinations(range(len(part.metrics)), 2):
        of_givens = pair_rates(counts, part, a, b)
        rates = mean_over_givens(of_givens)
        margin, reason = np.nan, SEVERAL_MEASURES
        if one_measure:
            values = part.values[:, [a]].astype(np.float64) - part.values[:, [b]]
            margin = mean_over_givens(_by_given(part, values))[0]
            reason = NO_MARGIN if np.isnan(margin) else ""
        yield {
            **levels,
            "a": part.metrics[a],
            "b": part.metrics[b],
            **dict(zip(OUTCOMES, rates, strict=False)),
            "improvement": rates[0] + rates[1] / 2 + rates[4],
            "mean_margin": margin,
            "covered_givens": int((~np.isnan(of_givens[:, 0])).sum()),
            "setups": len(part),
            "givens": counts.shape[0],
            "reason": NEVER_TOGETHER if np.isnan(rates[0]) else reason or None,
        }


def ranking_counts(part: Rows) -> csr_array:
    """How often each given has each ranking: (G, R), most of them 0 where rankings are many."""
    counts, distinct = part.counts, len(part.rankings.values)
    givens, occur = compact(counts.codes["given"], len(part.levels["given"]))
    times = np.ones(len(givens)) if counts.times is None else counts.times.astype(np.float64)
    return csr_array((times, (givens, counts.ranking)), shape=(len(occur), distinct))


def _by_given(part: Rows, margins: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean of the margins of each given's setups, NaN left out: (N, 1) to (G, 1)."""
    known = ~np.isnan(margins[:, 0])
    given, givens = part.codes["given"][known], len(part.levels["given"])
    count = np.bincount(given, minlength=givens)
    total = np.bincount(given, margins[known, 0], givens)
    means = np.full(givens, np.nan)
    np.divide(total, count, out=means, where=count > 0)
    return means[:, None]


def pair_rates(counts: csr_array, part: Rows, a: int, b: int) -> NDArray[np.float64]:
    """Rates of the four outcomes of a pair within each given: (G, 5).

    The last is what of the fourth counts for a: ½ where neither has a value, 1 where b alone
    has none.
    """
    left, right = part.rankings.values[:, a], part.rankings.values[:, b]
    both = part.rankings.covered[:, a] & part.rankings.covered[:, b] & part.rankings.contests
    lacks = np.isnan(left), np.isnan(right)
    undefined, for_a = lacks[0] | lacks[1], lacks[1] * (2 - lacks[0])
    outcomes = np.stack([left > right, left == right, left < right, undefined, for_a], axis=1)
    # Twice what counts for a: whole numbers, which products of floats add up exactly.
    sums = counts @ np.column_stack([outcomes * both[:, None], both]).astype(np.float64)
    total, covered = sums[:, :-1] / [1, 1, 1, 1, 2], sums[:, -1:]
    rates = np.full(total.shape, np.nan)
    np.divide(total, covered, out=rates, where=covered > 0)
    return rates


def mean_over_givens(by_given: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean over the givens that have a number: (G, k) to (k,); NaN where none has."""
    known = ~np.isnan(by_given)
    total, count = np.where(known, by_given, 0.0).sum(axis=0), known.sum(axis=0)
    return np.asarray(np.divide(total, count, out=np.full(len(total), np.nan), where=count > 0))
