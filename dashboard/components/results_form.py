"""The form that says how uploaded tables of results are read, and what is made of them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import streamlit as st

from setupscope.dashboard.components.upload_form import (
    NONE,
    Table,
    all_chosen,
    renamed,
)
from setupscope.dashboard.text.own_tables import COMPLETE, LABELS, PIVOTS
from setupscope.dashboard.uploads.messages import Facts, ResultsRequest
from setupscope.data.errors import InputError
from setupscope.data.importing.column_names import is_error
from setupscope.data.importing.gaps import Complete
from setupscope.data.importing.layout import Layout, Side
from setupscope.data.importing.option_text import names_in, renamed_in
from setupscope.data.importing.shapes import SIDES
from setupscope.data.limits import MAX_CANDIDATES
from setupscope.data.pools import SMALLEST_POOL, PoolRule

NO_PART_OF_A_NAME = re.compile(r"[^a-z0-9_-]+")
LONG, WIDE, PIVOT = "one row per metric", "one column per metric", "pivot"
RANKED: Mapping[str, Side | None] = {"both": None, "source": "source", "target": "target"}
_NO_METRIC = (
    "Choose at least one metric. A pivot holds one quantity: add a file for each metric, and one"
    " for the performance."
)
INDEX = "the first column"
"""What the names of a pivot's rows are called where their column has no name."""


class _Choices(NamedTuple):
    """The columns that are chosen, and the metrics that result."""

    columns: dict[str, Any]
    needed: tuple[str, ...]
    metrics: tuple[str, ...]


def show_results_form(table: Table) -> ResultsRequest | None:
    """The request for tables of results, once every column that it needs is chosen."""
    first, second = st.columns(2)
    with first:
        name = st.text_input(
            "Name of the study", _proposed(table), key=table.key("study name"), max_chars=57
        )
    with second:
        ranked = st.selectbox("Rank", list(RANKED), key=table.key("only"))
    chosen = _columns(table)
    performance = chosen.columns["performance"]
    lower, percent = _directions(table, performance, chosen.metrics)
    pools, complete = _pools(table)
    guess = table.guess
    told = bool(guess.run or guess.backbone or guess.performance_error or guess.facts)
    with st.expander("Runs, backbones, names and facts", expanded=told):
        more, facts = _more(table, chosen)
    if not all_chosen(chosen.columns, chosen.needed):
        return None
    if not chosen.metrics:
        st.info(_NO_METRIC, icon=":material/arrow_upward:")
        return None
    layout = Layout(**chosen.columns, **more, lower_is_better=lower, percent=percent)
    return ResultsRequest(
        kind="results",
        name=name,
        columns=layout,
        pools=pools,
        only=RANKED[ranked],
        complete=complete,
        facts=facts,
    )


def _proposed(table: Table) -> str:
    if len(table.file_names) > 1:
        return "my-results"
    return NO_PART_OF_A_NAME.sub("-", table.stem.lower()).strip("-_")[:50] or "my-results"


def _columns(table: Table) -> _Choices:
    """The columns of names, of the performance and of the metrics, by the table's shape."""
    guess = table.guess
    results = [name for name in table.file_names if name != guess.facts]
    guessed = PIVOT if len(guess.pivots) == len(results) else LONG if guess.score else WIDE
    shape = st.segmented_control(
        "The table has",
        [LONG, WIDE, PIVOT],
        default=guessed,
        required=True,
        help="A pivot has a row for each source and a column for each target, or the other way"
        " round; it holds one quantity, which its file is called by.",
        key=table.key("layout"),
    )
    if shape == PIVOT:
        return _pivot(table)
    ends = _sides(table)
    if guess.pivots:
        ends["columns"] = _pivot_columns(table)
    named = {*ends["source"], *ends["target"]}
    if shape == LONG:
        first, second, third = st.columns(3)
        with first:
            metric = _column(table, "metric", guess.names)
        with second:
            score = _column(table, "score", guess.names)
        words = guess.words.get(metric or "", ())
        with third:
            others = [name for name in guess.numbers if name not in {*named, score}]
            performance = _performance(table, [*others, *words, *guess.quantities])
        metrics = tuple(word for word in words if word != performance) or ("scores",)
        columns = {**ends, "metric": metric, "score": score, "performance": performance}
        return _Choices(columns, ("source", "target", "performance", "metric", "score"), metrics)
    numbers = [name for name in guess.names if name not in named]
    performance = _performance(table, [*numbers, *guess.quantities])
    metrics = _metrics(table, [name for name in numbers if name != performance])
    pivots = tuple(name for name in guess.quantities if name != performance)
    columns = {**ends, "performance": performance, "metrics": metrics}
    return _Choices(columns, ("source", "target", "performance"), (*metrics, *pivots))


def _sides(table: Table) -> dict[str, Any]:
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


def _pivot(table: Table) -> _Choices:
    """What the rows and the columns of pivots are, and which of them is the performance."""
    guess = table.guess
    columns = _pivot_columns(table)
    first, second = st.columns(2)
    with first:
        rows = st.selectbox(
            "names of rows",
            [INDEX, *guess.names],
            index=_at([INDEX, *guess.names], guess.source or guess.target),
            key=table.key("rows"),
        )
    with second:
        metric = _column(table, "metric", guess.words, optional=True)
    words = guess.words.get(metric or "", ())
    quantities = words or guess.quantities
    performance = _performance(table, quantities)
    side = SIDES[columns] if columns else None
    ends: dict[str, Any] = {end: (rows,) if end == side and rows != INDEX else () for end in SIDES}
    found = {**ends, "columns": columns, "performance": performance, "metric": metric}
    metrics = tuple(name for name in quantities if name != performance)
    return _Choices(found, ("columns", "performance"), metrics)


def _pivot_columns(table: Table) -> Side | None:
    """What the columns of pivots are."""
    guess = table.guess
    sides = list(PIVOTS)
    return st.radio(
        "In pivots",
        sides,
        index=sides.index(guess.columns) if guess.columns else None,
        format_func=PIVOTS.__getitem__,
        horizontal=True,
        key=table.key("columns"),
    )


def _column(
    table: Table, what: str, columns: Sequence[str] | Mapping[str, object], optional: bool = False
) -> str | None:
    """One column; None where none is chosen."""
    guessed = getattr(table.guess, what.replace(" ", "_"))
    options = [*([NONE] if optional else []), *columns]
    picked = st.selectbox(
        f"{what} column",
        options,
        index=_at(options, guessed) if optional or guessed in options else None,
        placeholder="choose",
        key=table.key(what),
    )
    return None if picked == NONE else picked


def _at(options: Sequence[str], guessed: str | None) -> int:
    return options.index(guessed) if guessed in options else 0


def _performance(table: Table, options: Sequence[str]) -> str | None:
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


def _metrics(table: Table, columns: Sequence[str]) -> tuple[str, ...]:
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
        st.caption(f"Not taken as metrics: {', '.join(left)}.".replace("$", r"\$"))
    return tuple(picked)


def _directions(
    table: Table, performance: str | None, metrics: Sequence[str]
) -> tuple[tuple[str, ...], bool]:
    """What is the better the lower it is, and whether performances are in per cent."""
    options = [*([performance] if performance else []), *metrics]
    first, second = st.columns(2, vertical_alignment="bottom")
    with first:
        lower = st.multiselect(
            LABELS["lower"],
            options,
            default=[performance] if performance and is_error(performance) else [],
            help="Low scores of such a metric predict better transfer; such a performance is an"
            " error, as WER or RMSE.",
            placeholder="none",
            key=table.key("lower", performance),
        )
    with second:
        percent = st.checkbox(
            LABELS["percent"],
            value=performance in table.guess.per_cent and performance not in lower,
            key=table.key("percent", performance),
        )
    return tuple(lower), percent


def _pools(table: Table) -> tuple[PoolRule | None, Complete | None]:
    """The pool rule, where one is asked for, and what alone is kept."""
    first, second = st.columns(2, vertical_alignment="bottom")
    with first:
        most = st.number_input(
            LABELS["leave out"],
            min_value=0,
            max_value=20,
            value=None,
            placeholder="4, fewer for many candidates",
            key=table.key("leave out"),
        )
    with second:
        fewest = st.number_input(
            LABELS["min pool"],
            min_value=SMALLEST_POOL,
            max_value=MAX_CANDIDATES,
            value=None,
            disabled=most is not None,
            key=table.key("min pool"),
        )
    kept = st.selectbox(LABELS["complete"], list(COMPLETE), key=table.key("complete"))
    if most is not None:
        return PoolRule(leave_out=most), COMPLETE[kept]
    return None if fewest is None else PoolRule(min_pool=fewest), COMPLETE[kept]


def _more(table: Table, chosen: _Choices) -> tuple[dict[str, Any], Facts]:
    """What only some tables have: runs, backbones, errors, other names, facts."""
    guess, found = table.guess, dict[str, Any]()
    for place, what in zip(st.columns(3), ("run", "backbone", "performance error"), strict=True):
        with place:
            found[what.replace(" ", "_")] = _column(table, what, guess.names, optional=True)
    found["backbones"] = renamed(table, found["backbone"] is not None)
    found["names"] = _other_names(table)
    for place, side in zip(st.columns(2), SIDES, strict=True):
        with place:
            found[f"{side}_facts"] = tuple(
                st.multiselect(
                    LABELS[f"{side} facts"],
                    [name for name in guess.names if name not in chosen.metrics],
                    placeholder="none",
                    key=table.key(f"{side} facts"),
                )
            )
    return found, _facts(table)


def _facts(table: Table) -> Facts:
    """A table of facts among the files, and how facts are read."""
    beside = None
    if len(table.file_names) > 1:
        options = [NONE, *table.file_names]
        beside = st.selectbox(
            LABELS["facts"], options, index=_at(options, table.guess.facts), key=table.key("facts")
        )
    texts = []
    for place, what in zip(st.columns(2), ("fewer", "log"), strict=True):
        with place:
            text = st.text_input(LABELS[what], placeholder="none", key=table.key(what))
            texts.append(names_in(text))
    return Facts(beside=None if beside == NONE else beside, fewer_is_better=texts[0], log=texts[1])


def _other_names(table: Table) -> dict[str, str]:
    text = st.text_input(LABELS["names"], placeholder="old=new, …", key=table.key("names"))
    try:
        return renamed_in(text)
    except InputError as error:
        st.warning(str(error))
        return {}
