"""How does a table leave the tool as a file?"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from setupscope.analysis.slices.slices import origin_of
from setupscope.data import InputError
from setupscope.data.errors import listed
from setupscope.data.spark.store import SparkStore

ROWS_AT_ONCE = 100_000
FORMULA = "[=+\\-@\t\r＝＋－＠]"
"""First signs of a text that a spreadsheet takes for a formula."""


def as_csv(table: pd.DataFrame) -> bytes:
    """Comma-separated values; numbers to the last digit, null as an empty cell.

    A text, or a column's name, that a spreadsheet would run as a formula (it starts with
    =, +, -, @, a tab or a carriage return) has an apostrophe before it. Any other text reads
    back as it was.
    """
    text = table.select_dtypes(exclude=["number", "bool"]).columns
    inert = table.assign(**{name: table[name].map(_inert_cell) for name in text})
    inert = inert.rename(columns=_inert)
    written = inert.to_csv(index=False, lineterminator="\n")
    if "\r" in written:
        # Python's writer does not quote a lone carriage return, which ends a row for readers.
        written = inert.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    return written.encode()


def as_json(table: pd.DataFrame) -> bytes:
    """A list of objects, one a row; null as null."""
    rows = table.astype(object).where(table.notna(), None).to_dict("records")
    return (json.dumps(rows, indent=1, ensure_ascii=False) + "\n").encode()


def as_parquet(table: pd.DataFrame) -> bytes:
    """Parquet, columns typed."""
    buffer = io.BytesIO()
    table.to_parquet(buffer, index=False)
    return buffer.getvalue()


FORMATS: Mapping[str, Callable[[pd.DataFrame], bytes]] = {
    "csv": as_csv,
    "json": as_json,
    "parquet": as_parquet,
}
SETUP_FORMATS = ("csv", "parquet")


def write_setups(setups: Any, out: Path | BinaryIO, name: str) -> None:  # noqa: ANN401
    """Writes the setups of a slice of a store to a file or a stream, a batch of rows at a time.

    In CSV, texts that a spreadsheet would run as a formula get an apostrophe, as in `as_csv`.

    Raises
    ------
    InputError
        When the format is neither CSV nor Parquet, or the file cannot be written.
    """
    if name not in SETUP_FORMATS:
        raise InputError(f"setups cannot be written as {name} (accepted: {listed(SETUP_FORMATS)})")
    schema, reader = _batches(setups)
    if name == "parquet":
        with pq.ParquetWriter(out, schema) as parquet:
            for batch in reader:
                parquet.write_batch(batch.cast(schema))
        return
    names = [_inert(field) for field in schema.names]
    with pa_csv.CSVWriter(out, pa.schema(map(pa.field, names, schema.types))) as text:
        for batch in reader:
            columns = [_inert_column(column) for column in batch.cast(schema).columns]
            text.write_batch(pa.RecordBatch.from_arrays(columns, names))


def _batches(setups: Any) -> tuple[pa.Schema, Iterable[pa.RecordBatch]]:  # noqa: ANN401
    """The columns and the rows of setups; where Spark reads a store, its workers narrow it."""
    store, slice_ = origin_of(setups) or (None, None)
    if isinstance(store, SparkStore) and slice_ is not None:
        return store.schema, store.batches(slice_.narrow, slice_.scenario_names())
    reader = setups.to_arrow_reader(ROWS_AT_ONCE)
    return _plain(reader.schema), reader


def _inert_column(column: pa.Array) -> pa.Array:
    """A column with an apostrophe before every text that is like a formula."""
    if not pa.types.is_string(column.type):
        return column
    return pc.replace_substring_regex(column, f"^({FORMULA})", r"'\1")


def _inert(text: str) -> str:
    """The text, with an apostrophe before one that is like a formula."""
    return f"'{text}" if re.match(FORMULA, text) else text


def _inert_cell(cell: object) -> object:
    return _inert(cell) if isinstance(cell, str) else cell


def _plain(schema: pa.Schema) -> pa.Schema:
    """The schema with enumerations as text, which every reader knows."""
    fields = [
        field.with_type(pa.string()) if pa.types.is_dictionary(field.type) else field
        for field in schema
    ]
    return pa.schema(fields)
