"""The check of a printed table: a field to paste it, and what became of it."""

import streamlit as st

from setupscope.dashboard.components.words import show_words
from setupscope.dashboard.export.check_page import check_page
from setupscope.dashboard.queries.printed_table import CheckedTable, checked_table
from setupscope.dashboard.rendering.renderer import can_render, print_document
from setupscope.dashboard.session.kept_check import kept_check
from setupscope.dashboard.text.check_table import (
    conclusion_sentences,
    differing,
    direction_sentence,
    fit_sentence,
    lost,
)
from setupscope.dashboard.text.markdown import escaped
from setupscope.data import InputError, Store
from setupscope.data.errors import sentence
from setupscope.data.importing.summary import ended
from setupscope.data.readers.files import sheet_in

MOST_LETTERS = 20_000
NAME = "printed table"
PLACEHOLDER = "method,cars,pets\nLEEP,0.704,0.680\nLogME,0.677,0.628"


def show_printed_check(store: Store) -> None:
    """The field, and the answer to what is in it."""
    with st.expander("Check a printed table"):
        show_words(
            "By which definition does a table of a paper come out of the scores and performances of"
            f" “{escaped(store.study.title)}”, and does its winner hold? Paste it with metrics on"
            " one side and targets on the other."
        )
        text = st.text_area(
            "Printed table",
            key="printed text",
            height=140,
            max_chars=MOST_LETTERS,
            placeholder=PLACEHOLDER,
        )
        if text.strip():
            _show_answer(store, text)


def _show_answer(store: Store, text: str) -> None:
    try:
        with st.spinner("Trying definitions…"):
            found = kept_check((store.digest, text), lambda: _checked(store, text))
    except InputError as error:
        st.error(escaped(sentence(error)), icon=":material/error:")
        return
    for line in _lines(found):
        show_words(line)
    _show_files(found)


def _checked(store: Store, text: str) -> CheckedTable:
    return checked_table(sheet_in(text.encode(), NAME), store.study, store.transfers())


def _lines(found: CheckedTable) -> list[str]:
    """The answer in Markdown."""
    study, check = found.study, found.check
    cells = differing(study, check)
    head = "Not reproduced by any definition:" if lost(check) else "Not reproduced:"
    listed = [f"{head}\n\n" + "\n".join(f"- {escaped(cell)}" for cell in cells)] if cells else []
    return [
        f"**{escaped(fit_sentence(check))}**",
        *(escaped(text) for text in [direction_sentence(study, check)] if text),
        *listed,
        *(escaped(text) for text in conclusion_sentences(study, found.scenario, check)),
        *(escaped(ended(note)) for note in found.notes),
    ]


def _show_files(found: CheckedTable) -> None:
    with st.container(horizontal=True):
        st.download_button(
            "Every cell (CSV)",
            found.check.cells.to_csv(index=False),
            file_name="cells.csv",
            mime="text/csv",
            key="printed cells",
        )
        if can_render():
            st.download_button(
                "One page for a reviewer (PDF)",
                lambda: print_document(*check_page(found)),
                file_name="check.pdf",
                mime="application/pdf",
                key="printed page",
            )
