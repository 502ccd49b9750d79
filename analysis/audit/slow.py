"""What are the tables by definition, setup by setup and pair by pair?

Slow and plain on purpose, with SciPy and pandas and none of the fast code, so that tests
and `setupscope audit` can hold one against the other. Frames are pandas frames of setups.
"""

import warnings
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

Numbers = Mapping[str, float]
Array = NDArray[np.float64]
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
SHARED = {
    "given": ("backbone", "measure", "roster"),
    "backbone": ("given", "measure", "roster"),
    "measure": ("given", "backbone", "roster"),
    "pool": ("given", "backbone", "measure"),
}


def value(measure: str, performances: Array, scores: Array) -> float:
    """A measure's value for one pool, from SciPy, or from its definition where it has none."""
    if measure == "rel_at_1":
        if performances.min() < 0 or performances.max() <= 0:
            return np.nan
        return float(performances[scores == scores.max()].mean() / performances.max())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if measure == "pearson":
            return float(stats.pearsonr(performances, scores)[0])
        if measure == "kendall":
            return float(stats.kendalltau(performances, scores)[0])
        return float(stats.weightedtau(performances, scores)[0])


def shares(row: Mapping[Hashable, Any], metrics: Sequence[str], known: Sequence[str]) -> Numbers:
    """Share of the win of each metric that covers a setup; NaN for the others."""
    values = {m: row[m] for m in metrics if row["covered"] >> known.index(m) & 1}
    defined = [v for v in values.values() if v == v]
    best = [m for m, v in values.items() if defined and v == max(defined)]
    return {
        m: np.nan if m not in values else float(Fraction(1, len(best)) if m in best else 0)
        for m in metrics
    }


def win_rates(frame: pd.DataFrame, metrics: Sequence[str], known: Sequence[str]) -> pd.DataFrame:
    """Wins, win rates and counts of one part, by metric."""
    rows = frame.to_dict("records")
    share = pd.DataFrame([shares(row, metrics, known) for row in rows], columns=list(metrics))
    covered = share.notna()
    valued = frame[list(metrics)].notna().reset_index(drop=True)
    by_given = share.groupby(frame["given"].astype(str).to_numpy()).mean()
    return pd.DataFrame(
        {
            "wins": share.sum(),
            "win_rate": by_given.mean(),
            "undefined": (covered & ~valued).sum(),
            "not_covered": (~covered).sum(),
            "setups": len(frame),
            "givens": len(by_given),
        }
    )


def given_rates(frame: pd.DataFrame, metrics: Sequence[str], known: Sequence[str]) -> pd.DataFrame:
    """Mean share within each given: a row per given, a column per metric."""
    share = pd.DataFrame([shares(row, metrics, known) for row in frame.to_dict("records")])
    return share.groupby(frame["given"].astype(str).to_numpy()).mean()


def flip(
    frame: pd.DataFrame, metrics: Sequence[str], known: Sequence[str], old: str
) -> tuple[float, bool]:
    """Win rate of the best metric besides the old winner, minus its own, and whether it flips."""
    rates = given_rates(frame, metrics, known).mean().fillna(0.0)
    if not rates.sum() > 0:
        return np.nan, False
    by = float(rates.drop(old).max() - rates[old])
    return by, by > 0


def interval(by_given: Array, weights: NDArray[np.float64]) -> tuple[float, float]:
    """Expanded percentile interval over givens, draw by draw; `by_given` has no NaN."""
    count = len(by_given)
    means = [np.repeat(by_given, draw.astype(int)).mean() for draw in weights]
    wide = np.sqrt(count / (count - 1)) * stats.t.ppf(0.975, count - 1)
    low, high = np.quantile(means, [stats.norm.cdf(-wide), 1 - stats.norm.cdf(-wide)])
    return float(low), float(high)


def half_width(
    frame: pd.DataFrame, metrics: Sequence[str], known: Sequence[str], pair: tuple[str, str]
) -> float:
    """T · SE of the lead of one metric over another, set of candidates by set."""
    winner, other = pair
    sizes = {roster: int(roster).bit_count() for roster in frame["roster"].unique()}
    ever, always = np.bitwise_or.reduce(list(sizes)), np.bitwise_and.reduce(list(sizes))
    free = int(ever & ~always).bit_count()
    left_out = int(ever).bit_count() - min(sizes.values())
    smallest = frame[frame["roster"].map(sizes) == min(sizes.values())]
    of_sets = [given_rates(part, metrics, known).mean() for _, part in smallest.groupby("roster")]
    leads = np.array([rates[winner] - rates[other] for rates in of_sets])
    square = (free - left_out) / left_out * np.mean((leads - leads.mean()) ** 2)
    by_given = given_rates(frame, metrics, known)
    if (frame["roster"] == frame["pool"]).all():
        square += (by_given[winner] - by_given[other]).var(ddof=1) / len(by_given)
    return float(stats.t.ppf(0.975, min(len(by_given), free) - 1) * np.sqrt(square))


def pair(
    frame: pd.DataFrame, known: Sequence[str], a: str, b: str
) -> tuple[NDArray[np.float64], float]:
    """Rates of wins, ties, losses and undefined of a pair over givens, and the mean margin."""
    rates, margins = [], []
    for _, part in frame.groupby("given", observed=True):
        outcomes, differences = [], []
        for row in part.to_dict("records"):
            if all(row["covered"] >> known.index(metric) & 1 for metric in (a, b)):
                difference = float(row[a]) - float(row[b])
                signs = [difference > 0, difference == 0, difference < 0]
                outcomes.append([*signs, not any(signs)])
                differences += [difference] if any(signs) else []
        rates += [np.mean(outcomes, axis=0)] if outcomes else []
        margins += [np.mean(differences)] if differences else []
    margin = np.mean(margins) if margins and frame["measure"].nunique() == 1 else np.nan
    return np.mean(rates, axis=0) if rates else np.full(4, np.nan), float(margin)


def stability(frame: pd.DataFrame, metrics: Sequence[str], component: str) -> Numbers:
    """Mean τ-b over groups of setups that differ in one component alone, pair by pair."""
    groups: dict[tuple[Any, ...], list[list[float]]] = defaultdict(list)
    dropped = 0
    for row in frame.to_dict("records"):
        values = [row[metric] for metric in metrics]
        if any(v != v for v in values):
            continue
        if len(set(values)) == 1:
            dropped += 1
            continue
        groups[tuple(row[key] for key in SHARED[component])].append(values)
    several = [outcomes for outcomes in groups.values() if len(outcomes) > 1]
    taus = [[stats.kendalltau(*two)[0] for two in combinations(o, 2)] for o in several]
    return {
        "stability": float(np.mean([np.mean(of) for of in taus])) if taus else np.nan,
        "groups": len(several),
        "singletons": sum(len(outcomes) == 1 for outcomes in groups.values()),
        "dropped": dropped,
    }


def scores(frame: pd.DataFrame, metric: str) -> Numbers:
    """Mean, quantiles and share of values at or below 0, of one measure's setups."""
    values = frame[metric].dropna().astype(np.float64)
    quantiles = {f"q{100 * q:02.0f}": float(values.quantile(q)) for q in QUANTILES}
    return {"mean": values.mean(), **quantiles, "share_not_positive": (values <= 0).mean()}


def block_ranks(frame: pd.DataFrame, metrics: Sequence[str]) -> pd.DataFrame:
    """Ranks of the metrics within each given, of their mean ranks in its setups."""
    known = [metric for metric in metrics if frame[metric].notna().any()]
    whole = frame.dropna(subset=known).astype(dict.fromkeys(known, np.float64))
    within = whole[known].rank(axis=1, ascending=False)
    of_givens = within.groupby(whole["given"].astype(str).to_numpy()).mean().round(12)
    return of_givens.rank(axis=1)


def mean_ranks(frame: pd.DataFrame, metrics: Sequence[str]) -> Numbers:
    """Mean over givens of the rank of each metric; NaN where no setup ranks it."""
    return dict(block_ranks(frame, metrics).mean().reindex(list(metrics)))


def importance(frame: pd.DataFrame, a: str, b: str) -> Numbers:
    """Shares of variance of who beats whom, cell by cell; empty where there is none."""
    levels = {name: sorted(frame[name].astype(str).unique()) for name in ("given", "backbone")}
    levels["measure"] = sorted(frame["measure"].astype(str).unique())
    both = frame.dropna(subset=[a, b])
    cells = {
        tuple(map(str, key)): np.sign(part[a].astype(float) - part[b].astype(float)).tolist()
        for key, part in both.groupby(["given", "backbone", "measure"], observed=True)
    }
    if not cells:
        return {}
    within = np.mean([np.var(signs) for signs in cells.values()])
    centre = np.mean([np.mean(signs) for signs in cells.values()])
    total = within + np.mean([(np.mean(signs) - centre) ** 2 for signs in cells.values()])
    if total < 1e-12:
        return {}
    found = {"pool": float(within / total)}
    if len(cells) < np.prod([len(names) for names in levels.values()]):
        return found
    for axis, (name, names) in enumerate(levels.items()):
        marginal = [
            np.mean([np.mean(signs) for key, signs in cells.items() if key[axis] == level])
            for level in names
        ]
        found[name] = float(np.var(marginal) / total)
    return found | {"interactions": 1 - sum(found.values())}


def enough_setups(frame: pd.DataFrame, metrics: Sequence[str], n: int, seed: int) -> Numbers:
    """Agreement of two rankings from n setups each, draw by draw; frame in the store's order."""
    whole = frame.dropna(subset=list(metrics)).astype(dict.fromkeys(metrics, np.float64))
    within = whole[list(metrics)].rank(axis=1, ascending=False).to_numpy()
    rng = np.random.default_rng(seed)
    first, second = (rng.integers(len(within), size=(1000, n)) for _ in range(2))
    taus, same = [], []
    for one, other in zip(first, second, strict=True):
        means = [within[drawn].mean(axis=0).round(9) for drawn in (one, other)]
        tau = stats.kendalltau(*means)[0]
        taus.append(0.0 if np.isnan(tau) else tau)
        best = [set(np.flatnonzero(mean == mean.min())) for mean in means]
        same.append(bool(best[0] & best[1]))
    return {
        "tau": float(np.mean(taus)),
        "q05": float(np.quantile(taus, 0.05)),
        "same_winner": float(np.mean(same)),
    }


def tau(first: pd.Series, second: pd.Series) -> float:
    """Kendall τ-b of two sets of win rates by metric; NaN where one has fewer than two, or ties."""
    both = pd.DataFrame({"a": first, "b": second}).dropna().round(12)
    return float(stats.kendalltau(both["a"], both["b"])[0]) if len(both) > 1 else np.nan


def difference(
    first: pd.DataFrame,
    second: pd.DataFrame,
    metrics: Sequence[str],
    known: Sequence[str],
    weights: NDArray[np.float64],
) -> Mapping[str, tuple[float, float, float]]:
    """By metric, its win rate in the second minus that in the first, and its interval.

    `weights` are draws of the union of both frames' givens, in alphabetical order.
    """
    shares = [given_rates(frame, metrics, known) for frame in (first, second)]
    union = sorted({*shares[0].index, *shares[1].index})
    found = {}
    for metric in metrics:
        own = [share[metric].reindex(union).to_numpy() for share in shares]
        drawn = []
        for draw in weights.astype(int):
            means = [np.repeat(of_given, draw) for of_given in own]
            if all(len(mean[~np.isnan(mean)]) for mean in means):
                drawn.append(np.nanmean(means[1]) - np.nanmean(means[0]))
        wide = np.sqrt(len(union) / (len(union) - 1)) * stats.t.ppf(0.975, len(union) - 1)
        ends = np.quantile(drawn, [stats.norm.cdf(-wide), 1 - stats.norm.cdf(-wide)])
        lead = float(np.nanmean(own[1]) - np.nanmean(own[0]))
        found[metric] = (lead, float(ends[0]), float(ends[1]))
    return found


def claim(
    frame: pd.DataFrame, shown: pd.DataFrame, known: Sequence[str], better: str, worse: str
) -> Mapping[str, Numbers]:
    """Counts and percentile by component, setup by setup; both frames of one scenario."""
    parts = ["given", "backbone", "measure", "roster"]
    claimed = shown.to_dict("records")
    ids = {tuple(row[part] for part in parts) for row in claimed}
    need = 1 << known.index(better) | 1 << known.index(worse)
    found: dict[str, list[dict[Hashable, Any]]] = defaultdict(list)
    for row in frame.to_dict("records"):
        if tuple(row[part] for part in parts) in ids or row["covered"] & need != need:
            continue
        if any(row["measure"] == other["measure"] for other in claimed):
            found["all"].append(row)
        differ = [{p for p in parts if row[p] != other[p]} for other in claimed]
        for component in {next(iter(parts)) for parts in differ if len(parts) == 1}:
            found[component.replace("roster", "pool")].append(row)
    names = ("all", "given", "backbone", "measure", "pool")
    return {name: _claimed(found[name], claimed, name, better, worse) for name in names}


def _claimed(
    rows: Sequence[Mapping[Hashable, Any]],
    claimed: Sequence[Mapping[Hashable, Any]],
    component: str,
    better: str,
    worse: str,
) -> Numbers:
    margins = [float(row[better]) - float(row[worse]) for row in rows]
    percentiles = []
    for measure in dict.fromkeys(row["measure"] for row in claimed):
        own = [float(r[better]) - float(r[worse]) for r in claimed if r["measure"] == measure]
        others = [m for m, row in zip(margins, rows, strict=True) if row["measure"] == measure]
        own, others = [[m for m in of if m == m] for of in (own, others)]
        if own and others and component != "measure":
            percentiles.append(float(stats.percentileofscore(others, np.mean(own), "mean")) / 100)
    return {
        "comparable": len(rows),
        "agree": sum(margin > 0 for margin in margins),
        "tie": sum(margin == 0 for margin in margins),
        "undefined": sum(margin != margin for margin in margins),
        "percentile": float(np.mean(percentiles)) if percentiles else np.nan,
    }
