"""How alike setups rank the metrics that differ in one component alone."""

import pandas as pd
import plotly.graph_objects as go

from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.recipes.caption_parts import drawn, of_whole, over, title
from setupscope.dashboard.export.recipes.defaults import resolve_few
from setupscope.dashboard.export.recipes.questions import question
from setupscope.dashboard.export.recipes.recipe import FigureRecipe, Words
from setupscope.dashboard.figures.stability import stability_dots
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.queries.answer import (
    scenario_of,
)
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.coverage import EVERY
from setupscope.dashboard.text.stability import (
    component_name,
    other_components,
    stability_sentence,
)
from setupscope.data import InputError

HEADING = (
    "Mean Kendall τ-b of the rankings of metrics in setups that differ in one"
    " component alone, from −1 to 1"
)
METHOD = (
    "The standard deviation is that over groups. 95 % intervals resample givens,"
    " candidates held; for the given itself they are a jackknife."
)


def _shown(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    """The components whose stability is known, the least stable first."""
    table = queries.table(exhibit.slice_, "stability", (), exhibit.seed)
    return table.dropna(subset=["stability"]).sort_values("stability", kind="stable")


def _resolve(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For components of which setups differ in one alone."""
    one = resolve_few(queries, exhibit)
    if _shown(queries, one).empty:
        raise InputError("no two setups of this slice differ in one component alone")
    return one


def _draw(queries: Queries, exhibit: Exhibit, look: Look) -> go.Figure:
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
        drawn(exhibit, "Dot: mean over groups; wide bar: its standard deviation over them."),
        METHOD,
        over(queries, exhibit),
    ]


FIGURES = (FigureRecipe("stability", "Stability", _draw, _resolve, _caption, "stability"),)
TABLES = (
    question("stability", "Stability", HEADING, METHOD, counting=EVERY, caption=of_whole(_caption)),
)
