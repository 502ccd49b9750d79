"""How are the figures of two metrics made, setup by setup?"""

import pandas as pd
import plotly.graph_objects as go

from setupscope.analysis.questions.one_setup import OneSetup
from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.recipes.colours import colours_of
from setupscope.dashboard.export.recipes.defaults import resolve_pair, resolve_pair_under, the_setup
from setupscope.dashboard.export.recipes.recipe import Recipe
from setupscope.dashboard.export.recipes.tables import density, margins, rows, specification
from setupscope.dashboard.figures.margins import density_cells, margin_bars, pair_cells
from setupscope.dashboard.figures.specification import bins_for, specification_curve
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.queries.answer import scenario_of
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.labels import level_label
from setupscope.data import InputError
from setupscope.data.measures import MEASURES
from setupscope.data.study.setup_ids import SetupId


def _margins(queries: Queries, exhibit: Exhibit, look: Look) -> go.Figure:
    table = margins(queries, exhibit)
    return margin_bars(queries.study, table, exhibit.shown, colours_of(exhibit, look), look)


def _density(queries: Queries, exhibit: Exhibit, look: Look) -> go.Figure:
    table, colours = density(queries, exhibit), colours_of(exhibit, look)
    return density_cells(queries.study, table, exhibit.shown, exhibit.measure, colours, look)


def pairs_by_part(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    """How an exhibit's two metrics compare for each given, under each measure."""
    slice_ = exhibit.slice_.replace(metrics=exhibit.shown)
    table = queries.table(slice_, "pairs", ("given", "measure"), exhibit.seed)
    return in_order_of(table, exhibit.shown)


def in_order_of(table: pd.DataFrame, shown: tuple[str, ...]) -> pd.DataFrame:
    """A table of `analysis.pairs` with one pair, the metrics in the order that is asked for."""
    if table.empty or table["a"].iloc[0] == shown[0]:
        return table
    swapped = {"wins": "losses", "losses": "wins", "a": "b", "b": "a"}
    turned = table.rename(columns=swapped)[table.columns]
    turned["improvement"] = 1 - table["improvement"]
    turned["mean_margin"] = -table["mean_margin"]
    return turned


def _pairs(queries: Queries, exhibit: Exhibit, look: Look) -> go.Figure:
    study, table = (
        queries.study,
        pairs_by_part(queries, exhibit).dropna(subset=["improvement"]),
    )
    mean = table.groupby("given")["improvement"].mean().sort_values(ascending=False, kind="stable")
    labels = {given: level_label(study, "given", given) for given in mean.index}
    heads = {key: MEASURES[key].html for key in study.measures if key in set(table["measure"])}
    return pair_cells(table, labels, heads, exhibit.shown, colours_of(exhibit, look), look)


def along(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    """Where along the curve of an exhibit the setups of each level lie."""
    a, b = exhibit.shown
    return queries.along_curve(exhibit.slice_, a, b, bins_for(_levels(exhibit)))


def _levels(exhibit: Exhibit) -> int:
    slice_ = exhibit.slice_
    low, high = slice_.sizes or slice_.all_sizes
    fields = {"given": slice_.givens, "backbone": slice_.backbones, "measure": slice_.measures}
    return high - low + 1 + sum(len(own or slice_.accepted(key)) for key, own in fields.items())


def _specification(queries: Queries, exhibit: Exhibit, look: Look) -> go.Figure:
    curve, colours = specification(queries, exhibit), colours_of(exhibit, look)
    linked = linked_margin(the_setup(queries, exhibit), exhibit) if exhibit.setup else None
    levels = along(queries, exhibit)
    return specification_curve(queries.study, curve, levels, exhibit.shown, colours, look, linked)


def linked_margin(one: OneSetup, exhibit: Exhibit) -> float | None:
    """By how much the first metric is ahead in a setup; none where one has no value."""
    a, b = exhibit.shown
    margin = one.values[a] - one.values[b]
    return margin if margin == margin else None


def resolve_between(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For two metrics under one measure: the first, unless it is named."""
    one = resolve_pair_under(queries, exhibit)
    if rows(queries, one).empty:
        raise InputError("no setup of this slice gives both metrics a value")
    return one


def resolve_pairs(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For two metrics that some setup compares."""
    one = resolve_pair(queries, exhibit)
    if pairs_by_part(queries, one)["improvement"].isna().all():
        raise InputError("no setup of this slice has scores of both metrics")
    return one


def resolve_specification(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For two metrics, and the setup that is marked if one is named."""
    one = resolve_pair(queries, exhibit)
    if one.setup:
        scenario = SetupId.parse(one.setup, queries.study).scenario
        if scenario != scenario_of(one.slice_).name:
            raise InputError(f"the marked setup is one of {scenario}, and the slice is not")
        the_setup(queries, one)
    if specification(queries, one).empty:
        raise InputError("no setup of this slice gives both metrics a value")
    return one


PAIRS = (
    Recipe("pairs", "Two metrics", _pairs, resolve_pairs, "pairs", ("shown",), pair=True),
    Recipe("margins", "Margins", _margins, resolve_between, "margins", ("shown", "measure")),
    Recipe("density", "Density", _density, resolve_between, "density", ("shown", "measure")),
    Recipe(
        "specification",
        "Specification curve",
        _specification,
        resolve_specification,
        "specification",
        ("shown", "setup"),
    ),
)
