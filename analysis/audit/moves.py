"""Does the table of what moved say what its definition says?"""

from collections.abc import Mapping, Sequence
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
from setupscope.analysis.questions.before_after import before_after
from setupscope.analysis.slices.slices import Slice
from setupscope.data.masks import as_masks

Row = Mapping[Any, Any]


def audit_before_after(slice_: Slice, frame: pd.DataFrame) -> Compared:
    """All setups, and then half of the pools under one measure, without the last metric."""
    known, where = slice_.study.metric_keys, f"before-after: {slice_}"
    measure = frame["measure"].astype(str)
    half = as_masks(frame["pool"]) % 2 == 0
    after, fewer = frame[half & (measure == measure.iloc[0])], known[:-1]
    table = before_after(frame, after, fewer, metrics_before=known).to_dict("records")
    if after.empty:
        yield compare_numbers(where, "rows", len(table), 0)
        return
    yield from _rates(where, table, "before", slow.rates_and_places(frame, known, known))
    yield from _rates(where, table, "after", slow.rates_and_places(after, fewer, known))
    for name, setups, metrics in (("before", frame, known), ("after", after, fewer)):
        first = table[0][f"winner_{name}"]
        found = slow.concluded(setups, metrics, known, draws, first)
        yield from _concluded(where, table[0], name, *found)


def _rates(
    where: str, table: Sequence[Row], name: str, expected: Mapping[str, tuple[float, float]]
) -> Compared:
    for row in table:
        rate, place = expected.get(row["metric"], (np.nan, np.nan))
        numbers = {f"rate_{name}": rate, f"place_{name}": place}
        yield from compare_row(where, row["metric"], row, numbers)


def _concluded(
    where: str, row: Row, name: str, found: slow.Conclusion | None, verdict: str | None
) -> Compared:
    winners = found.winners if found else [None]
    yield compare_words(where, f"winner {name}", row[f"winner_{name}"], winners)
    yield compare_words(where, f"verdict {name}", row[f"verdict_{name}"], [verdict])
    lead = min(one.lead for one in found.leads if not one.partial) if found else np.nan
    yield compare_numbers(where, f"lead_{name}", row[f"lead_{name}"], lead)
