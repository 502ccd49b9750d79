"""What makes a figure a figure of ours?"""

from collections.abc import Callable
from dataclasses import dataclass

import plotly.graph_objects as go

from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.queries.queries import Queries

Resolve = Callable[[Queries, Exhibit], Exhibit]
"""Fills in the options that an exhibit leaves out, or raises InputError."""


@dataclass(frozen=True)
class Recipe:
    """How one figure is made.

    Attributes
    ----------
    name : str
        Its name on the command line.
    title : str
        What it is called where it is kept.
    draw : callable
        From queries, exhibit and look to the figure.
    resolve : callable
        Fills in the options that the exhibit leaves out, or raises InputError.
    table : str
        The table that holds its numbers.
    takes : tuple of str
        The options that it has.
    kinds : bool
        Whether its components are kinds of rows, by which its table is not split.
    pair : bool
        Whether it is of two metrics that its table compares alone.
    """

    name: str
    title: str
    draw: Callable[[Queries, Exhibit, Look], go.Figure]
    resolve: Resolve
    table: str
    takes: tuple[str, ...] = ()
    kinds: bool = False
    pair: bool = False
