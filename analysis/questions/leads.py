"""By how much does a winner lead, and does its lead survive other givens and candidates?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from setupscope.analysis.frames.contests import among
from setupscope.analysis.frames.rows import Rows
from setupscope.analysis.questions.lead_errors import half_widths, lead_errors
from setupscope.analysis.questions.shares import GivenShares, RankedSetups, ranked_metrics
from setupscope.analysis.resampling.bootstrap import (
    FEWEST_GIVENS,
    TOLERANCE,
    TOO_FEW_GIVENS,
    interval,
    resampled,
    weights_of,
)
from setupscope.analysis.resampling.jackknife import candidates_of
from setupscope.analysis.resampling.near_bounds import LEAD, jeffreys, widened
from setupscope.analysis.resampling.sign_flips import sign_flip_p
from setupscope.analysis.resampling.simultaneous import simultaneous

CLEAR = "clear"
CLEAR_HERE = "clear for these candidates"
CLEAR_GIVENS = "clear for these givens"
"""Of a cell of a map with too few givens for more; see `winner_map`. No `conclusion` says it."""
UNDECIDED = "undecided"
DECIDED = (CLEAR, CLEAR_HERE)
SIGNIFICANT = 0.05
TIE_EVERYWHERE = "they tie in every setup that compares them"
FEW_DIFFER = f"fewer than {FEWEST_GIVENS} givens have a lead other than 0"

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Lead:
    """The lead of the winner over another metric, over the contests that both cover.

    Attributes
    ----------
    metric : str
        The other metric.
    lead : float
        Mean over givens of the difference of their shares of the win, −1 to 1.
    low, high : float
        95 % expanded percentile interval over givens; NaN below 6 givens.
    p : float
        Of the sign-flip test over givens; NaN where fewer than 6 have a lead other than 0.
    low_all, high_all : float
        Interval over givens that holds for all leads of the winner at once.
    half_width : float
        t · SE over givens and candidates; NaN where there is none.
    partial : bool
        Whether the other metric does not cover every contest.
    covered_setups, covered_givens : int
        The contests that both cover, and their givens.
    reason : str or None
        Why a number is missing.
    """

    metric: str
    lead: float
    low: float
    high: float
    p: float
    low_all: float
    high_all: float
    half_width: float
    partial: bool
    covered_setups: int
    covered_givens: int
    reason: str | None


def leads(part: Rows, shares: GivenShares, seed: int = 0, *, details: bool = True) -> list[Lead]:
    """The leads of the metric with the highest win rate over each other, the smallest first.

    Parameters
    ----------
    part : Rows
        All setups.
    shares : GivenShares
        How two metrics or more share the contests that all of them cover; at least one.
    seed : int
        Of the draws.
    details : bool
        Whether half-widths and the intervals for all at once are wanted; else they are NaN
        where the verdict does not need them.
    """
    order = ranked_metrics(shares.rates)
    return _over(part, shares, int(order[0]), order[1:], seed, details)


def lead_over_partial(
    part: Rows, shares: RankedSetups, winner: str, metric: str, seed: int = 0
) -> Lead | None:
    """The lead of the winner over a metric that lacks scores; none where nothing compares them.

    Parameters
    ----------
    part : Rows
        All setups.
    shares : RankedSetups
        The same setups.
    """
    beside = shares.beside(metric)
    if not beside.givens:
        return None
    lead = lead_between(part, beside, winner, metric, seed)
    return replace(lead, partial=True, low_all=np.nan, high_all=np.nan)


def lead_between(part: Rows, shares: GivenShares, metric: str, other: str, seed: int = 0) -> Lead:
    """The lead of one metric over another; below 0 where it is behind.

    Parameters
    ----------
    part : Rows
        All setups.
    shares : GivenShares
        How two metrics or more share the contests that all of them cover; at least one.
    """
    places = [shares.metrics.index(name) for name in (metric, other)]
    (lead,) = _over(part, shares, places[0], np.array(places[1:]), seed)
    return lead


def _over(
    part: Rows,
    shares: GivenShares,
    winner: int,
    others: NDArray[np.intp],
    seed: int,
    details: bool = True,
) -> list[Lead]:
    by_given = shares.shares[:, [winner]] - shares.shares[:, others]
    tied = (shares.outcomes[:, [winner]] == shares.outcomes[:, others]).all(axis=0)
    nothing = np.full(len(others), np.nan)
    together = at_once(by_given, seed) if details else (nothing, nothing)
    every = (*_doubt(shares, winner, others, seed), *together)
    doubt = [np.where(tied, np.nan, column) for column in every]
    low, _, p, *_ = doubt
    needed = details or bool(((low > 0) & (p <= SIGNIFICANT)).all())
    width, why = _widths(part, shares, winner, others, needed)
    reasons = [_reason(len(by_given), *row, why) for row in zip(tied, p, strict=True)]
    count = len(others)
    columns: tuple[Any, ...] = (
        [shares.metrics[metric] for metric in others],
        shares.rates[winner] - shares.rates[others],
        *doubt,
        width,
        [False] * count,
        [int(shares.contests.sum())] * count,
        [len(shares.givens)] * count,
        reasons,
    )
    return [Lead(*row) for row in zip(*columns, strict=True)]


def _doubt(
    shares: GivenShares, winner: int, others: NDArray[np.intp], seed: int
) -> tuple[Array, ...]:
    """Interval and p of each lead, over givens."""
    by_given = shares.shares[:, [winner]] - shares.shares[:, others]
    weights = weights_of(len(by_given), seed)
    draws = None
    if weights is not None:
        every = resampled(shares.shares, weights)
        draws = every[:, [winner]] - every[:, others]
    return (*intervals(draws, by_given), sign_flip_p(by_given, seed))


def intervals(draws: Array | None, by_given: Array) -> tuple[Array, Array]:
    """95 % expanded percentile intervals of leads over givens; NaN without draws.

    Parameters
    ----------
    draws : array, shape (D, k), optional
        The leads over the givens of each draw.
    by_given : array, shape (G, k)
        The leads within each given.
    """
    if draws is None:
        nothing = np.full(by_given.shape[1], np.nan)
        return nothing, nothing
    return widened(interval(draws, len(by_given)), by_given, LEAD)


def at_once(by_given: Array, seed: int = 0) -> tuple[Array, Array]:
    """Intervals over givens that hold for all leads at once; NaN below 6 givens.

    Parameters
    ----------
    by_given : array, shape (G, k)
        Leads within each given; NaN where a lead leaves one out.

    Returns
    -------
    tuple of array, shape (k,) each
        For a lead that is the same within every given Jeffreys' interval, or the lead itself
        where that lies outside.
    """
    known = ~np.isnan(by_given)
    givens = known.sum(axis=0)
    lead = np.where(known, by_given, 0.0).sum(axis=0) / np.maximum(givens, 1)
    deviations = np.where(known, by_given - lead, 0.0) / np.maximum(givens, 1)
    # A given that none of the leads in doubt has is no given here.
    moving = (givens >= FEWEST_GIVENS) & (np.abs(deviations) > TOLERANCE).any(axis=0)
    shared = known[:, moving].any(axis=1)
    return together(lead, deviations[shared], givens, seed)


def together(
    estimates: Array, deviations: Array, givens: NDArray[np.integer], seed: int = 0
) -> tuple[Array, Array]:
    """The intervals of `simultaneous`, and the rule near a bound for what no given changes.

    That is Jeffreys' interval, and the estimate itself where it lies outside.
    """
    low, high = simultaneous(estimates, deviations, givens, seed)
    same = np.isnan(low) & (givens >= FEWEST_GIVENS)
    rest = jeffreys(estimates, givens, LEAD)
    return (
        np.where(same, np.minimum(rest[0], estimates), low),
        np.where(same, np.maximum(rest[1], estimates), high),
    )


def all_level(by_given: Array) -> NDArray[np.bool_]:
    """Which leads are 0 within every given that has one: (G, k) to (k,)."""
    return np.asarray((np.abs(np.nan_to_num(by_given)) <= TOLERANCE).all(axis=0))


def _reason(givens: int, tied: bool, p: float, why: str | None) -> str | None:
    if givens < FEWEST_GIVENS:
        return TOO_FEW_GIVENS
    if tied:
        return TIE_EVERYWHERE
    return FEW_DIFFER if np.isnan(p) else why


def _widths(
    slice_: Rows, shares: GivenShares, winner: int, others: NDArray[np.intp], needed: bool
) -> tuple[Array, str | None]:
    """T · SE of each lead, NaN where it is not needed; and why there is none."""
    if needed:
        errors, why = lead_errors(slice_, shares, winner, others)
    else:
        errors, why = None, candidates_of(among(slice_, shares.metrics), slice_).reason
    return np.full(len(others), np.nan) if errors is None else half_widths(errors), why


def verdict(every: Sequence[Lead]) -> str | None:
    """The verdict on a winner by its leads over the field; none below 6 givens.

    What cannot be resampled is not clear.
    """
    if any(lead.covered_givens < FEWEST_GIVENS for lead in every):
        return None
    if not all(lead.low > 0 and lead.p <= SIGNIFICANT for lead in every):
        return UNDECIDED
    clear = all(lead.lead > lead.half_width for lead in every)
    return CLEAR if clear else CLEAR_HERE


def is_decided(shares: GivenShares, seed: int = 0) -> bool:
    """Whether the verdict on a winner is one of `DECIDED`, at less than the price of all leads."""
    first, *others = ranked_metrics(shares.rates)
    by_given = shares.shares[:, [first]] - shares.shares[:, others]
    if len(by_given) < FEWEST_GIVENS or not others:
        return False
    if not (sign_flip_p(by_given, seed) <= SIGNIFICANT).all():
        return False
    low, _, _ = _doubt(shares, int(first), np.array(others), seed)
    return bool((low > 0).all())
