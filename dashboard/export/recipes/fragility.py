"""The fewest givens, and candidates, without which the winner no longer wins."""

import pandas as pd

from setupscope.analysis.questions.fragility import CANDIDATES, GIVENS
from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.recipes.caption_parts import drawn, of_whole, over, title
from setupscope.dashboard.export.recipes.colours import colours_of
from setupscope.dashboard.export.recipes.defaults import resolve_one_scenario
from setupscope.dashboard.export.recipes.questions import question
from setupscope.dashboard.export.recipes.recipe import FigureRecipe, Words
from setupscope.dashboard.figures.figure import Properties
from setupscope.dashboard.figures.fragility import lead_steps
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.queries.answer import scenario_of
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.fragility import fragile
from setupscope.dashboard.text.markdown import escaped
from setupscope.data import InputError

HEADING = "The winner's lead without the givens, or the candidates, that favour it most"


def _steps(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    table = queries.table(exhibit.slice_, "fragility", (), exhibit.seed)
    return table.dropna(subset=["lead"])


def _resolve(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For a winner from which something can be taken away."""
    one = resolve_one_scenario(queries, exhibit)
    table = queries.table(one.slice_, "fragility", (), one.seed)
    if not (table["removed"] > 0).any():
        raise InputError(f"nothing can be taken away: {table['reason'].iloc[0]}")
    return one


def _draw(queries: Queries, exhibit: Exhibit, look: Look) -> Properties:
    study, scenario = queries.study, scenario_of(exhibit.slice_)
    nouns = {GIVENS: study.noun(scenario, "given"), CANDIDATES: study.noun(scenario, "candidates")}
    return lead_steps(study, _steps(queries, exhibit), nouns, colours_of(exhibit, look), look)


def _caption(queries: Queries, exhibit: Exhibit) -> Words:
    study, scenario = queries.study, scenario_of(exhibit.slice_)
    given, candidate = (escaped(study.noun(scenario, role)) for role in ("given", "candidates"))
    bars = (
        "Bars: the smallest lead of the winner over another metric that any choice of so many"
        " leaves, in percentage points; below 0, in the colour of the metric that is ahead."
    )
    method = (
        f"A {given} is taken away with all its setups, a {candidate} with all pools that contain"
        f" it, as far as every {given} keeps some."
    )
    greedy = f"The {candidate}s are taken away one after another, so that fewer may do."
    bound = not _steps(queries, exhibit)["exact"].all()
    return [
        title(exhibit, HEADING),
        fragile(study, scenario, _steps(queries, exhibit)),
        drawn(exhibit, bars),
        method,
        greedy if bound else "",
        over(queries, exhibit),
    ]


FIGURES = (FigureRecipe("fragility", "Fragility", _draw, _resolve, _caption, "fragility"),)
TABLES = (question("fragility", "Fragility", HEADING, caption=of_whole(_caption)),)
