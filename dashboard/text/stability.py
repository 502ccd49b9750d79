"""How stable is a ranking, what decides it, and how much is enough, in words?"""

from collections.abc import Hashable, Mapping
from math import isclose
from typing import Any

import pandas as pd

from setupscope.analysis.questions.enough import STABLE
from setupscope.dashboard.text.labels import component_label, level_name, metric_label
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import percent, quantity, value
from setupscope.data.study.study import Scenario, Study

UNLIKE, LOOSE, CLOSE = 0.2, 0.5, 0.8
"""Up to which τ-b rankings count as unrelated, as loosely and as fairly alike."""


def component_name(study: Study, scenario: Scenario, component: str) -> str:
    """What a component is called, in plain text: "target dataset", "pool"."""
    return component_label(study, scenario, component)


def in_words(tau: float) -> str:
    """What a value of τ-b means; one that is said as 0.00 has no sign."""
    if not round(tau, 2):
        return "unrelated"
    if tau < 0:
        return "more opposite than alike"
    if isclose(tau, 1):
        return "identical"
    words = {UNLIKE: "nearly unrelated", LOOSE: "loosely similar", CLOSE: "fairly similar"}
    return next((word for most, word in words.items() if tau <= most), "very similar")


def stability_sentence(study: Study, scenario: Scenario, table: pd.DataFrame) -> str:
    """Which choice changes the ranking the most, if any does much: one sentence in Markdown."""
    known = table.dropna(subset=["stability"])
    if known.empty:
        why = table["reason"].dropna().unique()
        return f"Stability cannot be computed: {escaped(str(why[0]))}." if len(why) else ""
    least = known.sort_values("stability", kind="stable").iloc[0]
    name = escaped(component_name(study, scenario, least["component"]))
    tau = float(least["stability"])
    if tau > CLOSE:
        return (
            f"No choice changes the ranking much: even the rankings of setups that differ only in"
            f" the {name} are **{in_words(tau)}** (τ = **{value(tau)}**)."
        )
    if len(known) == 1:
        return (
            f"The rankings of setups that differ only in the {name} are **{in_words(tau)}**"
            f" (τ = **{value(tau)}**)."
        )
    return (
        f"Changing the {name} changes the ranking the most: the rankings of setups that differ"
        f" only in it are **{in_words(tau)}** (τ = **{value(tau)}**)."
    )


def other_components(study: Study, scenario: Scenario, table: pd.DataFrame) -> str:
    """The other components with their stability, the least stable first; empty for none."""
    known = table.dropna(subset=["stability"]).sort_values("stability", kind="stable")
    clauses = [
        f"{escaped(component_name(study, scenario, name))} {value(tau)}"
        for name, tau in zip(known["component"][1:], known["stability"][1:], strict=True)
    ]
    return (
        f"Next: {', '.join(clauses)}. 1 means identical rankings, 0 unrelated ones."
        if clauses
        else ""
    )


def agreement_sentence(study: Study, component: str, table: pd.DataFrame) -> str:
    """Which levels rank the metrics most and least alike, in Markdown."""
    known = table.dropna(subset=["tau"])
    if known.empty:
        why = table["reason"].dropna().unique()
        return f"No two levels can be compared: {escaped(str(why[0]))}." if len(why) else ""
    mean, negative = known["tau"].mean(), (known["tau"] < 0).mean()
    least = known.sort_values("tau", kind="stable").iloc[0]
    names = [escaped(level_name(study, component, least[key])) for key in ("level_a", "level_b")]
    if len(known) == 1:
        return f"The rankings of {names[0]} and {names[1]} agree with τ = {value(mean)}."
    text = f"{quantity(len(known), 'pair')} of levels, τ = {value(mean)} on average"
    turned = f", {percent(negative)} of them below 0" if negative else ""
    return f"{text}{turned}; {names[0]} and {names[1]} agree least ({value(least['tau'])})."


def importance_sentence(study: Study, scenario: Scenario, table: pd.DataFrame) -> str:
    """What decides between two metrics, in Markdown; `table` has the rows of one pair."""
    names = [metric_label(study, str(table[key].iloc[0])) for key in ("a", "b")]
    known = table.dropna(subset=["share"])
    if known.empty:
        why = escaped(str(table["reason"].iloc[0]))
        return f"What decides between {names[0]} and {names[1]} cannot be computed: {why}."
    if not (known["total"] > 0).any():
        return (
            f"What decides between {names[0]} and {names[1]} cannot be traced to one choice: no two"
            " setups that compare them differently differ in one choice alone."
        )
    first, *others = [
        (escaped(component_name(study, scenario, row["component"])), row)
        for row in known.sort_values("total", ascending=False, kind="stable").to_dict("records")
        if row["total"] > 0
    ]
    name, row = first
    clauses = [
        f"{other} {percent(own['share'])} alone{_chance(own)}, {percent(own['total'])} in total"
        for other, own in others
    ]
    rest = f" Next: {'; '.join(clauses)}." if clauses else ""
    return (
        f"Which of {names[0]} and {names[1]} is better depends most on the {name}: alone, it"
        f" explains {percent(row['share'])}{_chance(row)} of the variance; with the choices that it"
        f" interacts with, {percent(row['total'])}.{rest}"
    )


def _chance(row: Mapping[Hashable, Any]) -> str:
    """What chance would give, where what a component explains alone is not far from it."""
    return f" (chance: {percent(row['chance'])})" if row["share"] < 2 * row["chance"] else ""


def reconciled(
    study: Study, scenario: Scenario, stability: pd.DataFrame, importance: pd.DataFrame
) -> str:
    """Why a choice can leave rankings alike and yet decide between two metrics, in Markdown.

    Of tables of `analysis.stability` and `analysis.importance`, the latter of one pair; empty
    where no choice does both.
    """
    taus: dict[str, float] = dict(zip(stability["component"], stability["stability"], strict=True))
    known = importance[importance["total"] >= DECIDES].sort_values("total", ascending=False)
    for name, total in zip(known["component"], known["total"], strict=True):
        tau = taus.get(name, float("nan"))
        if tau > LOOSE:
            choice = escaped(component_name(study, scenario, name))
            return (
                f"Another {choice} leaves rankings {in_words(tau)} (τ = {value(tau)}, above) and"
                f" yet takes part in {percent(total)} of what decides between these two: τ counts"
                " all pairs of metrics, of which this is only one, and in total a choice counts"
                " wherever others interact with it."
            )
    return ""


DECIDES = 0.25
"""Total importance from which a choice is said to decide between two metrics."""


def enough_sentence(study: Study, scenario: Scenario, table: pd.DataFrame) -> str:
    """How many setups and givens a stable ranking needs, in Markdown."""
    return " ".join(
        _of_unit(study, scenario, unit, rows) for unit, rows in table.groupby("unit", sort=False)
    )


def _of_unit(study: Study, scenario: Scenario, unit: object, rows: pd.DataFrame) -> str:
    noun = "setup" if unit == "setups" else escaped(study.noun(scenario, "given"))
    if rows["n"].isna().all():
        return f"For {noun}s, this cannot be computed: {escaped(str(rows['reason'].iloc[0]))}."
    stable, last = rows["stable"].iloc[0], rows.iloc[-1]
    if pd.isna(stable):
        most = int(last["n"])
        needed = "is needed" if most == 1 else "are needed"
        return (
            f"**More than {quantity(most, noun)}** {needed}: two samples of {most:,}, the most"
            f" tried, agree only with τ = {value(last['tau'])} on average."
        )
    verb = "is" if stable == 1 else "are"
    return (
        f"**{quantity(int(stable), f'random {noun}')}** {verb} enough for two rankings to agree"
        f" with τ ≥ {STABLE:.1f} on average{_held(study, scenario, unit)}."
    )


def _held(study: Study, scenario: Scenario, unit: object) -> str:
    """What samples of setups have in common."""
    if unit != "setups":
        return ""
    nouns = [escaped(study.noun(scenario, role)) for role in ("given", "candidates")]
    return f", for the same {nouns[0]}s and {nouns[1]}s"
