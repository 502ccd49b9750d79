"""How stable: do setups that differ in one choice alone rank the metrics alike?

Two outcomes are compared by Kendall's τ-b. An outcome is a unit vector of the signs of all
pairs of metrics, so that τ-b is an inner product and a group of m outcomes needs no pairs.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, starmap

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from setupscope.analysis.frames.contests import in_field
from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.rankings import Rankings
from setupscope.analysis.frames.rows import (
    Components,
    Grouping,
    Integers,
    Metrics,
    Numbers,
    Rows,
    Setups,
)
from setupscope.analysis.questions.documentation import documented
from setupscope.analysis.questions.shares import RankedSetups
from setupscope.analysis.resampling.bootstrap import (
    TOO_FEW_GIVENS,
    Weights,
    interval,
    t_quantile,
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

SET = ("given", "roster")
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
    given : array of int, shape (groups,), optional
        Given of each group; none where the given is varied.
    set : array of int, shape (groups,), optional
        Roster of each group; none where the pool is varied.
    singletons : int
        Groups with one outcome.
    """

    values: NDArray[np.float64]
    given: Integers | None
    set: Integers | None
    singletons: int


def group_stability(
    ranked: Rows, vectors: NDArray[np.float64], components: Sequence[str]
) -> dict[str, Groups]:
    """Stability group by group when each component is varied, of setups that rank the metrics."""
    groupings = [ranked.grouping(SHARED[component]) for component in components]
    sizes = ranked.sums(np.ones(len(vectors)), groupings)
    squares = [np.zeros(len(size)) for size in sizes]
    for axis in np.ascontiguousarray(vectors.T):
        for square, total in zip(squares, ranked.sums(axis, groupings), strict=True):
            square += total**2
    found = zip(groupings, sizes, squares, strict=True)
    return dict(zip(components, starmap(_of_groups, found), strict=True))


def _of_groups(grouping: Grouping, size: Numbers, square: Numbers) -> Groups:
    several = size > 1
    m = size[several]
    codes = {name: grouping.codes[name][several] for name in SET if name in grouping.codes}
    return Groups(
        values=np.clip((square[several] - m) / (m * (m - 1)), -1, 1),
        given=codes.get("given"),
        set=codes.get("roster"),
        singletons=int((size == 1).sum()),
    )


@dataclass
class Spread:
    """The stability of many groups in sums, so that they need not be held at once.

    Attributes
    ----------
    count, singletons : int
        Groups with two outcomes or more, and with one.
    centre : float
        A value that others are measured from; the sums stay small and exact.
    total, squares : float
        Sums of the groups' distances from it, and of their squares.
    of_givens : array, shape (2, G)
        Number of groups of each given, and the sum of their values.
    of_rosters : array, shape (2, S)
        The same for each roster.
    """

    of_givens: Numbers
    of_rosters: Numbers
    count: int = 0
    singletons: int = 0
    centre: float = 0.0
    total: float = 0.0
    squares: float = 0.0

    def add(self, groups: Groups, first_roster: int) -> None:
        """More groups, whose rosters are numbered from another one on."""
        if len(groups.values) and not self.count:
            self.centre = float(groups.values[0])
        apart = groups.values - self.centre
        self.count += len(apart)
        self.singletons += groups.singletons
        self.total += float(apart.sum())
        self.squares += float((apart**2).sum())
        for sums, codes, first in (
            (self.of_givens, groups.given, 0),
            (self.of_rosters, groups.set, first_roster),
        ):
            if codes is not None and len(codes):
                own = sums[:, first : first + int(codes.max()) + 1]
                own[0] += np.bincount(codes)
                own[1] += np.bincount(codes, groups.values)

    @property
    def mean(self) -> float:
        """Mean over groups."""
        return self.centre + self.total / self.count

    @property
    def sd(self) -> float:
        """Standard deviation over groups; NaN below two."""
        if self.count < 2:
            return np.nan
        squares = max(0.0, self.squares - self.total**2 / self.count)
        return float(np.sqrt(squares / (self.count - 1)))


def spreads(
    ranked: Rows, vectors: NDArray[np.float64], components: Sequence[str]
) -> dict[str, Spread]:
    """Stability when each component is varied, of setups that all rank the metrics."""
    givens, rosters = len(ranked.levels["given"]), len(ranked.levels["roster"])
    found = {name: Spread(np.zeros((2, givens)), np.zeros((2, rosters))) for name in components}
    together = [name for name in components if "roster" in SHARED[name]]
    for piece, first in ranked.by_rosters() if together else ():
        for name, groups in group_stability(piece, vectors, together).items():
            found[name].add(groups, first)
    # Groups of all rosters are few, and are counted.
    others = [name for name in components if name not in together]
    for name, groups in group_stability(ranked, vectors, others).items():
        found[name].add(groups, 0)
    return found


def _table(part: Rows, seed: int) -> Iterator[dict[str, object]]:
    field = in_field(part)
    ranked = field.of_rankings(~field.rankings.all_tied)
    nothing = RankedSetups.of(part, {}).why_no_winner()
    weights = weights_of(field.givens, seed)
    varied = [component for component in SHARED if _level_count(part, component) > 1]
    groups = {} if nothing else spreads(ranked, unit_vectors(field.rankings), varied)
    common = {"dropped": len(field) - len(ranked), "setups": len(part), "givens": part.givens}
    for component in SHARED:
        row = {"component": component, "groups": 0, "singletons": 0, **common}
        if component in groups:
            yield {**row, **_component(part, ranked, groups[component], component, weights)}
        else:
            yield {**row, "reason": nothing or ONE_LEVEL}


def _level_count(part: Rows, component: str) -> int:
    """Number of levels of a component that have setups; of rosters for the pool."""
    if component != "pool":
        return part.level_count(component)
    return int(part.rosters_of_givens().any(axis=1).sum())


def _component(
    part: Rows, ranked: Rows, groups: Spread, component: str, weights: Weights | None
) -> dict[str, object]:
    found = {"groups": groups.count, "singletons": groups.singletons}
    if not groups.count:
        return {**found, "reason": NO_GROUP}
    mean = groups.mean
    if component == "given":
        low, high, reason = _over_candidates(part, ranked, groups, mean)
    else:
        low, high, reason = _over_givens(groups, weights)
    return {**found, "stability": mean, "sd": groups.sd, "low": low, "high": high, "reason": reason}


def _over_givens(groups: Spread, weights: Weights | None) -> tuple[float, float, str | None]:
    """Interval of the mean over groups when givens are resampled with all their groups."""
    if weights is None:
        return np.nan, np.nan, TOO_FEW_GIVENS
    count, total = groups.of_givens[:, groups.of_givens[0] > 0]
    # A given without a group takes its place in the draws all the same.
    missing = weights.shape[1] - len(count)
    total, count = np.pad(total, (0, missing)), np.pad(count, (0, missing))
    sums = np.einsum("dg,g->d", weights, total)
    counts = np.einsum("dg,g->d", weights, count)
    draws = np.divide(sums, counts, out=np.full(len(sums), np.nan), where=counts > 0)
    low, high = interval(draws[:, None], weights.shape[1])
    return float(low[0]), float(high[0]), None


def _over_candidates(
    part: Rows, ranked: Rows, groups: Spread, mean: float
) -> tuple[float, float, str | None]:
    """Interval of the mean over groups by the jackknife over candidates."""
    candidates = candidates_of(ranked, part)
    if candidates.reason:
        return np.nan, np.nan, candidates.reason
    spread = candidates.variance(_mean_of_sets(groups, candidates)[:, None])
    if np.isnan(spread[0]):
        return np.nan, np.nan, NO_GROUP
    half = t_quantile(candidates.free - 1) * np.sqrt(spread[0])
    return max(-1.0, mean - half), min(1.0, mean + half), None


def _mean_of_sets(groups: Spread, candidates: Candidates) -> Numbers:
    """Mean stability when the given is varied, within each set of candidates: (sets,)."""
    count, total = groups.of_rosters[:, candidates.smallest]
    nothing = np.full(candidates.count, np.nan)
    return np.asarray(np.divide(total, count, out=nothing, where=count > 0))
