"""How do the win rates of a slice move as it grows along an ordered choice?

A choice is ordered where it has numbers: pool sizes, how many setups or givens are aggregated,
and facts that a study states of its givens. Of the first and the last, a step is a part of the
slice; of how many, it is a random part.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from setupscope.analysis.frames.contests import field_of
from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.rows import Components, Metrics, Rows, Setups
from setupscope.analysis.questions.documentation import documented
from setupscope.analysis.questions.leads import SIGNIFICANT, intervals
from setupscope.analysis.questions.restrictions import Cells, mean_shares
from setupscope.analysis.questions.shares import (
    NO_WINNER,
    Array,
    RankedSetups,
    Tally,
    ranked_metrics,
    rates_of,
)
from setupscope.analysis.questions.sweep_draws import Drawn, of_givens, of_setups
from setupscope.analysis.questions.wins import PARTIAL
from setupscope.analysis.resampling.bootstrap import (
    TOO_FEW_GIVENS,
    first_place,
    interval,
    resampled,
    weights_of,
)
from setupscope.analysis.resampling.near_bounds import SHARE, widened
from setupscope.analysis.resampling.sign_flips import sign_flip_p
from setupscope.analysis.slices.slices import Slice
from setupscope.data.errors import InputError, unknown
from setupscope.data.study.study import Fact, Study

SETUPS, GIVENS, SIZE, UP_TO_SIZE = "setups", "givens", "pool_size", "up_to_pool_size"
FACT = "fact:"
RANDOM = {SETUPS: of_setups, GIVENS: of_givens}
"""Choices whose steps are random parts of a slice, and how these are drawn."""
NO_FACT = "the study states this fact of no given of this scenario"
WHOLE = "the slice itself: nothing is drawn"


@documented
def sweep(
    setups: Setups,
    study: Study,
    metrics: Metrics = None,
    by: Components = (),
    along: str = SETUPS,
    seed: int = 0,
) -> pd.DataFrame:
    """Win rates of the metrics at each step of an ordered choice.

    Winners are found at every step among the metrics that cover all contests of the whole part;
    see `win_rates`.

    {parameters}
    study : Study
        Whose setups these are; it states the facts.
    along : str
        - `pool_size`: each pool size alone; `up_to_pool_size`: pools of up to that size;
        - `fact:KEY`: givens of which the study states up to that number; others are left out;
        - `setups`: 1, 3, 10, 30, ... random setups, and last all of them. A setup is drawn with
          replacement from a given that is drawn with replacement, each as likely; so every drawn
          setup weighs the same, as every given does in the whole;
        - `givens`: 1, 2, ... random givens with all their setups, without replacement, and last
          all of them. In both, the parts of a draw are nested: the first n of one sequence.
    seed : int
        Of the draws.

    Returns
    -------
    pandas.DataFrame
        A row per scenario, part, step and metric, steps ascending:

        - `scenario`, the components of `by`; `along`: as asked;
        - `step`: its number: a pool size, a number of setups or givens, the value of a fact;
        - `metric`: its key;
        - `win_rate`: at this step, 0 to 1; of random parts the mean over all that there are, which
          is that of the whole; null without a contest, and for a metric that lacks scores;
        - `low`, `high`: of a restriction the 95 % interval over givens, as `win_rates` has it,
          null below 6 givens; of random parts the 2.5 % and 97.5 % quantiles over 4,000 draws,
          null at the last step;
        - `winner`: whether it has the highest win rate there, ties all true;
        - `p_first`: share of draws, of givens or of parts, in which it has the highest win rate,
          ties shared; null where the interval is;
        - `decided`: of a restriction, whether the first metric's lead over every other one is clear
          at least for these candidates, as in `conclusion`; null below 6 givens, and for
          random parts;
        - `setups`, `givens`: how many the step has; of random parts, on average over all;
        - `reason`: why a number is null, else null.

        One row with a reason alone where no metric wins, or no given has the fact. Empty where
        the frame is.

    {raises}
        When there is no such choice, or the study states no such fact.
    """
    require_choice(study, along)
    found = [
        {**levels, "along": along, **row}
        for levels, part in fetch(setups, metrics, by).parts(by)
        for row in _table(part, study, along, seed)
    ]
    return pd.DataFrame(found, columns=["scenario", *by, "along", *COLUMNS])


COLUMNS = (
    *("step", "metric", "win_rate", "low", "high", "winner", "p_first", "decided"),
    *("setups", "givens", "reason"),
)


def choices_of(study: Study) -> list[str]:
    """Everything that a sweep can go along."""
    return [SETUPS, GIVENS, SIZE, UP_TO_SIZE, *(FACT + fact.key for fact in study.facts)]


def require_choice(study: Study, along: str) -> None:
    """Raises InputError where there is no such choice."""
    # Facts are looked up only where one is asked for.
    known = (SETUPS, GIVENS, SIZE, UP_TO_SIZE)
    if along not in known and along not in choices_of(study):
        raise InputError(unknown("choice to sweep along", along, choices_of(study)))


def fact_of(study: Study, along: str) -> Fact | None:
    """The fact that a sweep goes along, if it does."""
    key = along.removeprefix(FACT)
    return next((f for f in study.facts if f.key == key), None) if key != along else None


def whole_of(slice_: Slice, along: str) -> Slice:
    """A slice without what it restricts of a choice: what a sweep along it is drawn over."""
    if along in (SIZE, UP_TO_SIZE):
        return slice_.replace(sizes=None)
    return slice_.replace(givens=()) if along.startswith(FACT) else slice_


@dataclass(frozen=True)
class Step:
    """The win rates of k metrics at one step, and their doubt; see `sweep`."""

    step: float
    rates: Array
    low: Array
    high: Array
    p_first: Array
    decided: bool | None
    setups: float
    givens: float
    reason: str | None


def _table(part: Rows, study: Study, along: str, seed: int) -> Iterator[dict[str, object]]:
    """The rows of one part."""
    common = {"setups": len(part), "givens": part.givens}
    nothing = RankedSetups.of(part, {}).why_no_winner()
    field = () if nothing else field_of(part)
    steps = [] if nothing else list(_steps(part, field, study, along, seed))
    if not steps:
        yield {**common, "winner": False, "reason": nothing or NO_FACT}
    for step in steps:
        yield from _rows(step, part.metrics, field)


def _rows(step: Step, metrics: Sequence[str], field: Sequence[str]) -> Iterator[dict[str, object]]:
    common = {"step": step.step, "setups": step.setups, "givens": step.givens}
    best = step.rates == np.nanmax(step.rates, initial=-np.inf)
    for metric in metrics:
        row = {**common, "metric": metric, "winner": False, "reason": PARTIAL}
        if metric in field:
            place = field.index(metric)
            row |= {"win_rate": step.rates[place], "winner": bool(best[place])}
            row |= {name: getattr(step, name)[place] for name in ("low", "high", "p_first")}
            row |= {"decided": step.decided, "reason": step.reason}
        yield row


def _steps(part: Rows, field: Sequence[str], study: Study, along: str, seed: int) -> Iterator[Step]:
    tally = Tally.of(part.rankings, [part.metrics.index(metric) for metric in field])
    cells = Cells.of(part, tally)
    if along in RANDOM:
        drawn = RANDOM[along](part, tally, cells.given, cells.whole, seed)
        yield from _random(drawn, cells.whole, tally)
        return
    if along in (SIZE, UP_TO_SIZE):
        levels, sums = cells.by_level("pool_size")
        numbers = [float(level) for level in levels]
        sums = sums if along == SIZE else sums.cumsum(axis=0)
    else:
        held = cells.places >= 0
        names = [str(part.levels["given"][code]) for code in np.flatnonzero(held)]
        numbers, sums = _by_fact(cells, names, study, along)
    for number, own in zip(numbers, sums, strict=True):
        yield _restricted(number, own, tally, seed)


def _by_fact(
    cells: Cells, names: Sequence[str], study: Study, along: str
) -> tuple[list[float], Array]:
    """Each value of a fact, and the sums of the givens that have up to it: (S, G, k + 2)."""
    fact = fact_of(study, along)
    known: Mapping[str, float] = fact.values if fact else {}
    values = np.array([known.get(name, np.nan) for name in names])
    numbers = np.unique(values[~np.isnan(values)])
    reached = np.where(values <= numbers[:, None], 1.0, 0.0)[:, :, None]
    return numbers.tolist(), reached * cells.whole


def _restricted(number: float, sums: Array, tally: Tally, seed: int) -> Step:
    """A step that is a restriction of the slice, from the sums of each given: (G, k + 2)."""
    shares = mean_shares(sums, tally)
    shares = shares[~np.isnan(shares).any(axis=1)]
    rates, nothing = rates_of(shares), np.full(shares.shape[1], np.nan)
    counts = (float(sums[:, -1].sum()), float((sums[:, -1] > 0).sum()))
    weights = weights_of(len(shares), seed)
    if weights is None:
        reason = TOO_FEW_GIVENS if len(shares) else NO_WINNER
        return Step(number, rates, nothing, nothing, nothing, None, *counts, reason)
    draws = resampled(shares, weights)
    low, high = widened(interval(draws, len(shares)), shares, SHARE)
    decided = _is_decided(shares, rates, draws, seed)
    return Step(number, rates, low, high, first_place(draws), decided, *counts, None)


def _is_decided(shares: Array, rates: Array, draws: Array, seed: int) -> bool:
    """Whether the first metric's lead over each other is clear, these candidates held."""
    first, *others = ranked_metrics(rates).tolist()
    ahead = shares[:, [first]] - shares[:, others]
    low, _ = intervals(draws[:, [first]] - draws[:, others], ahead)
    # What is not above 0 needs no test.
    return bool((low > 0).all() and (sign_flip_p(ahead, seed) <= SIGNIFICANT).all())


def _random(drawn: Iterator[Drawn], whole: Array, tally: Tally) -> Iterator[Step]:
    """Steps that are random parts; the last is the slice itself."""
    shares = mean_shares(whole, tally)
    rates = rates_of(shares[~np.isnan(shares).any(axis=1)])
    nothing = np.full(len(rates), np.nan)
    for one in drawn:
        step = (float(one.number), rates)
        if one.rates is None:
            doubt, reason = (nothing, nothing, nothing), WHOLE
        else:
            low, high = np.quantile(one.rates, [0.025, 0.975], axis=0)
            doubt, reason = (low, high, first_place(one.rates)), None
        yield Step(*step, *doubt, None, one.setups, one.givens, reason)
