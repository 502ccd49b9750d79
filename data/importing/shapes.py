"""How does a table of any usual shape become one with a row per transfer?

A table has a column of sources and one of targets; a pivot has one of them, and a column for
each of the other, with the numbers of one quantity (named by its file, by a column, or by a
header of two rows).
"""

import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from setupscope.data.errors import InputError, listed, quoted, unknown
from setupscope.data.importing.by_files import (
    INNER,
    OUTER,
    as_turned,
    is_nested,
    left_to_file,
    lies,
    said,
    upright,
    with_file,
)
from setupscope.data.importing.file_names import quantities, stem
from setupscope.data.importing.layout import SIDES, Layout, Side
from setupscope.data.importing.summary_names import is_summary, left_out
from setupscope.data.readers.numbers import read_numbers
from setupscope.data.readers.sheets import Sheet

QUANTITY, VALUE = "quantity", "value"
"""Columns of a pivot that has been turned."""


@dataclass(frozen=True)
class Shaped:
    """A table with a row per transfer, or per transfer and metric.

    Attributes
    ----------
    sheet : Sheet
        Its cells.
    layout : Layout
        Which of its columns hold what; each side has one column.
    origin : Sheet
        The table as it stands in its file.
    note : str
        What was taken from outside of it.
    """

    sheet: Sheet
    layout: Layout
    origin: Sheet
    note: str = ""


def shape(sheets: Sequence[Sheet], layout: Layout) -> list[Shaped]:
    """Every table of results with a row per transfer.

    Raises
    ------
    InputError
        When a column is not there or a pivot does not say what its columns are.
    """
    sheets = [upright(sheet, layout) for sheet in sheets]
    by_file = {at: sheet for at, sheet in enumerate(sheets) if left_to_file(sheet, layout)}
    tables = {
        at: None if at in by_file else _table(sheet, layout, len(sheets) > 1)
        for at, sheet in enumerate(sheets)
    }
    names = _names_in([table for table in tables.values() if table])
    tables |= _beside_files(by_file, layout, names)
    pivots = {at: sheets[at] for at, table in tables.items() if table is None}
    labels = quantities([sheet.name for sheet in pivots.values()])
    for (at, sheet), label in zip(pivots.items(), labels, strict=True):
        label = layout.performance if stem(sheet.name) == layout.performance else label
        tables[at] = _turned(sheet, layout, label, names)
    return [table for table in tables.values() if table]


def _beside_files(
    by_file: Mapping[int, Sheet], layout: Layout, names: Mapping[Side, set[str]]
) -> dict[int, Shaped]:
    """Tables that leave one side to the name of their file, or both to a nested object."""
    found: dict[int, Shaped] = {}
    nested = {at: sheet for at, sheet in by_file.items() if is_nested(sheet)}
    for at, sheet in nested.items():
        ends = sheet.text(OUTER), sheet.text(INNER)
        outer = _side_of_rows(sheet, layout, "", ends, names)
        plain = layout.with_side(outer, OUTER).with_side(SIDES[outer], INNER)
        found[at] = Shaped(sheet, plain, sheet)
    others = {at: sheet for at, sheet in by_file.items() if at not in nested}
    labels = quantities([sheet.name for sheet in others.values()])
    for (at, sheet), label in zip(others.items(), labels, strict=True):
        found[at] = _beside_file(sheet, layout, label, labels, names)
    return found


def _beside_file(
    sheet: Sheet,
    layout: Layout,
    label: str,
    labels: Sequence[str],
    names: Mapping[Side, set[str]],
) -> Shaped:
    """A table whose file says one side of its transfers."""
    rows = _row_column(sheet, layout)
    if rows is None:
        raise InputError(f"{sheet.name}: has no column of names")
    ends = sheet.index if rows == "" else sheet.names(rows).to_pylist()
    side = _side_of_rows(sheet, as_turned(sheet, layout), rows, (ends, labels), names)
    if len(labels) == 1:
        raise InputError(
            f"{sheet.name}: name its column of {SIDES[side]}s with --{SIDES[side]}, or give a file"
            " for each of them"
        )
    full = with_file(sheet, layout, rows, side, label)
    plain = replace(layout, source="source", target="target")
    return Shaped(full, plain, full, said(labels, SIDES[side]))


def _table(sheet: Sheet, layout: Layout, one_of_many: bool) -> Shaped | None:
    """The table as it is, where it has sources and targets; None where it is a pivot."""
    lacking = {side: [c for c in layout.parts(side) if c not in sheet.columns] for side in SIDES}
    if not any(lacking.values()) and layout.parts("source") and layout.parts("target"):
        return _with_names(sheet, layout)
    if layout.performance in sheet.columns or not _may_be_pivot(sheet, layout):
        missing = [column for some in lacking.values() for column in some]
        for side, columns in lacking.items():
            if one_of_many and columns == missing and layout.performance in sheet.columns:
                _require_side(sheet, side, columns)
        sheet.require(missing)
    return None


def _require_side(sheet: Sheet, side: Side, columns: Sequence[str]) -> None:
    """Raises InputError where the columns of a side are not there, with another way to name it."""
    try:
        sheet.require(columns)
    except InputError as error:
        raise InputError(f"{error}; leave out --{side} if every file is named by its {side}") from (
            error
        )


def _may_be_pivot(sheet: Sheet, layout: Layout) -> bool:
    """Whether every column but names, and what the layout names, holds numbers alone."""
    if sheet.levels or layout.columns or not (layout.source and layout.target):
        return True
    rows = _row_column(sheet, layout)
    if rows is None:
        return False
    others = _pivot_columns(sheet, layout, rows)
    return len(others) > 1 and all(holds_numbers(sheet, column) for column in others)


def holds_numbers(sheet: Sheet, column: str) -> bool:
    """Whether every cell of a column is a number or missing, and some is a number."""
    found = read_numbers(sheet.cells[column], sheet.missing, sheet.decimal_commas)
    return not found.wrong and not bool(np.isnan(found.values).all())


def _with_names(sheet: Sheet, layout: Layout) -> Shaped:
    """The table with one column of names for each side."""
    for side in SIDES:
        parts = layout.parts(side)
        if len(parts) > 1:
            sheet, column = _put_together(sheet, parts)
            layout = layout.with_side(side, column)
        else:
            layout = layout.with_side(side, parts[0])
    return Shaped(sheet, layout, sheet)


def _put_together(sheet: Sheet, parts: Sequence[str]) -> tuple[Sheet, str]:
    """The table with a column more, whose names are made of those of several columns."""
    for column in parts:
        sheet.names(column)
    rows = zip(*([cell.strip() for cell in sheet.text(column)] for column in parts), strict=True)
    names = [_in_brackets(row) for row in rows]
    column = _in_brackets(parts)
    if column in sheet.columns:
        raise InputError(f"{sheet.name}: has a column {quoted(column)} already; rename it")
    cells = sheet.cells.append_column(column, pa.array(names, pa.string()))
    return replace(sheet, cells=cells), column


def _in_brackets(parts: Sequence[str]) -> str:
    return f"{parts[0]} ({', '.join(parts[1:])})"


def _names_in(tables: Iterable[Shaped]) -> dict[Side, set[str]]:
    """The sources and the targets of tables."""
    found: dict[Side, set[str]] = {"source": set(), "target": set()}
    for table in tables:
        for side, column in zip(SIDES, table.layout.plain, strict=True):
            cells = pc.utf8_trim_whitespace(table.sheet.cells[column])
            found[side].update(pc.unique(cells).to_pylist())
    return found


def _row_column(sheet: Sheet, layout: Layout) -> str | None:
    """The column that names the rows of a pivot; "" for a first column without a name."""
    for side in SIDES:
        if any(part in sheet.columns for part in layout.parts(side)):
            return next(part for part in layout.parts(side) if part in sheet.columns)
    if sheet.index and not all(text.strip().isdigit() for text in sheet.index):
        return ""
    texts = [column for column in sheet.columns if not holds_numbers(sheet, column)]
    named = [layout.metric, layout.backbone, layout.run]
    return next((column for column in texts if column not in named), None)


def _pivot_columns(sheet: Sheet, layout: Layout, rows: str) -> list[str]:
    named = {rows, layout.metric, layout.backbone, layout.run, *layout.left_out}
    return [column for column in sheet.columns if column not in named]


def _turned(sheet: Sheet, layout: Layout, label: str, names: Mapping[Side, set[str]]) -> Shaped:
    """A pivot with a row for each of its numbers."""
    rows = _row_column(sheet, layout)
    if rows is None:
        raise InputError(
            f"{sheet.name}: has no column of names; a pivot has the names of its rows in its first"
            " column"
        )
    columns = _pivot_columns(sheet, layout, rows)
    if not columns:
        raise InputError(f"{sheet.name}: has no columns but {quoted(rows)}; a pivot has more")
    _require_numbers(sheet, columns)
    row_names = list(sheet.index) if rows == "" else sheet.names(rows).to_pylist()
    over, levels = _over(sheet, layout, columns)
    side = _side_of_rows(sheet, layout, rows, (row_names, list(over)), names)
    numbers = np.stack([sheet.meant(column).values for column in columns], axis=1)
    numbers[[is_summary(name) for name in row_names]] = np.nan
    numbers[:, [is_summary(name) for name in over]] = np.nan
    at, across = (found.tolist() for found in np.nonzero(~np.isnan(numbers)))
    texts: dict[str, list[str]] = {
        side: [row_names[row] for row in at],
        SIDES[side]: [over[index] for index in across],
        VALUE: [repr(float(number)) for number in numbers[at, across]],
    }
    kept = [column for column in (layout.backbone, layout.run) if column in sheet.columns]
    texts |= {c: [cell[row] for row in at] for c in kept if c for cell in [sheet.text(c)]}
    texts[QUANTITY] = _quantity(sheet, layout, label, levels, at, across)
    cells = pa.table({name: pa.array(cells, pa.string()) for name, cells in texts.items()})
    turned = Sheet(sheet.name, f"{sheet.form}, pivot", cells, sheet.rows[at])
    plain = replace(layout, source="source", target="target", metrics=())
    note = left_out(sheet.name, [*row_names, *over])
    return Shaped(turned, replace(plain, metric=QUANTITY, score=VALUE), sheet, note)


def _require_numbers(sheet: Sheet, columns: Sequence[str]) -> None:
    """Raises InputError where a column of a pivot holds text, or cells of it are no numbers."""
    for column in columns:
        if len(sheet.meant(column).wrong) == len(sheet):
            raise InputError(
                f"{sheet.name}: column {quoted(column)} holds no numbers; say what it holds"
                " (--metric, --backbone or --run), or leave it out of the pivot with"
                f" --except {shlex.quote(column)}"
            )
    sheet.require_numbers(columns)


def _over(sheet: Sheet, layout: Layout, columns: Sequence[str]) -> tuple[list[str], list[str]]:
    """What stands over each column of a pivot, and the quantity there, "" where none does."""
    if not sheet.levels:
        return list(columns), [""] * len(columns)
    pairs = dict(zip(sheet.columns, sheet.levels, strict=True))
    ups, downs = zip(*(pairs[column] for column in columns), strict=True)
    for quantity, over in ((ups, downs), (downs, ups)):
        if layout.performance in quantity or set(layout.metrics) & set(quantity):
            return list(over), list(quantity)
    raise InputError(
        f"{sheet.name}: {unknown('performance', layout.performance, dict.fromkeys(ups))}"
    )


def _side_of_rows(
    sheet: Sheet,
    layout: Layout,
    rows: str,
    ends: tuple[Sequence[str], Sequence[str]],
    known: Mapping[Side, set[str]],
) -> Side:
    """What the rows of a pivot are: sources or targets."""
    for side in SIDES:
        if rows and rows in layout.parts(side):
            return side
    if layout.columns:
        return SIDES[layout.columns]
    for side, other in SIDES.items():
        if not layout.parts(other) and layout.parts(side):
            return side
    fits = {
        side: _share(ends[0], known[side]) + _share(ends[1], known[other])
        for side, other in SIDES.items()
    }
    if fits["source"] == fits["target"]:
        shown = ends[0] if lies(sheet) else ends[1]
        raise InputError(
            f"{sheet.name}: is a pivot, but does not say what its columns ({listed(shown[:3])},"
            " …) are; add --columns target or --columns source, or a table that names sources and"
            " targets"
        )
    return max(SIDES, key=fits.__getitem__)


def _share(names: Sequence[str], known: set[str]) -> float:
    return sum(name.strip() in known for name in names) / max(1, len(names))


def _quantity(
    sheet: Sheet,
    layout: Layout,
    label: str,
    levels: Sequence[str],
    rows: Sequence[int],
    across: Sequence[int],
) -> list[str]:
    """What each number of a pivot is a number of."""
    if layout.metric and layout.metric in sheet.columns:
        quantities = sheet.names(layout.metric).to_pylist()
        return [quantities[row] for row in rows]
    return [levels[index] or label for index in across]
