"""Where the values of each metric lie."""

from dataclasses import replace

from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.recipes.caption_parts import drawn, title
from setupscope.dashboard.export.recipes.colours import colours_of
from setupscope.dashboard.export.recipes.defaults import measure_of, resolve_one_scenario
from setupscope.dashboard.export.recipes.questions import question
from setupscope.dashboard.export.recipes.recipe import FigureRecipe, Words
from setupscope.dashboard.figures.evidence import value_ranges
from setupscope.dashboard.figures.figure import Properties
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.labels import measure_label
from setupscope.dashboard.text.numbers import quantity
from setupscope.data import InputError


def _resolve(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For what shows values under one measure: the first, unless it is named."""
    one = resolve_one_scenario(queries, exhibit)
    measure = measure_of(one)
    values = queries.evidence(one.slice_, one.seed).values
    if values.loc[values["measure"] == measure, "q50"].isna().all():
        raise InputError(f"no metric has a value under {measure} in this slice")
    return replace(one, measure=measure)


def _draw(queries: Queries, exhibit: Exhibit, look: Look) -> Properties:
    values = queries.evidence(exhibit.slice_, exhibit.seed).values
    of_measure = values[values["measure"] == exhibit.measure]
    return value_ranges(queries.study, of_measure, colours_of(exhibit, look), look)


def _caption(queries: Queries, exhibit: Exhibit) -> Words:
    label = measure_label(exhibit.measure)
    values = queries.evidence(exhibit.slice_, exhibit.seed).values
    of_measure = values[values["measure"] == exhibit.measure]
    over = quantity(int(of_measure["setups"].iloc[0]), "setup")
    return [
        title(exhibit, f"Values of each metric under {label}"),
        f"Over {over}, each with equal weight.",
        drawn(
            exhibit, "Tick: median; thick bar: middle 50 % of the values; thin bar: middle 90 %."
        ),
        "These ranges show the spread over setups; they are not confidence intervals.",
    ]


FIGURES = (FigureRecipe("values", "Values", _draw, _resolve, _caption, "scores", ("measure",)),)
TABLES = (
    question(
        "scores",
        "Values",
        "Values of each metric under each measure",
        "Quantiles show the spread over setups; they are not confidence intervals.",
    ),
)
