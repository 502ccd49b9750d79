"""How are the differences between two slices drawn?"""

from collections.abc import Mapping, Sequence

import pandas as pd

from setupscope.dashboard.figures.figure import Properties, figure_of, scatter
from setupscope.dashboard.figures.intervals import interval_bars
from setupscope.dashboard.figures.label_width import label_margin
from setupscope.dashboard.figures.panels import above_each_other, on_panel
from setupscope.dashboard.figures.theme import FONT_SIZE, SMALL, Look
from setupscope.dashboard.text.labels import distinct, figure_label, figure_text
from setupscope.dashboard.text.numbers import percent
from setupscope.data.study.study import Study

SLOPE_ROW, ROW, HEAD, BELOW = 36, 30, 30, 46
GAP = 34
"""Pixels between the slopes and the differences beneath them."""


def compare_slopes(
    study: Study, table: pd.DataFrame, colours: Mapping[str, str], look: Look
) -> Properties:
    """Where each metric ranks in slice A and in slice B, and by how much its win rate differs.

    `table` has the rows of one comparison of `analysis.compare`.
    """
    known = table.dropna(subset=["rate_a", "rate_b"])
    first = known.sort_values("rate_a", ascending=False, kind="stable")["metric"].tolist()
    second = known.sort_values("rate_b", ascending=False, kind="stable")["metric"].tolist()
    count = max(len(known), 1)
    height = SLOPE_ROW * count + ROW * count + GAP
    slopes = []
    for metric, *rates in known[["metric", "rate_a", "rate_b"]].itertuples(index=False):
        places = [-first.index(metric), -second.index(metric)]
        slopes.append(on_panel(1, _slope(study, metric, places, rates, colours)))
    ordered = known.set_index("metric").loc[first[::-1]].reset_index()
    names = [figure_label(study.metric(key)) for key in ordered["metric"]]
    differences = _differences(ordered, names, colours, look)
    return figure_of(
        [*slopes, *(on_panel(2, trace) for trace in differences)],
        look,
        height=height + HEAD + BELOW,
        barmode="overlay",
        margin={"t": HEAD, "b": BELOW, "l": label_margin(names, FONT_SIZE), "r": 12},
        **_axes(count, GAP / height, look),
    )


def _slope(
    study: Study,
    metric: str,
    places: Sequence[int],
    rates: Sequence[float],
    colours: Mapping[str, str],
) -> Properties:
    name, colour = figure_label(study.metric(metric)), colours[metric]
    text = [figure_text(percent(rate)) for rate in rates]
    return scatter(
        x=[0, 1],
        y=places,
        mode="lines+markers+text",
        line={"color": colour, "width": 2.5},
        marker={"size": 9, "color": colour},
        text=[f"<b>{name}</b>  {text[0]}  ", f"  {text[1]}  <b>{name}</b>"],
        textposition=["middle left", "middle right"],
        textfont={"size": SMALL + 1},
        cliponaxis=False,
        hoverinfo="skip",
    )


def _differences(
    rows: pd.DataFrame, names: list[str], colours: Mapping[str, str], look: Look
) -> list[Properties]:
    y = distinct(names)
    points = 100 * rows["difference"]
    intervals = interval_bars(100 * rows["low"], 100 * rows["high"], y, look)
    dots = scatter(
        x=points,
        y=y,
        mode="markers+text",
        marker={"size": 10, "color": [colours[key] for key in rows["metric"]]},
        text=[f"{point:+.1f}".replace("-", "−") for point in points],
        textposition="top center",
        textfont={"size": SMALL},
        hovertemplate="%{y}: %{text} points<extra></extra>",
        cliponaxis=False,
    )
    return [intervals, dots]


def _axes(count: int, gap: float, look: Look) -> Properties:
    above, below = above_each_other([SLOPE_ROW, ROW], gap)
    return {
        "xaxis": {
            "anchor": "y",
            "range": [-0.95, 1.95],
            "side": "top",
            "tickvals": [0, 1],
            "ticktext": ["<b>A</b>", "<b>B</b>"],
        },
        "yaxis": {"domain": above, "visible": False, "range": [-count + 0.5, 0.5]},
        "xaxis2": {
            "anchor": "y2",
            "title": {
                "text": "win rate in B minus A (points)",
                "font": {"size": SMALL},
                "standoff": 6,
            },
            "tickfont": {"size": SMALL},
            "nticks": 6,
            "zeroline": True,
            "zerolinecolor": look.ink.muted,
            "showgrid": True,
            "gridcolor": look.ink.rule,
        },
        "yaxis2": {
            "anchor": "x2",
            "domain": below,
            "type": "category",
            "range": [-0.6, count - 0.3],
        },
    }
