"""How stable is a ranking, what decides it, and how much is enough, in words?"""

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
    """What a value of τ-b means."""
    if tau < 0:
        return "more opposite than alike"
    words = {UNLIKE: "nearly unrelated", LOOSE: "loosely similar", CLOSE: "fairly similar"}
    return next((word for most, word in words.items() if tau <= most), "very similar")


def stability_sentence(study: Study, scenario: Scenario, table: pd.DataFrame) -> str:
    """Which choice changes the ranking the most: one sentence in Markdown."""
    known = table.dropna(subset=["stability"])
    if known.empty:
        why = table["reason"].dropna().unique()
        return f"Stability cannot be computed: {escaped(str(why[0]))}." if len(why) else ""
    least = known.sort_values("stability", kind="stable").iloc[0]
    name = escaped(component_name(study, scenario, least["component"]))
    tau = float(least["stability"])
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
    text = f"{quantity(len(known), 'pair')} of levels, τ = {value(mean)} on average"
    turned = f", {percent(negative)} of them below 0" if negative else ""
    return f"{text}{turned}; {names[0]} and {names[1]} agree least ({value(least['tau'])})."


def importance_sentence(study: Study, scenario: Scenario, table: pd.DataFrame) -> str:
    """What decides between two metrics, in Markdown; `table` has the rows of one pair."""
    names = [metric_label(study, str(table[key].iloc[0])) for key in ("a", "b")]
    known = table.dropna(subset=["share"]).sort_values("share", ascending=False, kind="stable")
    if known.empty:
        why = escaped(str(table["reason"].iloc[0]))
        return f"What decides between {names[0]} and {names[1]} cannot be computed: {why}."
    first, others = known.iloc[0], known.iloc[1:]
    clauses = [
        f"{escaped(component_name(study, scenario, name))} {percent(share)}"
        for name, share in zip(others["component"], others["share"], strict=True)
        if share > 0
    ]
    name = escaped(component_name(study, scenario, first["component"]))
    top = f"{name} ({percent(first['share'])})"
    rest = f"; then {', '.join(clauses)}" if clauses else ""
    return f"Which of {names[0]} and {names[1]} is better depends most on the {top}{rest}."


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
        return (
            f"**No number of {noun}s here is enough**: two samples of {int(last['n'])} agree only"
            f" with τ = {value(last['tau'])} on average."
        )
    verb = "is" if stable == 1 else "are"
    return (
        f"**{quantity(int(stable), f'random {noun}')}** {verb} enough for two rankings to agree"
        f" with τ ≥ {STABLE:.1f} on average."
    )
