"""Which rows repeat a transfer, and are they runs of one experiment or do they contradict it?

Runs are told apart by a column, or by their order where at least half of the transfers are
repeated with other numbers; their mean is kept, and the standard error of a mean performance.
"""

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from setupscope.data.errors import InputError, quoted
from setupscope.data.importing.observations import (
    PERFORMANCE,
    TRANSFER,
    Observed,
    arrow,
)
from setupscope.data.readers.sheets import Sheet
from setupscope.data.vocabulary import PERFORMANCE_ERROR

OF = [*TRANSFER, "kind", "metric"]
"""What a number is a number of."""
STEPS = frozenset(("epoch", "epochs", "step", "steps", "iteration", "iter"))
"""Columns that say how far a training has come, in lower case."""
MOSTLY = 0.5
"""Share of the transfers that rows repeat from which on they are runs."""


@dataclass(frozen=True)
class Averaged:
    """One number of each kind for a transfer.

    Attributes
    ----------
    numbers : pandas.DataFrame
        `source`, `target`, `backbone`, `kind`, `metric`, `number` (the mean over runs), `error`
        (the standard error of the mean, NaN of one run) and `runs`, in the order of the tables.
    repeated : int
        Rows that say nothing new.
    notes : tuple of str
        What was averaged.
    """

    numbers: pd.DataFrame
    repeated: int
    notes: tuple[str, ...]


def average(observed: Observed) -> Averaged:
    """The mean over runs of everything that was observed.

    Raises
    ------
    InputError
        When rows contradict each other, or a stated standard error is that of several runs.
    """
    numbers, repeated = _once(observed.numbers)
    numbers, counted = _counted(numbers, observed)
    _require_agreement(numbers, observed, stated=not counted)
    numbers = numbers.drop_duplicates([*OF, "run"])
    groups = numbers.groupby(OF, sort=False)["number"]
    means = groups.agg(["mean", "sem", "size", "min", "max"])
    # The mean of equal numbers can be off in the last digit, which would break ties.
    same = (means["min"] == means["max"]).to_numpy()
    found = means.index.to_frame(index=False).assign(
        number=np.where(same, means["min"], means["mean"]),
        error=np.where(same & (means["size"] > 1).to_numpy(), 0.0, means["sem"]),
        runs=means["size"].to_numpy(),
    )
    return Averaged(found, repeated, tuple(_notes(found, counted)))


def _once(numbers: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """The numbers without rows that repeat another one in everything, and how many those are."""
    said = pd.util.hash_pandas_object(numbers[[*OF, "run", "number"]], index=False)
    rows = said.groupby([numbers["table"], numbers["index"]], sort=False).sum()
    again = rows.duplicated()
    scored = numbers.loc[numbers["kind"] == "score", ["table", "index"]].drop_duplicates()
    keys = pd.MultiIndex.from_frame(numbers[["table", "index"]])
    gone = again[again].index
    count = len(gone.intersection(pd.MultiIndex.from_frame(scored)))
    return numbers[~keys.isin(gone)], count


def _counted(numbers: pd.DataFrame, observed: Observed) -> tuple[pd.DataFrame, bool]:
    """The numbers with runs counted where no column tells them apart; whether any were."""
    parts, counted = [], False
    for at, table in enumerate(observed.tables):
        part = numbers[numbers["table"] == at]
        if table.layout.run not in table.sheet.columns and _are_runs(part):
            _require_no_steps(table.sheet)
            part, counted = part.assign(run=part.groupby(OF).cumcount().astype(str)), True
        parts.append(part)
    return pd.concat(parts), counted


def _require_no_steps(sheet: Sheet) -> None:
    """Raises InputError where rows repeat a transfer because they follow its training."""
    steps = [column for column in sheet.columns if column.casefold().strip("_") in STEPS]
    for column in steps:
        if len(set(sheet.text(column))) > 1:
            raise InputError(
                f"{sheet.name}: rows repeat transfers and differ in column {quoted(column)}; keep"
                f" one row of each, or average over them with --run {shlex.quote(column)}"
            )


def _are_runs(numbers: pd.DataFrame) -> bool:
    """Whether rows repeat most of what a table scores, and most transfers with other numbers."""
    scores = numbers[numbers["kind"] == "score"]
    times = (scores if len(scores) else numbers).groupby(OF).size()
    if not len(times) or (times > 1).mean() < MOSTLY:
        return False
    measured = numbers[numbers["kind"] != PERFORMANCE_ERROR]
    differing = measured.groupby(OF)["number"].nunique() > 1
    return bool(differing.groupby(TRANSFER).any().mean() >= MOSTLY)


def _require_agreement(numbers: pd.DataFrame, observed: Observed, *, stated: bool) -> None:
    """Raises InputError where one run of a transfer has two numbers of one kind."""
    key = [*OF, "run"]
    differ = numbers.groupby(key)["number"].transform("nunique") > 1
    if not differ.any():
        return
    some = numbers[differ]
    first = some.iloc[0]
    same = (some[key] == first[key]).all(axis=1) & (some["number"] != first["number"])
    other = some[same].iloc[0]
    way = (
        "; correct one of them, or name the column that tells runs apart with --run"
        if stated and not first["run"]
        else "; correct one of them"
    )
    what = (
        f"run {quoted(first['run'])} of the same transfer" if first["run"] else "the same transfer"
    )
    raise InputError(
        f"{_place(other, observed)}, but {_place(first, observed, other)} for {what}"
        f" {arrow(first[TRANSFER].tolist())}{way}"
    )


def _place(number: Any, observed: Observed, after: Any = None) -> str:  # noqa: ANN401
    """Where a number stands, and its cell as it stands there."""
    sheet = observed.tables[number["table"]].sheet
    row, cell = sheet.rows[number["index"]], quoted(sheet.cell(number["index"], number["column"]))
    if after is None:
        return f"{sheet.name}: row {row}, column {quoted(number['column'])} is {cell}"
    where = "" if after["table"] == number["table"] else f" of {sheet.name}"
    return f"row {row}{where} says {cell}"


def _notes(found: pd.DataFrame, counted: bool) -> Iterator[str]:
    """What was averaged, in a sentence."""
    several = found[found["runs"] > 1]
    if several.empty:
        return
    performances = several[several["kind"] == PERFORMANCE]
    how = "rows that repeat a transfer are taken as runs" if counted else "runs are averaged"
    yield (
        f"{how}: {_of(several)}"
        + ("; the standard error of each mean performance is kept" if len(performances) else "")
    )
    if PERFORMANCE_ERROR in set(several["kind"]):
        raise InputError(
            "a standard error is stated for several runs of a transfer; leave out"
            " --performance-error, and it is computed from the runs"
        )


def _of(several: pd.DataFrame) -> str:
    """How many transfers were averaged, over how many runs."""
    transfers = len(several[TRANSFER].drop_duplicates())
    low, high = several["runs"].min(), several["runs"].max()
    runs = f"{low}" if low == high else f"{low} to {high}"
    return f"the numbers of {transfers:,} transfers are means over {runs} runs"


def transfers_of(numbers: pd.DataFrame) -> Sequence[tuple[str, str, str]]:
    """The transfer of each row."""
    return list(zip(*(numbers[name].tolist() for name in TRANSFER), strict=True))
