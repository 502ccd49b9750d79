"""Two slices, and what differs between them."""

from dataclasses import replace

import pandas as pd

from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.recipes.caption_parts import INTERVALS, beside, over, title
from setupscope.dashboard.export.recipes.colours import colours_of
from setupscope.dashboard.export.recipes.defaults import resolve_one_scenario
from setupscope.dashboard.export.recipes.questions import ask, question
from setupscope.dashboard.export.recipes.recipe import FigureRecipe, Words
from setupscope.dashboard.figures.compare import compare_slopes
from setupscope.dashboard.figures.figure import Properties
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.queries.answer import is_undecided, scenario_of
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.compare import (
    comparison_sentence,
    differences_sentence,
    short_names,
    told_apart,
)
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import quantity
from setupscope.data import InputError

HEADING = "Win rates and ranks of the metrics in two slices. Slice A"
METHOD = (
    f"Differences are B − A, with 95 % intervals {INTERVALS}. Each draw is taken from the"
    " givens of both slices and used for both."
)


def _compared(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    """The comparison of an exhibit's slice with the other that it names."""
    return ask(queries, exhibit)


def _resolve(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For two slices of one scenario each, that hold setups."""
    one = resolve_one_scenario(queries, exhibit)
    if not one.against:
        raise InputError("figure compare needs a second slice: --against QUERY")
    other = Slice.parse(one.against, queries.study)
    whole = resolve_one_scenario(queries, replace(one, slice_=other, against=""))
    resolved = replace(one, against=whole.slice_.link())
    if _compared(queries, resolved)["difference"].isna().all():
        raise InputError("no metric has a win rate in both slices")
    return resolved


def _draw(queries: Queries, exhibit: Exhibit, look: Look) -> Properties:
    table, other = _compared(queries, exhibit), Slice.parse(exhibit.against, queries.study)
    names = short_names(exhibit.slice_, other)
    return compare_slopes(queries.study, table, names, colours_of(exhibit, look), look)


def _caption(queries: Queries, exhibit: Exhibit) -> Words:
    table = _compared(queries, exhibit)
    row, against = table.iloc[0], Slice.parse(exhibit.against, queries.study)
    noun = escaped(queries.study.noun(scenario_of(against), "given"))
    undecided = [is_undecided(queries, one, exhibit.seed) for one in (exhibit.slice_, against)]
    setups, givens = (
        quantity(int(row["setups_b"]), "setup"),
        quantity(int(row["givens_b"]), noun),
    )
    return [
        title(exhibit, HEADING),
        *beside(queries.store, exhibit),
        told_apart(exhibit.slice_, against),
        comparison_sentence(queries.study, table, undecided),
        differences_sentence(queries.study, table),
        "Top: ranks and win rates; bottom: differences in percentage points, 95 % intervals.",
        METHOD,
        f"A: {over(queries, exhibit)} B: {setups} over {givens}.",
    ]


FIGURES = (
    FigureRecipe("compare", "Two slices", _draw, _resolve, _caption, "compare", ("against",)),
)
TABLES = (
    question(
        "compare",
        "Two slices",
        HEADING,
        METHOD,
        takes=("against",),
    ),
)
