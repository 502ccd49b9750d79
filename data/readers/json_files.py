"""How is a table read that is JSON: records, columns, a pivot, or an object a line?"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from setupscope.data.errors import InputError
from setupscope.data.readers.grids import BETWEEN
from setupscope.data.readers.sheets import Sheet, sheet_of

FORMS = (
    "a list of records, an object of columns, pandas' orient=split, nested objects as in"
    " {target: {source: score}}, an object a line, or a record a file"
)
Rows = Sequence[Mapping[str, Any]]


def is_json(content: bytes) -> bool:
    """Whether a file begins as JSON does."""
    return content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def json_sheet(content: bytes, name: str) -> Sheet:
    """The table of a JSON file; its first record is row 1.

    Raises
    ------
    InputError
        When the text is no JSON, or holds no table.
    """
    found = _parsed(content, name)
    if isinstance(found, list) and found and all(isinstance(row, Mapping) for row in found):
        return _records(found, name, "JSON, records")
    if isinstance(found, list) and found and all(isinstance(row, list) for row in found):
        header, *rows = found
        return _records(_split(header, rows, name), name, "JSON, rows")
    if isinstance(found, Mapping) and found:
        return _object(found, name)
    raise InputError(f"{name}: is JSON, but no table; {FORMS} are accepted")


def _parsed(content: bytes, name: str) -> Any:  # noqa: ANN401
    """What the text says, every number as the text that it is written in."""
    try:
        text = content.decode("utf-8-sig")
        try:
            return _loaded(text)
        except json.JSONDecodeError as error:
            if not error.msg.startswith("Extra data"):
                raise
            return [_loaded(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError) as error:
        reason = str(error).splitlines()[0][:200] or "it is nested too deeply"
        raise InputError(f"{name}: cannot be read as JSON ({reason})") from error


def _loaded(text: str) -> Any:  # noqa: ANN401
    return json.loads(text, parse_float=str, parse_int=str, parse_constant=str)


def _object(found: Mapping[str, Any], name: str) -> Sheet:
    """The table of one object."""
    if isinstance(found.get("columns"), list) and isinstance(found.get("data"), list):
        split = _split(found["columns"], found["data"], name)
        index = found.get("index", [])
        named = _indexed(index) if isinstance(index, list) and len(index) == len(split) else []
        return _records(split, name, "JSON, split", named)
    if isinstance(found.get("data"), list) and "schema" in found:
        return _records([row for row in found["data"] if isinstance(row, Mapping)], name, "JSON")
    if all(isinstance(part, list) for part in found.values()):
        rows = [dict(zip(found, row, strict=False)) for row in zip(*found.values(), strict=False)]
        if {len(part) for part in found.values()} == {len(rows)}:
            return _records(rows, name, "JSON, columns")
    if all(isinstance(part, Mapping) and part for part in found.values()):
        return _nested(found, name)
    if not all(isinstance(part, (list, Mapping)) for part in found.values()):
        return _records([found], name, "JSON, a record")
    raise InputError(f"{name}: is JSON, but no table; {FORMS} are accepted")


def _nested(found: Mapping[str, Mapping[str, Any]], name: str) -> Sheet:
    """The table of objects in an object: pivots, or columns of rows."""
    parts = [part for parts in found.values() for part in parts.values()]
    if all(isinstance(part, Mapping) and part for part in parts):
        flat = {
            f"{up}{BETWEEN}{down}": part
            for up, inner in found.items()
            for down, part in inner.items()
        }
        levels = [(up, down) for up, inner in found.items() for down in inner]
        return _pivot(flat, name, levels)
    rows = [
        inner
        for inner in found.values()
        if len({isinstance(x, str) and _is_number(x) for x in inner.values() if x is not None}) > 1
    ]
    if rows:
        return _records(list(found.values()), name, "JSON, rows by name", list(found))
    return _pivot(found, name, [])


def _pivot(
    columns: Mapping[str, Mapping[str, Any]], name: str, levels: list[tuple[str, str]]
) -> Sheet:
    """A table whose columns are the outer names, and whose rows are the inner ones."""
    names = list(dict.fromkeys(row for part in columns.values() for row in part))
    rows = [{key: part.get(row) for key, part in columns.items()} for row in names]
    return _records(rows, name, "JSON, nested", _indexed(names), levels)


def _indexed(names: Sequence[Any]) -> list[str]:
    """Names of rows; none where they only count the rows."""
    texts = [str(name) for name in names]
    return [] if texts == [str(row) for row in range(len(texts))] else texts


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _split(header: Sequence[Any], rows: Sequence[Any], name: str) -> list[dict[str, Any]]:
    columns = [str(column) for column in header]
    if len(set(columns)) < len(columns):
        raise InputError(f"{name}: names a column more than once")
    for row, cells in enumerate(rows, 1):
        if not isinstance(cells, list) or len(cells) != len(columns):
            raise InputError(f"{name}: record {row} has not one cell for each column")
    return [dict(zip(columns, cells, strict=True)) for cells in rows]


def _records(
    rows: Rows,
    name: str,
    form: str,
    index: Sequence[str] = (),
    levels: Sequence[tuple[str, str]] = (),
) -> Sheet:
    """The table of records, "" where one lacks a column."""
    header = list(dict.fromkeys(column for row in rows for column in row))
    nested = {
        column: "lists or objects"
        for column in header
        if any(isinstance(row.get(column), (list, Mapping)) for row in rows)
    }
    plain = [column for column in header if column not in nested]
    cells = [[_text(row.get(column)) for row in rows] for column in plain]
    if index:
        plain, cells = ["", *plain], [list(index), *cells]
        levels = [("", ""), *levels] if levels else ()
    try:
        arrays = [pa.array(column, pa.string()) for column in cells]
    except (pa.ArrowException, ValueError, UnicodeError) as error:
        raise InputError(f"{name}: holds text that is not Unicode") from error
    table = pa.table(arrays, names=[str(at) for at in range(len(plain))])
    return sheet_of(name, form, plain, table, 1, unreadable=nested, levels=levels)


def _text(value: Any) -> str:  # noqa: ANN401
    return "" if value is None else str(value)
