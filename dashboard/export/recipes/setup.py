"""One setup, and its neighbours."""

from dataclasses import replace

import pandas as pd

from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.recipes.caption_parts import drawn, of_whole
from setupscope.dashboard.export.recipes.colours import colours_of
from setupscope.dashboard.export.recipes.defaults import resolve_one_scenario, the_setup
from setupscope.dashboard.export.recipes.recipe import FigureRecipe, TableRecipe, Words
from setupscope.dashboard.figures.figure import Properties
from setupscope.dashboard.figures.neighbours import neighbour_cells
from setupscope.dashboard.figures.setup import MOST_DRAWN, setup_scatter
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.labels import ranked_by
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import join_names, quantity
from setupscope.dashboard.text.setup import (
    neighbours_sentence,
    setup_sentence,
    without_scores,
)
from setupscope.data import InputError
from setupscope.data.errors import unknown
from setupscope.data.measures import MEASURES
from setupscope.data.study.setup_ids import SetupId


def _resolve(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For one setup: the first with the largest pool of the slice, unless it is named."""
    within = exhibit
    if exhibit.setup:
        scenario = SetupId.parse(exhibit.setup, queries.study).scenario
        within = replace(
            exhibit, slice_=Slice(queries.study, (scenario,), metrics=exhibit.slice_.metrics)
        )
    one = resolve_one_scenario(queries, within)
    strangers = [key for key in one.shown if key not in one.slice_.metric_keys()]
    if strangers:
        raise InputError(unknown("metric of this slice", strangers[0], one.slice_.metric_keys()))
    resolved = replace(one, setup=one.setup or str(queries.first_setup(one.slice_)))
    the_setup(queries, resolved)
    return resolved


def _draw(queries: Queries, exhibit: Exhibit, look: Look) -> Properties:
    one, study, metrics = the_setup(queries, exhibit), queries.study, exhibit.slice_.metric_keys()
    drawn_ = (exhibit.shown or study.among_first(metrics, MOST_DRAWN))[:MOST_DRAWN]
    return setup_scatter(study, one, drawn_, colours_of(exhibit, look), look)


def _rows(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    one = the_setup(queries, exhibit)
    columns = ["candidate", "performance", *exhibit.slice_.metric_keys()]
    table = one.candidates[columns].reset_index(drop=True)
    table.insert(0, "scenario", one.id.scenario)
    table.insert(1, "setup", str(one.id))
    return table


def _caption(queries: Queries, exhibit: Exhibit) -> Words:
    study, one = queries.study, the_setup(queries, exhibit)
    metrics, scenario = exhibit.slice_.metric_keys(), study.scenario(one.id.scenario)
    noun, task = escaped(study.noun(scenario, "candidates")), study.table(scenario.table).task
    upwards, by = escaped(study.performance_label(scenario.name)), ranked_by(scenario)
    axes = f"Each dot is one {noun}, with its score (horizontal) and its {upwards} (vertical);"
    axes += " a ring marks what the metric picks, and the best and the worst are named."
    inside = [escaped(study.label(name)) for name in one.id.members(study)]
    return [
        f"Scores of each metric and {by}s in one setup of {escaped(task)}.",
        setup_sentence(study, one, metrics),
        without_scores(study, one, metrics),
        drawn(exhibit, f"{axes} {HOW_TO_READ.get(one.id.measure, '')}"),
        f"In the pool: {join_names(inside)}.",
        "A single setup has no interval.",
    ]


PAIRS = "Strong lines join discordant pairs, faint ones concordant pairs."
WEIGHTED_PAIRS = f"{PAIRS[:-1]}; the size of a dot is the weight of the candidate."
BEST = "The star marks the best candidate."
HOW_TO_READ = {
    "pearson": "The line is the least-squares fit; r measures how close the dots are to a line.",
    "kendall": PAIRS,
    "weighted_kendall": WEIGHTED_PAIRS,
    "weighted_kendall_by_performance": WEIGHTED_PAIRS,
    **{key: BEST for key, measure in MEASURES.items() if not measure.is_correlation},
}
"""How to read what is drawn for each measure."""


def _draw_neighbours(queries: Queries, exhibit: Exhibit, look: Look) -> Properties:
    one = the_setup(queries, exhibit)
    around, metrics = queries.neighbours(one), exhibit.slice_.metric_keys()
    return neighbour_cells(queries.study, one, around, metrics, colours_of(exhibit, look), look)


def _neighbour_rows(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    one = the_setup(queries, exhibit)
    parts = ["component", "given", "backbone", "measure", "pool"]
    table = queries.neighbours(one)[[*parts, *exhibit.slice_.metric_keys()]]
    table.insert(0, "scenario", one.id.scenario)
    return table


def _neighbours_caption(queries: Queries, exhibit: Exhibit) -> Words:
    study, one = queries.study, the_setup(queries, exhibit)
    metrics, around = exhibit.slice_.metric_keys(), queries.neighbours(one)
    return [
        f"Values of the metrics in {quantity(len(around), 'setup')} that"
        f" {'differs' if len(around) == 1 else 'differ'} from one setup in a single component.",
        setup_sentence(study, one, metrics),
        without_scores(study, one, metrics),
        neighbours_sentence(study, one, around, metrics),
        drawn(
            exhibit,
            "Bars run from 0, negative ones to the left; bold labels mark setups in which another"
            " metric wins.",
        ),
    ]


FIGURES = (
    FigureRecipe("setup", "One setup", _draw, _resolve, _caption, "setup", ("setup", "shown")),
    FigureRecipe(
        "neighbours",
        "Neighbours",
        _draw_neighbours,
        _resolve,
        _neighbours_caption,
        "neighbours",
        ("setup",),
    ),
)
TABLES = (
    TableRecipe("setup", "One setup", _rows, _resolve, ("setup",), of_whole(_caption)),
    TableRecipe(
        "neighbours",
        "Neighbours",
        _neighbour_rows,
        _resolve,
        ("setup",),
        of_whole(_neighbours_caption),
    ),
)
