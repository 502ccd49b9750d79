"""How does every figure look, on screen and on paper?"""

from dataclasses import dataclass
from functools import cache
from typing import Any

CONFIG = {"displayModeBar": False, "responsive": True}
"""What Plotly takes besides the figure, in the browser."""
FONT = "Source Sans, Source Sans Pro, sans-serif"
FONT_SIZE = 14
SMALL = 12


@dataclass(frozen=True)
class Ink:
    """The colours of a figure that are not a metric's, and what it lies on."""

    text: str
    muted: str
    rule: str
    paper: str


LIGHT = Ink(text="#1a1c1f", muted="#62666d", rule="#e3e5e8", paper="#ffffff")
DARK = Ink(text="#eceef1", muted="#a3a8b0", rule="#32373f", paper="#14171c")


@dataclass(frozen=True)
class Look:
    """How a figure looks: on the screen in either theme, or on paper.

    Attributes
    ----------
    ink : Ink
        Colours of text and rules.
    font : str
        Families, the first that is there.
    grey : bool
        Whether metrics are told apart by shades of grey.
    marked : str
        Key of the metric that is outlined, whose setups are listed beside the figure; of a sweep
        the step that is described there.
    """

    ink: Ink = LIGHT
    font: str = FONT
    grey: bool = False
    marked: str = ""


def on_screen(theme: str | None, marked: str = "") -> Look:
    """The look of the screen's theme, light where it is unknown."""
    return Look(DARK if theme == "dark" else LIGHT, marked=marked)


@cache
def template(look: Look) -> dict[str, Any]:
    """The one Plotly template: thin, quiet, on whatever lies behind it."""
    inks = look.ink
    axis = {
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
        "fixedrange": True,
        "automargin": True,
        "ticklabelstandoff": 6,
        "tickfont": {"color": inks.text},
    }
    return {
        "layout": {
            "font": {"family": look.font, "size": FONT_SIZE, "color": inks.text},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "margin": {"l": 4, "r": 4, "t": 4, "b": 4},
            "showlegend": False,
            "dragmode": False,
            "xaxis": axis,
            "yaxis": axis,
            "hoverlabel": {"font": {"family": look.font, "size": FONT_SIZE}, "align": "left"},
        }
    }
