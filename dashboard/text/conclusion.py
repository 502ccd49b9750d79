"""What speaks for another winner: measures, pairs, ranks, and metrics that lack scores?"""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from setupscope.analysis.questions.conclusion import ALL, DEPENDS
from setupscope.analysis.questions.leads import DECIDED
from setupscope.analysis.resampling.bootstrap import FEWEST_GIVENS, TOLERANCE
from setupscope.dashboard.text.labels import measure_label, metric_label
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import ends, join_names, percent, quantity, unsigned_tenths
from setupscope.data.study.study import Scenario, Study


def by_measure(study: Study, concluded: pd.DataFrame) -> str:
    """Which metric wins under which measure, where clear winners differ, or some are undecided.

    `concluded` is a table of `analysis.conclusion` for one scenario. Empty where the measures
    have the same winner.
    """
    single = concluded[concluded["measure"] != ALL].dropna(subset=["winner"])
    if single["winner"].nunique() < 2:
        return ""
    decided = single["verdict"].isin(DECIDED)
    if concluded["verdict"].iloc[-1] != DEPENDS:
        first = str(concluded["winner"].iloc[-1])
        return _other_leaders(study, single[single["winner"] != first])
    text = f"But the winner **depends on the measure**: {_by_winner(study, single[decided])}."
    rest = single[~decided]
    return f"{text} Undecided: {_by_winner(study, rest)}." if len(rest) else text


def _by_winner(study: Study, single: pd.DataFrame) -> str:
    """The winners, each with its measures."""
    clauses = [
        f"{metric_label(study, str(winner))} under {join_names(list(map(measure_label, part)))}"
        for winner, part in single.groupby("winner", sort=False)["measure"]
    ]
    return "; ".join(clauses)


def _other_leaders(study: Study, others: pd.DataFrame) -> str:
    """Measures under which another metric has the highest win rate."""
    clauses = [
        f"Under {join_names(list(map(measure_label, part['measure'])))},"
        f" {metric_label(study, str(winner))} has the highest win rate{_how_sure(part)}."
        for winner, part in others.groupby("winner", sort=False)
    ]
    return " ".join(clauses)


def _how_sure(part: pd.DataFrame) -> str:
    verdicts = part["verdict"].dropna().unique()
    if not len(verdicts):
        return ""
    return f", but its lead there is {escaped(str(verdicts[0]))}" if len(verdicts) == 1 else ""


def other_answers(study: Study, others: pd.DataFrame) -> str:
    """Which other metric could be called the winner; empty where pairs and mean ranks agree.

    `others` is a table of `analysis.other_winners` for one scenario.
    """
    if others.empty or bool(others["agree"].iloc[0]):
        return ""
    row = others.iloc[0]
    pairs = _named(study, row["by_pairs"])
    ranks = _named(study, row["by_mean_rank"])
    beats = f"{pairs} beats each other metric one by one{_narrowest(row['by_pairs_margin'])}"
    if pairs == ranks:
        return f"But {beats}, and has the best mean rank."
    return f"But {beats}, and {ranks} has the best mean rank."


def stronger_in_duels(study: Study, strengths: pd.DataFrame, winner: object) -> str:
    """Which metric is stronger than the winner by duels; empty where none is.

    `strengths` is a table of `analysis.bradley_terry` for one scenario.
    """
    known = strengths.dropna(subset=["theta"]).sort_values("theta", ascending=False)
    first, own = known.head(1), known[known["metric"] == winner]
    if own.empty or first["theta"].iloc[0] - own["theta"].iloc[0] <= TOLERANCE:
        return ""
    names = [metric_label(study, str(row["metric"].iloc[0])) for row in (first, own)]
    shares = [percent(row["probability"].iloc[0]) for row in (first, own)]
    return (
        f"In duels {names[0]} is stronger: by Bradley–Terry, which near-copies do not dilute, it"
        f" beats another metric with a probability of {shares[0]} on average,"
        f" {names[1]} {shares[1]}."
    )


def _narrowest(margin: float) -> str:
    """The smallest of the improvements over the others, as a share of setups."""
    return "" if pd.isna(margin) else f" (in at least {percent(0.5 + margin)} of the setups)"


def _named(study: Study, metric: object) -> str:
    return metric_label(study, metric) if isinstance(metric, str) else "no metric"


def partial_standing(study: Study, scenario: Scenario, leads: pd.DataFrame) -> list[str]:
    """How each metric that lacks scores does against the winner, where both have scores.

    `leads` is a table of `analysis.leads_of_winner` for one scenario.
    """
    rows = leads[leads["partial"].astype(bool)].to_dict("records")
    return [_standing(study, scenario, row) for row in rows]


def _standing(study: Study, scenario: Scenario, row: Mapping[Hashable, Any]) -> str:
    winner, metric = (metric_label(study, row[key]) for key in ("winner", "metric"))
    if 100 * abs(row["lead"]) < 0.05:
        how = f"{metric} is level with {winner}"
    else:
        first, second = (winner, metric) if row["lead"] > 0 else (metric, winner)
        how = f"{first} is {unsigned_tenths(row['lead'])} percentage points ahead of {second}"
    noun = escaped(study.noun(scenario, "given"))
    setups, givens = (row[f"covered_{name}"] for name in ("setups", "givens"))
    few = ", too few for an interval" if givens < FEWEST_GIVENS else ""
    over = f"{quantity(setups, 'setup')} over {quantity(givens, noun)}{few}"
    return f"Where both have scores ({over}), {how}{_interval_of(row)}."


def _interval_of(row: Mapping[Hashable, Any]) -> str:
    if pd.isna(row["low"]):
        return ""
    sign = 1 if row["lead"] > 0 else -1
    low, high = sorted((sign * row["low"], sign * row["high"]))
    return f" (95 % interval {ends(low, high)})"
