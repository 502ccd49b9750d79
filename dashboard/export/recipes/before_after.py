"""The win rates of a slice, beside those of the slice before it."""

from dataclasses import replace

import pandas as pd

from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.recipes.caption_parts import (
    MADE_BEST,
    drawn,
    intervals,
    over,
    title,
)
from setupscope.dashboard.export.recipes.colours import colours_of
from setupscope.dashboard.export.recipes.defaults import resolve_one_scenario
from setupscope.dashboard.export.recipes.questions import question
from setupscope.dashboard.export.recipes.recipe import FigureRecipe, Words
from setupscope.dashboard.figures.figure import Properties
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.figures.win_rates import win_rate_bars
from setupscope.dashboard.queries.answer import answer_of, scenario_of
from setupscope.dashboard.queries.before_after import what_moved
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.before_after import moved
from setupscope.dashboard.text.markdown import escaped
from setupscope.data import InputError

HEADING = "Win rates in two slices, the present one and the one before it"


def _resolve(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For a slice of one scenario, and the former slice of the same one."""
    one = resolve_one_scenario(queries, exhibit)
    if not one.against:
        raise InputError("before-after needs the former slice: --against QUERY")
    other = replace(one, slice_=Slice.parse(one.against, queries.study), against="")
    former = resolve_one_scenario(queries, other).slice_
    if former.scenarios != one.slice_.scenarios:
        raise InputError(
            f"before-after shows two slices of one scenario, but the former is of"
            f" {former.scenario_names()[0]} (compare takes any two)"
        )
    if queries.rates(one.slice_, "", one.seed)["win_rate"].isna().all():
        raise InputError("no metric has a win rate in this slice")
    return replace(one, against=former.link())


def _former(queries: Queries, exhibit: Exhibit) -> Slice:
    return Slice.parse(exhibit.against, queries.study)


def _moved(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    return what_moved(queries, _former(queries, exhibit), exhibit.slice_, exhibit.seed)


def _draw(queries: Queries, exhibit: Exhibit, look: Look) -> Properties:
    answer = answer_of(queries, exhibit.slice_, exhibit.seed)
    table = _moved(queries, exhibit)
    return win_rate_bars(
        queries.study,
        answer.rates,
        colours_of(exhibit, look),
        look,
        undecided=answer.undecided,
        marked=look.marked,
        before=dict(zip(table["metric"], table["rate_before"], strict=True)),
    )


def _caption(queries: Queries, exhibit: Exhibit) -> Words | None:
    former = _former(queries, exhibit) if exhibit.against else None
    if former is None or former.scenarios != exhibit.slice_.scenarios:
        return None
    return [
        title(exhibit, HEADING),
        f"Before: {escaped(former.caption())}.",
        moved(queries.study, _moved(queries, exhibit)),
        MADE_BEST,
        over(queries, exhibit),
        drawn(
            exhibit,
            "Outlined bars: the win rates before. Thin lines: 95 % intervals of the present ones,"
            f" {intervals(queries.study, scenario_of(exhibit.slice_))}.",
        ),
    ]


FIGURES = (
    FigureRecipe(
        "before-after",
        "Before and after",
        _draw,
        _resolve,
        _caption,
        "before-after",
        ("against",),
    ),
)
TABLES = (
    question("before-after", "Before and after", HEADING, takes=("against",), caption=_caption),
)
