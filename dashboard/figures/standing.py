"""How is one metric drawn in every scenario, beside the leader and a metric of random scores?"""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd

from setupscope.dashboard.figures.figure import Properties, bar, figure_of, scatter
from setupscope.dashboard.figures.label_width import label_margin
from setupscope.dashboard.figures.palette import OTHER_METRIC
from setupscope.dashboard.figures.theme import FONT_SIZE, Look
from setupscope.dashboard.text.labels import figure_label, figure_text
from setupscope.dashboard.text.numbers import percent
from setupscope.data.study.study import Study

ROW, TITLE = 26, 1.25
"""Pixels of a row, and rows that a title and the room above it take."""
PALE = 0.45
RIGHT_OF_NUMBERS = 1.25
"""Length of the axis over the longest bar: room for its number."""
CHANCE = "random scores"


class Bar(NamedTuple):
    """A bar: its name (HTML), win rate and interval, look, and what a click on it gives."""

    name: str
    rate: float
    low: float
    high: float
    colour: str
    pale: bool
    outlined: bool
    mark: list[str] | None


def standing_bars(
    study: Study,
    table: pd.DataFrame,
    titles: Mapping[str, str],
    colours: Mapping[str, str],
    look: Look,
) -> Properties:
    """A group of bars per scenario: the metric, the one that it is held against, and chance.

    `table` has rows of `analysis.standing` with `random` and `random_q95`, from the top;
    `titles` (HTML) name the scenarios. The metric has an outline and a bold name, and is paler
    where it lacks scores; that of random scores is grey, with a line up to `random_q95`. Bars of
    metrics are sorted. A click on one gives scenario and metric.
    """
    bars: list[Bar] = []
    places: list[float] = []
    heads: list[Properties] = []
    down = 0.0
    for row in table.to_dict("records"):
        heads.append(_head(titles[row["scenario"]], down + TITLE / 2))
        down += TITLE
        for one in _bars(study, row, colours):
            bars.append(one)
            places.append(down + 0.5)
            down += 1
    names = [one.name for one in bars]
    margin = label_margin(names, FONT_SIZE)
    ends = [max(one.rate, one.high) if one.high == one.high else one.rate for one in bars]
    return figure_of(
        [_drawn(bars, places, look), _numbers(bars, places, ends)],
        look,
        height=round(ROW * down) + 10,
        bargap=0.3,
        margin={"l": margin},
        annotations=[{**head, "xshift": 4 - margin} for head in heads],
        xaxis={"visible": False, "range": [0, max([0.25, *ends]) * RIGHT_OF_NUMBERS]},
        yaxis={"range": [down, 0], "tickvals": places, "ticktext": names},
    )


def _bars(study: Study, row: Mapping[Hashable, Any], colours: Mapping[str, str]) -> Iterator[Bar]:
    """The bars of one scenario, those of metrics sorted, that of random scores last."""
    found = [_of_metric(study, row, "", colours), _of_metric(study, row, "other_", colours)]
    known = [one for one in found if one is not None]
    yield from sorted(known, key=lambda one: -one.rate if one.rate == one.rate else 1)
    if row["random"] == row["random"]:
        rates = row["random"], row["random"], row["random_q95"]
        yield Bar(f"<i>{CHANCE}</i>", *rates, OTHER_METRIC, False, False, None)


def _of_metric(
    study: Study, row: Mapping[Hashable, Any], other: str, colours: Mapping[str, str]
) -> Bar | None:
    """The bar of the metric, or of the other; none where there is none."""
    key = row["other" if other else "metric"]
    if not isinstance(key, str):
        return None
    label = figure_label(study.metric(key))
    return Bar(
        label if other else f"<b>{label}</b>",
        row["other_rate" if other else "win_rate"],
        row[f"{other}low"],
        row[f"{other}high"],
        colours[key],
        not other and row["partial"] is True,
        not other,
        [row["scenario"], key],
    )


def _head(title: str, y: float) -> Properties:
    """The title of a scenario, over its bars, at the left edge of the figure."""
    where = {"x": 0, "xref": "paper", "xanchor": "left", "y": y, "yref": "y", "yanchor": "middle"}
    return {"text": f"<b>{title}</b>", "showarrow": False, "align": "left", **where}


def _drawn(bars: list[Bar], places: list[float], look: Look) -> Properties:
    """All bars, with their intervals."""
    return bar(
        x=[one.rate for one in bars],
        y=places,
        orientation="h",
        width=0.66,
        marker={
            "color": [one.colour for one in bars],
            "opacity": [PALE if one.pale else 1 for one in bars],
            "line": {"color": look.ink.text, "width": [1.5 if one.outlined else 0 for one in bars]},
        },
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [one.high - one.rate for one in bars],
            "arrayminus": [one.rate - one.low for one in bars],
            "thickness": 1.2,
            "width": 0,
            "color": look.ink.text,
        },
        customdata=[one.mark for one in bars],
        hovertext=[f"{one.name}: best in {figure_text(percent(one.rate))}" for one in bars],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _numbers(bars: list[Bar], places: list[float], ends: list[float]) -> Properties:
    """The win rates, to the right of bars and intervals."""
    return scatter(
        x=[0 if end != end else end for end in ends],
        y=places,
        mode="text",
        text=[f" {figure_text(percent(one.rate))}" for one in bars],
        textposition="middle right",
        cliponaxis=False,
        hoverinfo="skip",
    )
