"""How are win rates drawn that move along an ordered choice?"""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression

from setupscope.dashboard.figures.figure import Properties, figure_of, scatter
from setupscope.dashboard.figures.label_width import label_margin
from setupscope.dashboard.figures.scale import shaded
from setupscope.dashboard.figures.theme import SMALL, Look
from setupscope.dashboard.text.labels import figure_label
from setupscope.data.study.study import Study

FloatArray = NDArray[np.float64]
HEIGHT = 320
BAND = 0.16
LINE_HEIGHT = 15
"""Pixels of a label at the end of a line."""
ABOVE, BELOW = 14, 58
MOST_TICKS = 8
MARKED = 0.007
"""Half the width of the bar behind a step, as a share of the axis."""


def sweep_lines(
    study: Study,
    table: pd.DataFrame,
    title: str,
    crossings: Sequence[float],
    colours: Mapping[str, str],
    look: Look,
) -> Properties:
    """A line per metric: its win rate at each step, a pale band behind it.

    `table` has the rows of `analysis.sweep` of one scenario with a win rate, `title` names the
    steps, `crossings` are the steps at which another metric takes the lead. Steps stand at equal
    distances; one that the look marks stands before a pale bar.
    """
    steps = sorted(table["step"].unique().tolist())
    place = {step: float(index) for index, step in enumerate(steps)}
    rows = table.assign(place=table["step"].map(place))
    top = 100 * max(0.05, float(rows[["win_rate", "high"]].max().max()))
    last = rows[rows["step"] == steps[-1]].sort_values("win_rate", kind="stable")
    names = [figure_label(study.metric(key)) for key in last["metric"]]
    bands, lines = [], []
    for key in last["metric"]:
        own = rows[rows["metric"] == key]
        bands += _band(own, colours[key])
        lines.append(_line(own, figure_label(study.metric(key)), colours[key]))
    right = label_margin(names, SMALL) + 6
    marked = [
        _marked(place[step], MARKED * max(len(steps) - 1, 1), look)
        for step in steps
        if repr(step) == look.marked
    ]
    shapes = [*marked, *(_crossing(place, steps, step, look) for step in crossings)]
    return figure_of(
        [*bands, *lines, _ends(last, names, place[steps[-1]], top, look)],
        look,
        height=HEIGHT,
        margin={"l": 50, "r": right, "t": ABOVE, "b": BELOW},
        xaxis=_steps(steps, place, title),
        yaxis={
            "title": {"text": "win rate (%)", "font": {"size": SMALL}, "standoff": 6},
            "range": [0, top],
            "tickfont": {"size": SMALL},
            "showgrid": True,
            "gridcolor": look.ink.rule,
            "nticks": 6,
        },
        **({"shapes": shapes} if shapes else {}),
    )


def _band(rows: pd.DataFrame, colour: str) -> list[Properties]:
    """The interval, or where the draws lie; nothing without either."""
    known = rows.dropna(subset=["low", "high"])
    if len(known) < 2:
        return []
    ends = [*known["place"], *known["place"][::-1]]
    return [
        scatter(
            x=ends,
            y=[*(100 * known["low"]), *(100 * known["high"][::-1])],
            mode="lines",
            line={"width": 0},
            fill="toself",
            fillcolor=shaded(colour, BAND),
            hoverinfo="skip",
        )
    ]


def _line(rows: pd.DataFrame, name: str, colour: str) -> Properties:
    """The win rates; larger dots where the metric has the highest one."""
    return scatter(
        x=rows["place"],
        y=100 * rows["win_rate"],
        mode="lines+markers",
        line={"color": colour, "width": 2},
        marker={
            "color": colour,
            "opacity": 1,
            "size": [9 if first else 4 for first in rows["winner"]],
            "line": {"width": 0},
        },
        cliponaxis=False,
        hovertext=[f"{name}: {100 * rate:.1f} %" for rate in rows["win_rate"]],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _ends(
    last: pd.DataFrame, names: Sequence[str], place: float, top: float, look: Look
) -> Properties:
    """The names of the metrics at the right ends of their lines, pushed apart."""
    apart = LINE_HEIGHT * top / (HEIGHT - ABOVE - BELOW)
    return scatter(
        x=[place] * len(names),
        y=_spread(100 * last["win_rate"].to_numpy(), apart, top),
        mode="text",
        text=[f"&nbsp;&nbsp;{name}" for name in names],
        textposition="middle right",
        textfont={"size": SMALL, "color": look.ink.text},
        cliponaxis=False,
        hoverinfo="skip",
    )


def _spread(rates: FloatArray, apart: float, top: float) -> list[float]:
    """Ascending heights as near to the rates as labels so far apart can be, between 0 and top."""
    below = apart * np.arange(len(rates))
    near = isotonic_regression(rates - below).x + below
    lowest, highest = apart / 2 + below, top - apart / 2 - below[::-1]
    spread: list[float] = np.minimum(np.maximum(near, lowest), highest).tolist()
    return spread


def _crossing(
    place: Mapping[float, float], steps: Sequence[float], step: float, look: Look
) -> Properties:
    """A line between two steps, of which the second has another winner."""
    before = next(one for one, other in pairwise(steps) if other == step)
    middle = (place[before] + place[step]) / 2
    return {
        "type": "line",
        "x0": middle,
        "x1": middle,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"width": 1, "dash": "dot", "color": look.ink.muted},
    }


def _marked(place: float, half: float, look: Look) -> Properties:
    """A pale bar behind a step, so wide to either side."""
    return {
        "type": "rect",
        "x0": place - half,
        "x1": place + half,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "layer": "below",
        "fillcolor": look.ink.rule,
        "line": {"width": 0},
    }


def _steps(steps: Sequence[float], place: Mapping[float, float], title: str) -> Properties:
    """The axis of the steps."""
    # The first, the last and every so many between, as far as these leave room for the last.
    every = math.ceil(len(steps) / MOST_TICKS)
    named = [*steps[: max(len(steps) - every, 1) : every], *steps[1:][-1:]]
    ends = [place[steps[0]], place[steps[-1]]]
    room = 0.03 * max(ends[1] - ends[0], 1)
    return {
        "title": {"text": title, "font": {"size": SMALL}, "standoff": 8},
        "range": [ends[0] - room, ends[1] + room],
        "tickvals": [place[step] for step in named],
        "ticktext": [_short(step) for step in named],
        "tickfont": {"size": SMALL},
        "tickangle": 0,
    }


def _short(step: float) -> str:
    """A number where there is little room: "30", "3k", "1.2M"."""
    for size, letter in ((1e6, "M"), (1e3, "k")):
        if step >= size:
            return f"{step / size:.3g}{letter}"
    return f"{step:g}"
