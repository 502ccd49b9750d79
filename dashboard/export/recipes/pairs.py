"""Two metrics, for each given under each measure."""

import pandas as pd

from setupscope.analysis.slices.coverage import coverage
from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.recipes.caption_parts import COLOURS, names_of_pair, over, title
from setupscope.dashboard.export.recipes.colours import colours_of
from setupscope.dashboard.export.recipes.defaults import pair_of, resolve_pair
from setupscope.dashboard.export.recipes.questions import question
from setupscope.dashboard.export.recipes.recipe import FigureRecipe, Words
from setupscope.dashboard.figures.figure import Properties
from setupscope.dashboard.figures.margins import pair_cells
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.queries.answer import scenario_of
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.head_to_head import pair_sentence, parts_sentence
from setupscope.dashboard.text.labels import level_label
from setupscope.data import InputError
from setupscope.data.measures import MEASURES


def pairs_by_part(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    """How an exhibit's two metrics compare for each given, under each measure."""
    pair, by = pair_of(exhibit), ("given", "measure")
    return in_order_of(queries.of_pair(exhibit.slice_, "pairs", pair, by, exhibit.seed), pair)


def in_order_of(table: pd.DataFrame, shown: tuple[str, ...]) -> pd.DataFrame:
    """A table of `analysis.pairs` with one pair, the metrics in the order that is asked for."""
    if table.empty or table["a"].iloc[0] == shown[0]:
        return table
    swapped = {"wins": "losses", "losses": "wins", "a": "b", "b": "a"}
    turned = table.rename(columns=swapped)[table.columns]
    turned["improvement"] = 1 - table["improvement"]
    turned["mean_margin"] = -table["mean_margin"]
    return turned


def _resolve(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For two metrics that some setup compares."""
    one = resolve_pair(queries, exhibit)
    if pairs_by_part(queries, one)["improvement"].isna().all():
        raise InputError("no setup of this slice has scores of both metrics")
    return one


def _draw(queries: Queries, exhibit: Exhibit, look: Look) -> Properties:
    study = queries.study
    table = pairs_by_part(queries, exhibit).dropna(subset=["improvement"])
    mean = table.groupby("given")["improvement"].mean().sort_values(ascending=False, kind="stable")
    labels = {given: level_label(study, "given", given) for given in mean.index}
    heads = {key: MEASURES[key].html for key in study.measures if key in set(table["measure"])}
    return pair_cells(study, table, labels, heads, exhibit.shown, colours_of(exhibit, look), look)


def _caption(queries: Queries, exhibit: Exhibit) -> Words:
    table = pairs_by_part(queries, exhibit)
    return [
        title(exhibit, f"{names_of_pair(queries.store, exhibit)}, by given and measure"),
        _over_all(queries, exhibit),
        parts_sentence(queries.study, table, "combination"),
        "Cells show the percentage of setups in which the first metric is ahead, counting ties as"
        " half; stronger shades are further from 50 %.",
        COLOURS,
        over(queries, exhibit),
    ]


def _over_all(queries: Queries, exhibit: Exhibit) -> str:
    """How often the one metric is ahead of the other over all of the slice."""
    slice_, pair = exhibit.slice_, pair_of(exhibit)
    table = in_order_of(queries.of_pair(slice_, "pairs", pair, (), exhibit.seed), pair)
    both = coverage(slice_, scenario_of(slice_).name, pair).together
    return pair_sentence(queries.study, table.iloc[0], both)


FIGURES = (
    FigureRecipe("pairs", "Two metrics", _draw, _resolve, _caption, "pairs", ("shown",), pair=True),
)
TABLES = (question("pairs", "Pairs", "Pairwise comparisons of the metrics, setup by setup"),)
