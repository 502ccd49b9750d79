"""Lists of setups, in which a click on a row opens that setup."""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import streamlit as st

from setupscope.analysis.questions.one_setup import PARTS
from setupscope.dashboard.session.page_keys import SETUP_ID
from setupscope.dashboard.session.pages import SETUP
from setupscope.dashboard.session.state import current_state, go_to
from setupscope.dashboard.session.widgets import value_of
from setupscope.data.measures import MEASURES
from setupscope.data.study.setup_ids import SetupId
from setupscope.data.study.study import Study

ROW = 35
MOST_HEIGHT = 11.5 * ROW
TALL = 132
"""Pixels of a row whose words stand on six lines; Streamlit wraps those of more than 64."""
CLAIM = "check this claim"
"""The column of what a setup shows; a click there checks it."""
PICK_CLAIM = "Check the claim of a setup of this list"


def clickable(
    table: pd.DataFrame,
    key: str,
    numbers: Sequence[str],
    words: Sequence[str],
    on_row: Callable[[int], None],
    digits: int = 4,
    meanings: Mapping[str, str] | None = None,
    pick: str = "Open a setup of this list",
    on_claim: Callable[[int], None] | None = None,
    row_height: int = ROW,
) -> None:
    """A table whose rows can be clicked, or picked below it; `on_row` takes a row's position.

    A click in the column `CLAIM`, or a pick from a second list, goes to `on_claim` instead.

    The columns named in `numbers` are shown to so many digits, those in `words` are wide;
    `meanings` say on hover what those with numbers hold. `pick` says what a pick does.
    """

    def take() -> None:
        current_state().edited = True
        cells = value_of(key).get("selection", {}).get("cells", [])
        for row, column in cells[:1]:
            (on_claim if on_claim and column == CLAIM else on_row)(int(row))

    said = meanings or {}
    few = {
        name: st.column_config.NumberColumn(format=f"%.{digits}f", help=said.get(name) or None)
        for name in numbers
    }
    wide = st.column_config.TextColumn(width="medium")
    with st.container(key=f"rows {key}"):
        st.dataframe(
            table,
            hide_index=True,
            key=key,
            on_select=take,
            selection_mode="single-cell",
            height=int(min(row_height * len(table) + ROW + 2, MOST_HEIGHT)),
            row_height=row_height,
            column_config=few | dict.fromkeys(words, wide),
        )
    _offer_rows(table, f"pick {key}", on_row, digits, pick)
    if on_claim is not None:
        _offer_rows(table, f"claim {key}", on_claim, digits, PICK_CLAIM)


def _offer_rows(
    table: pd.DataFrame, key: str, on_row: Callable[[int], None], digits: int, label: str
) -> None:
    """The rows as a list, since by keyboard a cell cannot be reached without being clicked."""

    def take() -> None:
        current_state().edited = True
        if value_of(key) is not None:
            on_row(value_of(key))

    def in_words(row: int) -> str:
        cells = [
            f"{head} {cell:.{digits}f}" if isinstance(cell, float) else str(cell)
            for head, cell in table.iloc[row].items()
        ]
        return ", ".join(cells)

    st.selectbox(
        label,
        range(len(table)),
        index=None,
        format_func=in_words,
        placeholder=label,
        label_visibility="collapsed",
        key=key,
        on_change=take,
    )


def open_setup(id_: SetupId) -> None:
    """Turns to the page of one setup."""
    go_to(SETUP, None, {SETUP_ID: str(id_)})


def setup_ids(table: pd.DataFrame) -> list[SetupId]:
    """The ids of the setups in a table that has their five parts."""
    return [SetupId(*row) for row in table[["scenario", *PARTS]].itertuples(index=False)]


def named_parts(study: Study, table: pd.DataFrame) -> pd.DataFrame:
    """The given and the measure of each setup by the names that readers know."""
    return pd.DataFrame(
        {
            "given": [study.label(given) for given in table["given"]],
            "measure": [MEASURES[key].label for key in table["measure"]],
        }
    )
