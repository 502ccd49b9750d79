"""What do sweeps say by definition: step by step, and draw by draw?"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import floor

import numpy as np
import pandas as pd

from setupscope.analysis.audit.slow.contests import Array, Names, field, rows_of, shares_of
from setupscope.analysis.audit.slow.doubt import interval_of_lead, interval_of_share, sign_flip
from setupscope.analysis.audit.slow.leads import Draws, tie_everywhere
from setupscope.analysis.audit.slow.rates import TIED, best_of, p_best, rates_in

DRAWS = 4_000
Described = Mapping[float, Mapping[str, Mapping[str, float]]]
"""Numbers by step and metric."""


def step(
    part: pd.DataFrame, complete: Names, known: Names, draws: Draws
) -> dict[str, dict[str, object]]:
    """The rows of a step that is a restriction, by metric of the whole slice's field."""
    share = shares_of(part, complete, known)
    of_givens = share.groupby("given")[list(complete)].mean()
    weights, rates = draws(len(of_givens)), rates_in(share, complete)
    first = {} if weights is None else dict(p_best(of_givens, weights))
    best, rows = best_of(rates), {}
    decided = (
        None if weights is None else _decided(part.loc[share.index], of_givens, best[0], draws)
    )
    for metric in complete:
        low, high = interval_of_share(of_givens[metric].to_numpy(), weights)
        rows[metric] = {
            "win_rate": rates[metric],
            "low": low,
            "high": high,
            "p_first": first.get(metric, np.nan),
            "setups": len(part),
            "givens": part["given"].nunique(),
            "winner": metric in best,
            "decided": decided,
        }
    return rows


def _decided(rows: pd.DataFrame, of_givens: pd.DataFrame, winner: str, draws: Draws) -> bool:
    """Whether the winner's lead over each other metric is clear, the candidates held."""
    for other in of_givens.columns.drop(winner):
        lead = (of_givens[winner] - of_givens[other]).to_numpy()
        low, _ = interval_of_lead(lead, draws(len(lead)))
        if tie_everywhere(rows, winner, other) or not (low > 0 and sign_flip(lead) <= 0.05):
            return False
    return True


def parts_by_size(frame: pd.DataFrame, *, up_to: bool) -> dict[float, pd.DataFrame]:
    """The setups with each pool size, or with pools of up to that size."""
    sizes = sorted(frame["pool_size"].unique().tolist())
    return {
        float(size): frame[frame["pool_size"] <= size if up_to else frame["pool_size"] == size]
        for size in sizes
    }


def parts_by_fact(frame: pd.DataFrame, values: Mapping[str, float]) -> dict[float, pd.DataFrame]:
    """The setups of the givens that have up to each value of a fact."""
    known = [values.get(given, np.nan) for given in frame["given"].astype(str)]
    return {number: frame[np.array(known) <= number] for number in sorted({*known}) if number > 0}


def random_setups(
    frame: pd.DataFrame, metrics: Names, known: Names, steps: Sequence[int], seed: int
) -> Described:
    """Random setups of random givens, draw by draw: by number and metric."""
    complete = field(frame, metrics, known)
    share = shares_of(frame, complete, known)
    counted = share.groupby("given").size()
    chances: dict[tuple[float, ...], float] = defaultdict(float)
    for row in rows_of(share, "given", *complete):
        chances[tuple(row[m] for m in complete)] += 1 / counted[row["given"]] / len(counted)
    ways = sorted(chances)
    shared = np.array(ways)
    rng, before = np.random.default_rng(seed), 0
    found: dict[float, Mapping[str, Mapping[str, float]]] = {}
    drawn = np.zeros((DRAWS, len(ways)))
    whole = sum(chances.values())
    likely = [floor(1e12 * chances[way] / whole + 0.01) / 1e12 for way in ways]
    for number in steps:
        drawn += rng.multinomial(number - before, likely, size=DRAWS)
        found[number], before = _described(drawn @ shared / number, complete), number
    return found


def random_givens(frame: pd.DataFrame, metrics: Names, known: Names, seed: int) -> Described:
    """Random givens with all their setups, draw by draw: by number and metric."""
    complete = field(frame, metrics, known)
    shares = shares_of(frame, complete, known).groupby("given")[list(complete)].mean().sort_index()
    count, rng = len(shares), np.random.default_rng(seed)
    orders = rng.permuted(np.tile(np.arange(count), (DRAWS, 1)), axis=1)
    own = shares.to_numpy()
    sums = np.array([own[order].cumsum(axis=0) for order in orders])
    found: dict[float, Mapping[str, Mapping[str, float]]] = {}
    for number in range(1, count):
        found[number] = _described(sums[:, number - 1] / number, complete)
    return found


def _described(rates: Array, metrics: Names) -> dict[str, dict[str, float]]:
    """Quantiles over draws, and how often each metric is first."""
    best = rates >= rates.max(axis=1, keepdims=True) - TIED
    first = (best / best.sum(axis=1, keepdims=True)).mean(axis=0)
    return {
        metric: {
            "low": float(np.quantile(rates[:, place], 0.025)),
            "high": float(np.quantile(rates[:, place], 0.975)),
            "p_first": float(first[place]),
        }
        for place, metric in enumerate(metrics)
    }
