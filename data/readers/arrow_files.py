"""How is a table read that is a Parquet or a Feather file?"""

import io
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.feather as feather
import pyarrow.parquet as pq

from setupscope.data.errors import InputError
from setupscope.data.limits import MAX_CELLS, MAX_TEXT_BYTES
from setupscope.data.readers.sheets import Sheet, sheet_of

PARQUET, ARROW, FEATHER = b"PAR1", b"ARROW1", b"FEA1"
BATCH = 4096


def is_arrow(content: bytes) -> bool:
    """Whether a file begins as Parquet and Feather files do."""
    return content.startswith((PARQUET, ARROW, FEATHER))


def arrow_sheet(content: bytes, name: str) -> Sheet:
    """The table of a Parquet or Feather file; its first row is row 1.

    Raises
    ------
    InputError
        When the file is damaged, has no columns or rows, or is too large once unpacked.
    """
    form = "Parquet" if content.startswith(PARQUET) else "Feather"
    try:
        schema, batches = _parquet(content) if form == "Parquet" else _feather(content)
        plain = [index for index, field in enumerate(schema) if _is_plain(field.type)]
        columns = _texts(batches, plain, name)
    except (pa.ArrowException, OSError, ValueError) as error:
        reason = str(error).splitlines()[0][:200]
        raise InputError(f"{name}: cannot be read as a {form} file ({reason})") from error
    table = pa.table(columns, names=[str(index) for index in range(len(plain))])
    other = {f.name: _kind(f.type) for f in schema if not _is_plain(f.type)}
    header = [schema.names[index] for index in plain]
    return sheet_of(name, form, header, table, 1, unreadable=other)


def _parquet(content: bytes) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
    file = pq.ParquetFile(io.BytesIO(content))
    _require_size(file.metadata.num_rows, file.metadata.num_columns)
    return file.schema_arrow, file.iter_batches(batch_size=BATCH)


def _feather(content: bytes) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
    table = feather.read_table(io.BytesIO(content), memory_map=False)
    _require_size(table.num_rows, table.num_columns)
    return table.schema, iter(table.to_batches(max_chunksize=BATCH))


def _require_size(rows: int, columns: int) -> None:
    if rows * columns > MAX_CELLS:
        raise ValueError(f"it has {rows * columns:,} cells; at most {MAX_CELLS:,} are read")


def _is_plain(kind: pa.DataType) -> bool:
    """Whether cells of this type hold one value each."""
    if pa.types.is_dictionary(kind):
        return _is_plain(kind.value_type)
    binary = pa.types.is_binary(kind) or pa.types.is_large_binary(kind)
    binary |= pa.types.is_fixed_size_binary(kind) or pa.types.is_binary_view(kind)
    extension = isinstance(kind, pa.BaseExtensionType)
    return not (pa.types.is_nested(kind) or binary or extension)


def _kind(kind: pa.DataType) -> str:
    return f"values of the type {kind}"[:80]


def _texts(batches: Iterator[pa.RecordBatch], plain: list[int], name: str) -> list[pa.ChunkedArray]:
    """The columns as text, "" where a cell is null."""
    chunks: list[list[pa.Array]] = [[] for _ in plain]
    size = 0
    for batch in batches:
        for chunk, index in zip(chunks, plain, strict=True):
            chunk.append(_text(batch.column(index)))
            size += chunk[-1].nbytes
            if size > MAX_TEXT_BYTES:
                raise ValueError(
                    f"{name} unpacks to more than {MAX_TEXT_BYTES // 10**6} MB of text"
                )
    return [pa.chunked_array(chunk, pa.string()) for chunk in chunks]


def _text(column: pa.Array) -> pa.Array:
    column.validate(full=True)
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _text(column.dictionary_decode())
    if pa.types.is_boolean(kind):
        return pc.fill_null(pc.if_else(column, "True", "False"), "")
    if pa.types.is_floating(kind):
        column = column.cast(pa.float64())
    if pa.types.is_null(kind):
        return pa.array([""] * len(column), pa.string())
    return pc.fill_null(column.cast(pa.string()), "")
