"""Who wins in each cell of two components, of each scenario."""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from setupscope.analysis.questions.restrictions import RESTRICTED
from setupscope.analysis.questions.winner_map import default_axes, required_axes
from setupscope.dashboard.export.exhibit import FIGURE, Exhibit
from setupscope.dashboard.export.recipes.caption_parts import (
    MADE_BEST,
    drawn,
    over,
    title,
)
from setupscope.dashboard.export.recipes.colours import colours_of
from setupscope.dashboard.export.recipes.defaults import resolve_as_it_is
from setupscope.dashboard.export.recipes.questions import question
from setupscope.dashboard.export.recipes.recipe import FigureRecipe, Words
from setupscope.dashboard.figures.figure import Properties
from setupscope.dashboard.figures.map_bands import Panel
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.figures.winner_map import winner_map_cells
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.queries.winner_map import (
    MAP,
    MOST_PANELS,
    fitting,
    levels_in_map,
    maps_of,
    metrics_in_map,
    said_by_map,
)
from setupscope.dashboard.text.labels import component_label, level_label, scenario_title
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import join_names
from setupscope.dashboard.text.winner_map import doubt_explained, noun_of
from setupscope.data import InputError
from setupscope.data.study.study import Scenario

NO_CELLS = "no candidate can be singled out: the pools of this slice are all the same"
SIDES = ("row", "column", "panel")


def _resolve(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """By given and measure, and backbone where there are several, unless components are named.

    A figure without room for panels of backbones has none.
    """
    one = replace(resolve_as_it_is(queries, exhibit), by=axes_of(exhibit))
    if exhibit.kind == FIGURE:
        maps = _maps(queries, one)
        if not maps:
            raise InputError(NO_CELLS)
        panels = sum(_panel_count(table) for table in maps.values())
        if panels > MOST_PANELS:
            raise InputError(
                f"figure map has at most {MOST_PANELS} panels, but this slice has {panels}"
                " (name one scenario in the slice, or leave out the third --by)"
            )
    return one


def axes_of(exhibit: Exhibit) -> tuple[str, ...]:
    """The components of rows, columns and panels of a map."""
    if not exhibit.by:
        figure = exhibit.kind == FIGURE
        return fitting(exhibit.slice_)[1] if figure else default_axes(exhibit.slice_)
    if len(exhibit.by) not in (2, 3):
        raise InputError(
            f"{exhibit.kind} map takes two components, and a third for panels, not"
            f" {len(exhibit.by)} (accepted: {', '.join(RESTRICTED)})"
        )
    return required_axes(*exhibit.by)


def _maps(queries: Queries, exhibit: Exhibit) -> dict[str, pd.DataFrame]:
    return maps_of(queries, exhibit.slice_, exhibit.by, exhibit.seed)


def _panel_count(table: pd.DataFrame) -> int:
    return int(table["panel"].nunique())


def _draw(queries: Queries, exhibit: Exhibit, look: Look) -> Properties:
    maps = _maps(queries, exhibit)
    panels = [
        panel
        for name, table in maps.items()
        for panel in _panels(queries, exhibit, queries.study.scenario(name), table, len(maps) > 1)
    ]
    return winner_map_cells(queries.study, panels, colours_of(exhibit, look), look)


def _panels(
    queries: Queries, exhibit: Exhibit, scenario: Scenario, table: pd.DataFrame, titled: bool
) -> Iterator[Panel]:
    """The panels of one scenario; its rows stand in the same order in all of them."""
    study, metrics = queries.study, metrics_in_map(table)
    labels = [
        {
            level: level_label(study, component, str(level))
            for level in levels_in_map(study, table, side, component, metrics)
        }
        for side, component in zip(SIDES, exhibit.by, strict=False)
    ]
    title_ = scenario_title(scenario) if titled else ""
    panels = labels[2] if len(exhibit.by) > 2 else {"": ""}
    for level, name in panels.items():
        cells = table[table["panel"] == level]
        subtitle = name if len(panels) > 1 else ""
        yield Panel(scenario.name, title_, subtitle, labels[0], labels[1], cells)


def _caption(queries: Queries, exhibit: Exhibit) -> Words:
    maps, study = _maps(queries, exhibit), queries.study
    scenarios = [study.scenario(name) for name in maps]
    every = pd.concat(maps.values(), ignore_index=True)
    nouns = noun_of(study, maps, "given"), noun_of(study, maps, "candidates")
    named = [_named(queries, scenarios, component) for component in exhibit.by]
    return [
        title(exhibit, f"Who wins, by {join_names(named)}"),
        MADE_BEST,
        said_by_map(queries, exhibit.slice_, exhibit.by, exhibit.seed),
        doubt_explained(every, *nouns),
        over(queries, exhibit),
        drawn(exhibit, READ),
    ]


READ = (
    "Each cell has the colour (in grey print the letter) of its winner, paler the smaller its lead"
    " over the runner-up; hatched: the winner is not clear, or no verdict is possible; hatched"
    " without a colour: metrics tie. All cells of a scenario compare the same metrics."
)


def _named(queries: Queries, scenarios: list[Scenario], component: str) -> str:
    labels = {component_label(queries.study, one, component) for one in scenarios}
    return escaped(labels.pop() if len(labels) == 1 else component)


FIGURES = (FigureRecipe(MAP, "Map of winners", _draw, _resolve, _caption, MAP, ("by",)),)
TABLES = (
    replace(
        question(MAP, "Map of winners", "The winner of each cell", caption=_caption),
        resolve=_resolve,
    ),
)
