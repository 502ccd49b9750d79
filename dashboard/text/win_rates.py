"""What does a table of win rates say, in a sentence?"""

from collections import Counter
from collections.abc import Iterable, Sequence

import pandas as pd

from setupscope.analysis.questions.conclusion import DEPENDS
from setupscope.analysis.questions.families import FAMILIES, FAMILY
from setupscope.analysis.questions.shares import NO_VALUE, NOT_TOGETHER, SMALL_FIELD
from setupscope.analysis.resampling.bootstrap import FEWEST_GIVENS
from setupscope.dashboard.text.labels import (
    measure_label,
    metric_label,
)
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import join_names, percent, quantity, span, unsigned_tenths
from setupscope.data.study.study import Scenario, Study

MOST_NAMED = 4
"""Metrics up to which a sentence names those compared, where they are not all."""


def answer(
    study: Study,
    scenario: Scenario,
    rates: pd.DataFrame,
    *,
    undecided: bool = False,
    all_tied: bool = False,
) -> str:
    """Who wins in a slice: one sentence in Markdown, with its numbers and their n.

    `rates` has a row per metric of one scenario, as `analysis.win_rates` gives them.
    `all_tied` says that in every setup all metrics have the same value.
    """
    best, over, compared = (
        winners(rates),
        counted_over(study, scenario, rates),
        _compared(study, rates),
    )
    if not best:
        return no_winner(study, rates, over)
    if all_tied:
        known = int(in_field(rates)["win_rate"].notna().sum())
        return f"The metrics cannot be told apart: all {known} tie in each of {over}."
    names = join_names([f"**{metric_label(study, metric)}**" for metric in best])
    verb = "is the best" if len(best) == 1 else "tie as the best"
    if int(rates["setups"].iloc[0]) == 1:
        return f"{names} {verb} of {compared} in the only setup of this slice."
    each = ", each with equal weight" if _givens(rates) > 1 else ""
    share = f"**{percent(in_field(rates)['win_rate'].max())}**"
    text = f"{names} {verb} of {compared} in {share} of {over}{each}."
    return f"Undecided: {text}" if undecided else text


def no_winner(study: Study, rates: pd.DataFrame, over: str) -> str:
    """Why no metric wins."""
    if len(rates) == 1:
        name = metric_label(study, str(rates["metric"].iloc[0]))
        return f"Only **{name}** is compared; a winner needs at least two metrics."
    if rates["reason"].eq(SMALL_FIELD).any():
        return f"No winner: fewer than two metrics have scores for all of {over}."
    if rates["reason"].eq(NOT_TOGETHER).any():
        return f"No winner: no two metrics have scores for the same setups, out of {over}."
    if rates["reason"].eq(NO_VALUE).any():
        return f"No winner: no metric that has all scores has a value in any of {over}."
    return f"No metric wins: none has a value in any of {over}."


def _givens(rates: pd.DataFrame) -> int:
    """Givens with setups that compare the metrics."""
    return int(in_field(rates)["covered_givens"].max()) if len(in_field(rates)) else 0


def counted_over(study: Study, scenario: Scenario, rates: pd.DataFrame) -> str:
    """The setups that compare the metrics, of all where some do not, and their givens."""
    setups, noun = int(rates["setups"].iloc[0]), escaped(study.noun(scenario, "given"))
    left = setups - int(rates["no_contest"].iloc[0])
    if not left or left == setups:
        return f"{quantity(setups, 'setup')} over {quantity(int(rates['givens'].iloc[0]), noun)}"
    compared = f"the {left:,} of {quantity(setups, 'setup')} that compare the metrics"
    return f"{compared}, over {quantity(_givens(rates), noun)}"


def _compared(study: Study, rates: pd.DataFrame) -> str:
    """The metrics that "best" is relative to: named where they are a choice and few."""
    field = in_field(rates)
    known = field.loc[field["win_rate"].notna(), "metric"]
    if len(rates) < len(study.metrics) and len(known) <= MOST_NAMED:
        return join_names([metric_label(study, metric) for metric in known])
    baselines = sum(map(study.is_baseline, known))
    own = len(known) - baselines
    chosen = "chosen " if sum(~rates["metric"].map(study.is_baseline)) < len(study.metrics) else ""
    beside = f" and {quantity(baselines, 'baseline')}" if baselines else ""
    return f"{quantity(own, f'{chosen}metric')}{beside}"


def runner_up(study: Study, rates: pd.DataFrame, verdict: str = "") -> str:
    """Who follows the winner, by how much, and the verdict on that; empty where nobody does."""
    field = in_field(rates)
    best = winners(field)
    others = {m: rate for m, rate in _rate_of(field).items() if m not in best and rate > 0}
    if not best or not others:
        return ""
    second = max(others.values())
    names = join_names(
        [metric_label(study, metric) for metric in others if others[metric] == second]
    )
    verb = "follows" if list(others.values()).count(second) == 1 else "follow"
    points = unsigned_tenths(field["win_rate"].max() - second)
    judged = f"; this lead is **{escaped(verdict)}**" if verdict and verdict != DEPENDS else ""
    return f"{names} {verb}, {points} percentage points behind{judged}."


def doubt(study: Study, scenario: Scenario, rates: pd.DataFrame) -> str:
    """The interval of the winner's rate and what was resampled for it, or why there is none."""
    if not winners(rates):
        return ""
    first = in_field(rates).sort_values("win_rate", kind="stable").iloc[-1]
    noun, count = escaped(study.noun(scenario, "given")), int(first["covered_givens"])
    if pd.isna(first["low"]) and count >= FEWEST_GIVENS:
        return ""
    if pd.isna(first["low"]):
        return (
            f"No interval and no verdict: they need at least {FEWEST_GIVENS} {noun}s; this slice"
            f" has {count}."
        )
    held = escaped(study.noun(scenario, "candidates"))
    ends = span(float(first["low"]), float(first["high"]))
    return f"95 % interval {ends} over {quantity(count, noun)}, with these {held}s fixed."


def one_given_less(study: Study, scenario: Scenario, without: pd.DataFrame, winner: str) -> str:
    """Whether the lead of a slice's winner depends on one given.

    `without` is a table of `analysis.leave_one_out`, or of `leave_one_family_out`.
    """
    if without["lead"].isna().all():
        return ""
    noun, left_out, name = (
        escaped(study.noun(scenario, "given")),
        "given",
        metric_label(study, winner),
    )
    if FAMILY in without:
        # Without some family nothing may be left.
        noun, left_out, without = "family", FAMILY, without.dropna(subset=["lead"])
    leads = (without["winner"] == winner) & (without["lead"] > 0)
    if leads.all():
        low, high = 100 * without["lead"].min(), 100 * without["lead"].max()
        points = f"{low:.0f} to {high:.0f}" if round(low) != round(high) else f"{low:.0f}"
        return (
            f"No single {noun} decides it: with any one left out, {name} leads by {points} points."
        )
    others = without[~leads]
    taken = others["winner"].where(others["lead"] > 0, "")
    named = [
        f"{metric_label(study, str(metric)) if metric else 'no metric'} leads without"
        f" {_labels(study, part)}"
        for metric, part in others.groupby(taken)[left_out]
    ]
    on = "families" if left_out == FAMILY else f"individual {noun}s"
    return (
        f"It depends on {on}: with one left out, {name} leads in {int(leads.sum())}"
        f" of {len(without)} cases; {'; '.join(named)}."
    )


def _labels(study: Study, names: Iterable[str]) -> str:
    """Names of which any one is meant."""
    *first, last = [escaped(study.label(name)) for name in names]
    return " or ".join(filter(None, [", ".join(first), last]))


def parts_won(study: Study, parts: pd.DataFrame, component: str, noun: str) -> str:
    """In how many parts each metric has the highest win rate, in Markdown.

    `parts` has a row per part and metric; `noun` is the singular of what a part is.
    """
    best = _best_of_parts(parts, component)
    if not best:
        return "No metric has a value in any part."
    times = Counter(metric for _, metric in best).most_common()
    clauses = [f"{metric_label(study, metric)} in {count}" for metric, count in times]
    ties = ", with ties counted for each" if len({part for part, _ in best}) < len(best) else ""
    what = "part" if component in FAMILIES else escaped(noun)
    counted = quantity(parts[component].nunique(), what)
    return f"Highest win rate among {counted}: {', '.join(clauses)}{ties}."


def in_every_pool(study: Study, scenario: Scenario, families: Sequence[str]) -> str:
    """Which families no pool is without, so that they have no such part; empty without any."""
    if not families:
        return ""
    noun = escaped(study.noun(scenario, "candidates"))
    return f"No pool is without {noun}s of {' or '.join(map(escaped, families))}."


def _best_of_parts(parts: pd.DataFrame, component: str) -> list[tuple[object, str]]:
    """The metrics that win most of a part, with that part; none where no metric wins."""
    field = in_field(parts).sort_values(component, kind="stable")
    rows = list(zip(field[component], field["metric"], field["win_rate"], strict=True))
    highest: dict[object, float] = {}
    for part, _, rate in rows:
        highest[part] = max(highest.get(part, 0.0), rate)  # in this order NaN is passed over
    return [(part, metric) for part, metric, rate in rows if 0 < rate == highest[part]]


def split_wins(
    study: Study, copies: pd.DataFrame, metrics: Iterable[str], measures: Sequence[str]
) -> str:
    """Which of the metrics order setups nearly alike, from a table of `analysis.near_copies`.

    Under the measures named, or under any where there are none.
    """
    compared = set(metrics)
    clauses = [
        f"{metric_label(study, row['a'])} and {metric_label(study, row['b'])} under"
        f" {measure_label(row['measure'])} (rank correlation {row['correlation']:.3f})"
        for row in copies.to_dict("records")
        if {row["a"], row["b"]} <= compared and row["measure"] in (measures or study.measures)
    ]
    if not clauses:
        return ""
    return (
        "Over the whole scenario, these metrics order the setups almost identically, so where they"
        f" are compared they take wins from each other: {join_names(clauses)}."
    )


def _rate_of(rates: pd.DataFrame) -> dict[str, float]:
    return dict(zip(rates["metric"], rates["win_rate"], strict=True))


def winners(rates: pd.DataFrame) -> list[str]:
    """Keys of the metrics that share the highest win rate above 0 of those with all scores."""
    field = in_field(rates)
    highest = field["win_rate"].max()
    return [metric for metric, rate in _rate_of(field).items() if rate == highest and rate > 0]


def by_win_rate(rates: pd.DataFrame) -> list[str]:
    """Keys of the metrics, the highest win rate first; those that lack scores after all others."""
    partial = rates["partial"].astype(bool)
    ordered = rates.assign(partial=partial).sort_values(
        ["partial", "win_rate"], ascending=[True, False], kind="stable"
    )
    return [str(key) for key in ordered["metric"]]


def in_field(rates: pd.DataFrame) -> pd.DataFrame:
    """The rows of metrics that cover every setup that is compared."""
    return rates[~rates["partial"].astype(bool)] if "partial" in rates else rates
