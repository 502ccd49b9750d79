"""Win rates along an ordered choice: pool sizes, numbers of setups or givens, a fact."""

from dataclasses import replace
from html import escape

import pandas as pd

from setupscope.analysis.questions.crossings import crossings
from setupscope.analysis.questions.sweep import GIVENS, SETUPS, require_choice, whole_of
from setupscope.analysis.tables import TableOptions
from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.recipes.caption_parts import drawn, of_whole, over, title
from setupscope.dashboard.export.recipes.colours import colours_of
from setupscope.dashboard.export.recipes.defaults import resolve_one_scenario
from setupscope.dashboard.export.recipes.questions import question
from setupscope.dashboard.export.recipes.recipe import FigureRecipe, Words
from setupscope.dashboard.figures.figure import Properties
from setupscope.dashboard.figures.sweep import sweep_lines
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.queries.answer import scenario_of
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.queries.sweep import without_fact
from setupscope.dashboard.text.labels import on_lines
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.sweep import sweep_sentence
from setupscope.dashboard.text.sweep_steps import axis_title, choice_name, left_out
from setupscope.data import InputError

LONGEST = 30
"""Characters of a line of an axis title."""
RANDOM = (
    "Random parts are nested: each of 4,000 draws goes on from its smaller one. A setup is drawn"
    " from a given that is drawn, both with replacement; givens are drawn without replacement, with"
    " all their setups. The last step is the slice itself."
)


def _sweep(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    options = TableOptions(along=exhibit.along or SETUPS)
    return queries.table(exhibit.slice_, "sweep", (), exhibit.seed, options)


def _resolve(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For one scenario, along random setups unless another choice is named, with two steps.

    What the slice restricts of that choice is lifted.
    """
    one = resolve_one_scenario(queries, replace(exhibit, along=exhibit.along or SETUPS))
    require_choice(queries.study, one.along)
    one = replace(one, slice_=whole_of(one.slice_, one.along))
    table = _sweep(queries, one)
    if table["step"].nunique() < 2 or table["win_rate"].isna().all():
        reasons = [*table["reason"].dropna().unique(), "there is only one step"]
        raise InputError(f"nothing can be swept along {one.along}: {reasons[0]}")
    return one


def _draw(queries: Queries, exhibit: Exhibit, look: Look) -> Properties:
    study, scenario = queries.study, scenario_of(exhibit.slice_)
    table = _sweep(queries, exhibit)
    return sweep_lines(
        study,
        table.dropna(subset=["step", "win_rate"]),
        on_lines(escape(axis_title(study, scenario, exhibit.along), quote=False), LONGEST),
        [stretch.first for stretch in crossings(table)[1:]],
        colours_of(exhibit, look),
        look,
    )


def _caption(queries: Queries, exhibit: Exhibit) -> Words:
    study, scenario = queries.study, scenario_of(exhibit.slice_)
    along = exhibit.along or SETUPS
    random = along in (SETUPS, GIVENS)
    bands = "95 % of the draws" if random else "the 95 % intervals over givens, candidates fixed"
    lines = (
        f"Lines: win rates; large dots: the highest of a step; bands: {bands}; dotted: the winner"
        " changes."
    )
    return [
        title(exhibit, f"Win rates along {escaped(choice_name(study, scenario, along))}"),
        sweep_sentence(study, scenario, _sweep(queries, exhibit)),
        left_out(study, scenario, along, without_fact(exhibit.slice_, along)),
        drawn(exhibit, lines),
        RANDOM if random else "",
        over(queries, exhibit),
    ]


FIGURES = (FigureRecipe("sweep", "Sweep", _draw, _resolve, _caption, "sweep", ("along",)),)
TABLES = (
    question(
        "sweep",
        "Sweep",
        "Win rates at each step of an ordered choice",
        RANDOM,
        takes=("by", "along"),
        caption=of_whole(_caption),
    ),
)
