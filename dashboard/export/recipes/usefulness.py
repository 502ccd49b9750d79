"""How good the winner is in itself."""

import pandas as pd

from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.recipes.caption_parts import of_whole, over, title
from setupscope.dashboard.export.recipes.defaults import resolve_one_scenario
from setupscope.dashboard.export.recipes.recipe import TableRecipe, Words
from setupscope.dashboard.queries.queries import Queries


def _rows(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    return queries.evidence(exhibit.slice_, exhibit.seed).useful


def _caption(queries: Queries, exhibit: Exhibit) -> Words:
    return [
        title(exhibit, "How well the metric with the highest win rate predicts transfer"),
        "Shown are the median of its values, the share of values at or below 0, the mean Rel@1 of a"
        " randomly picked candidate, and the share of setups in which all metrics tie.",
        over(queries, exhibit),
    ]


TABLES = (
    TableRecipe(
        "usefulness",
        "How good the winner is",
        _rows,
        resolve_one_scenario,
        caption=of_whole(_caption),
    ),
)
