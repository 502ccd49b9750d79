"""How much each component decides which of two metrics is ahead."""

import pandas as pd

from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.recipes.caption_parts import over, title
from setupscope.dashboard.export.recipes.defaults import pair_of, resolve_pair
from setupscope.dashboard.export.recipes.questions import question
from setupscope.dashboard.export.recipes.recipe import FigureRecipe, Words
from setupscope.dashboard.figures.figure import Properties
from setupscope.dashboard.figures.stability import importance_bars
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.queries.answer import scenario_of
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.stability import (
    component_name,
    importance_sentence,
)
from setupscope.data import InputError

METHOD = (
    "Shares of the variance of the comparison, which is +1, 0 or −1 in each setup, depending on"
    " which metric has the higher value; all givens have equal weight. Alone: first-order"
    " importance, what is explained if only this choice is known; in total: what is left if all"
    " other choices are known (Sobol indices)."
)


def importance_shown(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    """The shares of an exhibit's pair of metrics, of components that have one."""
    slice_ = exhibit.slice_
    table = queries.of_pair(slice_, "importance", pair_of(exhibit), (), exhibit.seed)
    if len(slice_.accepted("backbone")) > 1:
        return table
    return table[table["component"] != "backbone"]


def _resolve(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For two metrics: those of `opening_pair`, unless they are named."""
    one = resolve_pair(queries, exhibit)
    if importance_shown(queries, one)["share"].isna().all():
        raise InputError("the comparison of the two metrics has no variance to explain")
    return one


def _draw(queries: Queries, exhibit: Exhibit, look: Look) -> Properties:
    rows, scenario = importance_shown(queries, exhibit), scenario_of(exhibit.slice_)
    known = rows.dropna(subset=["share"])
    labels = [component_name(queries.study, scenario, name) for name in known["component"]]
    return importance_bars(known, labels, look)


def _caption(queries: Queries, exhibit: Exhibit) -> Words:
    scenario = scenario_of(exhibit.slice_)
    return [
        title(
            exhibit,
            "Share of each component of the setup in deciding which of two metrics is ahead",
        ),
        importance_sentence(queries.study, scenario, importance_shown(queries, exhibit)),
        METHOD,
        over(queries, exhibit),
    ]


FIGURES = (
    FigureRecipe(
        "importance",
        "Importance",
        _draw,
        _resolve,
        _caption,
        "importance",
        ("shown",),
        pair=True,
    ),
)
TABLES = (
    question(
        "importance",
        "Importance",
        "Share of each component of the setup in deciding which of two metrics is ahead",
        METHOD,
    ),
)
