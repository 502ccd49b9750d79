"""Win rates of the metrics beside those of baselines."""

from dataclasses import replace

import pandas as pd

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
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.figures.win_rates import win_rate_bars
from setupscope.dashboard.queries.answer import scenario_of, slices_with_setups
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.queries.rescaled import rescaled_of
from setupscope.dashboard.text.findings import against_baselines, rescaled_sentence


def _resolve(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For one scenario: with its baselines, where the slice names none."""
    one = resolve_one_scenario(queries, exhibit)
    slice_ = one.slice_
    return replace(one, slice_=slice_ if slice_.has_baselines else slice_.with_baselines())


def _draw(queries: Queries, exhibit: Exhibit, look: Look) -> Properties:
    known = _rows(queries, exhibit).dropna(subset=["win_rate"])
    return win_rate_bars(queries.study, known, colours_of(exhibit, look), look, first_places=False)


def _rows(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    return queries.rates(exhibit.slice_, "", exhibit.seed)


def _resolve_table(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For any scenarios: with their baselines, where the slice names none."""
    slice_ = exhibit.slice_
    return replace(exhibit, slice_=slice_ if slice_.has_baselines else slice_.with_baselines())


def _caption(queries: Queries, exhibit: Exhibit) -> Words:
    study, rates = queries.study, _rows(queries, exhibit)
    (slice_,) = slices_with_setups(queries, exhibit.slice_)
    lines = f"Thin lines: 95 % intervals {intervals(study, scenario_of(slice_))}."
    return [
        title(exhibit, "Win rates of the metrics and the baselines, compared together"),
        against_baselines(study, rates),
        rescaled_sentence(study, rescaled_of(queries, slice_)),
        drawn(exhibit, "" if rates["low"].isna().all() else lines),
        over(queries, exhibit),
    ]


FIGURES = (FigureRecipe("baselines", "With baselines", _draw, _resolve, _caption, "baselines"),)
TABLES = (
    TableRecipe("baselines", "With baselines", _rows, _resolve_table, caption=of_whole(_caption)),
)
