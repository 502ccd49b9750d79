"""How is a table read that is a sheet of a workbook of Excel or LibreOffice?"""

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from setupscope.data.errors import InputError, unknown
from setupscope.data.limits import MAX_CELLS, MAX_TEXT_BYTES
from setupscope.data.readers.grids import grid_sheet
from setupscope.data.readers.sheets import Sheet

OLD = b"\xd0\xcf\x11\xe0"
ZIP = b"PK\x03\x04"
WHOLE = 1e15
"""Numbers below it that are whole are written without a decimal point."""


def is_workbook(content: bytes) -> bool:
    """Whether a file is a workbook, and not another archive."""
    if content.startswith(OLD):
        return True
    return content.startswith(ZIP) and any(
        name.startswith("xl/") or name == "content.xml" for name in names_inside(content)
    )


def names_inside(content: bytes) -> list[str]:
    """Names of the files in an archive; none where it is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return []


def sheets_of(content: bytes, name: str) -> list[str]:
    """Names of the sheets of a workbook; raises InputError where it is damaged."""
    return _opened(content, name).sheet_names


def workbook_sheet(content: bytes, name: str, sheet: str | None = None) -> Sheet:
    """The table of one sheet of a workbook, by default of the first one.

    Raises
    ------
    InputError
        When the workbook is damaged or too large, or has no such sheet or table.
    """
    book = _opened(content, name)
    names = book.sheet_names
    if not names:
        raise InputError(f"{name}: has no sheets")
    if sheet is not None and sheet not in names:
        raise InputError(f"{name}: {unknown('sheet', sheet, names)}")
    chosen = sheet or names[0]
    where = f"{name}, sheet {chosen!r}" if sheet or len(names) > 1 else name
    try:
        found: CalamineSheet = book.get_sheet_by_name(chosen)
        _require_size(found, where)
        rows = found.to_python(skip_empty_area=False)
    except (CalamineError, ValueError, OSError) as error:
        raise InputError(f"{where}: cannot be read ({_reason(error)})") from error
    return _table(rows, where)


def _opened(content: bytes, name: str) -> CalamineWorkbook:
    """The workbook; what it unpacks to is looked at first."""
    try:
        if content.startswith(ZIP):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                size = sum(part.file_size for part in archive.infolist())
            if size > MAX_TEXT_BYTES:
                raise InputError(
                    f"{name}: unpacks to {size // 10**6:,} MB, but at most"
                    f" {MAX_TEXT_BYTES // 10**6} MB are read; save the sheet as CSV"
                )
        return CalamineWorkbook.from_filelike(io.BytesIO(content))
    except (CalamineError, zipfile.BadZipFile, ValueError, OSError) as error:
        reason = _reason(error)
        raise InputError(f"{name}: cannot be read as a workbook ({reason})") from error


def _reason(error: Exception) -> str:
    return (str(error).splitlines() or ["it is damaged"])[0][:200]


def _require_size(found: CalamineSheet, where: str) -> None:
    cells = found.total_height * found.total_width
    if cells > MAX_CELLS:
        raise InputError(f"{where}: has {cells:,} cells, but at most {MAX_CELLS:,} are read")


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
