"""How is a table read that is a sheet of a workbook of Excel?"""

import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from setupscope.data.errors import InputError, listed, quoted, unknown
from setupscope.data.limits import MAX_SHEET_CELLS, MAX_TEXT_BYTES
from setupscope.data.readers.grids import grid_sheet
from setupscope.data.readers.sheets import Sheet

ZIP, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
OTHER = "is a workbook in another format than .xlsx; save it as .xlsx or CSV"
PLACE = re.compile(rb"\br\s*=\s*[\"']([^\"']*)[\"']")
"""Where a cell or a row of a sheet says that it stands."""
KNOWN_PLACE = re.compile(rb"([A-Z]{0,3})([0-9]{1,7})")
WHOLE = 1e15
"""Numbers below it that are whole are written without a decimal point."""


def is_workbook(content: bytes) -> bool:
    """Whether a file is a workbook, and not another archive."""
    names = names_inside(content) if content.startswith(ZIP) else []
    return content.startswith(OLD) or any(
        name.startswith("xl/") or name == "content.xml" for name in names
    )


def names_inside(content: bytes) -> list[str]:
    """Names of the files in an archive; none where it is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return []


def workbook_sheet(content: bytes, name: str, sheet: str | None = None) -> Sheet:
    """The table of one sheet of a workbook, by default of the first one.

    Raises
    ------
    InputError
        When the workbook is damaged, too large or in an old format, or has no such sheet or table.
    """
    if "xl/workbook.xml" not in names_inside(content):
        raise InputError(f"{name}: {OTHER}")
    book = _opened(content, name)
    names = book.sheet_names
    if not names:
        raise InputError(f"{name}: has no sheets")
    if sheet is not None and sheet not in names:
        raise InputError(f"{name}: {unknown('sheet', sheet, names)}")
    chosen = sheet or names[0]
    where = f"{name}, sheet {quoted(chosen)}" if sheet or len(names) > 1 else name
    try:
        found: CalamineSheet = book.get_sheet_by_name(chosen)
        rows = found.to_python(skip_empty_area=False)
    except (CalamineError, ValueError, OSError) as error:
        raise InputError(f"{where}: cannot be read ({_reason(error)})") from error
    try:
        return _table(rows, where)
    except InputError as error:
        if sheet is None and len(names) > 1:
            raise InputError(
                f"{error}; name another sheet with --sheet: {listed(names)}"
            ) from error
        raise


def _opened(content: bytes, name: str) -> CalamineWorkbook:
    """The workbook; what it unpacks to is looked at first."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _require_size(archive, name)
        return CalamineWorkbook.from_filelike(io.BytesIO(content))
    except (
        *(CalamineError, zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error),
        *(ValueError, OSError, EOFError, NotImplementedError, RuntimeError),
    ) as error:
        reason = _reason(error)
        raise InputError(f"{name}: cannot be read as a workbook ({reason})") from error


def _reason(error: Exception) -> str:
    return (str(error).splitlines() or ["it is damaged"])[0][:200]


def _require_size(archive: zipfile.ZipFile, name: str) -> None:
    """Raises InputError where a workbook unpacks to too much, or a sheet spans too many cells.

    The reader keeps a sheet as a full grid, and ends the process if there is no room for it; one
    cell far away is enough.
    """
    size = sum(part.file_size for part in archive.infolist())
    if size > MAX_TEXT_BYTES:
        raise InputError(
            f"{name}: unpacks to {size // 10**6:,} MB, but at most"
            f" {MAX_TEXT_BYTES // 10**6} MB are read; save the sheet as CSV"
        )
    for part in archive.infolist():
        content = archive.read(part)
        if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
            cells = _area(content)
            if cells > MAX_SHEET_CELLS:
                raise InputError(
                    f"{name}: {part.filename} spans {cells:,} cells, but at most"
                    f" {MAX_SHEET_CELLS:,} are read; save the table as CSV"
                )


def _area(sheet: bytes) -> int:
    """Cells between the first one and the farthest one of a sheet."""
    last_row = last_column = 1
    for found in PLACE.finditer(sheet):
        place = KNOWN_PLACE.fullmatch(found[1])
        if not place:
            raise ValueError(f"{found[1][:20].decode(errors='replace')!r} is no place of a cell")
        last_row = max(last_row, int(place[2]))
        last_column = max(last_column, _column(place[1]))
    return last_row * last_column


def _column(letters: bytes) -> int:
    """The number of a column, 0 where none is named."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - ord("A") + 1
    return number


def _table(rows: Sequence[Sequence[Any]], where: str) -> Sheet:
    """The table of a sheet: without empty rows above it, and empty columns in front."""
    texts = [[_text(cell) for cell in row] for row in rows]
    first = next((row for row, cells in enumerate(texts) if any(cells)), 0)
    left = min((_lead(row) for row in texts[first:] if any(row)), default=0)
    return grid_sheet(where, "workbook", [row[left:] for row in texts[first:]], first + 1)


def _lead(row: Sequence[str]) -> int:
    return next(index for index, cell in enumerate(row) if cell)


def _text(cell: Any) -> str:  # noqa: ANN401
    """A cell as text: numbers as the shortest text that reads back as them."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < WHOLE else repr(cell)
    return str(cell)
