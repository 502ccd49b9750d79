"""What moved since the former slice, in a sentence?"""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from setupscope.analysis.resampling.bootstrap import FEWEST_GIVENS
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.text.labels import level_name, metric_label
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import join_names, percent, quantity
from setupscope.data.study.study import Scenario, Study

Row = Mapping[Hashable, Any]
Rows = Mapping[str, Row]
"""Rows of the table by their metrics."""
MOST_FIELDS, MOST_NAMED = 3, 2
"""Fields by which the former slice is named, and levels of each that are."""
LEVELS = {"measures": "measure", "backbones": "backbone", "givens": "given"}
FIELDS = (*LEVELS, "sizes", "present", "absent", "covered", "metrics")
SIDES = ("before", "after")


def what_moved(study: Study, scenario: Scenario, table: pd.DataFrame) -> str:
    """What moved, as a sentence in Markdown that begins in capitals.

    `table` has the rows of one scenario of `analysis.before_after`.
    """
    rows: Rows = {row["metric"]: row for row in table.to_dict("records")}
    first, second = (_winners(rows, side) for side in SIDES)
    row = next(iter(rows.values()))
    if not (first or second):
        return "No metric wins in either."
    if not first:
        return f"No metric won; now {_named(study, second)} {_lead_with(rows, second, 'after')}."
    if not second:
        return f"{_named(study, first)} {_lead_with(rows, first, 'before')}; now no metric wins."
    parts = [*_rates(study, rows, first, second), _leads(row), _verdicts(study, scenario, row)]
    said = ", ".join(part for part in parts if part)
    if first != second:
        return f"{_named(study, first)} → {_named(study, second)}: {said}."
    if said:
        return f"{_named(study, first)} {said}."
    rate = percent(_rate(rows, first[0], "after"))
    verb = "still leads" if len(first) == 1 else "are still level"
    return f"Unchanged: {_named(study, first)} {verb}, {rate} as before."


def _winners(rows: Rows, side: str) -> list[str]:
    """The metrics that share the highest win rate above 0."""
    return sorted(
        metric
        for metric, row in rows.items()
        if row[f"place_{side}"] == 1 and row[f"rate_{side}"] > 0
    )


def _named(study: Study, metrics: Sequence[str]) -> str:
    names = join_names([metric_label(study, metric) for metric in metrics])
    return f"**{names}**" if len(metrics) == 1 else f"**{names}** (level)"


def _rate(rows: Rows, metric: str, side: str) -> float:
    return float(rows[metric][f"rate_{side}"])


def _lead_with(rows: Rows, metrics: Sequence[str], side: str) -> str:
    verb = {"before": "led with", "after": "leads with"}[side]
    if len(metrics) > 1:
        verb = {"before": "were level at", "after": "are level at"}[side]
    return f"{verb} {percent(_rate(rows, metrics[0], side))}"


def _rates(study: Study, rows: Rows, first: Sequence[str], second: Sequence[str]) -> list[str]:
    """How the rates of those who lead or led moved; names where that is not one metric."""
    metrics = list(dict.fromkeys([*second, *first]))
    moved = [(metric, _moved_rate(rows, metric)) for metric in metrics]
    if len(metrics) == 1:
        return [moved[0][1]]
    if first == second:  # they are level on either side
        return [moved[0][1] and f"at {moved[0][1]}"]
    return [f"{metric_label(study, metric)} {text}" for metric, text in moved if text]


def _moved_rate(rows: Rows, metric: str) -> str:
    before, after = (_rate(rows, metric, side) for side in SIDES)
    if pd.isna(before) or pd.isna(after):
        known, words = (before, "now not compared") if pd.isna(after) else (after, "new")
        return f"{percent(known)} ({words})"
    return arrow(percent(before), percent(after), " %")


def arrow(before: str, after: str, unit: str) -> str:
    """Two numbers of a unit, which is said once; empty where they are the same."""
    same = before == after
    return "" if same else f"{before.removesuffix(unit)} → {after.removesuffix(unit)}{unit}"


def _leads(row: Row) -> str:
    before, after = (row[f"lead_{side}"] for side in SIDES)
    if pd.isna(before) or pd.isna(after):
        return ""
    moved = arrow(f"{100 * before:.1f}", f"{100 * after:.1f}", "")
    return moved and f"lead {moved} points"


def _verdicts(study: Study, scenario: Scenario, row: Row) -> str:
    before, after = (_verdict(study, scenario, row, side) for side in SIDES)
    return arrow(before, after, "")


def _verdict(study: Study, scenario: Scenario, row: Row, side: str) -> str:
    """The verdict, or why there is none."""
    verdict, givens = row[f"verdict_{side}"], int(row[f"givens_{side}"])
    if isinstance(verdict, str):
        return escaped(verdict)
    if row[f"setups_{side}"] == 1:
        return "no verdict on one setup"
    if givens >= FEWEST_GIVENS:
        return "no verdict"
    return f"no verdict on {quantity(givens, escaped(study.noun(scenario, 'given')))}"


def name_of_former(former: Slice, now: Slice) -> str:
    """What the former slice had where the two differ, in a few words of Markdown."""
    fields = [field for field in FIELDS if getattr(former, field) != getattr(now, field)]
    words = [_had(former, now, field) for field in fields]
    return join_names(words[:MOST_FIELDS]) if words else "the same setups"


def _had(former: Slice, now: Slice, field: str) -> str:
    levels = getattr(former, field)
    if field in LEVELS:
        return _levels(former, now, field)
    if field == "sizes":
        low, high = levels or former.all_sizes
        return "pools of any size" if not levels else f"pools of {_range(low, high)}"
    if field == "covered":
        return "setups that all metrics cover" if levels else "also setups that not all cover"
    if field == "metrics":
        return _metrics(former)
    return _candidates(former, now, field)


def _range(low: int, high: int) -> str:
    return f"{low}" if low == high else f"{low} to {high}"


def _levels(former: Slice, now: Slice, field: str) -> str:
    """Levels of a component: all, a few by name, or those that set the two apart."""
    study, component, levels = former.study, LEVELS[field], getattr(former, field)
    noun = escaped(_noun(former, component))
    if not levels:
        return f"all {noun}s"
    accepted = former.accepted(component)
    others = getattr(now, field) or accepted
    if len(levels) <= MOST_NAMED:
        return join_names([escaped(level_name(study, component, level)) for level in levels])
    apart = {"with": set(levels) - set(others), "without": set(others) - set(levels)}
    known = {word: names for word, names in apart.items() if names}
    if len(known) == 1:
        ((word, names),) = known.items()
        if len(names) <= MOST_NAMED:
            labels = [escaped(level_name(study, component, name)) for name in sorted(names)]
            return f"{word} {join_names(labels)}"
    return quantity(len(levels), noun)


def _noun(slice_: Slice, component: str) -> str:
    if component != "given":
        return component
    return slice_.study.noun(slice_.study.scenario(slice_.scenario_names()[0]), "given")


def _metrics(former: Slice) -> str:
    keys = former.metric_keys()
    if len(keys) > MOST_NAMED:
        return quantity(len(keys), "metric")
    return f"only {join_names([metric_label(former.study, key) for key in keys])}"


def _candidates(former: Slice, now: Slice, field: str) -> str:
    """Candidates that all pools must have, or must not."""
    study, word = former.study, {"present": "with", "absent": "without"}[field]
    had, has = (getattr(slice_, field) for slice_ in (former, now))
    if not had:
        names, word = has, "with or without"
    else:
        names = had
    if len(names) <= MOST_NAMED:
        return f"{word} {join_names([escaped(study.label(name)) for name in names])}"
    scenario = study.scenario(former.scenario_names()[0])
    return f"{word} {quantity(len(names), escaped(study.noun(scenario, 'candidates')))}"


def moved_line(former: Slice, now: Slice, sentence: str, *, pinned: bool) -> str:
    """The whole line: with which slice the present one is compared, and what moved."""
    if former == now:
        return "This is the pinned slice."
    which = "pinned" if pinned else "former"
    return f"Compared with the {which} slice ({name_of_former(former, now)}): {sentence}"
