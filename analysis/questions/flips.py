"""Which single restriction of a slice changes its winner, and by how much?"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from setupscope.analysis.frames.contests import among
from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.rows import Components, Metrics, Setups
from setupscope.analysis.questions.conclusion import ALL
from setupscope.analysis.questions.documentation import documented
from setupscope.analysis.questions.families import FAMILIES, NO_FAMILY, has_families
from setupscope.analysis.questions.leads import (
    TIE_EVERYWHERE,
    Array,
    all_level,
    at_once,
    intervals,
)
from setupscope.analysis.questions.restrictions import RESTRICTED, Restrictions
from setupscope.analysis.questions.shares import NO_WINNER, RankedSetups, ranked_metrics
from setupscope.analysis.questions.verdicts import verdict_under
from setupscope.analysis.resampling.bootstrap import (
    FEWEST_GIVENS,
    TOLERANCE,
    TOO_FEW_GIVENS,
    resampled,
    weights_of,
)
from setupscope.data.study.measured import MeasuredStudy

NO_CHOICE = "no part of the slice can be restricted any further"
NO_PART = "no family leaves some of the slice's setups, but not all"


@documented
def flips(
    setups: Setups,
    study: MeasuredStudy,
    metrics: Metrics = None,
    by: Components = (),
    seed: int = 0,
    kinds: Sequence[str] = RESTRICTED,
) -> pd.DataFrame:
    """Every single restriction of each scenario, and whether it dethrones the winner.

    Winners are found among the metrics that cover all contests of the part; see `win_rates`.

    {parameters}
    study : MeasuredStudy
        Whose setups these are; it names the candidates, and the families.
    kinds : sequence of str
        Kinds of restriction, of `restrictions.KINDS`; by default all but those by family.

    Returns
    -------
    pandas.DataFrame
        A row per scenario, part and restriction that leaves some of the setups, but not
        all; ordered as `restrictions.KINDS` and the levels are:

        - `scenario`, the components of `by`;
        - `component`: given, backbone, measure, pool_size, with, without, family,
          without_family or pool_without_family;
        - `value`: the level, the candidate that takes part or does not, or the family;
        - `winner`: metric with the highest win rate under the restriction; the old winner
          where it ties for it; null where no metric has a value;
        - `by`: that metric's win rate minus the old winner's, above 0 where it flips; where
          it does not, the best other metric's minus the old winner's, 0 or less;
        - `low`, `high`: 95 % expanded percentile interval of `by` over givens; null below
          6 givens, and where the two metrics tie in every setup;
        - `low_all`, `high_all`: the interval over givens that holds for all rows at once;
        - `flips`: whether the old winner is no longer among the best;
        - `verdict`: where it flips, that of `conclusion` on the restricted setups; null
          below 6 givens;
        - `setups`, `givens`: how many the restriction leaves;
        - `reason`: why a number is null, else null.

        One row with a reason alone where no metric wins, or no restriction can be made.
        Empty where the frame is.

    {raises}
    """
    found: list[dict[str, object]] = []
    for levels, part in fetch(setups, metrics, by).parts(by):
        of_part = Restrictions.of(part, study, str(levels["scenario"]), kinds)
        found += [{**levels, **row} for row in _table(of_part, study, seed, kinds)]
    return pd.DataFrame(found, columns=["scenario", *by, *COLUMNS])


@documented
def flips_by_family(
    setups: Setups,
    study: MeasuredStudy,
    metrics: Metrics = None,
    by: Components = (),
    seed: int = 0,
) -> pd.DataFrame:
    """Every restriction to a family, or to what is left without it; see `flips`.

    They stand apart from the single restrictions: a family holds several givens or candidates,
    and overlaps with the restrictions to each of them. `low_all` and `high_all` hold for all
    families at once. One row with a reason where the study names no family.

    {parameters}
    study : MeasuredStudy
        Whose setups these are; it names the families.
    """
    return flips(setups, study, metrics, by, seed, FAMILIES)


COLUMNS = (
    *("component", "value", "winner", "by", "low", "high", "low_all", "high_all"),
    *("flips", "verdict", "setups", "givens", "reason"),
)


def _table(
    found: Restrictions, study: MeasuredStudy, seed: int, kinds: Sequence[str]
) -> Iterator[dict[str, object]]:
    """A row per restriction."""
    nothing = why_not(found)
    if nothing == NO_CHOICE and set(kinds) <= set(FAMILIES):
        nothing = NO_PART if has_families(study, found.scenario) else NO_FAMILY
    if nothing:
        counts = {"setups": len(found.part), "givens": found.part.givens}
        yield {**counts, "flips": False, "reason": nothing}
        return
    old = int(ranked_metrics(found.whole_rates)[0])
    rates = found.rates
    rivals = _rivals(rates, old)
    ends = _intervals(found, rivals, old, study, seed)
    for index, rival in enumerate(rivals.tolist()):
        left, own = found.setups[index], rates[index]
        component, value = found.names[index]
        row: dict[str, object] = {"component": component, "value": str(value)}
        row |= {"setups": int(left.sum()), "givens": int((left > 0).sum())}
        if np.isnan(own).all():
            yield {**row, "flips": False, "reason": NO_WINNER}
            continue
        by = float(own[rival] - own[old])
        row |= {"winner": found.metrics[rival if by > 0 else old], "by": by, "flips": by > 0}
        row |= {name: column[index] for name, column in ends.items()}
        verdict = verdict_under(found, index, study, seed) if by > 0 else None
        yield {**row, "verdict": verdict, "reason": _why_no_interval(found, index, ends["low"])}


def why_not(found: Restrictions) -> str | None:
    """Why no restriction can be tried; none where one can."""
    setups = RankedSetups.of(found.part, {})
    if len(found.metrics) < 2 or np.isnan(found.whole_rates).any():
        return setups.why_no_winner()
    return None if found.names else NO_CHOICE


def _rivals(rates: Array, old: int) -> NDArray[np.intp]:
    """The best metric besides the old winner, under each restriction: (R,)."""
    others = np.where(np.isnan(rates), -np.inf, rates)
    others[:, old] = -np.inf
    return np.asarray(others.argmax(axis=1))


def _why_no_interval(found: Restrictions, index: int, low: Array) -> str | None:
    if not np.isnan(low[index]):
        return None
    givens = (~np.isnan(found.shares[index]).any(axis=1)).sum()
    return TOO_FEW_GIVENS if givens < FEWEST_GIVENS else TIE_EVERYWHERE


def _intervals(
    found: Restrictions, rivals: NDArray[np.intp], old: int, study: MeasuredStudy, seed: int
) -> Mapping[str, Array]:
    """Intervals over givens of each rival's lead: alone, and for all restrictions at once."""
    of_rival = np.take_along_axis(found.shares, rivals[:, None, None], 2)[:, :, 0]
    of_old = found.shares[:, :, old]
    by_given = (of_rival - of_old).T
    low, high = np.full((2, len(rivals)), np.nan)
    # Restrictions with the same givens share their draws.
    patterns, group = np.unique(~np.isnan(of_old), axis=0, return_inverse=True)
    for code, present in enumerate(patterns):
        same = np.flatnonzero(group == code)
        ahead = by_given[np.ix_(present, same)]
        weights = weights_of(len(ahead), seed)
        drawn = None if weights is None else resampled(ahead, weights)
        low[same], high[same] = intervals(drawn, ahead)
    columns = dict(zip(ENDS, (low, high, *at_once(by_given, seed)), strict=True))
    tied = all_level(by_given)
    for index in np.flatnonzero(tied):
        tied[index] = _tie(found, int(index), (int(rivals[index]), old), study)
    return {name: np.where(tied, np.nan, ends) for name, ends in columns.items()}


def _tie(found: Restrictions, index: int, two: tuple[int, int], study: MeasuredStudy) -> bool:
    """Whether two metrics have the same value in every setup that a restriction leaves."""
    left = among(found.rows(index, study), found.metrics)
    first, second = left.rankings.ordered[np.unique(left.ranking)][:, two].T
    return bool((first == second).all())


ENDS = ("low", "high", "low_all", "high_all")


def flip_test(
    setups: Setups, study: MeasuredStudy, metrics: Metrics = None, seed: int = 0
) -> pd.DataFrame:
    """Are there fewer flips than if winner and runner-up were alike?

    Parameters
    ----------
    setups, study, metrics
        As for `flips`.
    seed : int
        Of the swaps.

    Returns
    -------
    pandas.DataFrame
        Two rows per scenario, with all restrictions and without those to one given:

        - `scenario`, `restrictions`: "all" or "without single givens";
        - `flips`, `of`: how many of how many restrictions change the winner;
        - `expected`: how many do on average when the labels of winner and runner-up are
          swapped, given by given, at random, and the winner is found anew; 5,000 draws;
        - `p`: share of the draws with as few flips or fewer, one-sided;
        - `setups`, `givens`; `reason`: why the last two are null, as below 6 givens.

    Raises
    ------
    InputError
        When a metric is unknown.

    Notes
    -----
    After the joint test of Simonsohn, Simmons and Nelson 2020 (Nature Human Behaviour
    4:1208–1214).
    """
    found: list[dict[str, object]] = []
    for levels, part in fetch(setups, metrics).parts(()):
        of_part = Restrictions.of(part, study, str(levels["scenario"]))
        found += [{**levels, **row} for row in _joint(of_part, seed)]
    return pd.DataFrame(found, columns=["scenario", *TEST_COLUMNS])


TEST_COLUMNS = ("restrictions", "flips", "of", "expected", "p", "setups", "givens", "reason")
SWAPS = 5_000
WITHOUT_GIVENS = "without single givens"


def _joint(found: Restrictions, seed: int) -> Iterator[dict[str, object]]:
    """The test with and without the restrictions to one given."""
    counts = {"setups": len(found.part), "givens": found.part.givens}
    nothing = why_not(found)
    if nothing:
        yield {"restrictions": ALL, **counts, "reason": nothing}
        return
    known = np.asarray(~np.isnan(found.whole).any(axis=1))
    flipped = _flips_of_swaps(found, known, seed)
    without = np.array([component != "given" for component, _ in found.names])
    few = TOO_FEW_GIVENS if known.sum() < FEWEST_GIVENS else None
    for name, chosen in ((ALL, np.ones_like(without)), (WITHOUT_GIVENS, without)):
        times = flipped[:, chosen].sum(axis=1)
        row = {"restrictions": name, "flips": int(times[0]), "of": int(chosen.sum())}
        if not few:
            p = (1 + (times[1:] <= times[0]).sum()) / (1 + SWAPS)
            row |= {"expected": float(times[1:].mean()), "p": float(p)}
        yield {**row, **counts, "reason": few}


def _flips_of_swaps(found: Restrictions, known: NDArray[np.bool_], seed: int) -> NDArray[np.bool_]:
    """Which restrictions flip, as it is (first) and under each swap: (1 + swaps, R)."""
    first, second = ranked_metrics(found.whole_rates)[:2].tolist()
    swap = np.random.default_rng(seed).random((1 + SWAPS, int(known.sum()))) < 1 / 2
    swap[0] = False
    every = np.concatenate([found.whole[None], found.shares])[:, known]
    has = ~np.isnan(every[:, :, 0])
    shares, givens = np.where(has[:, :, None], every, 0.0), has.sum(axis=1)
    # The sums of two metrics change by what each given gains and loses in a swap.
    change = np.einsum("dg,rg->dr", swap, shares[:, :, second] - shares[:, :, first])
    sums, count = shares.sum(axis=1), np.maximum(givens, 1)
    swapped = {first: (sums[:, first] + change) / count, second: (sums[:, second] - change) / count}
    fixed = sums / count[:, None]
    winner = _winners(swapped, fixed[0])
    own = fixed[:, winner].T
    for metric, rates in swapped.items():
        own = np.where((winner == metric)[:, None], rates, own)
    others = np.delete(fixed, [first, second], axis=1).max(axis=1, initial=-np.inf)
    best = np.maximum(np.maximum(*swapped.values()), others)
    return np.asarray(((best - own)[:, 1:] > TOLERANCE) & (givens[1:] > 0))


def _winners(swapped: Mapping[int, Array], fixed: Array) -> NDArray[np.intp]:
    """The winner without a restriction under each swap, the first of those that tie: (1 + swaps,).

    `fixed` has the rates of the metrics that are not swapped.
    """
    rates = np.repeat(fixed[None], len(next(iter(swapped.values()))), axis=0)
    for metric, own in swapped.items():
        rates[:, metric] = own[:, 0]
    return np.asarray((rates >= rates.max(axis=1, keepdims=True) - TOLERANCE).argmax(axis=1))
