"""What does a table of win rates say, in a sentence?"""

from collections.abc import Iterable, Sequence

import pandas as pd

from setupscope.analysis.questions.flips import NO_CHOICE
from setupscope.analysis.resampling.bootstrap import FEWEST_GIVENS
from setupscope.dashboard.text.labels import (
    CANDIDATE_PARTS,
    component_label,
    measure_label,
    metric_label,
)
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import join_names, percent, quantity, span
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
    best, over, compared = winners(rates), _over(study, scenario, rates), _compared(study, rates)
    if not best:
        return f"No metric wins: none has a value in any of {over}."
    known = int(rates["win_rate"].notna().sum())
    if known == 1:
        alone = "is compared" if len(rates) == 1 else "has scores here"
        name = metric_label(study, best[0])
        return f"Only **{name}** {alone}, so it wins wherever it has a value."
    if all_tied:
        return f"The metrics cannot be told apart: all {known} tie in each of {over}."
    names = join_names([f"**{metric_label(study, metric)}**" for metric in best])
    verb = "is the best" if len(best) == 1 else "tie as the best"
    counted = _counted(study, scenario, rates)
    if int(rates["setups"].iloc[0]) == 1:
        return f"{names} {verb} of {compared} in the only setup of this slice."
    each = ", each with equal weight" if int(rates["givens"].iloc[0]) > 1 else ""
    share = f"**{percent(rates['win_rate'].max())}**"
    text = f"{names} {verb} of {compared} in {share} of {counted}{each}."
    return f"Undecided: {text}" if undecided else text


def _over(study: Study, scenario: Scenario, rates: pd.DataFrame) -> str:
    setups, givens = int(rates["setups"].iloc[0]), int(rates["givens"].iloc[0])
    noun = escaped(study.noun(scenario, "given"))
    return f"{quantity(setups, 'setup')} over {quantity(givens, noun)}"


def _counted(study: Study, scenario: Scenario, rates: pd.DataFrame) -> str:
    """The setups that a rate of the winners is over: all, or those that they cover."""
    own = rates.set_index("metric").loc[winners(rates)]
    covered, over = set(own["setups"] - own["not_covered"]), _over(study, scenario, rates)
    if covered == set(own["setups"]):
        return over
    setups = f"{covered.pop():,} setups that it covers" if len(own) == 1 else "setups they cover"
    return f"the {setups}, of {over}"


def _compared(study: Study, rates: pd.DataFrame) -> str:
    """The metrics that "best" is relative to: named where they are a choice and few."""
    known = rates.loc[rates["win_rate"].notna(), "metric"]
    if len(rates) < len(study.metrics) and len(known) <= MOST_NAMED:
        return join_names([metric_label(study, metric) for metric in known])
    chosen = "chosen " if len(rates) < len(study.metrics) else ""
    return f"{len(known)} {chosen}metrics"


def runner_up(study: Study, rates: pd.DataFrame, verdict: str = "") -> str:
    """Who follows the winner, by how much, and the verdict on that; empty where nobody does."""
    best = winners(rates)
    others = {m: rate for m, rate in _rate_of(rates).items() if m not in best and rate > 0}
    if not best or not others:
        return ""
    second = max(others.values())
    names = join_names(
        [metric_label(study, metric) for metric in others if others[metric] == second]
    )
    verb = "follows" if list(others.values()).count(second) == 1 else "follow"
    lead = 100 * (rates["win_rate"].max() - second)
    points = f"{lead:.1f}" if lead >= 0.1 else "less than 0.1"
    judged = f"; this lead is **{escaped(verdict)}**" if verdict else ""
    return f"{names} {verb}, {points} percentage points behind{judged}."


def doubt(study: Study, scenario: Scenario, rates: pd.DataFrame) -> str:
    """The interval of the winner's rate and what was resampled for it, or why there is none."""
    known = rates.dropna(subset=["win_rate"])
    if not winners(rates) or len(known) == 1:
        return ""
    first = known.sort_values("win_rate", kind="stable").iloc[-1]
    noun = escaped(study.noun(scenario, "given"))
    count = int(first["givens"])
    if pd.isna(first["low"]) and first["givens"] >= FEWEST_GIVENS:
        return ""
    if pd.isna(first["low"]):
        return f"No interval: it needs at least {FEWEST_GIVENS} {noun}s; this slice has {count}."
    held = escaped(study.noun(scenario, "candidates"))
    ends = span(float(first["low"]), float(first["high"]))
    return f"95 % interval {ends} over {quantity(count, noun)}, with these {held}s fixed."


def by_measure(study: Study, concluded: pd.DataFrame) -> str:
    """Which metric wins under which measure, where they differ; else empty.

    `concluded` is a table of `analysis.conclusion` for one scenario.
    """
    single = concluded[concluded["measure"] != "all"].dropna(subset=["winner"])
    if single["winner"].nunique() < 2:
        return ""
    clauses = [
        f"{metric_label(study, str(winner))} under {join_names(list(map(measure_label, part)))}"
        for winner, part in single.groupby("winner", sort=False)["measure"]
    ]
    return f"But the winner **depends on the measure**: {'; '.join(clauses)}."


def other_answers(study: Study, others: pd.DataFrame) -> str:
    """Which other metric could be called the winner; empty where pairs and mean ranks agree.

    `others` is a table of `analysis.other_winners` for one scenario.
    """
    if others.empty or bool(others["agree"].iloc[0]):
        return ""
    row = others.iloc[0]
    pairs = _named(study, row["by_pairs"])
    ranks = _named(study, row["by_mean_rank"])
    if pairs == ranks:
        return f"But {pairs} beats every other metric in pairs, and has the best mean rank."
    return f"But {pairs} beats every other metric in pairs, and {ranks} has the best mean rank."


def _named(study: Study, metric: object) -> str:
    return metric_label(study, metric) if isinstance(metric, str) else "no metric"


def one_given_less(study: Study, scenario: Scenario, without: pd.DataFrame, winner: str) -> str:
    """Whether the lead of a slice's winner depends on one given.

    `without` is a table of `analysis.leave_one_out`.
    """
    if without["lead"].isna().all():
        return ""
    noun, name = escaped(study.noun(scenario, "given")), metric_label(study, winner)
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
        for metric, part in others.groupby(taken)["given"]
    ]
    return (
        f"It depends on individual {noun}s: with one left out, {name} leads in {int(leads.sum())}"
        f" of {len(without)} cases; {'; '.join(named)}."
    )


def _labels(study: Study, names: Iterable[str]) -> str:
    return join_names([escaped(study.label(name)) for name in names])


def parts_won(study: Study, parts: pd.DataFrame, component: str, noun: str) -> str:
    """In how many parts each metric has the highest win rate, in Markdown.

    `parts` has a row per part and metric; `noun` is the singular of what a part is.
    """
    winners_of_parts = [winners(part) for _, part in parts.groupby(component)]
    times = (
        pd.Series([metric for best in winners_of_parts for metric in best]).value_counts().to_dict()
    )
    if not times:
        return "No metric has a value in any part."
    clauses = [f"{metric_label(study, str(metric))} in {times[metric]}" for metric in times]
    ties = ", with ties counted for each" if any(len(best) > 1 for best in winners_of_parts) else ""
    counted = quantity(len(winners_of_parts), escaped(noun))
    return f"Highest win rate among {counted}: {', '.join(clauses)}{ties}."


def flipped(study: Study, scenario: Scenario, table: pd.DataFrame) -> str:
    """How many single restrictions change the winner, from a table of `analysis.flips`."""
    counted = table.dropna(subset="component")
    if counted.empty:
        wins = table["reason"].eq(NO_CHOICE).any()
        return "The slice cannot be restricted any further." if wins else ""
    count = int(counted["flips"].sum())
    if not count:
        return f"None of {len(counted)} single restrictions changes the winner."
    verb = "changes" if count == 1 else "change"
    clauses = [
        f"{int(part['flips'].sum())} of {len(part)} {_parts(study, scenario, str(component))}"
        for component, part in counted.groupby("component", sort=False)
        if part["flips"].any()
    ]
    text = f"{count} of {quantity(len(counted), 'single restriction')} {verb} the winner"
    return f"{text}: {join_names(clauses)}."


def _parts(study: Study, scenario: Scenario, component: str) -> str:
    """What the restrictions of a component are, in the plural."""
    if component not in CANDIDATE_PARTS:
        return f"{escaped(component_label(study, scenario, component))}s"
    fate = "included" if component == "with" else "left out"
    return f"{escaped(study.noun(scenario, 'candidates'))}s {fate}"


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
        "Over the whole scenario, these metrics order the setups almost identically, so they take"
        f" wins from each other: {join_names(clauses)}."
    )


def _rate_of(rates: pd.DataFrame) -> dict[str, float]:
    return dict(zip(rates["metric"], rates["win_rate"], strict=True))


def winners(rates: pd.DataFrame) -> list[str]:
    """Keys of the metrics that share the highest win rate above 0."""
    highest = rates["win_rate"].max()
    return [metric for metric, rate in _rate_of(rates).items() if rate == highest and rate > 0]
