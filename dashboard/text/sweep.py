"""What does a sweep say: who leads from where on, and how soon is that steady?"""

from collections.abc import Sequence
from itertools import pairwise

import pandas as pd

from setupscope.analysis.questions.crossings import Stretch, crossings, steady_from
from setupscope.analysis.questions.sweep import RANDOM, SETUPS, SIZE
from setupscope.analysis.resampling.bootstrap import FEWEST_GIVENS
from setupscope.dashboard.text.labels import metric_label
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import join_names, quantity, unbroken
from setupscope.dashboard.text.sweep_steps import number, step_name
from setupscope.data.study.study import Scenario, Study

MOST_NAMED = 3
"""Stretches before the last that a sentence names one by one."""
ALL = 0.9995
"""Share of draws from which "100.0 %" is said."""


def sweep_sentence(study: Study, scenario: Scenario, table: pd.DataFrame) -> str:
    """Who leads from where on, or in how many random parts; in Markdown.

    `table` is one of `analysis.sweep` of one scenario that is not split.
    """
    if table["step"].isna().all():
        return f"No sweep: {escaped(str(table['reason'].iloc[0]))}." if len(table) else ""
    along, stretches = str(table["along"].iloc[0]), crossings(table)
    if table["step"].nunique() < 2:
        return "There is only one step, so nothing can change along it."
    if along in RANDOM:
        return _steadied(study, scenario, table, along)
    said = [_led(study, scenario, along, stretches), _doubt(study, scenario, stretches)]
    return " ".join(filter(None, said))


def _names(study: Study, winners: Sequence[str]) -> str:
    """The winners of a stretch, as the subject of a sentence."""
    names = join_names([f"**{metric_label(study, key)}**" for key in winners])
    return names or "no metric"


def _leads(study: Study, winners: Sequence[str], verb: str = "leads") -> str:
    return f"{_names(study, winners)} {verb if len(winners) < 2 else 'tie for the lead'}"


def _led(study: Study, scenario: Scenario, along: str, stretches: Sequence[Stretch]) -> str:
    """Who leads over which steps."""

    def name(step: float) -> str:
        return escaped(step_name(study, scenario, along, step))

    *before, last = stretches
    leads = _leads(study, last.winners)
    if not before:
        if along == SIZE:
            return f"{leads} at every pool size, {number(last.first)} to {number(last.last)}."
        return f"{leads} at every step, from {name(last.first)} to {name(last.last)}."
    start = f"at {name(last.first)}" if last.steps == 1 else f"from {name(last.first)} on"
    text = f"{leads} {start}; "
    if len(before) == 1:
        return f"{text}below, {_leads(study, before[0].winners, 'does')}."
    if len(before) > MOST_NAMED:
        return f"{text}below, the winner changes {len(before)} times."
    each = [f"{_names(study, one.winners)} {_reach(one)}" for one in before]
    return f"{text}below, the winner changes: {', '.join(each)}."


def _reach(stretch: Stretch) -> str:
    first, last = (escaped(number(step)) for step in (stretch.first, stretch.last))
    return f"at {first}" if stretch.steps == 1 else f"from {first} to {last}"


def _doubt(study: Study, scenario: Scenario, stretches: Sequence[Stretch]) -> str:
    """At how many steps the lead is clear, and whether any change of the winner is."""
    given, held = (escaped(study.noun(scenario, role)) for role in ("given", "candidates"))
    steps, decided, known = (
        sum(getattr(one, name) for one in stretches) for name in ("steps", "decided", "known")
    )
    if not known:
        return f"No step has the {FEWEST_GIVENS} {given}s that an interval and a verdict need."
    every = (
        "every step"
        if known == steps
        else f"each of the {known} steps"
        if known > 1
        else "the one step"
    )
    few = "" if known == steps else f" with at least {FEWEST_GIVENS} {given}s"
    if not decided:
        return f"The lead is undecided at {every}{few}."
    if decided < known:
        every = f"{decided} of {known} steps"
    clear = f"The lead is clear at {every}{few}, at least for these {held}s."
    return f"{clear} {_changes(stretches)}".strip()


def _changes(stretches: Sequence[Stretch]) -> str:
    """Whether the winners before and after a change both lead clearly at some step."""
    both = [bool(one.decided and other.decided) for one, other in pairwise(stretches)]
    if not both:
        return ""
    if len(both) == 1:
        return f"{'Each' if both[0] else 'Only one'} of the two leads clearly at some step."
    return "" if any(both) else "At no change do the winners before and after both lead clearly."


def _steadied(study: Study, scenario: Scenario, table: pd.DataFrame, along: str) -> str:
    """How often the winner of the whole is first in random parts."""
    winners = crossings(table)[-1].winners
    if len(winners) != 1:
        return f"Over the whole slice, {_leads(study, winners)}."
    metric = winners[0]
    rows = table[table["metric"] == metric].set_index("step")["p_first"].dropna()
    first, *others = _shown(rows)
    given, held = (escaped(study.noun(scenario, role)) for role in ("given", "candidates"))
    unit = "setup" if along == SETUPS else given
    text = f"With one random {unit}, **{metric_label(study, metric)}** is first in"
    said = [f"{text} {unbroken(rows[first])} of draws"]
    said += [f"with {number(step)}, in {unbroken(rows[step])}" for step in others]
    steady = _steady(table, metric, unit)
    return f"{'; '.join(said)}{steady} Other {given}s or {held}s are not drawn."


def _shown(rows: pd.Series) -> list[float]:
    """The first step and up to two more that a sentence names, none past one that says all."""
    steps = [float(step) for step in rows.index]
    tens = [step for step in (10.0, 100.0) if step in steps]
    if len(steps) <= MOST_NAMED:
        tens = steps
    elif len(tens) < 2:
        tens = [steps[len(steps) // 4], steps[len(steps) // 2]]
    shown = [steps[0], *(step for step in tens if step > steps[0])]
    full = [place for place, step in enumerate(shown) if rows[step] >= ALL]
    return shown[: full[0] + 1] if full else shown


def _steady(table: pd.DataFrame, metric: str, unit: str) -> str:
    """From how many on the winner is first in nearly all draws; ends the sentence."""
    step, whole = steady_from(table, metric), float(table["step"].max())
    if step is None:
        return f". Short of all {number(whole)}, it is never first in 95 % of draws."
    if step == table["step"].min():
        return ", and in at least 95 % with any larger number."
    return f". From {quantity(int(step), unit)} on, it is first in at least 95 % of draws."
