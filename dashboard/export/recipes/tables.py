"""Every table of the pages and of the command line."""

from collections.abc import Mapping

import pandas as pd

from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.recipes import (
    across,
    agreement,
    baselines,
    before_after,
    claim,
    compare,
    enough,
    flips,
    found,
    fragility,
    importance,
    leave_one_out,
    margins,
    pairs,
    presets,
    questions,
    setup,
    soundness,
    specification,
    stability,
    standing,
    sweep,
    usefulness,
    values,
    win_rates,
    winner_map,
    won,
)
from setupscope.dashboard.export.recipes.recipe import TableRecipe
from setupscope.dashboard.queries.queries import Queries

TABLES: Mapping[str, TableRecipe] = {
    recipe.name: recipe
    for module in (
        *(win_rates, questions, values, pairs, stability, leave_one_out, flips, enough, importance),
        *(agreement, compare, margins, specification, usefulness, setup, won, baselines),
        *(soundness, standing, fragility, winner_map, before_after, sweep, found, claim, presets),
        across,
    )
    for recipe in module.TABLES
}
"""Every table, by name."""


def rows(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    """The table of an exhibit that is resolved."""
    return TABLES[exhibit.name].rows(queries, exhibit)


def verdicts(queries: Queries, exhibit: Exhibit) -> pd.DataFrame | None:
    """The verdict on each comparison of a table of win rates; none where there is none."""
    if exhibit.name != "win-rates":
        return None
    return queries.table(exhibit.slice_, "conclusion", exhibit.by, exhibit.seed)
