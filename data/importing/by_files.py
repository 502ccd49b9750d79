"""How are tables read that leave a side to what is outside of them, or lie on their side?

A folder of results often has a file for each target, or for each source, that its name tells; and
a nested object often holds the quantities of one transfer innermost, so that they run down the
rows of its table.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa

from setupscope.data.errors import InputError, first_of, listed, quoted
from setupscope.data.importing.layout import SIDES, Layout, Side
from setupscope.data.readers.sheets import Sheet

OUTER, INNER = "outer", "inner"
"""Columns of the names in which a nested object holds the quantities of each transfer."""
TURNED = ", turned"
MOST_NAMED = 3


def upright(sheet: Sheet, layout: Layout) -> Sheet:
    """The table with a column for each quantity; itself where they do not run down its rows."""
    wanted = {layout.performance, *layout.metrics}
    if not wanted & set(sheet.index) or wanted & set(sheet.columns):
        return sheet
    quantities = [name.strip() for name in sheet.index]
    twice = [name for name, count in Counter(quantities).items() if count > 1 or not name]
    if twice:
        raise InputError(f"{sheet.name}: names {listed(twice)} more than once in its first column")
    rows = zip(*(sheet.text(column) for column in sheet.columns), strict=True)
    cells = {name: list(row) for name, row in zip(quantities, rows, strict=True)}
    names: dict[str, list[str]] = {}
    if sheet.levels:
        names = {OUTER: [up for up, _ in sheet.levels], INNER: [down for _, down in sheet.levels]}
    if same := [name for name in names if name in cells]:
        raise InputError(f"{sheet.name}: a quantity is called {quoted(same[0])}; rename it")
    table = pa.table(
        {name: pa.array(some, pa.string()) for name, some in {**names, **cells}.items()}
    )
    turned = replace(sheet, form=sheet.form + TURNED, cells=table, levels=())
    index = () if names else tuple(sheet.columns)
    places = pa.array(range(1, len(table) + 1), pa.int64()).to_numpy()
    return replace(turned, index=index, rows=places)


def is_nested(sheet: Sheet) -> bool:
    """Whether both sides of its transfers are the names of a nested object."""
    return sheet.columns[:2] == [OUTER, INNER]


def lies(sheet: Sheet) -> bool:
    """Whether the rows of a table were its columns in the file."""
    return sheet.form.endswith(TURNED) and not is_nested(sheet)


def as_turned(sheet: Sheet, layout: Layout) -> Layout:
    """The layout whose `columns` are those of the table now, where it lay on its side."""
    if layout.columns and lies(sheet):
        return replace(layout, columns=SIDES[layout.columns])
    return layout


def left_to_file(sheet: Sheet, layout: Layout) -> bool:
    """Whether a table has quantities as columns, and no word on one side."""
    if sheet.form.endswith(TURNED):
        return True
    found = {layout.performance, layout.score, *layout.metrics} & set(sheet.columns)
    return bool(found) and not (layout.source and layout.target) and not sheet.levels


def with_file(sheet: Sheet, layout: Layout, rows: str, side: Side, label: str) -> Sheet:
    """The table of one file, its rows named by a column and the other side by the file.

    Parameters
    ----------
    rows : str
        The column that names the rows, "" where it has no name.
    side : {"source", "target"}
        What the rows are.
    label : str
        What the file calls the other side.

    Raises
    ------
    InputError
        When a row repeats another one, so that the file cannot be all that tells them apart.
    """
    names = [name.strip() for name in (sheet.index if rows == "" else sheet.text(rows))]
    parts = [c for c in (layout.backbone, layout.metric, layout.run) if c in sheet.columns]
    keys = Counter(zip(names, *(sheet.text(part) for part in parts if part), strict=True))
    twice = [key[0] for key, count in keys.items() if count > 1]
    if twice:
        raise InputError(
            f"{sheet.name}: has several rows of {quoted(twice[0])}; name the column of"
            f" {SIDES[side]}s with --{SIDES[side]}, or that of runs with --run"
        )
    cells = sheet.cells
    for column, some in ((side, names), (SIDES[side], [label] * len(sheet))):
        if column in cells.column_names and column != rows:
            raise InputError(f"{sheet.name}: a column is called {quoted(column)}; rename it")
        if column not in cells.column_names:
            cells = cells.append_column(column, pa.array(some, pa.string()))
    if rows not in ("", side):
        cells = cells.drop_columns([rows])
    return replace(sheet, cells=cells)


def said(labels: Sequence[str], side: Side) -> str:
    """What the names of files were taken for."""
    return f"{side}s are named by their files: {first_of(list(map(quoted, labels)), MOST_NAMED)}"
