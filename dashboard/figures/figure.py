"""How does a figure come from its traces and its layout?

They are plain dictionaries. Plotly's own objects check and copy each property whenever it is
set, which took longer than all else that a figure needs; the tests check the figures instead.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from setupscope.dashboard.figures.theme import Look, template

Properties = dict[str, Any]
"""Of a trace, a layout or a part of them, as plotly.js names them."""


def bar(**properties: object) -> Properties:
    """A trace of bars."""
    return _trace("bar", properties)


def scatter(**properties: object) -> Properties:
    """A trace of marks, lines or texts."""
    return _trace("scatter", properties)


def _trace(kind: str, properties: Mapping[str, object]) -> Properties:
    columns = {
        name: column.to_numpy()  # which Plotly writes in binary
        for name, column in properties.items()
        if isinstance(column, pd.Series)
    }
    return {"type": kind, **properties, **columns}


def figure_of(traces: Sequence[Properties], look: Look, **layout: object) -> go.Figure:
    """The figure of some traces, in a look; layout: what differs from the template."""
    return unchecked({"data": traces, "layout": {"template": template(look), **layout}})


def unchecked(figure: Properties) -> go.Figure:
    """The figure of some properties that are taken as they are."""
    return go.Figure(figure, _validate=False)
