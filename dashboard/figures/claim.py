"""How are the margins of comparable setups drawn around the one that shows a claim?"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from setupscope.dashboard.figures.figure import Properties, scatter
from setupscope.dashboard.figures.margins import margin_bars
from setupscope.dashboard.figures.theme import SMALL, Look
from setupscope.data.study.study import Study

ABOVE = 1.15
"""Where the margin shown is named, as a multiple of the tallest bar."""
INSIDE = 0.6
"""Up to which share of the axis there is room for the name beyond the margin shown."""


def claim_bars(
    study: Study,
    table: pd.DataFrame,
    pair: tuple[str, str],
    colours: Mapping[str, str],
    look: Look,
) -> Properties:
    """A bar per bin of margins, and a line where the margin shown lies.

    `table` has rows of `analysis.claim_margins` of one measure; without a margin shown, there
    is no line.
    """
    figure = margin_bars(study, table, pair, colours, look)
    shown, top = float(table["shown"].iloc[0]), 100 * float(table["share"].max())
    if np.isnan(shown):
        return figure
    reach = float(table["high"].max())
    # Away from the line at 0, unless the margin shown lies near the end of the axis.
    side = "right" if (shown > 0) == (abs(shown) < INSIDE * reach) else "left"
    mark = scatter(
        x=[shown, shown],
        y=[0.0, ABOVE * top],
        mode="lines+text",
        line={"color": look.ink.text, "width": 2},
        text=["", "\N{NO-BREAK SPACE}shown\N{NO-BREAK SPACE}"],
        textposition=f"middle {side}",
        textfont={"size": SMALL, "color": look.ink.text},
        hoverinfo="skip",
        showlegend=False,
    )
    return {**figure, "data": [*figure["data"], mark]}
