"""What was measured: each source fine-tuned on each target, with one score a metric.

Tables are read as text first, so that a cell that is no number can be named by row,
column and value. Everything that later code takes for granted is checked here.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
from numpy.typing import NDArray

from data.errors import InputError, listed, quoted
from data.study import Metric, Study, Table
from data.vocabulary import TRANSFER_COLUMNS, UNSTATED

LARGEST_NUMBER = 1e300
"""Beyond this, differences of scores leave the range of floating point."""

ROW = "row of the file"
"""Column, while a table is being read, that says where each transfer stands in its file."""


@dataclass(frozen=True)
class Transfers:
    """The measured transfers of a study, validated.

    Attributes
    ----------
    table : pyarrow.Table
        A row per transfer: `table`, `source`, `target`, `backbone` (text, never null),
        `performance` (float64, finite, never null), then a float64 column per metric, by
        its key and in the study's order: higher predicts better (a metric whose direction
        is "lower" is negated), null where the table has no score. Rows are ordered by
        table in the study's order, then source, target and backbone.
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
    tables = [_read_table(table, study.metrics, folder / table.file) for table in study.tables]
    return Transfers(pa.concat_tables(tables))


def _read_table(table: Table, metrics: Sequence[Metric], path: Path) -> pa.Table:
    text = _read_text(path)
    names = [table.source, table.target, table.performance]
    names += [table.backbone] if table.backbone else []
    _require_columns(path, text, names + [metric.score_column for metric in metrics])
    unstated = pa.array([UNSTATED] * len(text), pa.string())
    columns = {
        "table": pa.array([table.key] * len(text), pa.string()),
        "source": _filled(path, text, table.source),
        "target": _filled(path, text, table.target),
        "backbone": _filled(path, text, table.backbone) if table.backbone else unstated,
    }
    _require_distinct(path, text, columns)
    _filled(path, text, table.performance)
    columns["performance"] = _numbers(path, text, table.performance)
    for metric in metrics:
        scores = _numbers(path, text, metric.score_column)
        columns[metric.key] = scores if metric.direction == "higher" else pc.negate(scores)
    return pa.table(columns).sort_by([(name, "ascending") for name in TRANSFER_COLUMNS[1:4]])


def _read_text(path: Path) -> pa.Table:
    """Every cell of a CSV file as text, empty cells as "", and the row where each stands.

    Blank lines are left out, but counted in the rows' numbers.
    """
    try:
        header = _header(path)
        cells = pa_csv.ConvertOptions(column_types=dict.fromkeys(header, pa.string()))
        below = pa_csv.ReadOptions(column_names=header, skip_rows=1)
        table = pa_csv.read_csv(path, below, pa_csv.ParseOptions(ignore_empty_lines=False), cells)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error
    except (UnicodeDecodeError, csv.Error, pa.ArrowInvalid) as error:
        reason = str(error).splitlines()[0]
        raise InputError(f"{path}: is not a table in CSV with UTF-8 text: {reason}") from error
    table = table.append_column(ROW, pa.array(np.arange(len(table)) + 2))
    blank = [pc.equal(table[name], "") for name in header]
    table = table.filter(pc.invert(_all(blank)))
    if not len(table):
        raise InputError(f"{path}: holds no transfers, only a header")
    return table


def _all(columns: Sequence[pa.ChunkedArray]) -> pa.ChunkedArray:
    """Where all columns are true."""
    first, *others = columns
    for other in others:
        first = pc.and_(first, other)
    return first


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        header = next(csv.reader(file), [])
    if not header:
        raise InputError(f"{path}: is empty, but a header in row 1 is needed")
    twice = [name for name in dict.fromkeys(header) if header.count(name) > 1]
    if twice:
        raise InputError(f"{path}: row 1 names {listed(twice)} more than once")
    return header


def _require_columns(path: Path, text: pa.Table, names: Sequence[str]) -> None:
    found = text.column_names[:-1]
    missing = [name for name in names if name not in found]
    if missing:
        raise InputError(f"{path}: row 1 has no column {listed(missing)}; it has {listed(found)}")


def _filled(path: Path, text: pa.Table, name: str) -> pa.ChunkedArray:
    """A column's text, none of whose cells may be empty."""
    empty = pc.equal(pc.utf8_trim_whitespace(text[name]), "")
    for row in text[ROW].filter(empty):
        raise InputError(
            f"{path}: row {row}, column {quoted(name)} is empty, but every row needs one"
        )
    return text[name]


def _numbers(path: Path, text: pa.Table, name: str) -> pa.ChunkedArray:
    """A column's cells as float64, correctly rounded, null where they are empty."""
    cells = pc.if_else(pc.equal(text[name], ""), pa.scalar(None, pa.string()), text[name])
    if not _are_numbers(cells):
        _refuse_first(path, name, cells, text[ROW])
    return cells.cast(pa.float64())


def _refuse_first(path: Path, name: str, cells: pa.ChunkedArray, rows: pa.ChunkedArray) -> None:
    """Names the first cell that is not accepted."""
    for at, row in enumerate(rows):
        if not _are_numbers(cells.slice(at, 1)):
            raise InputError(
                f"{path}: row {row}, column {quoted(name)} is {quoted(cells[at])}, but has to be a"
                f" number between -{LARGEST_NUMBER:g} and {LARGEST_NUMBER:g}"
            )


def _are_numbers(cells: pa.ChunkedArray) -> bool:
    """Whether every cell is null or holds a number in range, as Arrow reads numbers."""
    try:
        numbers = cells.cast(pa.float64()).drop_null().to_numpy()
    except pa.ArrowInvalid:
        return False
    return bool((np.abs(numbers) <= LARGEST_NUMBER).all())


def _require_distinct(path: Path, text: pa.Table, columns: dict[str, pa.ChunkedArray]) -> None:
    """No transfer goes from a name to itself, and none is measured twice."""
    first: dict[tuple[str, ...], int] = {}
    names = [columns[name].to_pylist() for name in TRANSFER_COLUMNS[1:4]]
    for row, *transfer in zip(text[ROW].to_pylist(), *names, strict=True):
        source, target, _ = transfer
        if source == target:
            raise InputError(
                f"{path}: row {row} has {quoted(source)} as source and as target,"
                " but a transfer goes from one to another"
            )
        if first.setdefault(tuple(transfer), row) != row:
            raise InputError(
                f"{path}: row {row} measures the transfer {listed(transfer)} again"
                f" that row {first[tuple(transfer)]} holds"
            )


def as_numbers(table: pa.Table, names: Sequence[str]) -> NDArray[np.float64]:
    """Columns of numbers as an array of shape (rows, names), NaN where they are null."""
    columns = [table[name].to_numpy() for name in names]
    return np.stack(columns, axis=1).astype(np.float64)
