"""By how much one metric is ahead of another, and where their values lie."""

import pandas as pd

from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.recipes.caption_parts import (
    COLOURS,
    drawn,
    names_of_pair,
    of_whole,
    title,
)
from setupscope.dashboard.export.recipes.colours import colours_of
from setupscope.dashboard.export.recipes.defaults import pair_of, resolve_pair_under
from setupscope.dashboard.export.recipes.recipe import FigureRecipe, TableRecipe, Words
from setupscope.dashboard.figures.figure import Properties
from setupscope.dashboard.figures.margins import density_cells, margin_bars
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.labels import measure_label
from setupscope.dashboard.text.numbers import quantity
from setupscope.data import InputError


def _margins(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    """How far the two metrics of an exhibit are apart, under its measure."""
    return queries.margins(exhibit.slice_, *pair_of(exhibit), exhibit.measure)


def _resolve(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For two metrics under one measure: the first, unless it is named."""
    one = resolve_pair_under(queries, exhibit)
    if _margins(queries, one).empty:
        raise InputError("no setup of this slice gives both metrics a value")
    return one


def _draw_margins(queries: Queries, exhibit: Exhibit, look: Look) -> Properties:
    table = _margins(queries, exhibit)
    return margin_bars(queries.study, table, exhibit.shown, colours_of(exhibit, look), look)


def _margins_caption(queries: Queries, exhibit: Exhibit) -> Words:
    table, label = _margins(queries, exhibit), measure_label(exhibit.measure)
    return [
        title(exhibit, f"Margins of {names_of_pair(queries.store, exhibit)} under {label}"),
        f"Over {quantity(int(table['setups'].sum()), 'setup')}, each with equal weight.",
        drawn(exhibit, f"The narrow bar in the middle shows ties. {COLOURS}"),
    ]


def _density(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    """Where the values of the two metrics of an exhibit lie, under its measure."""
    return queries.density(exhibit.slice_, *pair_of(exhibit), exhibit.measure)


def _draw_density(queries: Queries, exhibit: Exhibit, look: Look) -> Properties:
    table, colours = _density(queries, exhibit), colours_of(exhibit, look)
    return density_cells(queries.study, table, exhibit.shown, exhibit.measure, colours, look)


def _density_caption(queries: Queries, exhibit: Exhibit) -> Words:
    table, label = _density(queries, exhibit), measure_label(exhibit.measure)
    return [
        title(exhibit, f"Values of {names_of_pair(queries.store, exhibit)} under {label}"),
        f"Over {quantity(int(table['setups'].sum()), 'setup')}, each with equal weight.",
        drawn(
            exhibit,
            "Stronger shades mean more setups; on the diagonal line, both values are equal.",
        ),
        drawn(exhibit, COLOURS),
    ]


TAKES = ("shown", "measure")
FIGURES = (
    FigureRecipe("margins", "Margins", _draw_margins, _resolve, _margins_caption, "margins", TAKES),
    FigureRecipe("density", "Density", _draw_density, _resolve, _density_caption, "density", TAKES),
)
TABLES = (
    TableRecipe(
        "margins", "Margins", _margins, resolve_pair_under, TAKES, of_whole(_margins_caption)
    ),
    TableRecipe(
        "density", "Density", _density, resolve_pair_under, TAKES, of_whole(_density_caption)
    ),
)
