"""How are intervals drawn, and the numbers that belong to them: one look everywhere?"""

from collections.abc import Sequence

import pandas as pd

from setupscope.dashboard.figures.figure import Properties, bar, scatter
from setupscope.dashboard.figures.theme import SMALL, Look

WIDTH = 0.06


def interval_bars(low: pd.Series, high: pd.Series, names: Sequence[str], look: Look) -> Properties:
    """A thin line from `low` to `high` in the row of each name; none where either is null."""
    return bar(
        x=high - low,
        base=low,
        y=names,
        orientation="h",
        width=WIDTH,
        marker={"color": look.ink.muted},
        hoverinfo="skip",
    )


def number_column(
    texts: Sequence[str], y: Sequence[str] | Sequence[int], end: float, look: Look
) -> Properties:
    """Texts of rows in a column right of an axis that ends at `end`, where no line strikes them."""
    return scatter(
        x=[end] * len(texts),
        y=list(y),
        mode="text",
        text=[f"  {text}" for text in texts],
        textposition="middle right",
        textfont={"size": SMALL, "color": look.ink.text},
        cliponaxis=False,
        hoverinfo="skip",
    )
