"""How similarly setups that differ in only one component rank the metrics."""

import pandas as pd

from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.recipes.caption_parts import drawn, of_whole, over, title
from setupscope.dashboard.export.recipes.defaults import resolve_one_scenario
from setupscope.dashboard.export.recipes.questions import question
from setupscope.dashboard.export.recipes.recipe import FigureRecipe, Words
from setupscope.dashboard.figures.figure import Properties
from setupscope.dashboard.figures.stability import stability_dots
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.queries.answer import scenario_of
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.coverage import EVERY
from setupscope.dashboard.text.stability import (
    component_name,
    other_components,
    stability_sentence,
)
from setupscope.data import InputError

HEADING = (
    "Mean Kendall τ-b between the rankings of the metrics in setups that differ in only one"
    " component (from −1 to 1)"
)
METHOD = (
    "Standard deviations are over groups of such setups. 95 % intervals are from resampling the"
    " givens, with the candidates fixed; for the given itself, from a jackknife over the"
    " candidates."
)


def _shown(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    """The components whose stability is known, the least stable first."""
    table = queries.table(exhibit.slice_, "stability", (), exhibit.seed)
    return table.dropna(subset=["stability"]).sort_values("stability", kind="stable")


def _resolve(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For components of which setups differ in one alone."""
    one = resolve_one_scenario(queries, exhibit)
    if _shown(queries, one).empty:
        raise InputError("no two setups of this slice differ in only one component")
    return one


def _draw(queries: Queries, exhibit: Exhibit, look: Look) -> Properties:
    rows, scenario = _shown(queries, exhibit), scenario_of(exhibit.slice_)
    labels = [component_name(queries.study, scenario, name) for name in rows["component"]]
    return stability_dots(rows, labels, look)


def _caption(queries: Queries, exhibit: Exhibit) -> Words:
    scenario = scenario_of(exhibit.slice_)
    table = queries.table(exhibit.slice_, "stability", (), exhibit.seed)
    return [
        title(exhibit, HEADING),
        stability_sentence(queries.study, scenario, table),
        other_components(queries.study, scenario, table),
        drawn(exhibit, f"Dot: mean; wide bar: standard deviation{_line(table)}."),
        METHOD,
        over(queries, exhibit),
    ]


def _line(table: pd.DataFrame) -> str:
    return "" if table["low"].isna().all() else "; thin line: 95 % interval"


FIGURES = (FigureRecipe("stability", "Stability", _draw, _resolve, _caption, "stability"),)
TABLES = (
    question("stability", "Stability", HEADING, METHOD, counting=EVERY, caption=of_whole(_caption)),
)
