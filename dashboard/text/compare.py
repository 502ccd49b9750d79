"""What do the pages say about two slices?"""

import html
from collections.abc import Sequence

import pandas as pd

from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.text.labels import (
    CANDIDATE_PARTS,
    component_label,
    figure_text,
    level_label,
    measure_label,
    metric_label,
)
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import join_names, points, points_noun, value
from setupscope.dashboard.text.stability import in_words
from setupscope.data.study.study import Study

FIELDS = {
    "scenarios": "scenario",
    "measures": "measures",
    "backbones": "backbone",
    "sizes": "pool size",
    "givens": "givens",
    "present": "must take part",
    "absent": "must not take part",
    "covered": "setups",
}
MOST_NAMED = 4
MOST_FIELDS = 3
"""Fields by which two slices are told apart in a figure."""
COMPONENTS = {
    "measures": "measure",
    "backbones": "backbone",
    "givens": "given",
    "present": "with",
    "absent": "without",
}


def comparison_sentence(
    study: Study, table: pd.DataFrame, undecided: Sequence[bool] = (False, False)
) -> str:
    """Whether the winner changes, and how alike the rankings are: one sentence in Markdown.

    `undecided` says whether the lead of the winner is, in A and in B.
    """
    known = table.dropna(subset=["rate_a", "rate_b"])
    if known.empty:
        return "No metric has a win rate in both slices."
    winners = [
        [metric_label(study, key) for key in known.loc[known[rank] == 1, "metric"]]
        for rank in ("rank_a", "rank_b")
    ]
    first, second = (join_names([f"**{name}**" for name in names]) for names in winners)
    tau = known["tau"].iloc[0]
    alike = "" if pd.isna(tau) else f"; the two rankings are {in_words(tau)} (τ = {value(tau)})"
    doubtful = [f"in {name}" for name, own in zip("AB", undecided, strict=True) if own]
    if winners[0] == winners[1]:
        doubt = f" (undecided {' and '.join(doubtful)})" if doubtful else ""
        return f"{first} leads in both slices{doubt}{alike}."
    in_a, in_b = (f"{one} (undecided)" if one in doubtful else one for one in ("in A", "in B"))
    return f"The lead changes from {first} {in_a} to {second} {in_b}{alike}."


def differences_sentence(study: Study, table: pd.DataFrame) -> str:
    """Which win rates differ for sure, in Markdown."""
    if table["low"].isna().all():
        reason = table["reason"].dropna()
        return f"No intervals: {escaped(str(reason.iloc[0]))}." if len(reason) else ""
    sure = table[(table["low"] > 0) | (table["high"] < 0)]
    names = [
        f"{metric_label(study, row['metric'])} ({points(row['difference'])}"
        f" {points_noun(row['difference'])})"
        for row in sure.sort_values("difference", key=abs, ascending=False).to_dict("records")
    ]
    if not names:
        return "All 95 % intervals of the differences include 0."
    return f"Win rates that differ (the 95 % interval excludes 0): {join_names(names)}."


def told_apart(first: Slice, second: Slice) -> str:
    """What differs between two slices, in Markdown."""
    apart = [
        f"{label} ({_said(first, field)} in A, {_said(second, field)} in B)"
        for field, label in FIELDS.items()
        if getattr(first, field) != getattr(second, field)
    ]
    return f"Differences: {'; '.join(apart)}." if apart else "A and B are the same slice."


def short_names(first: Slice, second: Slice) -> tuple[str, str]:
    """What two slices are called in a figure, in HTML: what sets them apart, empty where nothing.

    The first three fields that differ are named.
    """
    fields = [field for field in FIELDS if getattr(first, field) != getattr(second, field)]
    named = fields[:MOST_FIELDS]
    return _short_name(first, named), _short_name(second, named)


def _short_name(slice_: Slice, fields: list[str]) -> str:
    parts = [part for part in (_short(slice_, field) for field in fields) if part]
    return ", ".join(parts) or ("any pool" if fields else "")


def _short(slice_: Slice, field: str) -> str:
    """A field of a slice in a few words; empty for candidates of which none is asked for."""
    study, levels = slice_.study, getattr(slice_, field)
    scenario = study.scenario(slice_.scenario_names()[0])
    if field == "scenarios":
        return html.escape(scenario.title, quote=False)
    if field == "covered":
        return "setups that all metrics cover" if levels else "all setups"
    if field == "sizes":
        low, high = levels or slice_.all_sizes
        return f"pools of {low}" if low == high else f"pools of {low} to {high}"
    component = COMPONENTS[field]
    if len(levels) == 1:
        return level_label(study, component, levels[0])
    if component in CANDIDATE_PARTS:
        nouns = figure_text(f"{study.noun(scenario, 'candidates')}s")
        return f"{component} {len(levels)} {nouns}" if levels else ""
    nouns = figure_text(f"{component_label(study, scenario, component)}s")
    return f"{len(levels) or 'all'} {nouns}"


def _said(slice_: Slice, field: str) -> str:
    study, levels = slice_.study, getattr(slice_, field)
    if not levels:
        return "any" if field in ("present", "absent") else "all"
    if field == "covered":
        return "only those that all compared metrics cover"
    if field == "sizes":
        return f"{levels[0]}" if levels[0] == levels[1] else f"{levels[0]} to {levels[1]}"
    if field == "scenarios":
        names = [escaped(study.scenario(name).title) for name in levels]
    elif field == "measures":
        names = [measure_label(key) for key in levels]
    else:
        names = [escaped(study.label(name)) for name in levels]
    if len(names) > MOST_NAMED:
        return f"{len(names)}"
    return join_names(names)
