"""What does a sweep say: who leads from where on, and how soon is that steady?"""

from collections.abc import Sequence
from itertools import pairwise

import pandas as pd

from setupscope.analysis.questions.crossings import Stretch, crossings, steady_from
from setupscope.analysis.questions.sweep import (
    GIVENS,
    SETUPS,
    SIZE,
    UP_TO_SIZE,
    fact_of,
)
from setupscope.analysis.resampling.bootstrap import FEWEST_GIVENS
from setupscope.dashboard.text.labels import metric_label
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import join_names, quantity, unbroken
from setupscope.data.study.study import Scenario, Study

EXTREMES = ("most ", "fewest ", "highest ", "lowest ")
"""How labels of facts begin, which are written for baselines."""
MOST_NAMED = 3
"""Stretches before the last that a sentence names one by one."""


def fact_name(study: Study, along: str) -> str:
    """What a fact counts, in plain text: "training images"."""
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
        return f"{study.noun(scenario, 'given')}s with up to … {fact_name(study, along)}"
    return choice_name(study, scenario, along)


def number(step: float) -> str:
    """The number of a step: "1,464", "0.76"."""
    return f"{step:,.0f}" if step == int(step) else f"{step:g}"


def step_name(study: Study, scenario: Scenario, along: str, step: float) -> str:
    """What a step is, in plain text: "pools of 13", "30 random setups"."""
    given = study.noun(scenario, "given")
    if along in (SETUPS, GIVENS):
        return quantity(int(step), f"random {'setup' if along == SETUPS else given}")
    if along == SIZE:
        return f"pools of {number(step)}"
    if along == UP_TO_SIZE:
        return f"pools of up to {number(step)}"
    return f"{given}s with up to {number(step)} {fact_name(study, along)}"


def sweep_sentence(study: Study, scenario: Scenario, table: pd.DataFrame) -> str:
    """Who leads from where on, or in how many random parts; in Markdown.

    `table` is one of `analysis.sweep` of one scenario that is not split.
    """
    if table["step"].isna().all():
        return f"No sweep: {escaped(str(table['reason'].iloc[0]))}." if len(table) else ""
    along, stretches = str(table["along"].iloc[0]), crossings(table)
    if table["step"].nunique() < 2:
        return "There is only one step, so nothing can change along it."
    if along in (SETUPS, GIVENS):
        return _steadied(study, scenario, table, along)
    said = [_led(study, scenario, along, stretches), _doubt(study, scenario, stretches)]
    return " ".join(filter(None, said))


def _names(study: Study, winners: Sequence[str]) -> str:
    """The winners of a stretch, as the subject of a sentence."""
    names = join_names([f"**{metric_label(study, key)}**" for key in winners])
    return names or "no metric"


def _leads(study: Study, winners: Sequence[str]) -> str:
    return f"{_names(study, winners)} {'leads' if len(winners) < 2 else 'tie for the lead'}"


def _led(study: Study, scenario: Scenario, along: str, stretches: Sequence[Stretch]) -> str:
    """Who leads over which steps."""

    def name(step: float) -> str:
        return escaped(step_name(study, scenario, along, step))

    *before, last = stretches
    leads = _leads(study, last.winners)
    if not before:
        return f"{leads} at every step, from {name(last.first)} to {name(last.last)}."
    start = f"at {name(last.first)}" if last.steps == 1 else f"from {name(last.first)} on"
    text = f"{leads} {start}; "
    if len(before) == 1:
        return f"{text}below, {_names(study, before[0].winners)} does."
    if len(before) > MOST_NAMED:
        return f"{text}below, the winner changes {len(before)} times."
    each = [f"{_names(study, one.winners)} {_reach(one)}" for one in before]
    return f"{text}below, the winner changes: {', '.join(each)}."


def _reach(stretch: Stretch) -> str:
    first, last = number(stretch.first), number(stretch.last)
    return f"at {first}" if stretch.steps == 1 else f"from {first} to {last}"


def _doubt(study: Study, scenario: Scenario, stretches: Sequence[Stretch]) -> str:
    """At how many steps the lead is clear, and whether any change of the winner is."""
    given, held = (escaped(study.noun(scenario, role)) for role in ("given", "candidates"))
    steps, decided, known = (
        sum(getattr(one, name) for one in stretches) for name in ("steps", "decided", "known")
    )
    if not known:
        return f"No step has the {FEWEST_GIVENS} {given}s that an interval and a verdict need."
    if not decided:
        clear = "The lead is undecided at every step."
    elif decided == steps:
        clear = f"The lead is clear at every step, at least for these {held}s."
    else:
        clear = f"The lead is clear at {decided} of {steps} steps, at least for these {held}s."
    pairs = pairwise(stretches)
    both = [one.decided == one.steps and other.decided == other.steps for one, other in pairs]
    if not both or any(both):
        return clear
    change = "The change" if len(both) == 1 else "No change"
    return f"{clear} {change} of winner is {'not ' if len(both) == 1 else ''}clear on both sides."


def _steadied(study: Study, scenario: Scenario, table: pd.DataFrame, along: str) -> str:
    """How often the winner of the whole is first in random parts."""
    winners = crossings(table)[-1].winners
    if len(winners) != 1:
        return f"Over the whole slice, {_leads(study, winners)}."
    metric = winners[0]
    rows = table[table["metric"] == metric].set_index("step")["p_first"].dropna()
    first, *others = _shown(rows)
    given = escaped(study.noun(scenario, "given"))
    unit = "setup" if along == SETUPS else given
    text = f"With one random {unit}, **{metric_label(study, metric)}** is first in"
    said = [f"{text} {unbroken(rows[first])} of draws"]
    said += [f"with {number(step)}, in {unbroken(rows[step])}" for step in others]
    return f"{'; '.join(said)}. {_steady(study, scenario, table, metric, unit)}"


def _shown(rows: pd.Series) -> list[float]:
    """The first step and two more that a sentence names."""
    steps = [float(step) for step in rows.index]
    tens = [step for step in (10.0, 100.0) if step in steps]
    if len(steps) > MOST_NAMED and len(tens) < 2:
        tens = [steps[len(steps) // 4], steps[len(steps) // 2]]
    return [steps[0], *(step for step in tens if step > steps[0])]


def _steady(study: Study, scenario: Scenario, table: pd.DataFrame, metric: str, unit: str) -> str:
    """From how many on the winner is first in nearly all draws."""
    step, whole = steady_from(table, metric), float(table["step"].max())
    held = escaped(study.noun(scenario, "candidates"))
    same = f"these {escaped(study.noun(scenario, 'given'))}s and {held}s"
    if step is None:
        return f"Short of all {number(whole)} it is never first in 95 % of them, for {same}."
    return f"From {quantity(int(step), unit)} on it is first in at least 95 % of them, for {same}."
