"""How is the doubt about a winner drawn: without each given, and its own values?"""

from collections.abc import Mapping

import pandas as pd

from setupscope.analysis.questions.families import FAMILY
from setupscope.dashboard.figures.figure import Properties, bar, figure_of, scatter
from setupscope.dashboard.figures.label_width import label_margin
from setupscope.dashboard.figures.theme import FONT_SIZE, SMALL, Look
from setupscope.dashboard.text.labels import distinct, figure_label, figure_text
from setupscope.dashboard.text.numbers import value
from setupscope.data.measures import MEASURES
from setupscope.data.study.study import Study

DOT_ROW = 22
VALUE_ROW = 34
BELOW = 44
"""Pixels for the labels and the title of an axis."""


def lead_dots(
    study: Study, without: pd.DataFrame, colours: Mapping[str, str], look: Look
) -> Properties:
    """A dot per given or family that is left out: the lead without it, in the winner's colour.

    `without` is a table of `analysis.leave_one_out`, or of `leave_one_family_out`, with a winner
    and a lead in every row; the smallest lead is on top.
    """
    rows = without.sort_values("lead", ascending=False, kind="stable")
    left_out = rows[FAMILY] if FAMILY in rows else rows["given"].map(study.label)
    names = distinct([figure_text(name) for name in left_out])
    winners = [figure_label(study.metric(key)) for key in rows["winner"]]
    text = [f"  {name} +{lead:.0f}" for name, lead in zip(winners, 100 * rows["lead"], strict=True)]
    stems = bar(
        x=100 * rows["lead"],
        y=names,
        orientation="h",
        width=0.08,
        marker={"color": look.ink.rule},
        hoverinfo="skip",
    )
    dots = scatter(
        x=100 * rows["lead"],
        y=names,
        mode="markers+text",
        marker={"size": 10, "color": [colours[key] for key in rows["winner"]]},
        text=text,
        textposition="middle right",
        textfont={"size": SMALL, "color": look.ink.muted},
        cliponaxis=False,
        customdata=list(rows[FAMILY] if FAMILY in rows else rows["given"]),
        hovertemplate="without %{y}:%{text} points<extra></extra>",
    )
    return figure_of(
        [stems, dots],
        look,
        height=DOT_ROW * len(rows) + BELOW,
        margin={"l": label_margin(names, SMALL + 1), "r": label_margin(text, SMALL), "b": BELOW},
        xaxis={
            "title": {"text": "lead of the winner (points)", "font": {"size": SMALL}},
            "range": [0, max(1.0, 100 * rows["lead"].max()) * 1.01],
            "tickfont": {"size": SMALL},
            "nticks": 5,
        },
        # Plotly's own range leaves a share of the height free, which with 60 rows is much.
        yaxis={
            "type": "category",
            "tickfont": {"size": SMALL + 1},
            "range": [-0.8, len(rows) - 0.2],
        },
    )


def value_ranges(
    study: Study, values: pd.DataFrame, colours: Mapping[str, str], look: Look
) -> Properties:
    """Where each metric's values lie under one measure: 90 %, 50 % and the median.

    `values` holds the rows of `analysis.scores` of one measure; the highest median is on top.
    """
    rows = values.dropna(subset=["q50"]).sort_values("q50", kind="stable")
    measure = MEASURES[str(values["measure"].iloc[0])]
    labels = [figure_label(study.metric(key)) for key in rows["metric"]]
    valued = [f"{name}  {value(q50)}" for name, q50 in zip(labels, rows["q50"], strict=True)]
    names = distinct(valued)
    colour = [colours[key] for key in rows["metric"]]
    quantiles = rows[["q05", "q25", "q50", "q75", "q95"]].map(value)
    text = [
        f"median {q50}; middle 50 % from {q25} to {q75}, middle 90 % from {q05} to {q95}"
        for q05, q25, q50, q75, q95 in quantiles.itertuples(index=False)
    ]
    ranges = [
        bar(
            x=rows[high] - rows[low],
            base=rows[low],
            y=names,
            orientation="h",
            width=width,
            marker={"color": colour, "opacity": 0.55},
            customdata=list(rows["metric"]),
            hovertext=text,
            hovertemplate="%{y}: %{hovertext}<extra></extra>",
        )
        for low, high, width in (("q05", "q95", 0.14), ("q25", "q75", 0.42))
    ]
    medians = scatter(
        x=rows["q50"],
        y=names,
        mode="markers",
        marker={"symbol": "line-ns", "size": 18, "line": {"width": 2.5, "color": look.ink.text}},
        hoverinfo="skip",
    )
    zero = measure.is_correlation and rows["q05"].min(skipna=True) < 0
    return figure_of(
        [*ranges, medians],
        look,
        height=VALUE_ROW * len(rows) + 64,
        barmode="overlay",
        margin={"l": label_margin(names, FONT_SIZE), "b": BELOW},
        xaxis={
            "title": {"text": measure.html, "font": {"size": SMALL}, "standoff": 8},
            "showgrid": True,
            "gridcolor": look.ink.rule,
            "zeroline": bool(zero),
            "zerolinecolor": look.ink.muted,
            "tickfont": {"size": SMALL},
            "nticks": 7,
        },
        yaxis={"type": "category"},
    )
