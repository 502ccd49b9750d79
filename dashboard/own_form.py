"""Which column of an uploaded table holds what? Choices on a page, as the worker takes them."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.own_commands import names_in, renamed_in
from dashboard.upload_worker import RESULTS, SCORES
from data.errors import InputError

NONE = "–"
LONG, WIDE = "one row a metric", "one column a metric"
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


def show_scores_form(columns: Sequence[str], called: str) -> dict[str, Any]:
    """What a table of one metric's scores holds; a request to the worker."""
    name, lower = _name_and("metric", called, 100, "Low scores predict better transfer")
    chosen = _choose(columns, ("source", "target", "score"), ("backbone", "table"))
    chosen |= {key: chosen[key] or _unread(key, columns) for key in ("backbone", "table")}
    backbones = _renamed(chosen["backbone"] in columns)
    return {
        "kind": SCORES,
        "name": name,
        "lower_is_better": lower,
        "columns": chosen | {"backbones": backbones},
    }


def show_results_form(columns: Sequence[str], called: str) -> dict[str, Any]:
    """What a table of results holds; a request to the worker."""
    name, percent = _name_and("study", called, 57, "Performances are per cent")
    chosen = _choose(columns, ("source", "target", "performance"), ("backbone",))
    guessed = LONG if _guess(columns, "metric") else WIDE
    layout = st.segmented_control(
        "The table has", [LONG, WIDE], default=guessed, required=True, key="own layout"
    )
    taken = set(filter(None, chosen.values()))
    others = [column for column in columns if column not in taken]
    if layout == LONG:
        chosen |= _choose(others, ("metric", "score"), ())
    else:
        chosen["metrics"] = st.multiselect(
            "Columns of metrics", others, default=others, key="own metrics"
        )
    lower = st.text_input(
        "Metrics of which low scores predict better transfer, with commas between", key="own lower"
    )
    leave_out, only = st.columns(2)
    with leave_out:
        most = st.number_input(
            "Most candidates left out of a pool",
            min_value=0,
            max_value=20,
            value=None,
            placeholder="4, fewer for many candidates",
            key="own leave out",
        )
    with only:
        ranked = st.selectbox("Ranked", ["both", "source", "target"], key="own only")
    backbones = _renamed(chosen.get("backbone") is not None)
    more = {
        "lower_is_better": [name.strip() for name in names_in(lower) if name.strip()],
        "percent": percent,
        "backbones": backbones,
    }
    return {
        "kind": RESULTS,
        "name": name,
        "columns": chosen | more,
        "leave_out": most,
        "only": None if ranked == "both" else ranked,
    }


def _name_and(what: str, called: str, longest: int, question: str) -> tuple[str, bool]:
    """A name, and beside it the answer to a question."""
    first, second = st.columns(2)
    with first:
        name = st.text_input(f"Name of the {what}", value=called, key="own name", max_chars=longest)
    with second:
        return name, st.checkbox(question, key=f"own {what} question")


def _choose(
    columns: Sequence[str], needed: Sequence[str], optional: Sequence[str]
) -> dict[str, Any]:
    """A column for each of some names, guessed by what columns are often called."""
    found: dict[str, Any] = {}
    names = [*needed, *optional]
    for place, name in zip(st.columns(len(names)), names, strict=True):
        options = list(columns) if name in needed else [NONE, *columns]
        guess = _guess(columns, name)
        at = options.index(guess) if guess in options else 0
        with place:
            picked = st.selectbox(f"column of the {name}", options, index=at, key=f"own {name}")
        found[name] = None if picked == NONE else picked
    return found


def _unread(name: str, columns: Sequence[str]) -> str:
    """What a column would be called that the table does not have."""
    return name if name not in columns else f"another {name}"


def _guess(columns: Sequence[str], name: str) -> str | None:
    called = {column.strip().casefold(): column for column in reversed(columns)}
    return next((called[guess] for guess in GUESSES[name] if guess in called), None)


def _renamed(asked: bool) -> dict[str, str]:
    """What values of the backbone are called."""
    if not asked:
        return {}
    text = st.text_input(
        "Other names for values of the backbone", placeholder="True=fine-tuned", key="own backbones"
    )
    try:
        return renamed_in(text)
    except InputError as error:
        st.warning(str(error))
        return {}
