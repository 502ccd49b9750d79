"""How stable: do setups that differ in one choice alone rank the metrics alike?

Two outcomes are compared by Kendall's τ-b. An outcome is a unit vector of the signs of all
pairs of metrics, so that τ-b is an inner product and a group of m outcomes needs no pairs.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from setupscope.analysis.frames.contests import in_field
from setupscope.analysis.frames.rankings import Rankings
from setupscope.analysis.frames.rows import (
    Components,
    Integers,
    Metrics,
    Rows,
    Setups,
    compact,
    fetch,
)
from setupscope.analysis.questions.documentation import documented
from setupscope.analysis.questions.shares import RankedSetups
from setupscope.analysis.resampling.bootstrap import (
    LEVEL,
    TOO_FEW_GIVENS,
    Weights,
    interval,
    weights_of,
)
from setupscope.analysis.resampling.jackknife import Candidates, candidates_of

SHARED: Mapping[str, tuple[str, ...]] = {
    "given": ("backbone", "measure", "roster"),
    "backbone": ("given", "measure", "roster"),
    "measure": ("given", "backbone", "roster"),
    "pool": ("given", "backbone", "measure"),
}
"""What the setups of a group share, for each component that is varied."""

LEVELS_OF = {"given": "given", "backbone": "backbone", "measure": "measure", "pool": "roster"}
ONE_LEVEL = "the slice has one level of it"
NO_GROUP = "no two setups that differ in it alone both rank the metrics"


@documented
def stability(
    setups: Setups, metrics: Metrics = None, by: Components = (), seed: int = 0
) -> pd.DataFrame:
    """Setup stability of each component, −1 to 1: mean τ-b of outcomes that differ in it alone.

    Contests of the metrics that cover all of them are ranked (see `win_rates`); a metric
    without a value in one comes last, tied with others without.

    {parameters}

    Returns
    -------
    pandas.DataFrame
        A row per scenario, part and component (given, backbone, measure, pool):

        - `scenario`, the components of `by`, `component`;
        - `groups`: sets of two or more setups that share all but the component and rank the
          metrics; rosters stand for pools, so that only the given differs where it does;
        - `stability`: mean over groups, each weighing the same, of the mean τ-b of every
          two of its outcomes; bounded below by −1/(m − 1) in a group of m; null where the
          component has one level or no group;
        - `sd`: standard deviation over groups, no interval; null below two groups;
        - `low`, `high`: 95 % interval; for measure, pool and backbone the expanded
          percentile interval over givens, null below 6; for given the jackknife over
          candidates, null where the slice lacks pools;
        - `singletons`: groups of which only one setup ranks the metrics;
        - `dropped`: contests left out because all metrics tie;
    {counted}

    {raises}

    Notes
    -----
    Setup stability is that of Agostinelli et al. 2022 (arXiv 2204.01403). It depends on the
    pool rule; a pool's stability is not compared across scenarios without saying so.
    """
    parts = list(fetch(setups, metrics, by).parts(by))
    found = [{**levels, **row} for levels, part in parts for row in _table(part, seed)]
    return pd.DataFrame(found, columns=["scenario", *by, *COLUMNS])


COLUMNS = (
    *("component", "groups", "stability", "sd", "low", "high", "singletons", "dropped"),
    *("setups", "givens", "reason"),
)


def unit_vectors(rankings: Rankings) -> NDArray[np.float64]:
    """Outcomes as unit vectors whose inner products are τ-b: (R, pairs of metrics).

    0 where all tie; metrics without a value come last, tied with each other.
    """
    pairs = list(combinations(range(rankings.values.shape[1]), 2))
    left, right = np.array(pairs, int).reshape(-1, 2).T
    signs = np.sign(rankings.places[:, right] - rankings.places[:, left])
    length = np.sqrt((signs != 0).sum(axis=1, keepdims=True))
    return np.asarray(np.divide(signs, length, out=signs * 0.0, where=length > 0))


@dataclass(frozen=True)
class Groups:
    """Stability of each group of setups that share all but one component.

    Attributes
    ----------
    values : array, shape (groups,)
        Mean τ-b of every two outcomes, of groups with two or more.
    given : array of int, shape (groups,)
        Given of each group; meaningless where the given is varied.
    set : array of int, shape (groups,)
        Roster of each group; meaningless where the pool is varied.
    singletons : int
        Groups with one outcome.
    """

    values: NDArray[np.float64]
    given: Integers
    set: Integers
    singletons: int


def group_stability(ranked: Rows, vectors: NDArray[np.float64], component: str) -> Groups:
    """Stability group by group, of setups that all rank the metrics."""
    group, count = ranked.groups(SHARED[component])
    size = np.bincount(group, minlength=count)
    square = np.zeros(count)
    for axis in np.ascontiguousarray(vectors.T):
        square += np.bincount(group, axis[ranked.ranking], count) ** 2
    first = np.zeros(count, np.int64)
    first[group[::-1]] = np.arange(len(group))[::-1]
    several = size > 1
    m = size[several]
    return Groups(
        values=np.clip((square[several] - m) / (m * (m - 1)), -1, 1),
        given=ranked.codes["given"][first[several]],
        set=ranked.codes["roster"][first[several]],
        singletons=int((size == 1).sum()),
    )


def _table(part: Rows, seed: int) -> Iterator[dict[str, object]]:
    field = in_field(part)
    tied = field.rankings.all_tied[field.ranking]
    ranked, vectors = field.where(~tied), unit_vectors(field.rankings)
    nothing = RankedSetups.of(part, {}).why_no_winner()
    weights = weights_of(field.givens, seed)
    common = {"dropped": int(tied.sum()), "setups": len(part), "givens": part.givens}
    for component in SHARED:
        row = {"component": component, "groups": 0, "singletons": 0, **common}
        if nothing:
            yield {**row, "reason": nothing}
        elif part.groups([LEVELS_OF[component]])[1] < 2:
            yield {**row, "reason": ONE_LEVEL}
        else:
            yield {**row, **_component(part, ranked, vectors, component, weights)}


def _component(
    part: Rows,
    ranked: Rows,
    vectors: NDArray[np.float64],
    component: str,
    weights: Weights | None,
) -> dict[str, object]:
    groups = group_stability(ranked, vectors, component)
    found = {"groups": len(groups.values), "singletons": groups.singletons}
    if not len(groups.values):
        return {**found, "reason": NO_GROUP}
    mean = groups.values.mean()
    sd = groups.values.std(ddof=1) if len(groups.values) > 1 else np.nan
    if component == "given":
        low, high, reason = _over_candidates(part, ranked, vectors, mean)
    else:
        low, high, reason = _over_givens(groups, weights)
    return {**found, "stability": mean, "sd": sd, "low": low, "high": high, "reason": reason}


def _over_givens(groups: Groups, weights: Weights | None) -> tuple[float, float, str | None]:
    """Interval of the mean over groups when givens are resampled with all their groups."""
    if weights is None:
        return np.nan, np.nan, TOO_FEW_GIVENS
    given, levels = compact(groups.given, int(groups.given.max()) + 1)
    # A given without a group takes its place in the draws all the same.
    missing = weights.shape[1] - len(levels)
    total = np.pad(np.bincount(given, groups.values), (0, missing))
    count = np.pad(np.bincount(given), (0, missing))
    sums = np.einsum("dg,g->d", weights, total)
    counts = np.einsum("dg,g->d", weights, count.astype(np.float64))
    draws = np.divide(sums, counts, out=np.full(len(sums), np.nan), where=counts > 0)
    low, high = interval(draws[:, None], weights.shape[1])
    return float(low[0]), float(high[0]), None


def _over_candidates(
    part: Rows, ranked: Rows, vectors: NDArray[np.float64], mean: float
) -> tuple[float, float, str | None]:
    """Interval of the mean over groups by the jackknife over candidates."""
    candidates = candidates_of(ranked, part)
    if candidates.reason:
        return np.nan, np.nan, candidates.reason
    spread = candidates.variance(_mean_of_sets(ranked, vectors, candidates)[:, None])
    if np.isnan(spread[0]):
        return np.nan, np.nan, NO_GROUP
    half = stats.t.ppf((1 + LEVEL) / 2, candidates.free - 1) * np.sqrt(spread[0])
    return max(-1.0, mean - half), min(1.0, mean + half), None


def _mean_of_sets(
    ranked: Rows, vectors: NDArray[np.float64], candidates: Candidates
) -> NDArray[np.float64]:
    """Mean stability when the given is varied, within each set of candidates: (sets,)."""
    groups = group_stability(ranked.where(candidates.smallest), vectors, "given")
    set_of = np.full(len(ranked.levels["roster"]), -1)
    set_of[ranked.codes["roster"][candidates.smallest]] = candidates.sets
    sets = set_of[groups.set]
    count = np.bincount(sets, minlength=candidates.count)
    total = np.bincount(sets, groups.values, candidates.count)
    means = np.full(candidates.count, np.nan)
    np.divide(total, count, out=means, where=count > 0)
    return means
