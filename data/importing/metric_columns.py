"""Which columns of a wide table are metrics, where nobody names them?

Every other column that holds numbers, but for counts, identifiers, and what is the same in all
rows of a source or a target: that is a fact of it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow.compute as pc
from numpy.typing import NDArray

from setupscope.data.errors import quoted
from setupscope.data.importing.layout import Layout
from setupscope.data.importing.shapes import holds_numbers
from setupscope.data.readers.sheets import Sheet

COUNTS = frozenset(
    ("id", "index", "idx", "no", "nr", "row", "n", "count", "seed", "run", "fold", "trial")
) | frozenset(("repeat", "epoch", "epochs", "step", "steps", "rank"))
"""Columns that count or tell rows apart, in lower case."""
SETTINGS = frozenset(
    ("lr", "learning_rate", "batch_size", "weight_decay", "momentum", "dropout", "warmup")
) | frozenset(("num_epochs", "n_epochs", "runtime", "timestamp", "duration", "gpu", "gpus"))
"""Columns of how a run was made, in lower case, as trackers of experiments export them."""
SPREADS = frozenset(
    ("std", "stdev", "stddev", "sd", "se", "sem", "stderr", "var", "ci", "ci95", "err", "min")
) | frozenset(("max", "median", "count", "n", "runs"))
"""Last words of columns that describe the runs behind another column, in lower case."""
MEANS = ("", "mean", "avg", "average")
WORDS = re.compile(r"[\s_./()\-]+")

Words = tuple[str, ...]
Ends = tuple[NDArray[np.intp], NDArray[np.intp]]
"""Which source and which target each row has, by number."""


@dataclass(frozen=True)
class MetricColumns:
    """Columns that are metrics, and columns of numbers that are not, with the reason."""

    metrics: tuple[str, ...] = ()
    others: dict[str, str] = field(default_factory=dict)


def metric_columns(sheet: Sheet, layout: Layout) -> MetricColumns:
    """The metrics of a wide table with one column of sources and one of targets."""
    named = {*layout.plain, *layout.held, *layout.left_out}
    others: dict[str, str] = {}
    metrics: list[str] = []
    ends = (_numbered(sheet, layout.plain[0]), _numbered(sheet, layout.plain[1]))
    means = _means(sheet.columns)
    for column in sheet.columns:
        if column in named or not holds_numbers(sheet, column):
            continue
        if why := next(_doubts(sheet, layout, column, ends, means), ""):
            others[column] = why
        else:
            metrics.append(column)
    return MetricColumns(tuple(metrics), others)


def _numbered(sheet: Sheet, column: str) -> NDArray[np.intp]:
    """Which of the names of a column each row has, by number."""
    names = pc.utf8_trim_whitespace(sheet.cells[column]).to_pandas()
    numbers: NDArray[np.intp] = np.asarray(pd.factorize(names)[0])
    return numbers


def _doubts(
    sheet: Sheet, layout: Layout, column: str, ends: Ends, means: Mapping[Words, Sequence[str]]
) -> Iterator[str]:
    """Why a column of numbers is no metric."""
    if column.casefold() in COUNTS:
        yield "a count or an identifier"
    if column.casefold().strip("_") in SETTINGS:
        yield "a setting of the run"
    if other := _described(column, means):
        yield (
            f"it describes the runs of {quoted(other)}; --performance-error reads the standard"
            " error of a performance"
        )
    if layout.performance and _but_for_numbers(column) == _but_for_numbers(layout.performance):
        yield (
            f"its name is that of the performance {quoted(layout.performance)} but for a number;"
            " runs need a row each, told apart by --run"
        )
    values = sheet.meant(column).values
    if len(values) > 2 and (np.diff(values) == 1).all():
        yield "it counts the rows"
    if len(values) > 1 and np.ptp(values[~np.isnan(values)]) == 0:
        yield "it is the same in all rows"
    for side, names, across in (("source", *ends), ("target", *ends[::-1])):
        if _is_fact(values, names, int(across.max()) + 1):
            yield f"it is the same in all rows of a {side}; --{side}-facts reads it"


def _words(column: str) -> Words:
    return tuple(WORDS.split(column.casefold().rstrip(" )")))


def _means(columns: Sequence[str]) -> dict[Words, list[str]]:
    """The columns by their words."""
    found: dict[Words, list[str]] = {}
    for column in columns:
        found.setdefault(_words(column), []).append(column)
    return found


def _described(column: str, columns: Mapping[Words, Sequence[str]]) -> str | None:
    """The column whose runs this one describes, by its last word."""
    *first, last = _words(column)
    if not first or last not in SPREADS:
        return None
    names = ((*first, mean) if mean else tuple(first) for mean in MEANS)
    others = (other for name in names for other in columns.get(name, ()) if other != column)
    return next(others, None)


def _but_for_numbers(name: str) -> str:
    return re.sub(r"\d+", "#", name)


def _is_fact(values: NDArray[np.float64], names: NDArray[np.intp], across: int) -> bool:
    """Whether a number depends on the name alone, and differs between names.

    `names` says by number which name each row has; there are `across` names of the other side.
    """
    there = ~np.isnan(values)
    numbers, names = values[there], names[there]
    low, high = np.full(names.max() + 1, np.inf), np.full(names.max() + 1, -np.inf)
    np.minimum.at(low, names, numbers)
    np.maximum.at(high, names, numbers)
    found = np.isfinite(low)
    repeated = len(numbers) >= 2 * found.sum() and across > 1
    return bool(repeated and (low == high)[found].all() and len(set(low[found])) > 1)
