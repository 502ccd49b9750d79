"""Does the map of winners say what its definition says, cell by cell?"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from setupscope.analysis.audit import slow
from setupscope.analysis.audit.differences import (
    Compared,
    compare_numbers,
    compare_row,
    compare_words,
)
from setupscope.analysis.audit.winners import draws
from setupscope.analysis.questions.winner_map import winner_map
from setupscope.analysis.slices.slices import Slice
from setupscope.data.masks import as_masks

AXES = (
    ("given", "measure", "backbone"),
    ("given", "with", ""),
    ("with", "pool_size", ""),
    ("without", "measure", "backbone"),
    ("backbone", "pool_size", ""),
    ("with", "without", ""),
)
"""Components of the maps that are audited; which of them depends on the slice."""
MOST_CELLS = 16
"""Cells of a map that are compared, evenly spread."""


def audit_map(slice_: Slice, frame: pd.DataFrame) -> Compared:
    """Winner, lead, half-width and verdict of each cell, and that no cell is left out."""
    yield from audit_map_of(slice_, frame, AXES[len(frame) % len(AXES)])


def audit_map_of(slice_: Slice, frame: pd.DataFrame, axes: tuple[str, str, str]) -> Compared:
    """The same of one map; `axes` are the components of rows, columns and panels."""
    known, where = slice_.study.metric_keys, f"map: {slice_}, {' by '.join(filter(None, axes))}"
    complete = slow.field(frame, known, known)
    candidates = slice_.study.names_of(slice_.scenario_names()[0]).candidates
    rows = winner_map(frame, slice_.study, None, *axes).to_dict("records")
    cells = _cells(frame, axes, candidates)
    yield compare_numbers(where, "number of cells", len(rows), len(cells))
    for row in rows[:: -(-len(rows) // MOST_CELLS) or 1]:
        levels = row["row"], row["column"], row["panel"]
        if levels not in cells:
            yield compare_words(where, "cell", levels, [])
            continue
        yield from _compared(where, cells[levels], complete, known, row)


def _compared(
    where: str,
    cell: pd.DataFrame,
    complete: list[str],
    known: tuple[str, ...],
    row: Mapping[Any, Any],
) -> Compared:
    what = " and ".join(str(row[name]) for name in ("row", "column", "panel") if row[name] != "")
    counts = {"setups": len(cell), "givens": cell["given"].nunique()}
    yield from compare_row(where, what, row, counts)
    found = slow.map_cell(cell, complete, known, draws, row["winner"])
    yield compare_words(
        where, f"winner of {what}", row["winner"], found.winners if found else [None]
    )
    if not found or row["winner"] not in found.winners:
        return
    yield compare_words(where, f"runner_up of {what}", row["runner_up"], found.runners_up)
    yield compare_words(where, f"verdict of {what}", row["verdict"], [found.verdict])
    ties = ",".join(found.winners) if len(found.winners) > 1 else ""
    yield compare_words(where, f"ties of {what}", row["ties"], [ties])
    numbers = {"win_rate": found.win_rate, "lead": found.lead, "tied": len(found.winners) > 1}
    if row["runner_up"] in found.runners_up:
        numbers |= {"half_width": found.runners_up[row["runner_up"]]}
    yield from compare_row(where, what, row, numbers)


Cell = tuple[str | int, str | int, str | int]


def _cells(
    frame: pd.DataFrame, axes: tuple[str, str, str], candidates: tuple[str, ...]
) -> dict[Cell, pd.DataFrame]:
    """The setups of each cell that has some, by its levels."""
    found = {}
    parts = [_levels(frame, axis, candidates) for axis in axes]
    for row, in_row in parts[0].items():
        for column, in_column in parts[1].items():
            for panel, in_panel in parts[2].items():
                cell = frame.loc[in_row & in_column & in_panel]
                if len(cell):
                    found[row, column, panel] = cell
    return found


def _levels(
    frame: pd.DataFrame, component: str, candidates: tuple[str, ...]
) -> dict[str | int, np.ndarray]:
    """Which setups each level of a component has."""
    if not component:
        return {"": np.ones(len(frame), bool)}
    if component not in ("with", "without"):
        values = frame[component].astype(str if component != "pool_size" else int)
        return {level: (values == level).to_numpy() for level in values.unique().tolist()}
    pools = as_masks(frame["pool"]).tolist()
    having = {
        name: np.array([pool >> bit & 1 == 1 for pool in pools], bool)
        for bit, name in enumerate(candidates)
    }
    some = {name: inside for name, inside in having.items() if 0 < inside.sum() < len(frame)}
    return {name: inside if component == "with" else ~inside for name, inside in some.items()}
