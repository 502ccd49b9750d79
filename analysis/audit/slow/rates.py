"""Who wins, and who beats whom?"""

from collections import defaultdict

import numpy as np
import pandas as pd
from scipy import stats

from setupscope.analysis.audit.slow.contests import (
    Array,
    Names,
    Numbers,
    beside,
    contests,
    cover_all,
    covers,
    field,
    is_contest,
    rows_of,
    shares_of,
)

TIED = 1e-12
"""Rates that differ by no more than this are equal."""


def win_rates(frame: pd.DataFrame, metrics: Names, known: Names) -> pd.DataFrame:
    """Wins, win rates and counts of one part, by metric."""
    rows = {metric: _counts(frame, metric, metrics, known) for metric in metrics}
    return pd.DataFrame.from_dict(rows, orient="index").assign(
        no_contest=len(frame) - len(contests(frame, metrics, known)),
        setups=len(frame),
        givens=frame["given"].nunique(),
    )


def _counts(frame: pd.DataFrame, metric: str, metrics: Names, known: Names) -> Numbers:
    group = beside(field(frame, metrics, known), metrics, metric)
    share = shares_of(frame, group, known)
    covered = np.array([covers(row, metric, known) for row in rows_of(frame, "covered")], bool)
    return {
        "wins": share[metric].sum(),
        "win_rate": share.groupby("given")[metric].mean().mean(),
        "undefined": (covered & frame[metric].isna().to_numpy()).sum(),
        "not_covered": (~covered).sum(),
        "covered_givens": contests(frame.loc[covered], metrics, known)["given"].nunique(),
    }


def given_rates(frame: pd.DataFrame, metrics: Names, known: Names) -> pd.DataFrame:
    """Mean share within each given that has contests: a row per given, a column per metric.

    Complete metrics among themselves, and each partial one beside them.
    """
    complete = field(frame, metrics, known)
    columns = {}
    for metric in metrics:
        share = shares_of(frame, beside(complete, metrics, metric), known)
        columns[metric] = share.groupby("given")[metric].mean()
    return pd.DataFrame(columns, columns=list(metrics), dtype=np.float64)


def field_rates(frame: pd.DataFrame, complete: Names, known: Names) -> pd.Series:
    """Win rates among some metrics alone, over the contests that they have in common."""
    return rates_in(shares_of(frame, complete, known), complete)


def rates_in(share: pd.DataFrame, group: Names) -> pd.Series:
    """Win rates of some metrics from their shares in each contest."""
    rates = share.groupby("given")[list(group)].mean().mean()
    return rates.reindex(list(group)).astype(np.float64)


def best_of(rates: pd.Series) -> list[str]:
    """The metrics that tie for the highest win rate, in their order; none without a rate."""
    known = rates.dropna()
    return [str(metric) for metric in known.index[known >= known.max() - TIED]]


def p_best(of_givens: pd.DataFrame, weights: Array) -> pd.Series:
    """Share of draws of givens in which each metric has the highest mean, ties shared."""
    drawn = weights @ of_givens.to_numpy() / len(of_givens)
    best = drawn >= drawn.max(axis=1, keepdims=True) - TIED
    return pd.Series((best / best.sum(axis=1, keepdims=True)).mean(axis=0), of_givens.columns)


def pair(
    frame: pd.DataFrame, known: Names, a: str, b: str, metrics: Names | None = None
) -> tuple[Array, float]:
    """Rates of wins, ties, losses and undefined of a pair over givens, and the mean margin.

    Contests are those of `metrics`, by default of all.
    """
    outcomes, margins = [], []
    for values in _by_given(frame, known, a, b, metrics or known):
        found = [of_a - of_b for of_a, of_b in values]
        outcomes.append(np.mean([[d > 0, d == 0, d < 0, d != d] for d in found], axis=0))
        margins += [np.mean([d for d in found if d == d])] if any(d == d for d in found) else []
    margin = np.mean(margins) if margins and frame["measure"].nunique() == 1 else np.nan
    return np.mean(outcomes, axis=0) if outcomes else np.full(4, np.nan), float(margin)


def improvement(
    frame: pd.DataFrame, known: Names, a: str, b: str, metrics: Names | None = None
) -> float:
    """Share of the setups in which a beats b, ties half; who alone has a value beats.

    Setups in which neither has one are halved.
    """
    of_givens = [
        np.mean([_credit(*values) for values in part])
        for part in _by_given(frame, known, a, b, metrics or known)
    ]
    return float(np.mean(of_givens)) if of_givens else np.nan


def _credit(of_a: float, of_b: float) -> float:
    if of_a == of_a and of_b == of_b:
        return 1.0 if of_a > of_b else 0.5 if of_a == of_b else 0.0
    return 0.5 if of_a != of_a and of_b != of_b else float(of_a == of_a)


def _by_given(
    frame: pd.DataFrame, known: Names, a: str, b: str, metrics: Names
) -> list[list[tuple[float, float]]]:
    """The values of a pair in the contests that both cover, given by given."""
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in rows_of(frame, "given", "covered", *metrics):
        if is_contest(row, metrics, known) and cover_all(row, (a, b), known):
            found[row["given"]].append((row[a], row[b]))
    return list(found.values())


def tau(first: pd.Series, second: pd.Series) -> float:
    """Kendall τ-b of two sets of win rates by metric; NaN where one has fewer than two, or ties."""
    both = pd.DataFrame({"a": first, "b": second}).dropna().round(12)
    return float(stats.kendalltau(both["a"], both["b"])[0]) if len(both) > 1 else np.nan


def complete_in_both(
    first: pd.DataFrame, second: pd.DataFrame, metrics: Names, known: Names
) -> list[str]:
    """The metrics that are complete in each of two slices."""
    fields = [field(frame, metrics, known) for frame in (first, second)]
    return [metric for metric in fields[0] if metric in fields[1]]
