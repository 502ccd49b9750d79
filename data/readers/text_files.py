"""How is a table read that is written as text: CSV in all its kinds, or Markdown?

Commas, semicolons with decimal commas, or tabs, as in a table that was copied from a web page;
UTF-8, or UTF-16 as Excel writes it, with a byte order mark or without; a first line such as
`sep=;`.
"""

import codecs
import csv
import io
import re

from setupscope.data.errors import InputError, quoted
from setupscope.data.readers.grids import grid_sheet
from setupscope.data.readers.sheets import Sheet

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
LIKELY = "cp1252"
"""Encoding that text which is no UTF-8 most often has: that of Windows in the West."""

Records = list[list[str]]


def text_sheet(content: bytes, name: str, encoding: str | None = None) -> Sheet:
    """The table of a text file.

    Parameters
    ----------
    content : bytes
        Of the file.
    name : str
        What messages call it.
    encoding : str, optional
        Of its text; by default UTF-8, or what its byte order mark says.

    Raises
    ------
    InputError
        When the text has another encoding, or is no table.
    """
    text, encoding_name = _decoded(content, name, encoding)
    if re.match(r"\s*<(!doctype html|html|table|body|\?xml)", text[:200], re.IGNORECASE):
        raise InputError(
            f"{name}: is a web page; copy the table in a browser and paste it, or save it as CSV"
        )
    if text.lstrip().startswith("|"):
        rows = _markdown(text)
        _require_text(rows, name, _lead(text) - 1)
        return grid_sheet(name, f"Markdown, {encoding_name}", rows, _lead(text))
    named = re.match(r'"?sep=([^"\r\n])"?\r?\n', text)
    separator = named[1] if named else _separator(text)
    records = _records(text[named.end() :] if named else text, name, separator)
    skipped = 1 if named else 0
    _require_text(records, name, skipped)
    form = f"CSV with {SEPARATORS.get(separator, quoted(separator))}, {encoding_name}"
    return grid_sheet(name, form, records, 1 + skipped, decimal_commas=separator != ",")


def _markdown(text: str) -> Records:
    """The rows of a table with bars between its cells; the line below its header is left out."""
    lines = [line.strip() for line in text.strip().splitlines()]
    rows = [line.removeprefix("|").removesuffix("|") for line in lines]
    cells = [[cell.strip() for cell in row.split("|")] if row else [] for row in rows]
    is_rule = [all(re.fullmatch(r":?-+:?", cell) for cell in row) and bool(row) for row in cells]
    return [[] if rule else row for row, rule in zip(cells, is_rule, strict=True)]


def _lead(text: str) -> int:
    """The row of the file in which the text begins."""
    return 1 + text[: len(text) - len(text.lstrip())].count("\n")


def _decoded(content: bytes, name: str, encoding: str | None) -> tuple[str, str]:
    """The text, bytes that are not of its encoding kept as surrogates; and the encoding's name."""
    if encoding is None and content.startswith(UTF_16):
        encoding = "utf-16"
    encoding = encoding or "utf-8-sig"
    try:
        encoding_name = codecs.lookup(encoding).name.removesuffix("-sig").upper()
        text = content.decode(encoding, "surrogateescape" if encoding_name == "UTF-8" else "strict")
    except LookupError:
        raise InputError(
            f"unknown encoding {quoted(encoding)}; use utf-8, utf-16 or {LIKELY}"
        ) from None
    except (UnicodeError, ValueError) as error:
        raise InputError(f"{name}: is not encoded in {quoted(encoding)} ({error})") from error
    if "\0" in text:
        raise InputError(
            f"{name}: is not {encoding_name} text (it holds zero bytes); save the table as"
            " CSV in UTF-8, or name its encoding, such as utf-16"
        )
    return text, encoding_name


def _separator(text: str) -> str:
    """What separates the columns' names: the sign that makes the most of them."""
    header = re.sub(r'"[^"]*"', "", text.lstrip("\r\n").split("\n", 1)[0])
    return max(SEPARATORS, key=header.count)


def _records(text: str, name: str, separator: str) -> Records:
    """The rows of the table, its header first; an empty header where there is no text at all."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    records: Records = []
    try:
        records.extend(reader)
    except csv.Error as error:
        raise InputError(
            f"{name}: row {len(records) + 1} cannot be read ({error}); a quote is not closed, or is"
            " inside a cell that is not quoted"
        ) from error
    return records if any(map(any, records)) else [[]]


def _require_text(records: Records, name: str, skipped: int) -> None:
    """Raises InputError at the first cell with a byte that is not of the encoding."""
    for row, record in enumerate(records, 1 + skipped):
        if "".join(record).isascii():
            continue
        for index, cell in enumerate(record):
            if re.search("[\udc80-\udcff]", cell):
                raw = cell.encode("utf-8", "surrogateescape").decode(LIKELY, "replace")
                column = (
                    records[0][index] if index < len(records[0]) and row > 1 + skipped else "header"
                )
                raise InputError(
                    f"{name}: row {row}, column {quoted(_shown(column))}: {quoted(raw)} is not"
                    f" UTF-8 text; save the table as CSV in UTF-8, or name its encoding,"
                    f" such as {LIKELY}"
                )


def _shown(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
