"""The setups that a metric wins."""

from dataclasses import replace

import pandas as pd

from setupscope.analysis.questions.margin_lists import ORDERS
from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.recipes.caption_parts import of_whole, title
from setupscope.dashboard.export.recipes.defaults import resolve_one_scenario
from setupscope.dashboard.export.recipes.recipe import TableRecipe, Words
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.labels import metric_label
from setupscope.dashboard.text.win_rates import by_win_rate
from setupscope.data import InputError
from setupscope.data.errors import unknown


def _rows(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    return queries.won_setups(exhibit.slice_, exhibit.metric, exhibit.order)[0]


def _resolve(queries: Queries, exhibit: Exhibit) -> Exhibit:
    one = resolve_one_scenario(queries, exhibit)
    metrics = one.slice_.metric_keys()
    metric, order = one.metric or _opening(queries, one), one.order or ORDERS[0]
    if metric not in metrics:
        raise InputError(unknown("metric of this slice", metric, metrics))
    if order not in ORDERS:
        raise InputError(unknown("order", order, ORDERS))
    return replace(one, metric=metric, order=order)


def _opening(queries: Queries, exhibit: Exhibit) -> str:
    """The metric that was added, where it is compared, else the best."""
    added, ranked = queries.study.added, by_win_rate(queries.rates(exhibit.slice_))
    return str(added) if added in ranked else ranked[0]


def _caption(queries: Queries, exhibit: Exhibit) -> Words:
    _, count = queries.won_setups(exhibit.slice_, exhibit.metric, exhibit.order)
    label = metric_label(queries.study, exhibit.metric)
    return [
        title(exhibit, f"Setups won by {label}, {exhibit.order} margin first"),
        f"It wins {count:,} setups, ties included; at most 100 are listed.",
        "Margin: its value minus that of the best other metric.",
    ]


TABLES = (
    TableRecipe("won", "Setups won", _rows, _resolve, ("metric", "order"), of_whole(_caption)),
)
