"""Which table does a file hold, whatever its format?"""

import gzip
import io
import zlib
from pathlib import Path

from setupscope.data.documents import content_of
from setupscope.data.errors import InputError, quoted
from setupscope.data.limits import MAX_TABLE_BYTES
from setupscope.data.readers.arrow_files import arrow_sheet, is_arrow
from setupscope.data.readers.json_files import is_json, json_sheet
from setupscope.data.readers.sheets import Sheet
from setupscope.data.readers.text_files import text_sheet
from setupscope.data.readers.workbooks import is_workbook, names_inside, workbook_sheet

PICKLE = (
    "is a Python pickle, which runs code when it is read; rewrite it yourself if you trust it:"
    " python -c \"import pandas; pandas.read_pickle('table.pkl').to_csv('table.csv')\""
)
NUMPY = (
    "is an array of NumPy, which has no names of columns; write it as CSV with names:"
    " pandas.DataFrame(array, index=sources, columns=targets).to_csv('table.csv')"
)
NO_TABLES = {
    b"PK\x05\x06": "is an empty zip archive",
    b"%PDF": "is a PDF; save the table as CSV",
    b"\x93NUMPY": NUMPY,
    b"\x89HDF": "is an HDF5 file; rewrite its table with pandas.read_hdf(…).to_csv('table.csv')",
    **{bytes([0x80, version]): PICKLE for version in range(2, 6)},
}
GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
TOO_LARGE = "; keep only the rows and columns of the transfers"
ACCEPTED = "CSV, JSON, Excel, Parquet and Feather are accepted"


def read_sheet(path: Path, encoding: str | None = None, sheet: str | None = None) -> Sheet:
    """The table of a file: CSV, JSON, Excel, Parquet or Feather, by what it holds.

    Parameters
    ----------
    path : Path
        The file; it may be compressed with gzip.
    encoding : str, optional
        Of the text of a CSV file; by default UTF-8, or UTF-16 with a byte order mark.
    sheet : str, optional
        Of a workbook; by default its first one.

    Raises
    ------
    InputError
        When it cannot be read, is larger than 50 MB, or holds no table.
    """
    return sheet_in(content_of(path, MAX_TABLE_BYTES, TOO_LARGE), str(path), encoding, sheet)


def sheet_in(
    content: bytes, name: str, encoding: str | None = None, sheet: str | None = None
) -> Sheet:
    """The table that the content of a file holds; `name` is what messages call the file.

    Raises
    ------
    InputError
        When it holds no table, or has no such sheet.
    """
    if content.startswith(GZIP):
        content = _unpacked(content, name)
    for start, what in NO_TABLES.items():
        if content.startswith(start):
            raise InputError(f"{name}: {what} ({ACCEPTED})")
    if is_workbook(content):
        return workbook_sheet(content, name, sheet)
    if content.startswith(ZIP):
        inside = names_inside(content)
        what = "is a zip archive; unpack it" if inside else "is a damaged workbook or zip archive"
        what = PICKLE if any(part.endswith("data.pkl") for part in inside) else what
        raise InputError(f"{name}: {what} ({ACCEPTED})")
    if sheet is not None:
        raise InputError(f"{name}: has no sheets; leave out --sheet {quoted(sheet)}")
    if is_arrow(content):
        return arrow_sheet(content, name)
    return json_sheet(content, name) if is_json(content) else text_sheet(content, name, encoding)


def _unpacked(content: bytes, name: str) -> bytes:
    """What was compressed with gzip, up to the size that a file may have."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
            found = file.read(MAX_TABLE_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{name}: cannot be unpacked ({error})") from error
    if len(found) > MAX_TABLE_BYTES:
        raise InputError(
            f"{name}: unpacks to more than {MAX_TABLE_BYTES // 10**6} MB; keep only the rows and"
            " columns of the transfers"
        )
    return found
