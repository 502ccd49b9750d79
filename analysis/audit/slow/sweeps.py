"""What do sweeps say by definition: step by step, and draw by draw?"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from setupscope.analysis.audit.slow.contests import Array, Names, field, rows_of, shares_of
from setupscope.analysis.audit.slow.doubt import FEWEST_GIVENS, interval_of_share
from setupscope.analysis.audit.slow.leads import Conclusion, Draws, conclude
from setupscope.analysis.audit.slow.rates import TIED, best_of, field_rates, p_best

DRAWS = 4_000
Described = Mapping[float, Mapping[str, Mapping[str, float]]]
"""Numbers by step and metric."""


def step(
    part: pd.DataFrame, complete: Names, known: Names, draws: Draws
) -> dict[str, dict[str, object]]:
    """The rows of a step that is a restriction, by metric of the whole slice's field."""
    share = shares_of(part, complete, known)
    of_givens = share.groupby("given")[list(complete)].mean()
    weights = draws(len(of_givens))
    first = {} if weights is None else dict(p_best(of_givens, weights))
    rates = field_rates(part, complete, known)
    found = conclude(part, complete, known, draws, complete)
    rows = {}
    for metric in complete:
        low, high = interval_of_share(of_givens[metric].to_numpy(), weights)
        rows[metric] = {
            "win_rate": rates[metric],
            "low": low,
            "high": high,
            "p_first": first.get(metric, np.nan),
            "setups": len(part),
            "givens": part["given"].nunique(),
            "winner": metric in best_of(rates),
            "decided": _decided(found) if len(of_givens) >= FEWEST_GIVENS else None,
        }
    return rows


def _decided(found: Conclusion | None) -> bool | None:
    """Whether the first metric's lead over each other of the field is clear, candidates held."""
    rivals = [lead for lead in found.leads if not lead.partial] if found else []
    return all(lead.ends[0] > 0 and lead.p <= 0.05 for lead in rivals) if rivals else None


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
    for number in steps:
        drawn += rng.multinomial(number - before, [chances[way] for way in ways], size=DRAWS)
        rates = [(one[:, None] * shared).sum(axis=0) / number for one in drawn]
        found[number], before = _described(np.array(rates), complete), number
    return found


def random_givens(frame: pd.DataFrame, metrics: Names, known: Names, seed: int) -> Described:
    """Random givens with all their setups, draw by draw: by number and metric."""
    complete = field(frame, metrics, known)
    shares = shares_of(frame, complete, known).groupby("given")[list(complete)].mean().sort_index()
    count, rng = len(shares), np.random.default_rng(seed)
    orders = rng.permuted(np.tile(np.arange(count), (DRAWS, 1)), axis=1)
    own = shares.to_numpy()
    found: dict[float, Mapping[str, Mapping[str, float]]] = {}
    for number in range(1, count):
        rates = [own[order[:number]].mean(axis=0) for order in orders]
        found[number] = _described(np.array(rates), complete)
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
