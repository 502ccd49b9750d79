"""By how much does a winner lead, and does its lead survive other givens and candidates?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from setupscope.analysis.frames.rows import Rows, compact
from setupscope.analysis.questions.wins import GivenShares
from setupscope.analysis.resampling.bootstrap import (
    LEVEL,
    TOO_FEW_GIVENS,
    Weights,
    interval,
    resampled,
)
from setupscope.analysis.resampling.jackknife import Candidates, candidates_of

CLEAR = "clear"
CLEAR_HERE = "clear for these candidates"
UNDECIDED = "undecided"

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Lead:
    """The lead of the winner over another metric.

    Attributes
    ----------
    metric : str
        The other metric.
    lead : float
        Difference of the two win rates.
    low, high : float
        95 % expanded percentile interval over givens; NaN below 6 givens.
    half_width : float
        t · SE over givens and candidates; NaN where there is none.
    reason : str or None
        Why the interval or the half-width is missing.
    """

    metric: str
    lead: float
    low: float
    high: float
    half_width: float
    reason: str | None


@dataclass(frozen=True)
class SetRates:
    """Win rates over the setups of each set of candidates that leaves out the most.

    Attributes
    ----------
    candidates : Candidates
        The sets, or why there is no jackknife.
    by_measure : mapping of str to array, shape (sets, q)
        Under each measure; no rows where there is no jackknife.
    together : array, shape (sets, q)
        Over all measures.
    """

    candidates: Candidates
    by_measure: Mapping[str, Array]
    together: Array

    @classmethod
    def of(cls, rows: Rows) -> "SetRates":
        """Win rates over the setups of one part, each given weighing the same."""
        candidates = candidates_of(rows)
        measures = [str(measure) for measure in rows.levels["measure"]]
        if candidates.reason:
            nothing = np.empty((0, len(rows.metrics)))
            return cls(candidates, dict.fromkeys(measures, nothing), nothing)
        sums, counts = _cells(rows, candidates)
        each = [_over_givens(*cells) for cells in zip(sums, counts, strict=True)]
        together = _over_givens(sums.sum(axis=0), counts.sum(axis=0))
        return cls(candidates, dict(zip(measures, each, strict=True)), together)


def _cells(rows: Rows, candidates: Candidates) -> tuple[Array, Array]:
    """Sums of shares and their numbers, by measure, set, given and metric (or one for all)."""
    index = candidates.smallest
    measures = len(rows.levels["measure"])
    given, givens = compact(rows.codes["given"][index], len(rows.levels["given"]))
    cell = rows.codes["measure"][index] * candidates.count + candidates.sets
    cell = cell * len(givens) + given
    shape = (measures, candidates.count, len(givens), len(rows.metrics))
    ranking, size = rows.ranking[index], int(np.prod(shape[:3]))
    shares = np.ascontiguousarray(rows.rankings.shares.T)
    known = ~np.isnan(shares)
    sums = np.array(
        [np.bincount(cell, share.take(ranking), size) for share in np.nan_to_num(shares)]
    )
    if known.all():
        # Every metric has every setup: one count serves all.
        counts = np.bincount(cell, minlength=size)[None].astype(np.float64)
    else:
        counts = np.array([np.bincount(cell, of_metric[ranking], size) for of_metric in known])
    return sums.T.reshape(shape), counts.T.reshape(*shape[:3], -1)


def _over_givens(sums: Array, counts: Array) -> Array:
    """Mean over givens of their means: (sets, G, q) to (sets, q); NaN over none."""
    total = (sums / np.maximum(counts, 1)).sum(axis=1)  # a sum of none is 0
    givens = (counts > 0).sum(axis=1)
    return np.asarray(np.divide(total, givens, out=np.full(total.shape, np.nan), where=givens > 0))


def ranked_metrics(rates: Array) -> NDArray[np.intp]:
    """Positions of the metrics, the highest win rate first; ties in the metrics' order."""
    return np.argsort(-np.nan_to_num(rates, nan=-1.0), kind="stable")


def leads(
    part: GivenShares, candidates: Candidates, of_sets: Array, weights: Weights | None
) -> list[Lead]:
    """The leads of the metric with the highest win rate over each other, the smallest first.

    A metric that covers no setup is not among the others: nothing compares it with the winner.

    Parameters
    ----------
    part : GivenShares
        Shares within each given.
    candidates : Candidates
        Of the same setups.
    of_sets : array, shape (sets, q)
        Win rates over each set of candidates; see `SetRates`.
    weights : array, shape (draws, G), optional
        Draws of givens; none below 6 givens.
    """
    order = ranked_metrics(part.rates)
    winner, others = order[0], order[1:][~np.isnan(part.rates[order[1:]])]
    nothing = np.full(len(others), np.nan)
    low, high = nothing, nothing
    if weights is not None:
        draws = resampled(part.shares, weights)
        low, high = interval(draws[:, [winner]] - draws[:, others], len(part.givens))
    by_given = part.shares[:, [winner]] - part.shares[:, others]
    width = half_widths(by_given, of_sets[:, [winner]] - of_sets[:, others], candidates)
    lead = part.rates[winner] - part.rates[others]
    reason = TOO_FEW_GIVENS if weights is None else candidates.reason
    names = [part.metrics[metric] for metric in others]
    numbers = zip(lead.tolist(), low.tolist(), high.tolist(), width.tolist(), strict=True)
    return [Lead(name, *number, reason) for name, number in zip(names, numbers, strict=True)]


def half_widths(by_given: Array, of_sets: Array, candidates: Candidates) -> Array:
    """T · SE of leads, given within each given (G, k) and over each set of candidates (sets, k).

    Returns
    -------
    array, shape (k,)
        NaN where candidates cannot be resampled, or there is one given.
    """
    givens = len(by_given)
    if givens < 2 or candidates.reason:
        return np.full(by_given.shape[1], np.nan)
    of_givens = by_given.var(axis=0, ddof=1) / givens
    variances = zip(candidates.variance(of_sets), of_givens, strict=True)
    errors = np.array([candidates.standard_error(c, g) for c, g in variances])
    freedom = min(givens, candidates.free) - 1
    return np.asarray(stats.t.ppf((1 + LEVEL) / 2, freedom) * errors)


def verdict(every: Sequence[Lead]) -> str:
    """The verdict on a winner by all its leads; what cannot be resampled is undecided."""
    if all(lead.lead > lead.half_width for lead in every):
        return CLEAR
    return CLEAR_HERE if all(lead.low > 0 for lead in every) else UNDECIDED
