"""How are intervals drawn: as thin lines beside dots, one look everywhere?"""

from collections.abc import Sequence

import pandas as pd

from setupscope.dashboard.figures.figure import Properties, bar
from setupscope.dashboard.figures.theme import Look

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
