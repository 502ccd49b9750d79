"""How is each figure of the pages made from what it shows?

One way for screen, file and command line, so that they show the same numbers in the same
order and colours.
"""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from setupscope.dashboard.export.exhibit import Exhibit, from_options
from setupscope.dashboard.export.recipes.colours import colours_of
from setupscope.dashboard.export.recipes.defaults import (
    resolve_as_it_is,
    resolve_baselines,
    resolve_component,
    resolve_leads,
    resolve_measure,
    resolve_one_scenario,
    resolve_setup,
    the_setup,
)
from setupscope.dashboard.export.recipes.head_to_head import PAIRS
from setupscope.dashboard.export.recipes.recipe import Recipe
from setupscope.dashboard.export.recipes.robustness import DEEPER
from setupscope.dashboard.export.recipes.tables import TABLES
from setupscope.dashboard.figures.evidence import lead_dots, value_ranges
from setupscope.dashboard.figures.neighbours import neighbour_cells
from setupscope.dashboard.figures.palette import OTHER_METRIC
from setupscope.dashboard.figures.setup import MOST_DRAWN, setup_scatter
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.figures.win_rates import win_rate_bars, win_rate_cells
from setupscope.dashboard.queries.answer import answer_of, finding_of, parts_of, slices_with_setups
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.labels import scenario_title
from setupscope.data.scoring.baselines import baseline_study

TITLE_HEIGHT = 42


def draw(queries: Queries, exhibit: Exhibit, look: Look) -> go.Figure:
    """The figure of an exhibit that is resolved."""
    return FIGURES[exhibit.name].draw(queries, exhibit, look)


def numbers_behind(exhibit: Exhibit) -> Exhibit:
    """The table with the numbers of a figure: of its measure or its pair alone if it has one."""
    recipe, slice_ = FIGURES[exhibit.name], exhibit.slice_
    table = TABLES[recipe.table]
    if exhibit.measure and "measure" not in table.takes:
        slice_ = slice_.replace(measures=(exhibit.measure,))
    if recipe.pair:
        slice_ = slice_.replace(metrics=exhibit.shown)
    options = {key: values for key, values in exhibit.options().items() if key in table.takes}
    if recipe.kinds:
        options.pop("by", None)
    return Exhibit("table", table.name, slice_, **from_options(options), seed=exhibit.seed)


def _findings(queries: Queries, exhibit: Exhibit, look: Look) -> go.Figure:
    slices = slices_with_setups(queries, exhibit.slice_)
    found = [finding_of(queries, slice_, exhibit.seed) for slice_ in slices]
    return win_rate_cells(
        queries.study,
        pd.concat([one.rates for one in found], ignore_index=True),
        "scenario",
        {one.scenario.name: scenario_title(one.scenario) for one in found},
        exhibit.slice_.metric_keys(),
        colours_of(exhibit, look),
        look,
        row_height=TITLE_HEIGHT,
        undecided=[one.scenario.name for one in found if one.undecided],
    )


def _baselines(queries: Queries, exhibit: Exhibit, look: Look) -> go.Figure:
    rates, _, _ = queries.baselines(exhibit.slice_.scenario_names()[0])
    grey = {baseline.key: OTHER_METRIC for baseline in queries.study.baselines}
    known = rates.dropna(subset=["win_rate"])
    extended = baseline_study(queries.study)
    colours = colours_of(exhibit, look) | grey
    return win_rate_bars(extended, known, colours, look, first_places=False)


def _win_rates(queries: Queries, exhibit: Exhibit, look: Look) -> go.Figure:
    answer = answer_of(queries, exhibit.slice_, exhibit.seed)
    return win_rate_bars(
        queries.study,
        answer.rates,
        colours_of(exhibit, look),
        look,
        undecided=answer.undecided,
        marked=look.marked,
    )


def _win_rates_by(queries: Queries, exhibit: Exhibit, look: Look) -> go.Figure:
    component = exhibit.by[0]
    parts = parts_of(queries, exhibit.slice_, component, exhibit.seed)
    return win_rate_cells(
        queries.study,
        parts.rates,
        component,
        parts.labels,
        parts.metrics,
        colours_of(exhibit, look),
        look,
    )


def _values(queries: Queries, exhibit: Exhibit, look: Look) -> go.Figure:
    values = queries.evidence(exhibit.slice_, exhibit.seed).values
    of_measure = values[values["measure"] == exhibit.measure]
    return value_ranges(queries.study, of_measure, colours_of(exhibit, look), look)


def _leave_one_out(queries: Queries, exhibit: Exhibit, look: Look) -> go.Figure:
    without = queries.evidence(exhibit.slice_, exhibit.seed).without
    known = without.dropna(subset=["winner", "lead"])
    return lead_dots(queries.study, known, colours_of(exhibit, look), look)


def _setup(queries: Queries, exhibit: Exhibit, look: Look) -> go.Figure:
    one, metrics = the_setup(queries, exhibit), exhibit.shown or exhibit.slice_.metric_keys()
    return setup_scatter(queries.study, one, metrics[:MOST_DRAWN], colours_of(exhibit, look), look)


def _neighbours(queries: Queries, exhibit: Exhibit, look: Look) -> go.Figure:
    one = the_setup(queries, exhibit)
    around, metrics = queries.neighbours(one), exhibit.slice_.metric_keys()
    return neighbour_cells(queries.study, one, around, metrics, colours_of(exhibit, look), look)


FIGURES: Mapping[str, Recipe] = {
    recipe.name: recipe
    for recipe in (
        Recipe("findings", "Findings", _findings, resolve_as_it_is, "win-rates"),
        Recipe("baselines", "Beside baselines", _baselines, resolve_baselines, "baselines"),
        Recipe("win-rates", "Win rates", _win_rates, resolve_one_scenario, "win-rates"),
        Recipe(
            "win-rates-by", "Win rates by", _win_rates_by, resolve_component, "win-rates", ("by",)
        ),
        Recipe("values", "Values", _values, resolve_measure, "scores", ("measure",)),
        Recipe(
            "leave-one-out", "Without each given", _leave_one_out, resolve_leads, "leave-one-out"
        ),
        Recipe("setup", "One setup", _setup, resolve_setup, "setup", ("setup", "shown")),
        Recipe("neighbours", "Neighbours", _neighbours, resolve_setup, "neighbours", ("setup",)),
        *DEEPER,
        *PAIRS,
    )
}
"""Every figure of the pages, by name."""
