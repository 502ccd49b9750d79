"""The check of a printed table on one page, for a reviewer."""

import html
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import Any, cast

import pandas as pd

from setupscope.analysis.questions.check_table import TableCheck
from setupscope.dashboard.export.appendix import RULES, TOP
from setupscope.dashboard.paper.cells import Cell, PaperTable
from setupscope.dashboard.paper.html import as_html
from setupscope.dashboard.queries.printed_table import CheckedTable
from setupscope.dashboard.rendering.fonts import SERIF
from setupscope.dashboard.text.check_table import (
    MOST_CELLS,
    component_label,
    computed_like,
    conclusion_sentences,
    direction_sentence,
    fit_sentence,
    level_label,
    lost,
    winners_label,
)
from setupscope.data.study.study import Scenario, Study

SIDE, SIZE = 22.0, 8.5
"""Margins in millimetres, and the size of letters in points."""
CLOSER = """
h2 { font-size: 1.15em; margin: 1em 0 .2em } figure { margin: .3em 0 } p { margin: .25em 0 }
"""
MOST_DEFINITIONS, MOST_CHANGES, MOST_METRICS = 5, 12, 14


def check_page(found: CheckedTable) -> tuple[str, str]:
    """The body of the page, and its rules, as `print_document` takes them."""
    rules = RULES.format(top=TOP, side=SIDE, size=SIZE, family=f"'{SERIF}', serif")
    return "\n".join(_pieces(found)), rules + CLOSER


def _pieces(found: CheckedTable) -> Iterator[str]:
    study, scenario, check = found.study, found.scenario, found.check
    yield f"<h1>Check of {html.escape(PurePath(found.name).name)}</h1>"
    yield from _paragraphs([fit_sentence(check), direction_sentence(study, check)])
    yield "<h2>Definitions that reproduce the most cells</h2>"
    yield _shown(definitions_table(check))
    if check.definitions.iloc[0]["fits"]:
        yield "<h2>Cells that do not come out</h2>"
        yield (
            _shown(cells_table(study, check))
            if (~check.cells["reproduced"]).any()
            else ("<p>None.</p>")
        )
        yield "<h2>The winner, and what would change it</h2>"
        yield from _paragraphs(conclusion_sentences(study, scenario, check))
        yield _shown(metrics_table(study, check))
        if (~check.changes["holds"].astype(bool)).any():
            yield _shown(changes_table(study, scenario, check))
    yield from _paragraphs(f"Note: {note}." for note in found.notes)
    yield '<p class="origin">Made with Setupscope.</p>'


def _paragraphs(sentences: Iterable[str]) -> Iterator[str]:
    yield from (f"<p>{html.escape(sentence)}</p>" for sentence in sentences if sentence)


def _shown(table: PaperTable) -> str:
    return f'<figure class="table">{as_html(table)}</figure>'


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return cast("list[dict[str, Any]]", table.to_dict("records"))


def _number(value: object, digits: int = 3) -> Cell:
    return Cell("–" if pd.isna(cast("float", value)) else f"{value:.{digits}f}", number=True)


def definitions_table(check: TableCheck) -> PaperTable:
    """The definitions that reproduce the most cells."""
    rows = [
        (
            Cell(row["label"]),
            Cell(row["backbone"]),
            Cell(row["rounding"] + (", per cent" if row["scale"] != 1 else "")),
            Cell(f"{row['reproduced']} of {row['cells']}", number=True),
            _number(row["by_chance"], 1),
        )
        for row in _records(check.definitions.head(MOST_DEFINITIONS))
    ]
    heads = ("definition", "backbone", "digits", "cells", "by chance")
    return PaperTable(heads, tuple(rows), (f"Of {len(check.definitions)} that were tried.",))


def cells_table(study: Study, check: TableCheck) -> PaperTable:
    """The cells that the best definition does not reproduce."""
    wrong = check.cells[~check.cells["reproduced"]]
    rows = [
        (
            Cell(study.metric(row["metric"]).label),
            Cell(study.label(row["given"])),
            Cell(row["text"], number=True),
            Cell(computed_like(row), number=True),
        )
        for row in _records(wrong.head(MOST_CELLS))
    ]
    more = len(wrong) - len(rows)
    notes = [f"And {more} more."] if more else []
    notes += ["No definition reproduces any of them."] if lost(check) else []
    return PaperTable(("metric", "column", "printed", "computed"), tuple(rows), tuple(notes))


def metrics_table(study: Study, check: TableCheck) -> PaperTable:
    """Means and firsts of metrics, with the baselines."""
    rows = [
        (
            Cell(study.metric(row["metric"]).label + (" (baseline)" if row["baseline"] else "")),
            _number(row["printed"]),
            _number(row["computed"]),
            _number(row["best_in"], 1),
        )
        for row in _records(check.metrics.head(MOST_METRICS))
    ]
    heads = ("metric", "printed mean", "computed mean", "best in")
    note = "Best in: columns in which it is the best metric, ties shared; a baseline as one more."
    return PaperTable(heads, tuple(rows), (note,))


def changes_table(study: Study, scenario: Scenario, check: TableCheck) -> PaperTable:
    """The single changes under which another metric has the best mean."""
    moved = check.changes[~check.changes["holds"].astype(bool)]
    rows = [
        (
            Cell(component_label(study, scenario, row["component"])),
            Cell(level_label(study, row["component"], row["level"])),
            Cell(winners_label(study, row["winner"])),
        )
        for row in _records(moved.head(MOST_CHANGES))
    ]
    more = len(moved) - len(rows)
    notes = (f"And {more} more.",) if more else ()
    return PaperTable(("changes the winner", "change", "best mean then"), tuple(rows), notes, 1)
