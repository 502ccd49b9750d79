"""How are several studies drawn: each scenario and study, and all of them, on one axis?"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from setupscope.dashboard.figures.figure import Properties, bar, figure_of, scatter
from setupscope.dashboard.figures.intervals import WIDTH, number_column
from setupscope.dashboard.figures.label_width import label_margin
from setupscope.dashboard.figures.theme import SMALL, Look
from setupscope.dashboard.text.numbers import ends

ROW, TOP, BELOW = 26, 8, 62
END = 102
"""Where the axis ends, in per cent."""
SCENARIO_DOT, STUDY_SQUARE, LARGEST = 7, 8, 10
"""Pixels of a scenario's dot, of the lightest study's square, and what the heaviest adds."""
DIAMOND, PREDICTED = 16, 0.42


def forest(
    rows: pd.DataFrame,
    labels: Sequence[str],
    colours: tuple[str, str],
    names: Sequence[str],
    look: Look,
) -> Properties:
    """A row per scenario, study and summary of one pair: how often the first metric is ahead.

    `rows` are of `analysis.across`, from the top; `labels` (HTML) name them, `names` (HTML) the
    two metrics. Scenarios are dots, studies squares as large as they weigh, the summary is a
    diamond on the wide bar of its prediction interval. Right of the
    middle the first metric is ahead, in its colour.
    """
    shown = rows.iloc[::-1]
    at = list(range(len(shown)))
    numbers = [
        _said(*row) for row in zip(shown["improvement"], shown["low"], shown["high"], strict=True)
    ]
    return figure_of(
        [
            _bars(shown["prediction_low"], shown["prediction_high"], at, PREDICTED, look.ink.rule),
            _bars(shown["low"], shown["high"], at, WIDTH, look.ink.muted),
            _marks(shown, at, numbers, colours, look),
            number_column(numbers, at, END, look),
        ],
        look,
        height=ROW * len(shown) + TOP + BELOW,
        margin={
            "l": label_margin(labels, SMALL + 1),
            "r": label_margin(numbers, SMALL) + 8,
            "t": TOP,
            "b": BELOW,
        },
        xaxis={
            "title": {
                "text": f"setups in which {names[0]} is ahead of {names[1]} (%)",
                "font": {"size": SMALL},
                "standoff": 8,
            },
            "range": [-2, END],
            "tickvals": [0, 25, 50, 75, 100],
            "tickfont": {"size": SMALL},
            "showgrid": True,
            "gridcolor": look.ink.rule,
        },
        yaxis={
            "tickvals": at,
            "ticktext": list(reversed(labels)),
            "tickfont": {"size": SMALL + 1},
            "range": [-0.6, len(shown) - 0.4],
        },
        shapes=[_middle(look)],
        barmode="overlay",
    )


def _middle(look: Look) -> Properties:
    ends = {"x0": 50, "x1": 50, "y0": 0, "y1": 1, "yref": "paper", "layer": "below"}
    return {"type": "line", **ends, "line": {"width": 1.2, "color": look.ink.muted}}


def _bars(
    low: pd.Series, high: pd.Series, at: Sequence[int], width: float, colour: str
) -> Properties:
    """A bar in each row that has an interval."""
    return bar(
        x=100 * (high - low),
        base=100 * low,
        y=list(at),
        orientation="h",
        width=width,
        marker={"color": colour},
        hoverinfo="skip",
    )


def _marks(
    rows: pd.DataFrame, at: Sequence[int], said: Sequence[str], colours: tuple[str, str], look: Look
) -> Properties:
    """The estimates; hollow where the interval holds the middle."""
    ahead = rows["improvement"] > 0.5
    sure = (rows["low"] > 0.5) | (rows["high"] < 0.5)
    even = rows["improvement"] == 0.5
    colour = np.where(even, look.ink.muted, np.where(ahead, *colours))
    shapes: Mapping[str, str] = {"scenario": "circle", "study": "square", "summary": "diamond"}
    sizes = {"scenario": SCENARIO_DOT, "study": STUDY_SQUARE, "summary": DIAMOND}
    grown = LARGEST * (rows["weight"] / max(rows["weight"].max(), 1e-9)).fillna(0)
    return scatter(
        x=100 * rows["improvement"],
        y=list(at),
        mode="markers",
        marker={
            "symbol": [shapes[kind] for kind in rows["row"]],
            "size": (rows["row"].map(sizes) + grown).tolist(),
            "color": np.where(sure, colour, look.ink.paper).tolist(),
            "opacity": 1,
            "line": {"width": 1.5, "color": colour.tolist()},
        },
        hovertext=[f"{text}" for text in said],
        hovertemplate="%{hovertext}<extra></extra>",
        cliponaxis=False,
    )


def _said(improvement: float, low: float, high: float) -> str:
    if np.isnan(improvement):
        return "–"
    number = f"{100 * improvement:.0f}"
    return number if np.isnan(low) else f"{number} ({ends(low, high)})"
