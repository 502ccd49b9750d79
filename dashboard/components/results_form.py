"""The form that says how uploaded tables of results are read, and what is made of them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import streamlit as st

from setupscope.dashboard.components.column_choices import (
    choose_column,
    choose_metrics,
    choose_other_side,
    choose_performance,
    choose_rows,
    choose_sides,
    place_of,
)
from setupscope.dashboard.components.upload_form import (
    NONE,
    Table,
    all_chosen,
    renamed,
)
from setupscope.dashboard.text.own_tables import COMPLETE, FILES, LABELS, PIVOTS
from setupscope.dashboard.uploads.messages import Facts, ResultsRequest
from setupscope.data.errors import InputError
from setupscope.data.importing.column_names import is_error
from setupscope.data.importing.gaps import Complete
from setupscope.data.importing.layout import SIDES, Layout, Side
from setupscope.data.importing.option_text import names_in, renamed_in
from setupscope.data.limits import MAX_CANDIDATES
from setupscope.data.pools import SMALLEST_POOL, PoolRule

NO_PART_OF_A_NAME = re.compile(r"[^a-z0-9_-]+")
LONG, WIDE, PIVOT = "one row per metric", "one column per metric", "pivot"
BY_FILE = "a file per name"
RANKED: Mapping[str, Side | None] = {"both": None, "source": "source", "target": "target"}
_NO_METRIC = (
    "Choose at least one metric. A pivot holds one quantity: add a file for each metric, and one"
    " for the performance."
)


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
    shape = _shape(table)
    if shape == PIVOT:
        return _pivot(table)
    if shape == BY_FILE:
        return _by_file(table)
    ends = choose_sides(table)
    if guess.pivots:
        ends["columns"] = choose_other_side(table, PIVOTS)
    named = {*ends["source"], *ends["target"]}
    if shape == LONG:
        first, second, third = st.columns(3)
        with first:
            metric = choose_column(table, "metric", guess.names)
        with second:
            score = choose_column(table, "score", guess.names)
        words = guess.words.get(metric or "", ())
        with third:
            others = [name for name in guess.numbers if name not in {*named, score}]
            performance = choose_performance(table, [*others, *words, *guess.quantities])
        metrics = tuple(word for word in words if word != performance) or ("scores",)
        columns = {**ends, "metric": metric, "score": score, "performance": performance}
        return _Choices(columns, ("source", "target", "performance", "metric", "score"), metrics)
    numbers = [name for name in guess.names if name not in named]
    performance = choose_performance(table, [*numbers, *guess.quantities])
    metrics = choose_metrics(table, [name for name in numbers if name != performance])
    pivots = tuple(name for name in guess.quantities if name != performance)
    columns = {**ends, "performance": performance, "metrics": metrics}
    return _Choices(columns, ("source", "target", "performance"), (*metrics, *pivots))


def _shape(table: Table) -> str:
    """How the table, or the most of several, says what it says."""
    guess = table.guess
    results = [name for name in table.file_names if name != guess.facts]
    shapes = [LONG, WIDE, PIVOT, *([BY_FILE] if len(results) > 1 else [])]
    guessed = PIVOT if len(guess.pivots) == len(results) else LONG if guess.score else WIDE
    guessed = BY_FILE if guess.by_file else guessed
    # Not a segmented control: one that is too wide hides its last options.
    return st.radio(
        "The table has" if len(results) == 1 else "The tables have",
        shapes,
        index=shapes.index(guessed),
        horizontal=True,
        help="A pivot has a row for each source and a column for each target, or the other way"
        " round; it holds one quantity, which its file is called by.",
        key=table.key("layout"),
    )


def _pivot(table: Table) -> _Choices:
    """What the rows and the columns of pivots are, and which of them is the performance."""
    guess = table.guess
    columns = choose_other_side(table, PIVOTS)
    first, second = st.columns(2)
    with first:
        ends = choose_rows(table, columns)
    with second:
        metric = choose_column(table, "metric", guess.words, optional=True)
    quantities = guess.words.get(metric or "", ()) or guess.quantities
    performance = choose_performance(table, quantities)
    found: dict[str, Any] = {
        **ends,
        "columns": columns,
        "performance": performance,
        "metric": metric,
    }
    metrics = tuple(name for name in quantities if name != performance)
    return _Choices(found, ("columns", "performance"), metrics)


def _by_file(table: Table) -> _Choices:
    """What the rows and the files are where files are named by sources or targets."""
    columns = choose_other_side(table, FILES)
    ends = choose_rows(table, columns)
    rows = {name for side in SIDES for name in ends[side]}
    numbers = [name for name in table.guess.names if name not in rows]
    performance = choose_performance(table, numbers)
    metrics = choose_metrics(table, [name for name in numbers if name != performance])
    found: dict[str, Any] = {
        **ends,
        "columns": columns,
        "performance": performance,
        "metrics": metrics,
    }
    return _Choices(found, ("columns", "performance"), metrics)


def _directions(
    table: Table, performance: str | None, metrics: Sequence[str]
) -> tuple[tuple[str, ...], bool]:
    """What is the better the lower it is, and whether performances are in per cent."""
    options = [*([performance] if performance else []), *metrics]
    lower = st.multiselect(
        LABELS["lower"],
        options,
        default=[performance] if performance and is_error(performance) else [],
        help="Low scores of such a metric predict better transfer; such a performance is an error,"
        " as WER or RMSE.",
        placeholder="none",
        key=table.key("lower", performance),
    )
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
            found[what.replace(" ", "_")] = choose_column(table, what, guess.names, optional=True)
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
            LABELS["facts"],
            options,
            index=place_of(options, table.guess.facts),
            key=table.key("facts"),
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
