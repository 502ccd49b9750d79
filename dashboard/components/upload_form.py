"""The form that says which column of an uploaded table holds what."""

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, Literal, NamedTuple

import streamlit as st

from setupscope.dashboard.text.numbers import join_names
from setupscope.dashboard.uploads.messages import ResultsRequest, ScoresRequest
from setupscope.data.errors import InputError
from setupscope.data.importing.layout import Layout
from setupscope.data.importing.option_text import names_in, renamed_in
from setupscope.data.importing.scores import ScoreColumns
from setupscope.data.limits import MAX_CANDIDATES
from setupscope.data.pools import SMALLEST_POOL, PoolRule

NO_PART_OF_A_NAME = re.compile(r"[^a-z0-9_-]+")
NONE = "–"
LONG, WIDE = "one row per metric", "one column per metric"
Ranked = Literal["source", "target"]
RANKED: Mapping[str, Ranked | None] = {"both": None, "source": "source", "target": "target"}
GUESSES: Mapping[str, tuple[str, ...]] = {
    "source": ("source", "model", "architecture", "source dataset"),
    "target": ("target", "dataset", "data", "target dataset"),
    "score": ("score", "value", "transferability metric score"),
    "performance": ("performance", "accuracy", "acc", "test mean iou", "miou"),
    "backbone": ("backbone", "trained", "trainable backbone"),
    "metric": ("metric", "transferability metric"),
    "table": ("table",),
}
"""What columns are often called, the likeliest first."""


class Table(NamedTuple):
    """An uploaded table, as far as its columns are chosen by what they are called.

    Attributes
    ----------
    columns : tuple of str
        Its columns.
    file_name : str
        What its file is called; empty for one that was pasted.
    """

    columns: tuple[str, ...]
    file_name: str

    def key(self, choice: str) -> str:
        """The key of a choice; another table is guessed anew, a corrected one keeps the choices."""
        return f"own {choice} {sha256(repr(self).encode()).hexdigest()[:8]}"


def show_scores_form(table: Table) -> ScoresRequest | None:
    """The request for a table of one metric's scores, once every column that it needs is chosen."""
    proposed = " ".join(table.file_name.split())[:50] or "My metric"
    name, lower = _name_and(table, "metric", proposed, 100, "Low scores predict better transfer")
    needed = ("source", "target", "score")
    chosen = _choose(table, table.columns, needed, ("backbone", "table"))
    chosen |= {key: chosen[key] or _unread(key, table.columns) for key in ("backbone", "table")}
    backbones = _renamed(table, chosen["backbone"] in table.columns)
    if not _all_chosen(chosen, needed):
        return None
    columns = ScoreColumns(**chosen, backbones=backbones)
    return ScoresRequest(kind="scores", name=name, lower_is_better=lower, columns=columns)


def show_results_form(table: Table) -> ResultsRequest | None:
    """The request for a table of results, once every column that it needs is chosen."""
    proposed = NO_PART_OF_A_NAME.sub("-", table.file_name.lower()).strip("-_")[:50] or "my-results"
    name, percent = _name_and(table, "study", proposed, 57, "Performances are in per cent")
    needed = ("source", "target", "performance")
    chosen = _choose(table, table.columns, needed, ("backbone",))
    chosen |= _metrics_of(table, [name for name in table.columns if name not in chosen.values()])
    lower = st.text_input(
        "Metrics for which low scores predict better transfer, separated by commas",
        key=table.key("lower"),
    )
    pools, only = _pools_and_ranked(table)
    backbones = _renamed(table, chosen["backbone"] is not None)
    if not _all_chosen(chosen, (*needed, "metric", "score")):
        return None
    layout = Layout(
        **chosen,
        lower_is_better=tuple(name.strip() for name in names_in(lower) if name.strip()),
        percent=percent,
        backbones=backbones,
    )
    return ResultsRequest(kind="results", name=name, columns=layout, pools=pools, only=only)


def _metrics_of(table: Table, others: Sequence[str]) -> dict[str, Any]:
    """Which of the other columns hold metrics: their names and scores, or one column each."""
    guessed = LONG if _guess(others, "metric") else WIDE
    layout = st.segmented_control(
        "The table has", [LONG, WIDE], default=guessed, required=True, key=table.key("layout")
    )
    if layout == LONG:
        return _choose(table, others, ("metric", "score"), ())
    metrics = st.multiselect("Metric columns", others, default=others, key=table.key("metrics"))
    return {"metrics": tuple(metrics)}


def _all_chosen(chosen: Mapping[str, Any], needed: Sequence[str]) -> bool:
    """Whether every column that is needed is chosen; says which are not."""
    missing = [name for name in needed if name in chosen and chosen[name] is None]
    if missing:
        st.info(f"Choose a column for the {join_names(missing)}.", icon=":material/arrow_upward:")
    return not missing


def _pools_and_ranked(table: Table) -> tuple[PoolRule | None, Ranked | None]:
    """The pool rule, where one is asked for, and which side is ranked if not both are."""
    first, second, third = st.columns(3)
    with first:
        most = st.number_input(
            "Maximum number of candidates left out",
            min_value=0,
            max_value=20,
            value=None,
            placeholder="4, fewer for many candidates",
            key=table.key("leave out"),
        )
    with second:
        fewest = st.number_input(
            "or minimum number of candidates in a pool",
            min_value=SMALLEST_POOL,
            max_value=MAX_CANDIDATES,
            value=None,
            disabled=most is not None,
            key=table.key("min pool"),
        )
    with third:
        ranked = st.selectbox("Rank", list(RANKED), key=table.key("only"))
    only = RANKED[ranked]
    if most is not None:
        return PoolRule(leave_out=most), only
    return None if fewest is None else PoolRule(min_pool=fewest), only


def _name_and(
    table: Table, what: str, proposed: str, longest: int, question: str
) -> tuple[str, bool]:
    """A name, and beside it the answer to a question."""
    first, second = st.columns(2)
    with first:
        name = st.text_input(
            f"Name of the {what}", proposed, key=table.key(f"{what} name"), max_chars=longest
        )
    with second:
        return name, st.checkbox(question, key=table.key(f"{what} question"))


def _choose(
    table: Table, columns: Sequence[str], needed: Sequence[str], optional: Sequence[str]
) -> dict[str, Any]:
    """A column for each of some names, guessed by what columns are often called, else none."""
    found: dict[str, Any] = {}
    names = [*needed, *optional]
    for place, name in zip(st.columns(len(names)), names, strict=True):
        options = list(columns) if name in needed else [NONE, *columns]
        guess = _guess(columns, name) or (None if name in needed else NONE)
        with place:
            picked = st.selectbox(
                f"{name} column",
                options,
                index=None if guess is None else options.index(guess),
                placeholder="choose",
                key=table.key(name),
            )
        found[name] = None if picked == NONE else picked
    return found


def _unread(name: str, columns: Sequence[str]) -> str:
    """What a column would be called that the table does not have."""
    return name if name not in columns else f"another {name}"


def _guess(columns: Sequence[str], name: str) -> str | None:
    file_name = {column.strip().casefold(): column for column in reversed(columns)}
    return next((file_name[guess] for guess in GUESSES[name] if guess in file_name), None)


def _renamed(table: Table, request: bool) -> dict[str, str]:
    """What values of the backbone are called."""
    if not request:
        return {}
    text = st.text_input(
        "Rename values of the backbone",
        placeholder="True=fine-tuned",
        key=table.key("backbones"),
    )
    try:
        return renamed_in(text)
    except InputError as error:
        st.warning(str(error))
        return {}
