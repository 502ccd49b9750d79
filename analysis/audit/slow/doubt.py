"""How sure is a rate or a lead, given by given and set of candidates by set?"""

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from math import comb

import numpy as np
import pandas as pd
from scipy import stats

from setupscope.analysis.audit.slow.contests import Array
from setupscope.data.masks import as_masks

FEWEST_GIVENS = 6
NEAR = 0.1
SAME = 1e-12
MOST_SIGNS = 12
"""Givens up to which the simultaneous interval takes every vector of signs."""
MOST_FLIPPED = 40
"""Givens up to which the sign-flip test is exact."""
Interval = tuple[float, float]
NULL: Interval = (np.nan, np.nan)


def interval(by_given: Array, weights: Array) -> Interval:
    """Expanded percentile interval over givens; `by_given` has no NaN.

    `weights` says how often each given is in each draw.
    """
    return expanded(weights @ by_given / len(by_given), len(by_given))


def expanded(means: Array, givens: int) -> Interval:
    """The quantiles α' and 1 − α' of the draws' means."""
    wide = np.sqrt(givens / (givens - 1)) * stats.t.ppf(0.975, givens - 1)
    low, high = np.quantile(means, [stats.norm.cdf(-wide), 1 - stats.norm.cdf(-wide)])
    return float(low), float(high)


def interval_of_share(by_given: Array, weights: Array | None) -> Interval:
    """That interval of a share, with the rule near 0 and 1; null without draws."""
    if weights is None:
        return NULL
    return near_bounds(by_given, interval(by_given, weights))


def interval_of_lead(by_given: Array, weights: Array | None) -> Interval:
    """That interval of a lead, with the rule near −1 and 1; null without draws."""
    if weights is None:
        return NULL
    low, high = interval(by_given, weights)
    ends = near_bounds((1 + by_given) / 2, ((1 + low) / 2, (1 + high) / 2), NEAR / 2)
    return 2 * ends[0] - 1, 2 * ends[1] - 1


def near_bounds(by_given: Array, ends: Interval, near: float = NEAR) -> Interval:
    """An interval of shares with Jeffreys' end on the side away from a bound that most are near.

    Where all are equal, both ends are the outer of the two.
    """
    count, mean = len(by_given), float(np.mean(by_given))
    successes = min(max(count * mean, 0.0), float(count))
    jeffreys = [
        float(stats.beta.ppf(q, successes + 0.5, count - successes + 0.5)) for q in (0.025, 0.975)
    ]
    equal = np.ptp(by_given) <= SAME
    low, high = ends
    if equal or 2 * np.sum(by_given >= 1 - near - SAME) >= count:
        low = min(low, jeffreys[0])
    if equal or 2 * np.sum(by_given <= near + SAME) >= count:
        high = max(high, jeffreys[1])
    return low, high


def sign_flip(by_given: Array) -> float:
    """Share of all vectors of signs whose sum is at least as far from 0, exactly.

    NaN with fewer than 6 givens that are not 0, and with more than 40.
    """
    values = by_given[np.abs(by_given) > SAME]
    if not FEWEST_GIVENS <= len(values) <= MOST_FLIPPED:
        return np.nan
    far = abs(values.sum()) - SAME
    half = len(values) // 2
    first, second = _signed_sums(values[:half]), np.sort(_signed_sums(values[half:]))
    if far <= 0:
        return 1.0
    above = len(second) - np.searchsorted(second, far - first, side="left")
    below = np.searchsorted(second, -far - first, side="right")
    return float((above.sum() + below.sum()) / (len(first) * len(second)))


def _signed_sums(values: Array) -> Array:
    sums = np.zeros(1)
    for number in values:
        sums = np.concatenate([sums + number, sums - number])
    return sums


def standard_error(by_given: Array) -> float:
    """Standard error of the mean over givens."""
    return float(np.std(by_given, ddof=1) / np.sqrt(len(by_given)))


def simultaneous(columns: Sequence[pd.Series]) -> list[Interval]:
    """Intervals of several leads that hold together, by wild bootstrap-t over givens.

    Each lead as a number for each of its own givens. Null below 6 givens, where all leads
    together have more than 12, and for a lead that is the same for every given.
    """
    leads = pd.concat(columns, axis=1, keys=range(len(columns))) if columns else pd.DataFrame()
    moving = [
        of
        for of in leads
        if leads[of].count() >= FEWEST_GIVENS and np.ptp(leads[of].dropna()) > SAME
    ]
    own = leads[moving].dropna(how="all")
    if not moving or len(own) > MOST_SIGNS:
        return [NULL for _ in columns]
    critical = _critical(own - own.mean())
    return [_around(leads[of].dropna(), critical) if of in moving else NULL for of in leads]


def _moves(lead: pd.Series) -> bool:
    return len(lead) >= FEWEST_GIVENS and float(lead.max() - lead.min()) > SAME


def _around(lead: pd.Series, critical: float) -> Interval:
    width = critical * standard_error(lead.to_numpy(np.float64))
    return float(lead.mean() - width), float(lead.mean() + width)


def _critical(residuals: pd.DataFrame) -> float:
    """The .95 quantile of the largest t over every vector of signs; NaN is no given of a lead."""
    numbers, counts = residuals.to_numpy(np.float64), residuals.count().to_numpy()
    largest = []
    for signs in product((1.0, -1.0), repeat=len(numbers) - 1):
        signed = numbers * np.array([1.0, *signs])[:, None]
        errors = np.nanstd(signed, axis=0, ddof=1) / np.sqrt(counts)
        with np.errstate(divide="ignore"):
            largest.append(np.max(np.abs(np.nanmean(signed, axis=0)) / errors))
    return float(np.quantile(largest, 0.95))


def jackknife(frame: pd.DataFrame, by_setup: pd.DataFrame) -> tuple[float, int]:
    """Variance of a lead over sets of candidates, and the number of free candidates.

    Parameters
    ----------
    frame : frame of setups
        The slice, which says which candidates are free.
    by_setup : pandas.DataFrame
        `given`, `roster` and `lead` in each setup that both metrics have in common.
    """
    rosters = as_masks(frame["roster"])
    always = int(np.bitwise_and.reduce(rosters))
    free = int(np.bitwise_or.reduce(rosters)) & ~always
    bits = [1 << bit for bit in range(free.bit_length()) if free >> bit & 1]
    kept = min((int(roster) & free).bit_count() for roster in rosters)
    left_out = len(bits) - kept
    means = by_setup.groupby(["roster", "given"])["lead"].mean()
    if not left_out or comb(len(bits), kept) > by_setup["roster"].nunique():
        return np.nan, len(bits)
    sets = [always | sum(chosen) for chosen in combinations(bits, kept)]
    # Long masks as keys of a frame would be rounded.
    of_set: dict[int, list[float]] = {}
    for roster, lead in zip(means.index.get_level_values("roster"), means, strict=True):
        of_set.setdefault(int(roster), []).append(lead)
    candidates = list(_candidates(frame))
    for roster in sets:
        able = sum(_fits(roster, of) for of in candidates)
        if not able or 2 * len(of_set.get(roster, ())) < able:
            return np.nan, len(bits)
    leads = [np.mean(of_set[roster]) for roster in sets]
    return kept / left_out * float(np.var(leads)), len(bits)


def _candidates(frame: pd.DataFrame) -> Iterator[tuple[int, int]]:
    """Of each given, its rosters' members, and the given itself where it is a candidate."""
    for _, part in frame.groupby(frame["given"].astype(str)):
        rosters, pools = (as_masks(part[key]) for key in ("roster", "pool"))
        yield int(np.bitwise_or.reduce(rosters)), int(rosters[0] & ~pools[0])


def _fits(roster: int, candidates: tuple[int, int]) -> bool:
    """Whether a given could have a set: it is among its candidates, with the given itself."""
    every, own = candidates
    return roster & ~every == 0 and roster & own == own


def half_width_of(frame: pd.DataFrame, by_setup: pd.DataFrame) -> float:
    """T · SE of a lead over givens and candidates; NaN where candidates cannot be left out."""
    of_candidates, free = jackknife(frame, by_setup)
    of_givens = by_setup.groupby("given")["lead"].mean().to_numpy()
    square = of_candidates
    if (frame["roster"] == frame["pool"]).all():
        square += standard_error(of_givens) ** 2 if len(of_givens) > 1 else np.nan
    freedom = min(len(of_givens), free) - 1
    return float(stats.t.ppf(0.975, freedom) * np.sqrt(square)) if freedom else np.nan
