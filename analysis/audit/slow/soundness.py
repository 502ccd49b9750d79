"""Is a study sound, transfer by transfer and pool by pool?

Measurements are pandas frames of one table: `given`, `candidate`, `backbone`, `performance`, and
a column of scores per metric.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from scipy import stats

from setupscope.analysis.audit.slow.contests import Array, Names
from setupscope.analysis.audit.slow.values import value

Pools = Mapping[tuple[str, str], tuple[Sequence[Sequence[str]], float]]
"""By given and backbone, the members of each pool, and how many pools each stands for."""


def taus(measurements: pd.DataFrame) -> list[float]:
    """Kendall's τ-b of each two givens of one backbone with three common candidates or more."""
    found = []
    of_givens = [own.set_index("candidate") for _, own in measurements.groupby("given")]
    for one, other in combinations(of_givens, 2):
        common = [name for name in one.index if name in other.index]
        if len(common) >= 3:
            performances = (own.loc[common, "performance"].to_numpy() for own in (one, other))
            found.append(float(stats.kendalltau(*performances).statistic))
    return [tau for tau in found if tau == tau]


def gaps(measurements: pd.DataFrame, metric: str) -> pd.DataFrame:
    """Gaps of each two candidates of a given and backbone, in standard deviations.

    `given`, `score`, `gap`, and `points`, the gap in performance as it is.
    """
    rows = []
    for (given, _), own in measurements.groupby(["given", "backbone"]):
        known = own.dropna(subset=metric)
        spreads = known[metric].std(), known["performance"].std()
        if len(known) < 2 or not min(spreads) > 0:
            continue
        for one, other in combinations(known.to_dict("records"), 2):
            score, points = (one[key] - other[key] for key in (metric, "performance"))
            if score:
                sign = 1 if score > 0 else -1
                gap = sign * points / spreads[1]
                rows.append((given, sign * score / spreads[0], gap, sign * points))
    return pd.DataFrame(rows, columns=["given", "score", "gap", "points"])


def wrong_signs(found: pd.DataFrame) -> Array:
    """Share of the gaps in score above 1 that go with a worse performance, given by given."""
    large = found[found["score"] > 1]
    return np.array([float((own["gap"] < 0).mean()) for _, own in large.groupby("given")])


def rescored(
    measurements: pd.DataFrame, pools: Pools, measures: Names, metrics: Names
) -> pd.DataFrame:
    """Each pool under each measure: `given`, `backbone`, `measure`, `weight`, and values.

    A value is NaN where the measure is undefined, and None where a score is missing.
    """
    rows = []
    for (given, backbone), own in measurements.groupby(["given", "backbone"]):
        block = own.set_index("candidate")
        members, weight = pools[str(given), str(backbone)]
        for measure in measures:
            for pool in members:
                inside = block.loc[list(pool)]
                values = [_value(measure, inside, metric) for metric in metrics]
                rows.append((given, backbone, measure, weight, *values))
    return pd.DataFrame(
        rows, columns=["given", "backbone", "measure", "weight", *metrics], dtype=object
    )


def _value(measure: str, inside: pd.DataFrame, metric: str) -> float | None:
    scores = inside[metric].to_numpy(np.float64)
    if np.isnan(scores).any():
        return None
    return float(np.float32(value(measure, inside["performance"].to_numpy(), scores)))


def complete_in(pools: pd.DataFrame, metrics: Names) -> list[str]:
    """The metrics that have scores for each pool that any of them has scores for."""
    rows = pools[list(metrics)].to_numpy().tolist()
    known = [row for row in rows if any(one is not None for one in row)]
    return [
        metric
        for at, metric in enumerate(metrics)
        if known and all(row[at] is not None for row in known)
    ]


def shares_of_pools(pools: pd.DataFrame, metrics: Names) -> pd.DataFrame:
    """Mean share of the win within each given of some metrics, over the pools all of them cover."""
    sums: dict[str, Array] = {}
    for row in pools.to_dict("records"):
        values = [row[metric] for metric in metrics]
        if any(one is None for one in values) or all(one != one for one in values):
            continue
        best = max(one for one in values if one == one)
        won = np.array([one == best for one in values], float)
        total = sums.setdefault(row["given"], np.zeros(len(metrics) + 1))
        total += row["weight"] * np.array([*(won / won.sum()), 1.0])
    return pd.DataFrame(
        {given: total[:-1] / total[-1] for given, total in sums.items()}, index=list(metrics)
    ).T


def mean_values(pools: pd.DataFrame, metric: str, measure: str) -> float:
    """Mean value of a metric under a measure, each given weighing the same."""
    return float(np.mean([*_means_of_givens(pools, metric, measure)]))


def _means_of_givens(pools: pd.DataFrame, metric: str, measure: str) -> Iterator[float]:
    own = pools[pools["measure"] == measure]
    for _, part in own.groupby("given"):
        rows = zip(part[metric], part["weight"], strict=True)
        known = [(one, weight) for one, weight in rows if one is not None and one == one]
        if known:
            weights = [weight for _, weight in known]
            yield float(np.average([one for one, _ in known], weights=weights))


def gains(measurements: pd.DataFrame, sources: str) -> pd.DataFrame:
    """The same with gains as performances: less the mean of the other sources on the target.

    `sources`, "given" or "candidate", says which column is the source. Gains that are equal to 12
    digits of the largest performance are equal.
    """
    target = "given" if sources == "candidate" else "candidate"
    largest = float(measurements["performance"].abs().max()) or 1.0
    found = []
    for row in measurements.to_dict("records"):
        same = measurements[target] == row[target]
        same &= measurements["backbone"] == row["backbone"]
        others = measurements[same & (measurements[sources] != row[sources])]
        gain = row["performance"] / largest - (others["performance"] / largest).mean()
        found.append(round(gain, 12) * largest)
    return measurements.assign(performance=found)


def smallest_clear(standard_error: float, freedom: int) -> float:
    """The smallest lead that is clear with probability .8."""
    return float((stats.t.ppf(0.975, freedom) + stats.t.ppf(0.8, freedom)) * standard_error)
