"""What makes a figure or a table one of ours?"""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.figures.figure import Properties
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.coverage import EACH

Words = list[str]
"""Sentences in Markdown of ours; empty ones are left out."""
Resolve = Callable[[Queries, Exhibit], Exhibit]
"""Fills in the options that an exhibit leaves out, or raises InputError."""
Caption = Callable[[Queries, Exhibit], Words | None]
"""What an exhibit shows; None where the general caption of tables says it."""


@dataclass(frozen=True)
class FigureRecipe:
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
    caption : callable
        What stands under it.
    table : str
        The table that holds its numbers.
    takes : tuple of str
        The options that it has.
    kinds : bool
        Whether its components are kinds of rows, by which its table is not split.
    families : str
        The table that holds its numbers where these kinds are by family.
    pair : bool
        Whether it is of two metrics that its table compares alone.
    """

    name: str
    title: str
    draw: Callable[[Queries, Exhibit, Look], Properties]
    resolve: Resolve
    caption: Caption
    table: str
    takes: tuple[str, ...] = ()
    kinds: bool = False
    families: str = ""
    pair: bool = False


@dataclass(frozen=True)
class TableRecipe:
    """How one table is made.

    Attributes
    ----------
    name, title : str
        Its name on the command line, and what it is called where it is kept.
    rows : callable
        From queries and exhibit to the table.
    resolve : callable
        Fills in the options that the exhibit leaves out, or raises InputError.
    takes : tuple of str
        The options that it has.
    caption : callable, optional
        What stands under it, where that is more than the general caption says.
    heading, method : str
        For the general caption: what the table holds, and how its numbers came about.
    counting : str
        Which setups count where metrics lack scores; see `dashboard.text.coverage`.
    """

    name: str
    title: str
    rows: Callable[[Queries, Exhibit], pd.DataFrame]
    resolve: Resolve
    takes: tuple[str, ...] = ()
    caption: Caption | None = None
    heading: str = ""
    method: str = ""
    counting: str = EACH
