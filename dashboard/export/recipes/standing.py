"""One metric in every scenario, beside the leader and a metric of random scores."""

from dataclasses import replace

import pandas as pd

from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.recipes.caption_parts import MADE_BEST, drawn, title
from setupscope.dashboard.export.recipes.colours import colours_of
from setupscope.dashboard.export.recipes.defaults import resolve_as_it_is
from setupscope.dashboard.export.recipes.recipe import FigureRecipe, TableRecipe, Words
from setupscope.dashboard.figures.figure import Properties
from setupscope.dashboard.figures.standing import standing_bars
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.queries.standing import beside_random
from setupscope.dashboard.text.labels import figure_text, metric_label
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.standing import standing_sentence
from setupscope.data import InputError
from setupscope.data.errors import unknown


def _resolve(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For the metric that was added, unless one is named; without either for each winner."""
    one, metrics = resolve_as_it_is(queries, exhibit), exhibit.slice_.metric_keys()
    if one.metric and one.metric not in metrics:
        raise InputError(unknown("metric of this slice", one.metric, metrics))
    added = queries.study.added or ""
    return replace(one, metric=one.metric or (added if added in metrics else ""))


def _rows(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    return beside_random(queries, exhibit.slice_, exhibit.metric, exhibit.seed)


def _draw(queries: Queries, exhibit: Exhibit, look: Look) -> Properties:
    study, table = queries.study, _rows(queries, exhibit)
    titles = {
        name: ": ".join(map(figure_text, study.scenario(name).title.split(": ")))
        for name in table["scenario"]
    }
    return standing_bars(study, table, titles, colours_of(exhibit, look), look)


def _caption(queries: Queries, exhibit: Exhibit) -> Words:
    study, table = queries.study, _rows(queries, exhibit)
    whose = metric_label(study, exhibit.metric) if exhibit.metric else "the winner"
    said = [
        f"{escaped(study.scenario(row['scenario']).title)} {standing_sentence(study, row)}"
        for row in table.to_dict("records")
    ]
    return [
        title(exhibit, f"Win rates of {whose} and of the metric it is compared with"),
        MADE_BEST,
        *said,
        drawn(exhibit, "" if table["low"].isna().all() else LINES),
        drawn(exhibit, "" if table["random"].isna().all() else CHANCE),
    ]


LINES = "Thin lines: 95 % intervals from 10,000 bootstrap draws of the givens, candidates fixed."
CHANCE = (
    "Grey: the mean win rate of a metric of random scores as one metric more; its line ends at the"
    " 95 % quantile of the draws."
)

FIGURES = (
    FigureRecipe("standing", "Standing", _draw, _resolve, _caption, "standing", ("metric",)),
)
TABLES = (TableRecipe("standing", "Standing", _rows, _resolve, ("metric",), _caption),)
