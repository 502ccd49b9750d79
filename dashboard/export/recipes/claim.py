"""The check of a claim, and the margins of comparable setups around the one that shows it."""

from dataclasses import replace

import pandas as pd

from setupscope.analysis.tables import TableOptions
from setupscope.dashboard.export.exhibit import Exhibit, table_options
from setupscope.dashboard.export.recipes.caption_parts import beside, drawn, of_whole, over, title
from setupscope.dashboard.export.recipes.colours import colours_of
from setupscope.dashboard.export.recipes.defaults import resolve_one_scenario
from setupscope.dashboard.export.recipes.questions import ask, resolve_beside
from setupscope.dashboard.export.recipes.recipe import FigureRecipe, TableRecipe, Words
from setupscope.dashboard.figures.claim import claim_bars
from setupscope.dashboard.figures.figure import Properties
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.queries.claims import margins_around, margins_shown
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.claim import claim_sentence
from setupscope.dashboard.text.labels import measure_label
from setupscope.data import InputError
from setupscope.data.errors import unknown

NEEDS = "claim needs --better METRIC, --worse METRIC and --shows SETUP-OR-QUERY"
METHOD = (
    "Comparable setups have the same measure and exclude those shown; in the row of a component"
    " they differ only in that component. Larger, equal, smaller: their margin against the"
    " shown one. Percentile: position of the shown margin among the comparable ones; 100 is the"
    " strongest."
)


def _around(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    """The bins of the margins, under the measure of the exhibit if it has one."""
    asked = table_options(exhibit)
    if asked.shows is None:
        raise InputError(NEEDS)
    pair = asked.better, asked.worse
    table = margins_around(queries, exhibit.slice_, asked.shows, *pair)
    own = table["measure"] == exhibit.measure
    return table[own].reset_index(drop=True) if exhibit.measure else table


def _resolve(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For a claim about two metrics, with what shows it."""
    one = resolve_beside(queries, resolve_one_scenario(queries, exhibit))
    if not (one.better and one.worse and one.shows):
        raise InputError(NEEDS)
    return one


def _resolve_figure(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """Besides, under one measure: the first of what is shown, unless it is named."""
    one = _resolve(queries, exhibit)
    measures = list(dict.fromkeys(_around(queries, replace(one, measure=""))["measure"]))
    if not measures:
        table = queries.table(one.slice_, "claim", (), one.seed, table_options(one))
        raise InputError(f"no margin to draw: {_reason(table)}")
    if one.measure and one.measure not in measures:
        raise InputError(unknown("measure of what is shown", one.measure, measures))
    return replace(one, measure=one.measure or measures[0])


def _reason(table: pd.DataFrame) -> str:
    """Why none of the comparable setups has a margin."""
    return "no setups match what is shown" if table.empty else str(table["reason"].iloc[0])


def _draw(queries: Queries, exhibit: Exhibit, look: Look) -> Properties:
    table, pair = _around(queries, exhibit), (exhibit.better, exhibit.worse)
    return claim_bars(queries.study, table, pair, colours_of(exhibit, look), look)


def _verdict(queries: Queries, exhibit: Exhibit, asked: TableOptions) -> str:
    table = queries.table(exhibit.slice_, "claim", (), exhibit.seed, asked)
    if table.empty or asked.shows is None:
        return "No setups match the slice given as evidence."
    margins = margins_shown(queries, asked.shows, asked.better, asked.worse)
    return claim_sentence(queries.study, table, margins, asked.better, asked.worse)


def _caption(queries: Queries, exhibit: Exhibit) -> Words:
    asked = table_options(exhibit)
    return [
        title(exhibit, "How many comparable setups agree with a claim"),
        *beside(queries.store, exhibit),
        _verdict(queries, exhibit, asked),
        METHOD,
        over(queries, exhibit),
    ]


def _margins_caption(queries: Queries, exhibit: Exhibit) -> Words:
    asked = table_options(exhibit)
    under = f" under {measure_label(exhibit.measure)}" if exhibit.measure else ""
    return [
        title(exhibit, f"Margins of setups that are comparable with those of a claim{under}"),
        *beside(queries.store, exhibit),
        _verdict(queries, exhibit, asked),
        "Comparable setups have the same measure and exclude those shown; each counts once.",
        drawn(
            exhibit,
            "The line is the margin shown; the narrow bar in the middle shows ties. Colours show"
            " which metric is ahead.",
        ),
    ]


CLAIM = ("better", "worse", "shows")
FIGURES = (
    FigureRecipe(
        "claim",
        "Claim check",
        _draw,
        _resolve_figure,
        _margins_caption,
        "claim-margins",
        (*CLAIM, "measure"),
    ),
)
TABLES = (
    TableRecipe(
        "claim",
        "Claim check",
        ask,
        resolve_beside,
        ("by", *CLAIM),
        of_whole(_caption),
        "How many comparable setups agree with a claim",
        METHOD,
    ),
    TableRecipe(
        "claim-margins",
        "Margins around a claim",
        _around,
        _resolve,
        (*CLAIM, "measure"),
        of_whole(_margins_caption),
    ),
)
