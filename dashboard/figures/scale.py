"""How does a reader know which number a shade stands for?"""

from collections.abc import Mapping, Sequence

from setupscope.dashboard.figures.figure import Properties, scatter
from setupscope.dashboard.figures.theme import SMALL, Look

THICKNESS = 9
MIDDLE, NEAR = 0.5, 0.02
"""Where a title stands, and how far it gives way to a tick, in lengths of the scale."""
ROOM = 52
"""Pixels that a scale takes beneath an axis."""


def shaded(colour: str, opacity: float) -> str:
    """A colour of six digits that lets what lies behind it through."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:.3f})"


def shade_scale(
    title: str,
    shades: Sequence[tuple[float, str]],
    ticks: Mapping[float, str],
    look: Look,
) -> Properties:
    """A trace of no marks, whose colour bar at the foot of a figure says what shades mean.

    `shades` are the colours at places from 0 to 1, `ticks` the names of places. The figure
    keeps `ROOM` pixels free beneath its axes. The title is a second line of the tick in the
    middle: Plotly puts a title of its own over the cells where there are few rows.
    """
    middle = min(ticks, key=lambda place: abs(place - MIDDLE))
    middle = middle if abs(middle - MIDDLE) < NEAR else MIDDLE
    named = {middle: "", **ticks}
    return scatter(
        x=[None],
        y=[None],
        mode="markers",
        hoverinfo="skip",
        marker={
            "color": [0],
            "cmin": 0,
            "cmax": 1,
            "colorscale": [list(shade) for shade in shades],
            "showscale": True,
            "colorbar": {
                "orientation": "h",
                "thickness": THICKNESS,
                "outlinewidth": 0,
                "len": 0.8,
                "x": 0.5,
                "y": 0,
                "yref": "container",
                "yanchor": "bottom",
                "ypad": 2,
                "tickvals": list(named),
                "ticktext": [
                    f"{name}<br>{title if place == middle else ' '}"
                    for place, name in named.items()
                ],
                "tickfont": {"size": SMALL, "color": look.ink.text},
                "tickangle": 0,
                "ticks": "",
            },
        },
    )
