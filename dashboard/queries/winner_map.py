"""The map of winners of a slice: its components, and the order in which its levels stand."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from setupscope.analysis.questions.restrictions import WITH, WITHOUT
from setupscope.analysis.questions.winner_map import default_axes
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.queries.answer import slices_with_setups
from setupscope.dashboard.queries.parts import restricted_to
from setupscope.dashboard.queries.queries import Queries, cached
from setupscope.dashboard.text.winner_map import map_sentence
from setupscope.data.study.measured import MeasuredStudy
from setupscope.data.study.study import Study

MAP = "map"
MOST_PANELS = 6
"""Panels of one figure."""
KINDS = ("source", "target")
GROUPED = ("given", WITH, WITHOUT)
"""Components whose levels stand so that equal winners stand together."""


def maps_of(
    queries: Queries, slice_: Slice, axes: tuple[str, ...], seed: int = 0
) -> dict[str, pd.DataFrame]:
    """The map of each scenario of a slice that has cells, by its name."""
    slices = slices_with_setups(queries, slice_)
    maps = {one.scenario_names()[0]: queries.table(one, MAP, axes, seed) for one in slices}
    return {name: table for name, table in maps.items() if len(table)}


@cached
def said_by_map(queries: Queries, slice_: Slice, axes: tuple[str, ...], seed: int = 0) -> str:
    """What the maps of a slice say together, in Markdown; empty where no setup matches."""
    maps = maps_of(queries, slice_, axes, seed)
    return map_sentence(queries.study, list(maps.values())) if maps else ""


def fitting(slice_: Slice) -> tuple[Slice, tuple[str, ...]]:
    """As many scenarios of a slice as one figure has room for, and the components of their maps.

    Without panels of their own for backbones where these are too many.
    """
    axes = default_axes(slice_)
    panels = [len(one.backbones or one.accepted("backbone")) for one in slice_.by_scenario()]
    if len(axes) > 2 and sum(panels) > MOST_PANELS:
        axes = axes[:2]
    if len(axes) < 3 and len(panels) > MOST_PANELS:
        return slice_.replace(scenarios=slice_.scenario_names()[:MOST_PANELS]), axes
    return slice_, axes


def maps_of_study(study: MeasuredStudy) -> list[tuple[Slice, tuple[str, ...]]]:
    """One map of the scenarios that rank sources, one of those that rank targets, as they fit."""
    whole = Slice(study)
    kinds = [[s.name for s in study.scenarios if s.candidates == kind] for kind in KINDS]
    return [fitting(whole.replace(scenarios=tuple(names))) for names in kinds if names]


def levels_in_map(
    study: Study, table: pd.DataFrame, side: str, component: str, metrics: Sequence[str]
) -> list[str | int]:
    """Levels of a component in a map: in their own order, or so that equal winners meet.

    `side` is row, column or panel. Givens and candidates are grouped by the metric with the
    largest sum of leads there, in the order of `metrics`, and sorted by that sum, the largest
    first; the others stand as in the study, and sizes ascending.
    """
    levels: list[str | int] = table[side].unique().tolist()
    if component == "measure":
        return [key for key in study.measures if key in levels]
    if component not in GROUPED:
        return sorted(levels)
    leads = _leads(table, side)
    place = {metric: index for index, metric in enumerate(metrics)}
    strongest = {level: max(leads[level].items(), key=lambda one: one[1]) for level in leads}

    def order(level: str | int) -> tuple[int, float]:
        metric, lead = strongest.get(level, ("", 0.0))
        return place.get(metric, len(place)), -lead

    return sorted(levels, key=order)


def _leads(table: pd.DataFrame, side: str) -> dict[str | int, dict[str, float]]:
    """The sum of the leads of each winner at each level of a side."""
    known = table.dropna(subset=["winner"])
    sums = known.groupby([side, "winner"], sort=False, as_index=False)["lead"].sum()
    found: dict[str | int, dict[str, float]] = {}
    for level, metric, lead in zip(sums[side], sums["winner"], sums["lead"], strict=True):
        found.setdefault(level, {})[metric] = float(lead)
    return found


def metrics_in_map(table: pd.DataFrame) -> list[str]:
    """The metrics that win somewhere, that with the largest sum of leads first."""
    known = table.dropna(subset=["winner"])
    return known.groupby("winner")["lead"].sum().sort_values(ascending=False).index.tolist()


def fields_of_cell(slice_: Slice, axes: Sequence[str], levels: Sequence[str]) -> dict[str, Any]:
    """The fields of a slice that make one cell of its map the slice.

    The only backbone of a scenario adds nothing.
    """
    fields: dict[str, Any] = {}
    for component, level in zip(axes, levels, strict=False):
        if component != "backbone" or len(slice_.accepted(component)) > 1:
            fields |= restricted_to(slice_, component, level)
    return fields
