"""What was measured: each source fine-tuned on each target, with one score a metric.

Everything that later code takes for granted is checked here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from setupscope.data.errors import InputError, listed, quoted
from setupscope.data.readers.files import read_sheet
from setupscope.data.readers.sheets import Sheet
from setupscope.data.study.study import Metric, Study, Table
from setupscope.data.vocabulary import PERFORMANCE_ERROR, TRANSFER_COLUMNS, UNSTATED


@dataclass(frozen=True)
class Transfers:
    """The measured transfers of a study, validated.

    Attributes
    ----------
    table : pyarrow.Table
        A row per transfer: `table`, `source`, `target`, `backbone` (text, never null),
        `performance` (float64, finite, never null); where some table states standard errors,
        `performance_error` (float64, not negative, null where there is none); then a float64
        column per metric, by its key and in the study's order: higher predicts better (a
        metric whose direction is "lower" is negated), null where the table has no score. Rows
        are ordered by table in the study's order, then source, target and backbone.
    """

    table: pa.Table

    def of_table(self, key: str) -> pa.Table:
        """The transfers of one of the study's tables."""
        return self.table.filter(pc.field("table") == key)


def read_transfers(study: Study, folder: Path) -> Transfers:
    """All transfers of a study whose tables lie in `folder`.

    Raises
    ------
    InputError
        When a table cannot be read, lacks a column, has a cell that is not accepted, or
        measures a transfer twice.
    """
    errors = any(table.performance_error for table in study.tables)
    tables = [
        _read_table(table, study.metrics, folder / table.file, errors) for table in study.tables
    ]
    return Transfers(pa.concat_tables(tables))


def _read_table(table: Table, metrics: Sequence[Metric], path: Path, errors: bool) -> pa.Table:
    sheet = read_sheet(path)
    names = [table.source, table.target, table.performance]
    names += filter(None, [table.backbone, table.performance_error])
    sheet.require(names + [metric.score_column for metric in metrics])
    ends = names_of(sheet, table.source, table.target, table.backbone)
    columns = {
        "table": pa.array([table.key] * len(sheet), pa.string()),
        **dict(zip(TRANSFER_COLUMNS[1:4], ends, strict=True)),
    }
    _require_distinct(sheet, columns)
    numbers = [table.performance, *filter(None, [table.performance_error])]
    sheet.require_plain([*numbers, *(metric.score_column for metric in metrics)])
    columns["performance"] = sheet.numbers(table.performance, needed=True)
    if errors:
        columns[PERFORMANCE_ERROR] = standard_errors(sheet, table.performance_error)
    for metric in metrics:
        scores = sheet.numbers(metric.score_column)
        columns[metric.key] = scores if metric.direction == "higher" else pc.negate(scores)
    return pa.table(columns).sort_by([(name, "ascending") for name in TRANSFER_COLUMNS[1:4]])


def names_of(
    sheet: Sheet, source: str, target: str, backbone: str | None
) -> tuple[pa.ChunkedArray, pa.ChunkedArray, pa.ChunkedArray]:
    """Source, target and backbone of each row of a sheet; "unstated" without such a column.

    Raises
    ------
    InputError
        When a name is not accepted.
    """
    unstated = pa.chunked_array([pa.array([UNSTATED] * len(sheet), pa.string())])
    held = sheet.names(backbone) if backbone else unstated
    return sheet.names(source), sheet.names(target), held


def standard_errors(sheet: Sheet, column: str | None) -> pa.ChunkedArray:
    """A column of standard errors; all null without such a column.

    Raises
    ------
    InputError
        When a cell is no number, or is negative.
    """
    if column is None:
        return pa.chunked_array([pa.nulls(len(sheet), pa.float64())])
    found = sheet.numbers(column)
    negative = pc.index(pc.fill_null(pc.less(found, 0), False), True).as_py()
    if negative >= 0:
        why = "but a standard error is not negative; leave the cell empty if there is none"
        raise sheet.refusal(negative, column, lambda cell: f"is {quoted(cell)}, {why}")
    return found


def _require_distinct(sheet: Sheet, columns: dict[str, pa.ChunkedArray]) -> None:
    """No transfer goes from a name to itself, and none is measured twice."""
    first: dict[tuple[str, ...], int] = {}
    names = [columns[name].to_pylist() for name in TRANSFER_COLUMNS[1:4]]
    for row, *transfer in zip(sheet.rows, *names, strict=True):
        source, target, _ = transfer
        if source == target:
            raise InputError(
                f"{sheet.name}: row {row} has {quoted(source)} as source and as target,"
                " but the source and the target of a transfer must differ"
            )
        if first.setdefault(tuple(transfer), row) != row:
            raise InputError(
                f"{sheet.name}: row {row} repeats the transfer {listed(transfer)} of row"
                f" {first[tuple(transfer)]}"
            )


def as_numbers(table: pa.Table, names: Sequence[str]) -> NDArray[np.float64]:
    """Columns of numbers as an array of shape (rows, names), NaN where they are null."""
    columns = [table[name].to_numpy() for name in names]
    return np.stack(columns, axis=1).astype(np.float64)
