"""How does a table leave the tool as a file?"""

import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
from tabulate import tabulate

from data import InputError
from data.errors import listed

ROWS_AT_ONCE = 100_000


def as_csv(table: pd.DataFrame) -> bytes:
    """Comma-separated values; numbers to the last digit, null as an empty cell."""
    return table.to_csv(index=False, lineterminator="\n").encode()


def as_json(table: pd.DataFrame) -> bytes:
    """A list of objects, one a row; null as null."""
    rows = table.astype(object).where(table.notna(), None).to_dict("records")
    return (json.dumps(rows, indent=1, ensure_ascii=False) + "\n").encode()


def as_latex(table: pd.DataFrame) -> bytes:
    """A tabular with booktabs rules, names escaped; numbers to three decimals."""
    return (_tabulated(table, "latex_booktabs") + "\n").encode()


def as_markdown(table: pd.DataFrame) -> bytes:
    """A table with pipes; numbers to three decimals."""
    text = table.select_dtypes(exclude="number").columns
    escaped = table.assign(**{name: table[name].map(_without_pipes) for name in text})
    return (_tabulated(escaped, "pipe") + "\n").encode()


def as_parquet(table: pd.DataFrame) -> bytes:
    """Parquet, columns typed."""
    buffer = io.BytesIO()
    table.to_parquet(buffer, index=False)
    return buffer.getvalue()


FORMATS: Mapping[str, Callable[[pd.DataFrame], bytes]] = {
    "csv": as_csv,
    "json": as_json,
    "latex": as_latex,
    "markdown": as_markdown,
    "parquet": as_parquet,
}
SUFFIXES = {
    ".csv": "csv",
    ".json": "json",
    ".tex": "latex",
    ".md": "markdown",
    ".parquet": "parquet",
}
SETUP_FORMATS = ("csv", "parquet")


def format_of(asked: str | None, out: Path | None) -> str:
    """The format asked for, else that of the file's ending, else CSV."""
    return asked or SUFFIXES.get(out.suffix if out else "", "csv")


def write_setups(setups: duckdb.DuckDBPyRelation, out: Path | BinaryIO, name: str) -> None:
    """Writes a slice's setups to a file or a stream, a batch of rows at a time.

    Raises
    ------
    InputError
        When the format is neither CSV nor Parquet, or the file cannot be written.
    """
    if name not in SETUP_FORMATS:
        raise InputError(f"setups cannot be written as {name} (accepted: {listed(SETUP_FORMATS)})")
    reader = setups.to_arrow_reader(ROWS_AT_ONCE)
    writer_of = {"csv": pa_csv.CSVWriter, "parquet": pq.ParquetWriter}
    schema = _plain(reader.schema)
    with writer_of[name](out, schema) as writer:
        for batch in reader:
            writer.write_batch(batch.cast(schema))


def _plain(schema: pa.Schema) -> pa.Schema:
    """The schema with enumerations as text, which every reader knows."""
    fields = [
        field.with_type(pa.string()) if pa.types.is_dictionary(field.type) else field
        for field in schema
    ]
    return pa.schema(fields)


def _tabulated(table: pd.DataFrame, style: str) -> str:
    rows = table.astype(object).where(table.notna(), "")
    return tabulate(
        rows.to_numpy().tolist(),
        headers=list(table.columns),
        tablefmt=style,
        floatfmt=".3f",
        disable_numparse=[
            at for at, kind in enumerate(table.dtypes) if not pd.api.types.is_numeric_dtype(kind)
        ],
    )


def _without_pipes(cell: object) -> object:
    return cell.replace("|", r"\|").replace("\n", " ") if isinstance(cell, str) else cell
