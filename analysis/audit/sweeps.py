"""Do sweeps say what their definitions say?"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from setupscope.analysis.audit import slow
from setupscope.analysis.audit.differences import Compared, compare_numbers, compare_row
from setupscope.analysis.audit.winners import draws
from setupscope.analysis.questions.sweep import FACT, GIVENS, SETUPS, SIZE, UP_TO_SIZE, sweep
from setupscope.analysis.slices.slices import Slice
from setupscope.data.study.study import Fact

MADE_UP = "order"
FEW = 2
"""Steps of random setups that are drawn again."""
Rows = Mapping[float, Mapping[str, Mapping[str, Any]]]


def audit_sweep(slice_: Slice, frame: pd.DataFrame) -> Compared:
    """Every step of every choice; of the facts, one that is made up for the slice's givens."""
    known = slice_.study.metric_keys
    complete = slow.field(frame, known, known)
    if len(complete) < 2 or not slow.best_of(slow.field_rates(frame, complete, known)):
        return
    fact = _made_up(slice_)
    parts = {
        SIZE: slow.parts_by_size(frame, up_to=False),
        UP_TO_SIZE: slow.parts_by_size(frame, up_to=True),
        FACT + MADE_UP: slow.parts_by_fact(frame, fact.values),
    }
    for along, own in parts.items():
        wanted = {n: slow.step(part, complete, known, draws) for n, part in own.items()}
        yield from _compared(slice_, frame, along, wanted)
    yield from _compared(slice_, frame, GIVENS, slow.random_givens(frame, known, known, 0))
    drawn = sweep(frame, slice_.study, along=SETUPS).dropna(subset="low")["step"].unique()[:FEW]
    of_setups = slow.random_setups(frame, known, known, drawn.astype(int).tolist(), 0)
    yield from _compared(slice_, frame, SETUPS, of_setups)


def _made_up(slice_: Slice) -> Fact:
    """A number of each given but the last, the same for every two."""
    givens = slice_.accepted("given")
    values = {name: 1.0 + place // 2 for place, name in enumerate(givens[:-1] or givens)}
    return Fact(key=MADE_UP, label=MADE_UP, values=values)


def _compared(slice_: Slice, frame: pd.DataFrame, along: str, wanted: Rows) -> Compared:
    """The rows of a sweep; steps of random parts that were not drawn again are left out."""
    where = f"sweep along {along}: {slice_}"
    table = sweep(frame, replace(slice_.study, facts=(_made_up(slice_),)), along=along)
    found = 0
    for row in table.to_dict("records"):
        expected = wanted.get(row["step"], {}).get(row["metric"])
        if expected:
            found += 1
            numbers = {key: _number(value) for key, value in expected.items()}
            own = {**row, "decided": _number(row["decided"])}
            yield from compare_row(where, f"{row['metric']} at {row['step']:g}", own, numbers)
    yield compare_numbers(where, "number of rows", found, sum(map(len, wanted.values())))


def _number(value: object) -> float:
    """A number, or whether something is so; NaN where that is not known."""
    return np.nan if value is None else float(value)  # type: ignore[arg-type]
