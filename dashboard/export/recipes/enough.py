"""How many setups, or givens, give the same ranking again."""

from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.recipes.caption_parts import drawn, of_whole, over, title
from setupscope.dashboard.export.recipes.defaults import resolve_one_scenario
from setupscope.dashboard.export.recipes.questions import question
from setupscope.dashboard.export.recipes.recipe import FigureRecipe, Words
from setupscope.dashboard.figures.enough import enough_lines
from setupscope.dashboard.figures.figure import Properties
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.queries.answer import scenario_of
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.coverage import EVERY
from setupscope.dashboard.text.stability import (
    enough_sentence,
)
from setupscope.data import InputError

HEADING = "Agreement between two rankings of the metrics, each from n setups or n givens"
METHOD = (
    "Metrics are ranked by their mean rank within setups. Each of 1,000 draws takes two independent"
    " samples of setups with replacement, or two disjoint samples of givens with all their setups."
    " Stable: the smallest n from which the mean Kendall τ-b stays at .9 or above."
)


def _resolve(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For samples of setups and givens; there must be something to sample."""
    one = resolve_one_scenario(queries, exhibit)
    table = queries.table(one.slice_, "enough", (), one.seed)
    if table["n"].isna().all():
        raise InputError(f"nothing can be sampled: {table['reason'].iloc[0]}")
    return one


def _draw(queries: Queries, exhibit: Exhibit, look: Look) -> Properties:
    table = queries.table(exhibit.slice_, "enough", (), exhibit.seed)
    noun = queries.study.noun(scenario_of(exhibit.slice_), "given")
    return enough_lines(table.dropna(subset=["n"]), noun, look)


def _caption(queries: Queries, exhibit: Exhibit) -> Words:
    table = queries.table(exhibit.slice_, "enough", (), exhibit.seed)
    return [
        title(exhibit, HEADING),
        enough_sentence(queries.study, scenario_of(exhibit.slice_), table),
        drawn(exhibit, "Line: mean τ-b; shaded area: down to the 5 % quantile."),
        METHOD,
        over(queries, exhibit),
    ]


FIGURES = (FigureRecipe("enough", "How many are enough", _draw, _resolve, _caption, "enough"),)
TABLES = (
    question(
        "enough", "How many are enough", HEADING, METHOD, counting=EVERY, caption=of_whole(_caption)
    ),
)
