"""How are the differences between two slices drawn?"""

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from setupscope.dashboard.figures.intervals import interval_bars
from setupscope.dashboard.figures.label_width import label_margin
from setupscope.dashboard.figures.theme import FONT_SIZE, SMALL, Look, template
from setupscope.dashboard.text.labels import distinct, figure_label, figure_text
from setupscope.dashboard.text.numbers import percent
from setupscope.data.study.study import Study

SLOPE_ROW, ROW, HEAD, BELOW = 36, 30, 30, 46
GAP = 34
"""Pixels between the slopes and the differences beneath them."""


def compare_slopes(
    study: Study, table: pd.DataFrame, colours: Mapping[str, str], look: Look
) -> go.Figure:
    """Where each metric ranks in slice A and in slice B, and by how much its win rate differs.

    `table` has the rows of one comparison of `analysis.compare`.
    """
    known = table.dropna(subset=["rate_a", "rate_b"])
    first = known.sort_values("rate_a", ascending=False, kind="stable")["metric"].tolist()
    second = known.sort_values("rate_b", ascending=False, kind="stable")["metric"].tolist()
    count = max(len(known), 1)
    height = SLOPE_ROW * count + ROW * count + GAP
    figure = make_subplots(
        2,
        1,
        row_heights=[SLOPE_ROW, ROW],
        vertical_spacing=GAP / height,
    )
    for metric, *rates in known[["metric", "rate_a", "rate_b"]].itertuples(index=False):
        places = [-first.index(metric), -second.index(metric)]
        figure.add_trace(_slope(study, metric, places, rates, colours), row=1, col=1)
    ordered = known.set_index("metric").loc[first[::-1]].reset_index()
    names = [figure_label(study.metric(key)) for key in ordered["metric"]]
    for trace in _differences(ordered, names, colours, look):
        figure.add_trace(trace, row=2, col=1)
    figure.update_layout(template=template(look), height=height + HEAD + BELOW, barmode="overlay")
    figure.update_layout(
        margin={"t": HEAD, "b": BELOW, "l": label_margin(names, FONT_SIZE), "r": 12}
    )
    _axes(figure, count, look)
    return figure


def _slope(
    study: Study,
    metric: str,
    places: Sequence[int],
    rates: Sequence[float],
    colours: Mapping[str, str],
) -> go.Scatter:
    name, colour = figure_label(study.metric(metric)), colours[metric]
    text = [figure_text(percent(rate)) for rate in rates]
    return go.Scatter(
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
) -> list[go.Bar | go.Scatter]:
    y = distinct(names)
    points = 100 * rows["difference"]
    intervals = interval_bars(100 * rows["low"], 100 * rows["high"], y, look)
    dots = go.Scatter(
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


def _axes(figure: go.Figure, count: int, look: Look) -> None:
    figure.update_xaxes(
        range=[-0.95, 1.95],
        side="top",
        tickvals=[0, 1],
        ticktext=["<b>A</b>", "<b>B</b>"],
        row=1,
        col=1,
    )
    figure.update_yaxes(visible=False, range=[-count + 0.5, 0.5], row=1, col=1)
    figure.update_yaxes(type="category", range=[-0.6, count - 0.3], row=2, col=1)
    figure.update_xaxes(
        title={"text": "win rate in B minus A (points)", "font": {"size": SMALL}, "standoff": 6},
        tickfont={"size": SMALL},
        nticks=6,
        zeroline=True,
        zerolinecolor=look.ink.muted,
        showgrid=True,
        gridcolor=look.ink.rule,
        row=2,
        col=1,
    )
