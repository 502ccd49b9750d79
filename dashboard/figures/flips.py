"""How are single restrictions drawn that dethrone a winner, or nearly do?"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from setupscope.analysis.questions.leads import DECIDED
from setupscope.dashboard.figures.figure import Properties, figure_of, scatter
from setupscope.dashboard.figures.intervals import interval_bars
from setupscope.dashboard.figures.label_width import label_margin
from setupscope.dashboard.figures.theme import SMALL, Look
from setupscope.dashboard.text.labels import (
    distinct,
    figure_label,
    figure_text,
    restriction_label,
)
from setupscope.dashboard.text.numbers import points, quantity, tenths
from setupscope.data.study.study import Metric, Study

ROW = 23
BELOW = 60
LEFT = 28
"""Pixels for a number between the names of the rows and the leftmost interval."""
WIDE, FEW_TICKS = 150, 4
"""Pixels of the names of the rows beyond which there is room for a few ticks alone."""
LONGEST = 14
"""Characters of a winner's name beside its dot."""
MOST_NEAR = 10
"""Restrictions that do not flip it, of which the nearest are drawn."""


def worth_drawing(table: pd.DataFrame) -> pd.DataFrame:
    """Every flip, the widest first, then the restrictions that come nearest to one."""
    by = table["by"].to_numpy(float)
    order = np.argsort(-by, kind="stable")
    order = order[(table["component"].notna() & table["by"].notna()).to_numpy()[order]]
    flips = table["flips"].to_numpy()[order].astype(bool)
    return table.iloc[np.concatenate([order[flips], order[~flips][:MOST_NEAR]])]


def flip_dots(
    study: Study, table: pd.DataFrame, old_winner: str, colours: Mapping[str, str], look: Look
) -> Properties:
    """A dot per restriction: by how many points another metric is ahead of the old winner.

    `table` is what `worth_drawing` leaves of a table of `analysis.flips`, `old_winner` the
    metric that wins the whole slice. A flip has the colour and the name of the metric that
    wins then, and is hollow where that is not clear; what does not flip is grey, at or left of
    0. A click gives component and value.
    """
    rows = table.iloc[::-1]
    names = distinct(
        [
            restriction_label(study, component, value)
            for component, value in zip(rows["component"], rows["value"], strict=True)
        ]
    )
    dots, words = _dots(rows, names, colours, look), _words(study, rows, names, look)
    intervals = interval_bars(100 * rows["low"], 100 * rows["high"], names, look)
    return figure_of(
        [intervals, dots, words],
        look,
        height=ROW * len(rows) + BELOW,
        margin={
            "l": label_margin(names, SMALL + 1) + LEFT,
            "b": BELOW,
            "r": label_margin(words["text"], SMALL),
        },
        xaxis={
            "title": {
                "text": "points by which the best other metric<br>is ahead of"
                f" {figure_label(study.metric(old_winner))}, the slice's winner",
                "font": {"size": SMALL},
                "standoff": 6,
            },
            "zeroline": True,
            "zerolinecolor": look.ink.muted,
            "tickfont": {"size": SMALL},
            "tickangle": 0,
            "nticks": FEW_TICKS if label_margin(names, SMALL + 1) > WIDE else 0,
            "range": _range(rows),
        },
        yaxis={
            "type": "category",
            "tickfont": {"size": SMALL + 1},
            "ticklabelstandoff": LEFT + 6,
            "categoryorder": "array",
            "categoryarray": names,
            "range": [-0.7, len(rows) - 0.3],
        },
    )


def _range(rows: pd.DataFrame) -> list[float]:
    """From the leftmost dot or interval to the rightmost; words stand in the margins."""
    ends = 100 * pd.concat([rows["by"], rows["low"], rows["high"], pd.Series([0.0])])
    low, high = float(ends.min()), float(ends.max())
    wide = max(high - low, 1.0)
    return [low - 0.03 * wide, high + 0.03 * wide]


def _dots(
    rows: pd.DataFrame, names: list[str], colours: Mapping[str, str], look: Look
) -> Properties:
    pairs = zip(rows["winner"], rows["flips"], strict=True)
    hollow = rows["flips"] & ~rows["verdict"].isin(DECIDED)
    return scatter(
        x=100 * rows["by"],
        y=names,
        mode="markers",
        marker={
            "size": 10,
            "color": [colours[metric] if flips else look.ink.rule for metric, flips in pairs],
            "symbol": ["circle-open" if one else "circle" for one in hollow],
            "line": {"width": [2 if one else 1 for one in hollow], "color": look.ink.muted},
        },
        customdata=rows[["component", "value"]].to_numpy().tolist(),
        hovertext=[
            f"{tenths(by)} points, {quantity(setups, 'setup')}"
            for by, setups in zip(rows["by"], rows["setups"], strict=True)
        ],
        cliponaxis=False,
        hovertemplate="%{y}: %{hovertext}<extra></extra>",
    )


def _words(study: Study, rows: pd.DataFrame, names: list[str], look: Look) -> Properties:
    """Who wins then, and by how many points, on the side of its dot that is away from 0."""
    flips, ahead = rows["flips"].tolist(), (rows["by"] >= 0).tolist()
    said = [
        f"{_short(study.metric(winner))} {_points(by)}" if flip else _points(by)
        for winner, by, flip in zip(rows["winner"], rows["by"], flips, strict=True)
    ]
    ends = zip(rows[["by", "low"]].min(axis=1), rows[["by", "high"]].max(axis=1), strict=True)
    return scatter(
        x=[100 * (high if right else low) for (low, high), right in zip(ends, ahead, strict=True)],
        y=names,
        mode="text",
        text=[
            f"   {text}" if right else f"{text}   " for text, right in zip(said, ahead, strict=True)
        ],
        textposition=[f"middle {'right' if right else 'left'}" for right in ahead],
        textfont={
            "size": SMALL,
            "color": [look.ink.text if flip else look.ink.muted for flip in flips],
        },
        cliponaxis=False,
        hoverinfo="skip",
    )


def _points(difference: float) -> str:
    """Whole percentage points, or tenths where these would be 0 on either side of the line."""
    if round(100 * difference):
        return points(difference)
    if round(100 * difference, 1):
        return tenths(difference)
    near = {0: "0", 1: "<0.1", -1: ">−0.1"}
    return figure_text(near[int(np.sign(round(difference, 12)))])


def _short(metric: Metric) -> str:
    """A metric's name, or the start of one that would leave no room for the dots in print."""
    if metric.html or len(metric.label) <= LONGEST:
        return figure_label(metric)
    return f"{figure_text(metric.label[: LONGEST - 1])}…"
