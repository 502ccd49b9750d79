"""How does every figure look, on screen and on paper?"""

from dataclasses import dataclass

import plotly.graph_objects as go

FONT = "Source Sans, Source Sans Pro, sans-serif"
FONT_SIZE = 14
SMALL = 12


@dataclass(frozen=True)
class Ink:
    """The colours of a figure that are not a metric's."""

    text: str
    muted: str
    rule: str


LIGHT = Ink(text="#1a1c1f", muted="#62666d", rule="#e3e5e8")
DARK = Ink(text="#eceef1", muted="#a3a8b0", rule="#32373f")


def ink(dark: bool) -> Ink:
    """The inks of the light or the dark theme."""
    return DARK if dark else LIGHT


def template(dark: bool) -> go.layout.Template:
    """The one Plotly template: thin, quiet, on whatever lies behind it."""
    inks = ink(dark)
    axis = {
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
        "fixedrange": True,
        "automargin": True,
        "ticklabelstandoff": 6,
        "tickfont": {"color": inks.text},
    }
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": FONT_SIZE, "color": inks.text},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "margin": {"l": 4, "r": 4, "t": 4, "b": 4},
            "showlegend": False,
            "dragmode": False,
            "xaxis": axis,
            "yaxis": axis,
            "hoverlabel": {"font": {"family": FONT, "size": FONT_SIZE}, "align": "left"},
        }
    )
