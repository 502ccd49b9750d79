"""What became of a printed table, in sentences."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

import pandas as pd

from setupscope.analysis.questions.check_table import TableCheck
from setupscope.analysis.questions.table_definitions import DEFINITIONS
from setupscope.dashboard.text.numbers import NO_NUMBER, join_names, quantity
from setupscope.data.study.study import Scenario, Study

MOST_CELLS = 12
"""Cells that differ up to which each is named."""


def fit_sentence(check: TableCheck) -> str:
    """Which definition reproduces how many cells, or that nothing fits."""
    best = check.definitions.iloc[0]
    cells = f"{best['reproduced']} of {quantity(int(best['cells']), 'cell')}"
    if not best["fits"]:
        return (
            f"Nothing fits: none of {quantity(len(check.definitions), 'definition')} reproduces"
            f" half of the cells beyond chance. The best, {best['label']}, gives {cells}; chance"
            f" gives {best['by_chance']:.1f}."
        )
    scale = ", in per cent" if best["scale"] != 1 else ""
    how = f"{best['rounding']} at the printed digits{scale}"
    return f"{cells} come out as {best['label']}, {how}."


def direction_sentence(study: Study, check: TableCheck) -> str:
    """Whose scores count with their signs turned; empty where none do."""
    best = check.definitions.iloc[0]
    turned = [study.metric(key).label for key in str(best["reversed"]).split(",") if key]
    if not turned or not best["fits"]:
        return ""
    verb = "counts" if len(turned) == 1 else "count"
    return f"{join_names(turned)} {verb} with the sign of the scores turned."


def differing(study: Study, check: TableCheck) -> list[str]:
    """Each cell that does not come out: "LEEP on Aircraft: printed 0.244, computed 0.221"."""
    if not check.definitions.iloc[0]["fits"]:
        return []
    rows = check.cells[~check.cells["reproduced"]]
    named = [
        _cell(study, cast("dict[str, Any]", row))
        for row in rows.head(MOST_CELLS).to_dict("records")
    ]
    more = len(rows) - len(named)
    return [*named, *([f"and {quantity(more, 'cell')} more"] if more else [])]


def _cell(study: Study, row: Mapping[str, Any]) -> str:
    where = f"{study.metric(str(row['metric'])).label} on {study.label(str(row['given']))}"
    return f"{where}: printed {row['text']}, computed {computed_like(row)}"


def computed_like(row: Mapping[str, Any]) -> str:
    """A computed value with as many decimals as the printed one."""
    if pd.isna(row["computed"]):
        return "no value"
    text = str(row["text"]).replace(",", ".")
    decimals = sum(letter.isdigit() for letter in text.partition(".")[2])
    return f"{row['computed']:.{decimals}f}"


def conclusion_sentences(study: Study, scenario: Scenario, check: TableCheck) -> Iterator[str]:
    """Who wins in the table, what baselines do, and in how many neighbouring setups it holds."""
    if not check.definitions.iloc[0]["fits"]:
        return
    if check.winner is None:
        yield "No metric alone has the best printed mean."
        return
    yield _winner(study, scenario, check)
    baselines = check.metrics[check.metrics["baseline"]]
    if len(baselines):
        beside = [
            f"{study.metric(key).label} {mean:.3g}"
            for key, mean in zip(baselines["metric"], baselines["computed"], strict=True)
        ]
        yield f"Baselines under the same definition: {join_names(beside)}."
    yield from _neighbours(study, scenario, check)


def _winner(study: Study, scenario: Scenario, check: TableCheck) -> str:
    row = check.metrics[check.metrics["metric"] == check.winner].iloc[0]
    givens = quantity(check.cells["given"].nunique(), study.noun(scenario, "given"))
    return (
        f"{study.metric(str(check.winner)).label} has the best printed mean over {givens}:"
        f" {row['printed']:.3g}, computed {row['computed']:.3g};"
        f" it is the best metric in {row['best_in']:.3g} of them."
    )


def _neighbours(study: Study, scenario: Scenario, check: TableCheck) -> Iterator[str]:
    changes = check.changes
    if not len(changes):
        return
    parts = [
        f"{part['holds'].sum()} of {len(part)} {component_label(study, scenario, str(component))}"
        for component, part in changes.groupby("component", sort=False)
    ]
    yield (
        f"It keeps the best mean in {changes['holds'].sum()} of {len(changes)} evaluations that"
        f" differ in one thing: {join_names(parts)}."
    )
    yield (
        f"In their {changes['setups'].sum():,} setups it is the best metric in"
        f" {changes['best'].sum():.4g}, ties shared."
    )


def component_label(study: Study, scenario: Scenario, component: str) -> str:
    """What is changed: "with another measure", "without one target"."""
    if component == "measure":
        return "with another measure"
    noun = study.noun(scenario, "given" if component == "given" else "candidates")
    return f"without one {noun}"


def level_label(study: Study, component: str, level: str) -> str:
    """What a change is called: a definition, or a name that is left out."""
    return DEFINITIONS[level].label if component == "measure" else f"without {study.label(level)}"


def winners_label(study: Study, winners: str) -> str:
    """The winners of a change, or that there is none."""
    return join_names([study.metric(key).label for key in winners.split(",") if key]) or NO_NUMBER


def statement(
    study: Study, scenario: Scenario, check: TableCheck, notes: tuple[str, ...]
) -> Iterator[str]:
    """All of it, a line each."""
    yield fit_sentence(check)
    yield from filter(None, [direction_sentence(study, check)])
    cells = differing(study, check)
    if cells:
        yield "Not reproduced by any definition:" if lost(check) else "Not reproduced:"
        yield from (f"  {cell}" for cell in cells)
    yield from conclusion_sentences(study, scenario, check)
    yield from (f"Note: {note}." for note in notes)


def lost(check: TableCheck) -> bool:
    """Whether no definition reproduces any of the cells that do not come out."""
    return bool(check.cells.loc[~check.cells["reproduced"], "elsewhere"].eq("").all())
