"""Does the table of fragility say what its definition says?

Every choice of givens is compared where they are few, and every choice of one or two candidates.
"""

import pandas as pd

from setupscope.analysis.audit import slow
from setupscope.analysis.audit.differences import Compared, compare_numbers
from setupscope.analysis.questions.fragility import GIVENS, fragility
from setupscope.analysis.slices.slices import Slice

MOST_GIVENS = 9
"""Givens up to which every choice of them is tried."""
MOST_CANDIDATES, FEW_CANDIDATES = 2, 6
"""Candidates of which every choice is tried; one of them where they are many."""


def audit_fragility(slice_: Slice, frame: pd.DataFrame) -> Compared:
    """The smallest lead that each number of givens, or candidates, taken away leaves."""
    known, where = slice_.study.metric_keys, f"fragility: {slice_}"
    table = fragility(frame, slice_.study).dropna(subset=["lead"])
    complete = slow.field(frame, known, known)
    base = slow.conclude(frame, known, known, lambda _: None, complete)
    if base is None:
        yield compare_numbers(where, "number of rows", len(table), 0)
        return
    winner = str(table["winner"].iloc[0])
    yield compare_numbers(where, "winner among the best", winner in base.winners, 1)
    most = MOST_CANDIDATES if frame["pool"].nunique() < 2**FEW_CANDIDATES else 1
    found = slow.without_candidates(frame, complete, known, winner, most)
    yield from _compared(where, table[table["unit"] != GIVENS], found)
    if frame["given"].nunique() <= MOST_GIVENS:
        found = slow.without_givens(frame, complete, known, winner)
        yield from _compared(where, table[table["unit"] == GIVENS], found)


def _compared(where: str, table: pd.DataFrame, found: dict[int, float]) -> Compared:
    leads = dict(zip(table["removed"].astype(int), table["lead"], strict=True))
    for removed, lead in found.items():
        what = f"lead without {removed} {table['unit'].iloc[0]}"
        yield compare_numbers(where, what, leads.get(removed, float("nan")), lead)
