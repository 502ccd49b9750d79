"""How are the figures of two metrics made, setup by setup?"""

import pandas as pd
import plotly.graph_objects as go

from analysis.one_setup import OneSetup
from dashboard.answered import scenario_of
from dashboard.export.colours import colours_of
from dashboard.export.exhibits import Exhibit
from dashboard.export.filling_in import settle_pair, settle_pair_under, the_setup
from dashboard.export.recipe import Recipe
from dashboard.export.table_recipes import between
from dashboard.margin_figure import density_cells, margin_bars, pair_cells
from dashboard.questions import Ask
from dashboard.specification_figure import bins_for, specification_curve
from dashboard.template import Look
from dashboard.wording import level_label
from data import InputError, Store
from data.measures import MEASURES
from data.setup_ids import SetupId


def _margins(ask: Ask, store: Store, exhibit: Exhibit, look: Look) -> go.Figure:
    table = between(ask, store, exhibit)
    return margin_bars(store.study, table, exhibit.shown, colours_of(exhibit, look), look)


def _density(ask: Ask, store: Store, exhibit: Exhibit, look: Look) -> go.Figure:
    table, colours = between(ask, store, exhibit), colours_of(exhibit, look)
    return density_cells(store.study, table, exhibit.shown, exhibit.measure, colours, look)


def pairs_by_part(ask: Ask, store: Store, exhibit: Exhibit) -> pd.DataFrame:
    """How an exhibit's two metrics compare for each given, under each measure."""
    slice_ = exhibit.slice_.replace(metrics=exhibit.shown)
    table = ask.table_of(store, slice_, "pairs", ("given", "measure"), exhibit.seed)
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


def _pairs(ask: Ask, store: Store, exhibit: Exhibit, look: Look) -> go.Figure:
    study, table = store.study, pairs_by_part(ask, store, exhibit).dropna(subset=["improvement"])
    mean = table.groupby("given")["improvement"].mean().sort_values(ascending=False, kind="stable")
    labels = {given: level_label(study, "given", given) for given in mean.index}
    heads = {key: MEASURES[key].html for key in study.measures if key in set(table["measure"])}
    return pair_cells(table, labels, heads, exhibit.shown, colours_of(exhibit, look), look)


def along(ask: Ask, store: Store, exhibit: Exhibit) -> pd.DataFrame:
    """Where along the curve of an exhibit the setups of each level lie."""
    a, b = exhibit.shown
    return ask.between(store, exhibit.slice_, "along", a, b, str(bins_for(_levels(exhibit))))


def _levels(exhibit: Exhibit) -> int:
    slice_ = exhibit.slice_
    low, high = slice_.sizes or slice_.all_sizes
    fields = {"given": slice_.givens, "backbone": slice_.backbones, "measure": slice_.measures}
    return high - low + 1 + sum(len(own or slice_.accepted(key)) for key, own in fields.items())


def _specification(ask: Ask, store: Store, exhibit: Exhibit, look: Look) -> go.Figure:
    curve, colours = between(ask, store, exhibit), colours_of(exhibit, look)
    linked = linked_margin(the_setup(ask, store, exhibit), exhibit) if exhibit.setup else None
    levels = along(ask, store, exhibit)
    return specification_curve(store.study, curve, levels, exhibit.shown, colours, look, linked)


def linked_margin(one: OneSetup, exhibit: Exhibit) -> float | None:
    """By how much the first metric is ahead in a setup; none where one has no value."""
    a, b = exhibit.shown
    margin = one.values[a] - one.values[b]
    return margin if margin == margin else None


def settle_between(ask: Ask, store: Store, exhibit: Exhibit) -> Exhibit:
    """For two metrics under one measure: the first, unless it is named."""
    one = settle_pair_under(ask, store, exhibit)
    if between(ask, store, one).empty:
        raise InputError("no setup of this slice gives both metrics a value")
    return one


def settle_pairs(ask: Ask, store: Store, exhibit: Exhibit) -> Exhibit:
    """For two metrics that some setup compares."""
    one = settle_pair(ask, store, exhibit)
    if pairs_by_part(ask, store, one)["improvement"].isna().all():
        raise InputError("no setup of this slice has scores of both metrics")
    return one


def settle_specification(ask: Ask, store: Store, exhibit: Exhibit) -> Exhibit:
    """For two metrics, and the setup that is marked if one is named."""
    one = settle_pair(ask, store, exhibit)
    if one.setup:
        scenario = SetupId.parse(one.setup, store.study).scenario
        if scenario != scenario_of(one.slice_).name:
            raise InputError(f"the marked setup is one of {scenario}, and the slice is not")
        the_setup(ask, store, one)
    if between(ask, store, one).empty:
        raise InputError("no setup of this slice gives both metrics a value")
    return one


PAIRS = (
    Recipe("pairs", "Two metrics", _pairs, settle_pairs, "pairs", ("shown",), pair=True),
    Recipe("margins", "Margins", _margins, settle_between, "margins", ("shown", "measure")),
    Recipe("density", "Density", _density, settle_between, "density", ("shown", "measure")),
    Recipe(
        "specification",
        "Specification curve",
        _specification,
        settle_specification,
        "specification",
        ("shown", "setup"),
    ),
)
