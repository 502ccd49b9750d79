"""Win rates of the metrics beside those of baselines."""

from dataclasses import replace

import pandas as pd

from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.recipes.caption_parts import (
    drawn,
    intervals,
    of_whole,
    over,
    title,
)
from setupscope.dashboard.export.recipes.colours import colours_of
from setupscope.dashboard.export.recipes.defaults import resolve_one_scenario
from setupscope.dashboard.export.recipes.recipe import FigureRecipe, TableRecipe, Words
from setupscope.dashboard.figures.figure import Properties
from setupscope.dashboard.figures.palette import OTHER_METRIC
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.figures.win_rates import win_rate_bars
from setupscope.dashboard.queries.answer import scenario_of
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.findings import against_baselines, rescaled_sentence
from setupscope.data import InputError
from setupscope.data.errors import unknown
from setupscope.data.scoring.baselines import baseline_study


def _resolve(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For baselines: a whole scenario that ranks targets, of a study that has some."""
    scenarios = [s.name for s in queries.study.scenarios if s.candidates == "target"]
    if not scenarios or not queries.study.baselines:
        raise InputError("the study has no baselines to show")
    name = (exhibit.slice_.scenarios or (scenarios[0],))[0]
    if name not in scenarios:
        raise InputError(unknown("scenario with baselines", name, scenarios))
    whole = Slice(queries.study, (name,))
    if replace(exhibit.slice_, scenarios=(name,)) != whole:
        raise InputError("baselines are shown for whole scenarios; name only the scenario")
    return resolve_one_scenario(queries, replace(exhibit, slice_=whole))


def _draw(queries: Queries, exhibit: Exhibit, look: Look) -> Properties:
    rates, _, _ = queries.baselines(exhibit.slice_.scenario_names()[0])
    grey = {baseline.key: OTHER_METRIC for baseline in queries.study.baselines}
    known = rates.dropna(subset=["win_rate"])
    extended = baseline_study(queries.study)
    colours = colours_of(exhibit, look) | grey
    return win_rate_bars(extended, known, colours, look, first_places=False)


def _rows(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    return queries.baselines(scenario_of(exhibit.slice_).name)[0]


def _caption(queries: Queries, exhibit: Exhibit) -> Words:
    study, extended = queries.study, baseline_study(queries.study)
    rates, _, rescaled = queries.baselines(exhibit.slice_.scenario_names()[0])
    lines = f"Thin lines: 95 % intervals {intervals(study, scenario_of(exhibit.slice_))}."
    return [
        title(exhibit, "Win rates of the metrics and the baselines, compared together"),
        against_baselines(study, extended, rates),
        rescaled_sentence(extended, rescaled),
        drawn(exhibit, "" if rates["low"].isna().all() else lines),
        over(queries, exhibit),
    ]


FIGURES = (FigureRecipe("baselines", "With baselines", _draw, _resolve, _caption, "baselines"),)
TABLES = (TableRecipe("baselines", "With baselines", _rows, _resolve, caption=of_whole(_caption)),)
