"""The setups in which one metric is ahead of another by the most, or by the least."""

from dataclasses import replace

import pandas as pd

from setupscope.analysis.questions.find_setups import FOUND_ORDERS
from setupscope.dashboard.export.exhibit import FIGURE, Exhibit
from setupscope.dashboard.export.recipes.caption_parts import (
    drawn,
    names_of_pair,
    of_whole,
    title,
)
from setupscope.dashboard.export.recipes.colours import colours_of
from setupscope.dashboard.export.recipes.defaults import pair_of, resolve_pair_under
from setupscope.dashboard.export.recipes.recipe import FigureRecipe, TableRecipe, Words
from setupscope.dashboard.figures.figure import Properties
from setupscope.dashboard.figures.found import MOST_DRAWN, found_cells
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.queries.claims import found_setups
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.head_to_head import found_order, found_sentence
from setupscope.dashboard.text.labels import measure_label
from setupscope.data import InputError
from setupscope.data.errors import unknown


def _found(queries: Queries, exhibit: Exhibit) -> tuple[pd.DataFrame, int]:
    pair, order = pair_of(exhibit), exhibit.order
    return found_setups(queries, exhibit.slice_, *pair, order, exhibit.measure)


def _rows(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    """The setups found, with the two metrics that `value_a` and `value_b` are of."""
    table, (a, b) = _found(queries, exhibit)[0].copy(), pair_of(exhibit)
    place = list(table).index("value_a")
    table.insert(place, "a", a)
    table.insert(place + 1, "b", b)
    return table


def _resolve(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For two metrics under one measure; the widest wins of the first unless an order is named."""
    one = resolve_pair_under(queries, exhibit)
    if one.order and one.order not in FOUND_ORDERS:
        raise InputError(unknown("order", one.order, FOUND_ORDERS))
    return replace(one, order=one.order or FOUND_ORDERS[0])


def _resolve_figure(queries: Queries, exhibit: Exhibit) -> Exhibit:
    one = _resolve(queries, exhibit)
    if not _found(queries, one)[1]:
        names = [queries.study.metric(key).label for key in pair_of(one)]
        ahead, behind = names[::-1] if one.order == FOUND_ORDERS[2] else names
        raise InputError(f"{ahead} is ahead of {behind} in no setup of this slice")
    return one


def _draw(queries: Queries, exhibit: Exhibit, look: Look) -> Properties:
    table, pair = _found(queries, exhibit)[0], pair_of(exhibit)
    return found_cells(queries.study, table, pair, colours_of(exhibit, look), look)


def _caption(queries: Queries, exhibit: Exhibit) -> Words:
    study, pair = queries.study, pair_of(exhibit)
    table, count = _found(queries, exhibit)
    label, order = measure_label(exhibit.measure), found_order(study, pair, exhibit.order)
    what = f"Setups of {names_of_pair(queries.store, exhibit)} under {label}, the {order} first"
    most = MOST_DRAWN if exhibit.kind == FIGURE else len(table)
    some = f"The first {most} are {'drawn' if exhibit.kind == FIGURE else 'listed'}."
    return [
        title(exhibit, what),
        found_sentence(study, pair, exhibit.order, exhibit.measure, table, count),
        "Ties and setups in which one of the two has no value are not listed.",
        some if count > most else "",
        drawn(exhibit, "Bars run from 0, in full colour for the metric that is ahead."),
    ]


TAKES = ("shown", "measure", "order")
FIGURES = (FigureRecipe("find", "Setups found", _draw, _resolve_figure, _caption, "find", TAKES),)
TABLES = (TableRecipe("find", "Setups found", _rows, _resolve, TAKES, of_whole(_caption)),)
