"""How do rows of cells become a table: where does its header end, and what does it name?"""

import re
from collections.abc import Iterator, Sequence

import pyarrow as pa

from setupscope.data.errors import InputError, quoted
from setupscope.data.readers.sheets import Sheet, sheet_of

Records = Sequence[Sequence[str]]
BETWEEN = " / "
"""Stands between the two names of a column under a header of two rows."""
NUMBER = re.compile(r"[-+\u2212]?[\d.,]*\d[\d.,eE%+-]*")


def grid_sheet(
    name: str, form: str, records: Records, first: int, *, decimal_commas: bool = False
) -> Sheet:
    """The table of rows of cells, the first of which is row `first` of the file.

    A header has one row, or two where the upper one groups columns: it repeats a name or leaves
    cells empty, and the lower one has no numbers. Columns are then called by both names, unless
    the lower ones differ. A row below that only names the first column, as pandas writes it, is
    part of the header too.

    Raises
    ------
    InputError
        When a row has more or fewer cells than the header, or the table is none.
    """
    levels: list[tuple[str, str]] = []
    header, below = list(records[0]) if records else [], 1
    if _groups_columns(records):
        levels, below = _levels(records[0], records[1]), 2
        if names := _index_names(records):
            levels[: len(names)], below = [(name, "") for name in names], 3
        lower = [down or up for up, down in levels]
        both = [BETWEEN.join(filter(None, level)) for level in levels]
        header = lower if len(set(lower)) == len(lower) else both
    rows = records[below:]
    _require_full(rows, len(header), name, first + below)
    arrays = [pa.array(column, pa.string()) for column in _columns(rows, len(header))]
    table = pa.table(arrays, names=[str(index) for index in range(len(header))])
    return sheet_of(
        name,
        form,
        header,
        table,
        first + below,
        decimal_commas=decimal_commas,
        levels=levels,
    )


def _groups_columns(records: Records) -> bool:
    """Whether the first row groups the columns that the second one names."""
    if len(records) < 3 or len(records[0]) != len(records[1]) or len(records[0]) < 3:
        return False
    upper, lower = ([cell.strip() for cell in row] for row in records[:2])
    named = [cell for cell in upper if cell]
    groups = len(set(named)) < len(named) or "" in upper[1:]
    numbers = any(NUMBER.fullmatch(cell) for cell in lower)
    first = max(1, len(_index_names(records)))
    spans = all(up or down for up, down in zip(upper[first:], lower[first:], strict=True))
    return groups and spans and not numbers and len(_filled(lower)) > 1


def _index_names(records: Records) -> list[str]:
    """Names of the first columns in a third row of the header, as pandas writes them."""
    third = records[2] if len(records) > 3 else []
    count = len(_filled(third))
    if not count or _filled(third) != set(range(count)) or count == len(third):
        return []
    above = any(cell.strip() for row in records[:2] for cell in row[1:count])
    return [] if above else [cell.strip() for cell in third[:count]]


def _filled(row: Sequence[str]) -> set[int]:
    return {index for index, cell in enumerate(row) if cell.strip()}


def _levels(upper: Sequence[str], lower: Sequence[str]) -> list[tuple[str, str]]:
    """Both names of each column; a group's name stands over its first column, or over all."""
    first = min(_filled(upper), default=0)
    spread = list(upper)
    for index, cell in enumerate(upper[1:], 1):
        spread[index] = cell.strip() or spread[index - 1].strip()
    grouped = ["" if index < first else cell for index, cell in enumerate(spread)]
    return [(up, down.strip()) for up, down in zip(grouped, lower, strict=True)]


def _require_full(rows: Records, width: int, name: str, first: int) -> None:
    """Raises InputError at the first row that has more or fewer cells than the header."""
    for row, record in enumerate(rows, first):
        if len(record) != width and any(record):
            above = "; leave out what stands above the header" if width == 1 else ""
            columns = "1 column" if width == 1 else f"{width} columns"
            raise InputError(
                f"{name}: row {row} has {len(record)} cells, but the header names {columns}; the"
                f" row begins with {quoted(next(filter(None, record)))}{above}"
            )


def _columns(rows: Records, count: int) -> Iterator[list[str]]:
    """The cells of each column; a row that is not full has none that is filled."""
    empty = [""] * count
    full = [row if len(row) == count else empty for row in rows]
    for index in range(count):
        yield [row[index] for row in full]
