"""Which column holds what? Each choice begins with what is guessed."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from setupscope.dashboard.components.upload_form import NONE, Table
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.own_tables import LABELS
from setupscope.data.importing.layout import SIDES, Side

INDEX = "the first column"
"""What the names of a pivot's rows are called where their column has no name."""


def choose_sides(table: Table) -> dict[str, Any]:
    """The columns of sources and of targets; several make up a name together."""
    found: dict[str, Any] = {}
    for place, side in zip(st.columns(2), SIDES, strict=True):
        guessed = getattr(table.guess, side)
        with place:
            found[side] = tuple(
                st.multiselect(
                    f"{side} column",
                    table.guess.names,
                    default=[guessed] if guessed else [],
                    placeholder="choose",
                    help=LABELS["parts"],
                    key=table.key(side),
                )
            )
    return found


def choose_other_side(table: Table, sides: Mapping[Side, str]) -> Side | None:
    """What the columns of pivots are, or the files where each is one of a side."""
    options = list(sides)
    guessed = table.guess.columns
    return st.radio(
        "In pivots" if table.guess.pivots else "Here",
        options,
        index=options.index(guessed) if guessed else None,
        format_func=sides.__getitem__,
        horizontal=True,
        key=table.key("columns"),
    )


def choose_rows(table: Table, columns: Side | None) -> dict[str, Any]:
    """The column of names of rows, as that of the side that `columns` is not."""
    options = [INDEX, *table.guess.names]
    guessed = table.guess.source or table.guess.target
    rows = st.selectbox(
        "names of rows", options, index=place_of(options, guessed), key=table.key("rows")
    )
    side = SIDES[columns] if columns else None
    return {end: (rows,) if end == side and rows != INDEX else () for end in SIDES}


def choose_column(
    table: Table, what: str, columns: Sequence[str] | Mapping[str, object], optional: bool = False
) -> str | None:
    """One column; None where none is chosen."""
    guessed = getattr(table.guess, what.replace(" ", "_"))
    options = [*([NONE] if optional else []), *columns]
    picked = st.selectbox(
        f"{what} column",
        options,
        index=place_of(options, guessed) if optional or guessed in options else None,
        placeholder="choose",
        key=table.key(what),
    )
    return None if picked == NONE else picked


def place_of(options: Sequence[str], guessed: str | None) -> int:
    """Where what is guessed stands among the options; the first one where it does not."""
    return options.index(guessed) if guessed in options else 0


def choose_performance(table: Table, options: Sequence[str]) -> str | None:
    """The column, the pivot or the metric of a long table that is the performance."""
    options = list(dict.fromkeys(options))
    guessed = table.guess.performance
    picked: str | None = st.selectbox(
        "performance" if table.guess.pivots else "performance column",
        options,
        index=options.index(guessed) if guessed in options else None,
        placeholder="choose",
        key=table.key("performance"),
    )
    return picked


def choose_metrics(table: Table, columns: Sequence[str]) -> tuple[str, ...]:
    """Which columns are metrics: all of numbers but counts and facts, unless others are ticked."""
    guess = table.guess
    others = [name for name in columns if name in guess.others]
    numbers = [name for name in columns if name in guess.metrics or name in guess.numbers]
    picked = st.multiselect(
        "Metric columns",
        numbers,
        default=[name for name in guess.metrics if name in numbers],
        key=table.key("metrics", guess.metrics),
    )
    left = [f"{name} ({guess.others[name].split(';')[0]})" for name in others if name not in picked]
    if left:
        st.caption(escaped(f"Not taken as metrics: {', '.join(left)}."))
    return tuple(picked)
