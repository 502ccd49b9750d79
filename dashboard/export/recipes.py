"""How is each figure of the pages made from what it shows?

One way for screen, file and command line, so that they show the same numbers in the same
order and colours.
"""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from dashboard.answered import answered, finding_of, parts_of, slices_with_setups
from dashboard.evidence_figures import lead_dots, value_ranges
from dashboard.export.colours import colours_of
from dashboard.export.deeper_recipes import DEEPER
from dashboard.export.exhibits import Exhibit, from_options
from dashboard.export.filling_in import (
    settle_as_it_is,
    settle_baselines,
    settle_component,
    settle_leads,
    settle_measure,
    settle_one_scenario,
    settle_setup,
    the_setup,
)
from dashboard.export.pair_recipes import PAIRS
from dashboard.export.recipe import Recipe
from dashboard.export.table_recipes import TABLES
from dashboard.neighbour_figure import neighbour_cells
from dashboard.palette import OTHER_METRIC
from dashboard.questions import Ask
from dashboard.rate_figures import win_rate_bars, win_rate_cells
from dashboard.setup_figure import MOST_DRAWN, setup_scatter
from dashboard.template import Look
from dashboard.wording import scenario_title
from data import Store
from data.baselines import baseline_study

TITLE_HEIGHT = 42


def draw(ask: Ask, store: Store, exhibit: Exhibit, look: Look) -> go.Figure:
    """The figure of an exhibit that is settled."""
    return FIGURES[exhibit.name].draw(ask, store, exhibit, look)


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


def _findings(ask: Ask, store: Store, exhibit: Exhibit, look: Look) -> go.Figure:
    slices = slices_with_setups(ask, store, exhibit.slice_)
    found = [finding_of(ask, store, slice_, exhibit.seed) for slice_ in slices]
    return win_rate_cells(
        store.study,
        pd.concat([one.rates for one in found], ignore_index=True),
        "scenario",
        {one.scenario.name: scenario_title(one.scenario) for one in found},
        exhibit.slice_.metric_keys(),
        colours_of(exhibit, look),
        look,
        row_height=TITLE_HEIGHT,
        undecided=[one.scenario.name for one in found if one.undecided],
    )


def _baselines(ask: Ask, store: Store, exhibit: Exhibit, look: Look) -> go.Figure:
    rates, _, _ = ask.baselines_of(store, exhibit.slice_.scenario_names()[0])
    grey = {baseline.key: OTHER_METRIC for baseline in store.study.baselines}
    known = rates.dropna(subset=["win_rate"])
    extended = baseline_study(store.study)
    colours = colours_of(exhibit, look) | grey
    return win_rate_bars(extended, known, colours, look, first_places=False)


def _win_rates(ask: Ask, store: Store, exhibit: Exhibit, look: Look) -> go.Figure:
    said = answered(ask, store, exhibit.slice_, exhibit.seed)
    return win_rate_bars(
        store.study,
        said.rates,
        colours_of(exhibit, look),
        look,
        undecided=said.undecided,
        marked=look.marked,
    )


def _win_rates_by(ask: Ask, store: Store, exhibit: Exhibit, look: Look) -> go.Figure:
    component = exhibit.by[0]
    parts = parts_of(ask, store, exhibit.slice_, component, exhibit.seed)
    return win_rate_cells(
        store.study,
        parts.rates,
        component,
        parts.labels,
        parts.metrics,
        colours_of(exhibit, look),
        look,
    )


def _values(ask: Ask, store: Store, exhibit: Exhibit, look: Look) -> go.Figure:
    values = ask.evidence_of(store, exhibit.slice_, exhibit.seed).values
    of_measure = values[values["measure"] == exhibit.measure]
    return value_ranges(store.study, of_measure, colours_of(exhibit, look), look)


def _leave_one_out(ask: Ask, store: Store, exhibit: Exhibit, look: Look) -> go.Figure:
    without = ask.evidence_of(store, exhibit.slice_, exhibit.seed).without
    known = without.dropna(subset=["winner", "lead"])
    return lead_dots(store.study, known, colours_of(exhibit, look), look)


def _setup(ask: Ask, store: Store, exhibit: Exhibit, look: Look) -> go.Figure:
    one, metrics = the_setup(ask, store, exhibit), exhibit.shown or exhibit.slice_.metric_keys()
    return setup_scatter(store.study, one, metrics[:MOST_DRAWN], colours_of(exhibit, look), look)


def _neighbours(ask: Ask, store: Store, exhibit: Exhibit, look: Look) -> go.Figure:
    one = the_setup(ask, store, exhibit)
    around, metrics = ask.neighbours_of(store, one), exhibit.slice_.metric_keys()
    return neighbour_cells(store.study, one, around, metrics, colours_of(exhibit, look), look)


FIGURES: Mapping[str, Recipe] = {
    recipe.name: recipe
    for recipe in (
        Recipe("findings", "Findings", _findings, settle_as_it_is, "win-rates"),
        Recipe("baselines", "Beside baselines", _baselines, settle_baselines, "baselines"),
        Recipe("win-rates", "Win rates", _win_rates, settle_one_scenario, "win-rates"),
        Recipe(
            "win-rates-by", "Win rates by", _win_rates_by, settle_component, "win-rates", ("by",)
        ),
        Recipe("values", "Values", _values, settle_measure, "scores", ("measure",)),
        Recipe(
            "leave-one-out", "Without each given", _leave_one_out, settle_leads, "leave-one-out"
        ),
        Recipe("setup", "One setup", _setup, settle_setup, "setup", ("setup", "shown")),
        Recipe("neighbours", "Neighbours", _neighbours, settle_setup, "neighbours", ("setup",)),
        *DEEPER,
        *PAIRS,
    )
}
"""Every figure of the pages, by name."""
