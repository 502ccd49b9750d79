"""How strong is each metric, judged by its duels alone?

Win rates split the vote between metrics that are alike; duels do not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components
from scipy.special import expit

from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.rows import Components, Metrics, Rows, Setups
from setupscope.analysis.questions.documentation import documented
from setupscope.analysis.questions.pairs import pair_rates, ranking_counts
from setupscope.analysis.questions.shares import ONE_METRIC
from setupscope.analysis.resampling.bootstrap import (
    FEWEST_GIVENS,
    TOO_FEW_GIVENS,
    t_quantile,
)

EXTREME = 4.0
"""A strength beyond it says no more than that the metric wins, or loses, nearly every duel."""
NO_DUEL = "no setup compares it with another metric"
NOT_CONNECTED = "some metrics never beat or tie the others, so that no finite strengths fit"
STEPS = 100
LONGEST_STEP = 2.0
CLOSE = 1e-13

Array = NDArray[np.float64]


@documented
def bradley_terry(setups: Setups, metrics: Metrics = None, by: Components = ()) -> pd.DataFrame:
    """The strength of each metric in its duels with the others.

    Metric a beats b in a setup with probability σ(θ_a − θ_b). A tie counts half for each, a
    metric with a value beats one without. Each given has the same weight in each pair, over
    the contests (see `win_rates`) that both cover. Near-copies do not take strength from each
    other, as they take wins.

    {parameters}

    Returns
    -------
    pandas.DataFrame
        A row per scenario, part and metric, in the metrics' order:

        - `scenario`, the components of `by`, `metric`;
        - `theta`: its strength, on the scale of log-odds; they sum to 0;
        - `low`, `high`: 95 % interval over givens, candidates held; null below 6 givens;
        - `probability`: of beating another metric, mean over the others; 0 to 1;
        - `extreme`: whether the strength is beyond ±4, and says no more than that nearly every
          duel is won, or lost;
        - `covered_givens`: givens in which it has duels;
    {counted}

        Strengths are null for a metric without a duel, and for all where the metrics fall into
        two groups of which one never beats or ties the other.

    {raises}

    Notes
    -----
    Maximum likelihood of the model of Bradley and Terry 1952, with ties as Davidson 1970 (JASA
    65:317–328) discusses and the condition of Ford 1957 (American Mathematical Monthly
    64(8):28–33). Intervals from the sandwich variance clustered on givens, times G/(G − 1), with
    t of G − 1 degrees of freedom (Cameron and Miller 2015, Journal of Human Resources
    50(2):317–372).
    """
    parts = fetch(setups, metrics, by).parts(by)
    found = [{**levels, **row} for levels, part in parts for row in _table(part)]
    return pd.DataFrame(found, columns=["scenario", *by, *COLUMNS])


COLUMNS = (
    *("metric", "theta", "low", "high", "probability", "extreme"),
    *("covered_givens", "setups", "givens", "reason"),
)


@dataclass(frozen=True)
class Duels:
    """How often each metric beats each other within each given.

    Attributes
    ----------
    pairs : array of int, shape (P, 2)
        Positions of the two metrics of each pair.
    credit : array, shape (G, P)
        How often the first beats the second, ties half; NaN without a common contest.
    """

    pairs: NDArray[np.intp]
    credit: Array

    @classmethod
    def of(cls, part: Rows) -> "Duels":
        """The duels of some setups."""
        counts = ranking_counts(part)
        pairs = list(combinations(range(len(part.metrics)), 2))
        credit = np.full((counts.shape[0], len(pairs)), np.nan)
        for place, (a, b) in enumerate(pairs):
            rates = pair_rates(counts, part, a, b)
            credit[:, place] = rates[:, 0] + rates[:, 1] / 2 + rates[:, 4]
        return cls(np.array(pairs, np.intp).reshape(-1, 2), credit)

    def fought(self, metrics: int) -> NDArray[np.int64]:
        """In how many givens each metric has duels: (metrics,)."""
        there = ~np.isnan(self.credit)
        own = [(self.pairs == metric).any(axis=1) for metric in range(metrics)]
        return np.array([there[:, each].any(axis=1).sum() for each in own], np.int64)

    def connected(self, chosen: NDArray[np.intp]) -> bool:
        """Whether a chain of "beat or tied" leads from each of some metrics to each other."""
        most = int(chosen.max()) + 1
        edges = np.zeros((most, most))
        won, lost = (np.nan_to_num(own).sum(axis=0) for own in (self.credit, 1 - self.credit))
        for (a, b), ahead, behind in zip(self.pairs, won, lost, strict=True):
            if a < most and b < most:
                edges[a, b], edges[b, a] = ahead > 0, behind > 0
        edges = edges[np.ix_(chosen, chosen)]
        parts, _ = connected_components(edges, connection="strong")
        return int(parts) == 1


def _table(part: Rows) -> Iterator[dict[str, object]]:
    metrics = len(part.metrics)
    duels = Duels.of(part)
    fought = duels.fought(metrics)
    strengths, reason = _strengths(duels, np.flatnonzero(fought))
    for place, metric in enumerate(part.metrics):
        row = {"metric": metric, "covered_givens": int(fought[place])}
        row |= {"setups": len(part), "givens": part.givens}
        if place in strengths:
            yield {**row, **strengths[place]}
            continue
        yield {**row, "reason": ONE_METRIC if metrics < 2 else reason if fought[place] else NO_DUEL}


def _strengths(
    duels: Duels, chosen: NDArray[np.intp]
) -> tuple[dict[int, dict[str, object]], str | None]:
    """The numbers of each metric that has duels, or why there are none."""
    if not len(chosen):
        return {}, NO_DUEL
    if not duels.connected(chosen):
        return {}, NOT_CONNECTED
    design = _design(duels.pairs, chosen)
    theta = fitted(design, duels.credit)
    widths, why = half_widths_of(design, duels.credit, theta)
    chance = expit(np.subtract.outer(theta, theta))
    np.fill_diagonal(chance, 0.0)
    found: dict[int, dict[str, object]] = {}
    for place, metric in enumerate(chosen.tolist()):
        own = float(theta[place])
        found[metric] = {
            "theta": own,
            "low": own - widths[place],
            "high": own + widths[place],
            "probability": float(chance[place].sum() / (len(chosen) - 1)),
            "extreme": abs(own) > EXTREME,
            "reason": why,
        }
    return found, None


def _design(pairs: NDArray[np.intp], chosen: NDArray[np.intp]) -> Array:
    """+1 for the first metric of a pair, −1 for the second: (P, metrics with duels)."""
    first, second = ((pairs[:, [side]] == chosen).astype(np.float64) for side in (0, 1))
    return np.asarray(first - second)


def fitted(design: Array, credit: Array) -> Array:
    """The strengths of maximum likelihood, by Newton's method; they sum to 0: (k,)."""
    there = ~np.isnan(credit)
    weight, won = there.sum(axis=0).astype(np.float64), np.nan_to_num(credit).sum(axis=0)
    theta = np.zeros(design.shape[1])
    for _ in range(STEPS):
        chance = expit(_times(design, theta))
        step = _inverse(design, weight * chance * (1 - chance)) @ (
            np.einsum("pk,p->k", design, won - weight * chance)
        )
        longest = float(np.abs(step).max())
        theta = theta + step * min(1.0, LONGEST_STEP / max(longest, CLOSE))
        if longest < CLOSE:
            break
    return np.asarray(theta - theta.mean())


def half_widths_of(design: Array, credit: Array, theta: Array) -> tuple[Array, str | None]:
    """Half the width of each strength's interval, NaN below 6 givens; and why."""
    there = ~np.isnan(credit)
    givens = int(there.any(axis=1).sum())
    if givens < FEWEST_GIVENS:
        return np.full(len(theta), np.nan), TOO_FEW_GIVENS
    chance = expit(_times(design, theta))
    inverse = _inverse(design, there.sum(axis=0) * chance * (1 - chance))
    scores = np.einsum("gp,pk->gk", np.where(there, credit - chance, 0.0), design)
    moved = np.einsum("gk,kl->gl", scores, inverse)
    variance = (moved**2).sum(axis=0) * givens / (givens - 1)
    return np.asarray(t_quantile(givens - 1) * np.sqrt(variance)), None


def _times(design: Array, theta: Array) -> Array:
    return np.asarray(np.einsum("pk,k->p", design, theta))


def _inverse(design: Array, weight: Array) -> Array:
    """Inverse of the information, among strengths that sum to 0: (k, k)."""
    information = np.einsum("pk,p,pl->kl", design, weight, design)
    even = np.full(information.shape, 1 / len(information))
    return np.asarray(np.linalg.inv(information + even) - even)
