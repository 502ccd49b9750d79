"""What is a sweep called, and what holds at one of its steps?"""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from setupscope.analysis.questions.sweep import (
    GIVENS,
    RANDOM,
    SETUPS,
    SIZE,
    UP_TO_SIZE,
    fact_of,
)
from setupscope.analysis.resampling.bootstrap import FEWEST_GIVENS
from setupscope.dashboard.text.labels import metric_label
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import join_names, quantity, span, unbroken, unsigned_tenths
from setupscope.data.study.study import Scenario, Study

COUNTS = ("most ", "fewest ")
EXTREMES = (*COUNTS, "highest ", "lowest ")
"""How labels of facts begin, which are written for baselines."""
MOST_LISTED = 5
MILLION = 1_000_000


def fact_name(study: Study, along: str) -> str:
    """What a fact counts or says, in plain text: "training images"."""
    fact = fact_of(study, along)
    if fact is None:
        return ""
    for start in EXTREMES:
        if fact.label.startswith(start):
            return fact.label.removeprefix(start)
    return fact.key.replace("_", " ")


def choice_name(study: Study, scenario: Scenario, along: str) -> str:
    """What a sweep goes along, in a list and on an axis, in plain text."""
    given = study.noun(scenario, "given")
    names = {SETUPS: "random setups", GIVENS: f"random {given}s", SIZE: "pool size"}
    names |= {UP_TO_SIZE: "largest pool size"}
    return names.get(along) or f"{given}s by {fact_name(study, along)}"


def axis_title(study: Study, scenario: Scenario, along: str) -> str:
    """What the numbers of the steps are, in plain text."""
    if fact_of(study, along):
        return _up_to(study, scenario, along, "…")
    return choice_name(study, scenario, along)


def _up_to(study: Study, scenario: Scenario, along: str, most: str) -> str:
    """Givens up to a number: "datasets with up to 23 classes", "models with accuracy up to 0.7"."""
    fact, name = fact_of(study, along), fact_name(study, along)
    given = study.noun(scenario, "given")
    if fact is not None and fact.label.startswith(COUNTS):
        return f"{given}s with up to {most} {name}"
    return f"{given}s with {name} up to {most}"


def number(step: float) -> str:
    """The number of a step: "1,464", "0.76", "5.331 million"."""
    if step >= MILLION:
        return f"{step / MILLION:.4g} million"
    return f"{step:,.0f}" if step == int(step) else f"{step:.4g}"


def numbers(steps: Sequence[float]) -> list[str]:
    """The numbers of all steps, no two alike: to as many digits as that takes."""
    short = [number(step) for step in steps]
    return short if len({*short}) == len(steps) else [f"{step:,}" for step in steps]


def step_name(study: Study, scenario: Scenario, along: str, step: float) -> str:
    """What a step is, in plain text: "pools of 13", "30 random setups"."""
    if along in RANDOM:
        unit = "setup" if along == SETUPS else study.noun(scenario, "given")
        return quantity(int(step), f"random {unit}")
    if along in (SIZE, UP_TO_SIZE):
        return f"pools of {'' if along == SIZE else 'up to '}{number(step)}"
    return _up_to(study, scenario, along, number(step))


def left_out(study: Study, scenario: Scenario, along: str, names: Sequence[str]) -> str:
    """Which givens a sweep along a fact leaves out, in Markdown; nothing where it has all."""
    if not names:
        return ""
    listed = join_names([escaped(study.label(name)) for name in names])
    if len(names) > MOST_LISTED:
        listed = quantity(len(names), escaped(study.noun(scenario, "given")))
    verb, whose = ("is", "its") if len(names) == 1 else ("are", "their")
    stated = escaped(fact_name(study, along))
    return f"{listed} {verb} left out: the study does not state {whose} {stated}."


def beyond(study: Study, scenario: Scenario) -> str:
    """That a sweep along a fact does not keep to the givens of the slice, in Markdown."""
    noun = escaped(study.noun(scenario, "given"))
    return f"The steps go over all {noun}s, whichever are chosen on the panel."


def at_step(study: Study, scenario: Scenario, table: pd.DataFrame, step: float) -> str:
    """Who wins at one step and by how much, over how many setups, in Markdown.

    `table` is one of `analysis.sweep` of one scenario that is not split.
    """
    rows = table[table["step"] == step].dropna(subset="win_rate")
    if rows.empty:
        return "No metric has a win rate at this step."
    along = str(table["along"].iloc[0])
    where = escaped(step_name(study, scenario, along, step))
    if along not in RANDOM:
        start = "In" if along in (SIZE, UP_TO_SIZE) else "For"
        return f"{start} {where}, {_first(study, scenario, rows)} {_over(study, scenario, rows)}"
    if rows["p_first"].notna().any():
        return f"With {where}, {_drawn(study, rows)}"
    unit = "setup" if along == SETUPS else escaped(study.noun(scenario, "given"))
    every = f"With all {quantity(int(step), unit)}" if step > 1 else f"With the only {unit}"
    return f"{every}, {_first(study, scenario, rows)} {_over(study, scenario, rows)}"


def _first(study: Study, scenario: Scenario, rows: pd.DataFrame) -> str:
    """The winners, their win rate, and their lead; "undecided" where it is."""
    best = rows[rows["winner"].astype(bool)]
    names = join_names([f"**{metric_label(study, key)}**" for key in best["metric"]])
    rate = f"{unbroken(best['win_rate'].iloc[0])}{_interval(best.iloc[0])}"
    if len(best) > 1:
        return f"{names} tie with the highest win rate, {rate}."
    others = rows.drop(best.index).sort_values("win_rate", ascending=False, kind="stable")
    text = f"{names} has the highest win rate, {rate}"
    if len(others):
        lead = best["win_rate"].iloc[0] - others["win_rate"].iloc[0]
        second = metric_label(study, others["metric"].iloc[0])
        text += f", {unsigned_tenths(lead)} points ahead of {second}"
    return f"{text}{_verdict(study, scenario, best.iloc[0])}."


def _interval(row: "pd.Series[Any]") -> str:
    return "" if pd.isna(row["low"]) else f" (95 % interval {span(row['low'], row['high'])})"


def _verdict(study: Study, scenario: Scenario, row: "pd.Series[Any]") -> str:
    """What the lead is said to be, where there is a verdict."""
    if row["decided"] is None or pd.isna(row["decided"]):
        return ""
    held = escaped(study.noun(scenario, "candidates"))
    return f"; clear, at least for these {held}s" if row["decided"] else "; undecided"


def _over(study: Study, scenario: Scenario, rows: pd.DataFrame) -> str:
    """Over how many setups and givens; why there is no interval, where there is none."""
    given, row = escaped(study.noun(scenario, "given")), rows.iloc[0]
    counted = (
        f"{quantity(round(row['setups']), 'setup')} over {quantity(round(row['givens']), given)}"
    )
    few = row["givens"] < FEWEST_GIVENS and pd.isna(row["low"])
    return f"{counted}; too few for an interval." if few else f"{counted}."


def _drawn(study: Study, rows: pd.DataFrame) -> str:
    """How often the two metrics that are first most often are so in random parts."""
    first, *others = rows.sort_values("p_first", ascending=False, kind="stable").to_dict("records")
    label = metric_label(study, first["metric"])
    text = (
        f"**{label}** is first in {unbroken(first['p_first'])} of draws; its win rate is"
        f" {span(first['low'], first['high'])} in 95 % of them"
    )
    if not others or others[0]["p_first"] <= 0:
        return f"{text}, and no other metric is ever first."
    second = metric_label(study, others[0]["metric"])
    return f"{text}. Next is {second}, first in {unbroken(others[0]['p_first'])}."
