"""By how much does the winner lead each other metric, how sure is that, and what undoes it?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

from setupscope.analysis.audit.slow.contests import (
    Array,
    Names,
    beside,
    field,
    shares_of,
)
from setupscope.analysis.audit.slow.doubt import (
    FEWEST_GIVENS,
    NULL,
    Interval,
    expanded,
    half_width_of,
    interval_of_lead,
    sign_flip,
    simultaneous,
)
from setupscope.analysis.audit.slow.rates import (
    TIED,
    best_of,
    complete_in_both,
    field_rates,
    rates_in,
)

Draws = Callable[[int], Array | None]
"""From a number of givens to how often each is in each draw; None where there are too few."""

CLEAR, HERE, UNDECIDED = "clear", "clear for these candidates", "undecided"
DEPENDS = "depends on the measure"


@dataclass
class Lead:
    """The lead of one metric over another, and its doubt; NaN is null.

    Attributes
    ----------
    metric : str
        The other metric.
    partial : bool
        Whether one of the two is.
    level : bool
        Whether they have the same value in every contest.
    frame : frame of setups
        The slice.
    by_setup : pandas.DataFrame
        `given`, `roster` and `lead` in each contest that both have in common.
    draws : callable
        Gives the draws of givens.
    """

    metric: str
    partial: bool
    level: bool
    frame: pd.DataFrame
    by_setup: pd.DataFrame
    draws: Draws

    @cached_property
    def of_givens(self) -> pd.Series:
        """Mean lead within each given that has contests in common."""
        return self.by_setup.groupby("given")["lead"].mean().astype(np.float64)

    @property
    def by_given(self) -> Array:
        """The same without the names of the givens."""
        return self.of_givens.to_numpy()

    @property
    def covered_setups(self) -> int:
        """Contests in common."""
        return len(self.by_setup)

    @property
    def givens(self) -> int:
        """Givens that have contests in common."""
        return len(self.by_given)

    @property
    def lead(self) -> float:
        """Mean over givens."""
        return float(self.by_given.mean()) if self.givens else np.nan

    @cached_property
    def ends(self) -> Interval:
        """Expanded interval over givens, with the rule near a bound."""
        if self.level or not self.givens:
            return NULL
        return interval_of_lead(self.by_given, self.draws(self.givens))

    @cached_property
    def p(self) -> float:
        """Of the sign-flip test."""
        return sign_flip(self.by_given)

    @cached_property
    def half_width(self) -> float:
        """T · SE over givens and candidates."""
        return half_width_of(self.frame, self.by_setup)


class Conclusion(NamedTuple):
    """The winners that tie, the leads of the first over every other metric, and the verdict."""

    winners: Sequence[str]
    rates: pd.Series
    leads: Sequence[Lead]
    verdict: str | None


def lead_of(
    frame: pd.DataFrame,
    metrics: Names,
    known: Names,
    pair: tuple[str, str],
    draws: Draws,
    complete: Names | None = None,
) -> Lead:
    """The lead of one metric over another; of a partial one, beside the field."""
    complete = field(frame, metrics, known) if complete is None else complete
    share = shares_of(frame, beside(complete, metrics, *pair), known)
    return _lead(frame, share, pair, not {*pair} <= {*complete}, draws)


def _lead(
    frame: pd.DataFrame, share: pd.DataFrame, pair: tuple[str, str], partial: bool, draws: Draws
) -> Lead:
    level = tie_everywhere(frame.loc[share.index], *pair)
    return Lead(pair[1], partial, level, frame, lead_setups(share, pair), draws)


def lead_setups(share: pd.DataFrame, pair: tuple[str, str]) -> pd.DataFrame:
    """The `lead` of one metric over another in each contest."""
    return share.assign(lead=share[pair[0]] - share[pair[1]])[["given", "roster", "lead"]]


def tie_everywhere(rows: pd.DataFrame, a: str, b: str) -> bool:
    """Whether two metrics have the same value in every contest."""
    return bool(((rows[a] == rows[b]) | (rows[a].isna() & rows[b].isna())).all())


def half_width(frame: pd.DataFrame, metrics: Names, known: Names, pair: tuple[str, str]) -> float:
    """T · SE of the lead of one metric over another, set of candidates by set."""
    group = beside(field(frame, metrics, known), metrics, *pair)
    return half_width_of(frame, lead_setups(shares_of(frame, group, known), pair))


def conclude(
    frame: pd.DataFrame,
    metrics: Names,
    known: Names,
    draws: Draws,
    complete: Names | None = None,
    first: str = "",
) -> Conclusion | None:
    """Who wins a slice, by how much over each, and the verdict; None where nobody does.

    `complete` is the field, by default that of the slice; `first` wins a tie.
    """
    complete = field(frame, metrics, known) if complete is None else complete
    share = shares_of(frame, complete, known)
    rates = rates_in(share, complete)
    winners = best_of(rates) if len(complete) > 1 else []
    if not winners:
        return None
    winner = first if first in winners else winners[0]
    leads = [
        _lead(frame, share, (winner, other), False, draws)
        if other in complete
        else lead_of(frame, metrics, known, (winner, other), draws, complete)
        for other in metrics
        if other != winner
    ]
    return Conclusion(winners, rates, leads, verdict(leads))


def verdict(leads: Sequence[Lead]) -> str | None:
    """The verdict on the leads of a winner over the rest of the field; None below 6 givens."""
    rivals = [lead for lead in leads if not lead.partial]
    if min(lead.givens for lead in rivals) < FEWEST_GIVENS:
        return None
    if not all(lead.ends[0] > 0 and lead.p <= 0.05 for lead in rivals):
        return UNDECIDED
    return CLEAR if all(lead.lead > lead.half_width for lead in rivals) else HERE


def overall_verdict(
    whole: Conclusion | None, by_measure: Sequence[Conclusion | None]
) -> str | None:
    """The verdict on several measures together.

    It depends on the measure where two of them have different winners and a verdict each
    that is not undecided.
    """
    decided = {one.winners[0] for one in by_measure if one and one.verdict in (CLEAR, HERE)}
    if len(decided) > 1:
        return DEPENDS
    return whole.verdict if whole else None


def together(leads: Sequence[Lead]) -> list[Interval]:
    """Simultaneous intervals of some leads.

    One that is the same for every given takes no part and keeps its own.
    """
    found = simultaneous([lead.of_givens for lead in leads])
    return [lead.ends if _still(lead) else ends for lead, ends in zip(leads, found, strict=True)]


def _still(lead: Lead) -> bool:
    return lead.givens >= FEWEST_GIVENS and float(np.ptp(lead.by_given)) <= TIED


def flip(frame: pd.DataFrame, metrics: Names, known: Names, old: str) -> tuple[float, bool]:
    """Win rate of the best metric besides the old winner, minus its own, and whether it flips.

    `metrics` are the field of the whole slice, `frame` a restriction of it.
    """
    rates = field_rates(frame, metrics, known)
    if not rates.notna().all():
        return np.nan, False
    by = float(rates.drop(old).max() - rates[old])
    return by, by > TIED


def leave_one_out(
    frame: pd.DataFrame, metrics: Names, known: Names
) -> Mapping[str, tuple[list[str], float]]:
    """By given left out, the metrics that tie for the win among the field, and the lead."""
    givens = sorted({*frame["given"].astype(str)})
    return {given: win_without(frame, [given], metrics, known) for given in givens}


def win_without(
    frame: pd.DataFrame, left_out: Names, metrics: Names, known: Names
) -> tuple[list[str], float]:
    """Without some givens, the metrics that tie for the win among the field, and the lead."""
    complete = field(frame, metrics, known)
    rates = field_rates(frame[~frame["given"].astype(str).isin(left_out)], complete, known)
    best = best_of(rates) if len(complete) > 1 else []
    two = rates.sort_values(ascending=False).to_numpy()[:2]
    lead = float(two[0] - two[1]) if best else np.nan
    return best, 0.0 if len(best) > 1 else lead


def rates_in_both(
    first: pd.DataFrame, second: pd.DataFrame, metrics: Names, known: Names
) -> Mapping[str, tuple[pd.Series, pd.Series]]:
    """By metric, its shares within each given in two slices.

    The field is that of both slices; a metric that is partial in one stands beside it in both.
    """
    complete = complete_in_both(first, second, metrics, known)
    found = {}
    for metric in metrics:
        group = beside(complete, metrics, metric)
        one, other = (
            shares_of(frame, group, known).groupby("given")[metric].mean()
            for frame in (first, second)
        )
        found[metric] = (one, other)
    return found


def difference(
    first: pd.DataFrame, second: pd.DataFrame, metrics: Names, known: Names, weights: Array | None
) -> Mapping[str, tuple[float, float, float]]:
    """By metric, its win rate in the second minus that in the first, and its interval.

    `weights` are draws of the union of both slices' givens, in alphabetical order.
    """
    rates = rates_in_both(first, second, metrics, known)
    return {metric: difference_of(*both, weights) for metric, both in rates.items()}


def difference_of(
    one: pd.Series, other: pd.Series, weights: Array | None
) -> tuple[float, float, float]:
    """Second win rate minus first, and its interval; of shares within each given.

    Without an interval where a slice has fewer than 6 givens, and where no given adds anything.
    """
    found = float(other.mean() - one.mean())
    nothing = (_added(one, other).abs() <= TIED).all()
    if weights is None or nothing or min(len(one), len(other)) < FEWEST_GIVENS:
        return found, *NULL
    union = one.index.union(other.index).sort_values()
    own = [of.reindex(union).to_numpy() for of in (one, other)]
    return found, *expanded(_differences(own, weights), len(union))


def _differences(own: Sequence[Array], weights: Array) -> Array:
    """Second mean minus first in each draw of givens that leaves neither empty."""
    sums = [weights @ np.nan_to_num(of_given) for of_given in own]
    counts = [weights @ (~np.isnan(of_given)).astype(float) for of_given in own]
    both = (counts[0] > 0) & (counts[1] > 0)
    one, other = (total[both] / count[both] for total, count in zip(sums, counts, strict=True))
    return np.asarray(other - one)


def differences_together(rates: Sequence[tuple[pd.Series, pd.Series]]) -> list[Interval]:
    """Simultaneous intervals of the differences of several win rates in two slices.

    Each given of either slice has the difference and what it adds to it. Null where a slice
    has fewer than 6 givens.
    """
    enough = [min(len(one), len(other)) >= FEWEST_GIVENS for one, other in rates]
    found = iter(
        simultaneous([_added(*both) for both, of in zip(rates, enough, strict=True) if of])
    )
    return [next(found) if of else NULL for of in enough]


def _added(one: pd.Series, other: pd.Series) -> pd.Series:
    union = one.index.union(other.index)
    parts = [(of - of.mean()).reindex(union, fill_value=0.0) / len(of) for of in (one, other)]
    return (other.mean() - one.mean()) + len(union) * (parts[1] - parts[0])
