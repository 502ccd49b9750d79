"""The form that says which column of an uploaded table of scores holds what."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import PurePath
from typing import Any, NamedTuple

import streamlit as st

from setupscope.dashboard.text.numbers import join_names
from setupscope.dashboard.uploads.messages import ScoresRequest
from setupscope.data.errors import InputError
from setupscope.data.importing.column_names import likely
from setupscope.data.importing.guesses import Guess
from setupscope.data.importing.option_text import renamed_in
from setupscope.data.importing.scores import ScoreColumns

NONE = "–"


class Table(NamedTuple):
    """Uploaded tables, as far as their columns are chosen by what they seem to hold.

    Attributes
    ----------
    guess : Guess
        What their columns seem to hold.
    file_names : tuple of str
        What their files are called.
    pasted : bool
        Whether the first one was pasted, and has no name of its own.
    """

    guess: Guess
    file_names: tuple[str, ...]
    pasted: bool = False

    @property
    def stem(self) -> str:
        """What its first file is called, without its ending; empty for one that was pasted."""
        return "" if self.pasted else PurePath(self.file_names[0]).name.split(".")[0]

    def key(self, choice: str, *about: object) -> str:
        """The key of a choice; another table is guessed anew, a corrected one keeps the choices."""
        what = repr((self.guess.names, self.file_names, *about))
        return f"own {choice} {sha256(what.encode()).hexdigest()[:8]}"


def show_scores_form(table: Table) -> ScoresRequest | None:
    """The request for a table of one metric's scores, once every column that it needs is chosen."""
    proposed = " ".join(table.stem.split())[:50] or "My metric"
    name, lower = name_and(table, "metric", proposed, 100, "Low scores predict better transfer")
    needed = ("source", "target", "score")
    chosen = choose(table, table.guess.names, needed, ("backbone", "table"))
    chosen |= {key: chosen[key] or _unread(key, table.guess.names) for key in ("backbone", "table")}
    backbones = renamed(table, chosen["backbone"] in table.guess.names)
    if not all_chosen(chosen, needed):
        return None
    columns = ScoreColumns(**chosen, backbones=backbones)
    return ScoresRequest(kind="scores", name=name, lower_is_better=lower, columns=columns)


def all_chosen(chosen: Mapping[str, Any], needed: Sequence[str]) -> bool:
    """Whether every column that is needed is chosen; says which are not."""
    missing = [name for name in needed if name in chosen and not chosen[name]]
    sides = ["what the rows and columns are"] * ("columns" in missing)
    columns = [name for name in missing if name != "columns"]
    what = [*sides, *([f"a column for the {join_names(columns)}"] if columns else [])]
    if what:
        st.info(f"Choose {' and '.join(what)}.", icon=":material/arrow_upward:")
    return not missing


def name_and(
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


def choose(
    table: Table, columns: Sequence[str], needed: Sequence[str], optional: Sequence[str]
) -> dict[str, Any]:
    """A column for each of some names, guessed by what columns are often called, else none."""
    found: dict[str, Any] = {}
    names = [*needed, *optional]
    for place, name in zip(st.columns(len(names)), names, strict=True):
        options = list(columns) if name in needed else [NONE, *columns]
        guess = likely(columns, name) or (None if name in needed else NONE)
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


def renamed(table: Table, request: bool) -> dict[str, str]:
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
