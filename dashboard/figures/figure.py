"""How does a figure come from its traces and its layout?

They are plain dictionaries, as plotly.js takes them. The objects of Plotly for Python check and
copy each property whenever it is set, which took longer than all else that a figure needs; the
tests check the figures instead.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from _plotly_utils.utils import convert_to_base64
from plotly.basedatatypes import BaseFigure

from setupscope.dashboard.figures.theme import Look, template

Properties = dict[str, Any]
"""Of a figure, a trace, a layout or a part of them, as plotly.js names them."""
MOST_ON_A_PHONE = 7
"""Columns of one panel of a figure that have room for their heads and numbers there."""


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


def figure_of(traces: Sequence[Properties], look: Look, **layout: object) -> Properties:
    """The figure of some traces, in a look; layout: what differs from the template."""
    return {"data": list(traces), "layout": {"template": template(look), **layout}}


def is_wide(figure: Properties) -> bool:
    """Whether a figure has more columns with heads than a phone is wide."""
    axis = figure["layout"].get("xaxis", {})
    return axis.get("side") == "top" and len(axis.get("tickvals", ())) > MOST_ON_A_PHONE


def as_plotly(figure: Properties) -> go.Figure:
    """A figure as an object of Plotly, for a file; its properties are taken as they are."""
    return go.Figure(figure, _validate=False)


class Written(BaseFigure):
    """A figure for the browser, which is neither checked nor copied on its way there.

    Streamlit checks each dictionary that it is given, and of an object asks `to_dict` alone.

    Parameters
    ----------
    figure : dict
        Its data and layout; arrays of numbers in them become binary, as Plotly writes them.
    """

    def __init__(self, figure: Properties) -> None:
        convert_to_base64(figure)
        self._figure = figure

    def to_dict(self) -> Properties:
        """Data and layout, not to be changed."""
        return self._figure
