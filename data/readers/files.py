"""Which table does a file hold, whatever its format?"""

from pathlib import Path

from setupscope.data.errors import InputError
from setupscope.data.limits import MAX_TABLE_BYTES
from setupscope.data.readers.arrow_files import arrow_sheet, is_arrow
from setupscope.data.readers.sheets import Sheet
from setupscope.data.readers.text_files import text_sheet

NO_TABLES = {
    b"PK\x03\x04": "a zip archive (as Excel workbooks are); save the table as CSV",
    b"PK\x05\x06": "an empty zip archive; save the table as CSV",
    b"\x1f\x8b": "compressed with gzip; unpack it",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook; save its sheet as CSV",
    b"%PDF": "a PDF; save the table as CSV",
}
ACCEPTED = "CSV, Parquet and Feather are accepted"


def read_sheet(path: Path, encoding: str | None = None) -> Sheet:
    """The table of a file: CSV, Parquet or Feather, by what it holds and not by its name.

    Parameters
    ----------
    path : Path
        The file.
    encoding : str, optional
        Of the text of a CSV file; by default UTF-8, or UTF-16 with a byte order mark.

    Raises
    ------
    InputError
        When it cannot be read, is larger than 50 MB, or holds no table.
    """
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise InputError(f"{path}: cannot be read (it is not a file)")
        if size > MAX_TABLE_BYTES:
            raise InputError(
                f"{path}: has {size / 1e6:,.0f} MB, but at most {MAX_TABLE_BYTES // 10**6} MB are"
                " read; keep only the rows and columns of the transfers"
            )
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error
    return sheet_in(content, str(path), encoding)


def sheet_in(content: bytes, name: str, encoding: str | None = None) -> Sheet:
    """The table that the content of a file holds; `name` is what messages call the file.

    Raises
    ------
    InputError
        When it holds no table.
    """
    for start, what in NO_TABLES.items():
        if content.startswith(start):
            raise InputError(f"{name}: is {what} ({ACCEPTED})")
    if is_arrow(content):
        return arrow_sheet(content, name)
    return text_sheet(content, name, encoding)
