"""How do the parts of a store look as Parquet?"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from setupscope.data.masks import Masks, as_text
from setupscope.data.scoring.outcomes import OutcomeCodes
from setupscope.data.scoring.scoring import Batch

ENCODING = {
    "compression": "zstd",
    "use_dictionary": ["given", "backbone", "measure", "pool_size", "covered", "outcome"],
}
MASKS = ("pool", "roster")
"""Masks ascend, so that the differences between them are small; the other columns repeat."""

TEXT = pa.dictionary(pa.int32(), pa.string())


def setups_schema(metrics: Sequence[str], digits: int = 0) -> pa.Schema:
    """Columns of the setups of one scenario, which itself is the partition.

    Masks are integers, or text of so many digits.
    """
    mask = pa.string() if digits else pa.int64()
    size = pa.int8() if 4 * digits < 2**7 else pa.int16()
    fixed = [
        ("given", TEXT),
        ("backbone", TEXT),
        ("measure", TEXT),
        ("pool_size", size),
        ("pool", mask),
        ("roster", mask),
        ("covered", pa.int64()),
        ("outcome", pa.int32()),
    ]
    fields = [pa.field(name, kind, nullable=False) for name, kind in fixed]
    return pa.schema(fields + [pa.field(metric, pa.float32()) for metric in metrics])


def write_setups(
    path: Path,
    scored: Iterable[list[Batch]],
    metrics: Sequence[str],
    codes: OutcomeCodes,
    digits: int = 0,
) -> Iterator[int]:
    """Writes scored row groups to one file; yields the number of rows of each one done."""
    schema = setups_schema(metrics, digits)
    packed = dict.fromkeys(MASKS, "DELTA_BYTE_ARRAY" if digits else "DELTA_BINARY_PACKED")
    with pq.ParquetWriter(path, schema, **ENCODING, column_encoding=packed) as writer:
        for batches in scored:
            table = _joined(batches, schema, codes, digits)
            writer.write_table(table, row_group_size=len(table))
            yield len(table)


def setups_table(
    scenario: str, batches: Iterable[Batch], metrics: Sequence[str], codes: OutcomeCodes
) -> pa.Table:
    """Setups of one scenario in memory, with the columns that a store's frame has."""
    table = _joined(batches, setups_schema(metrics), codes, 0)
    return table.add_column(0, "scenario", _constant(scenario, len(table)))


def _joined(
    batches: Iterable[Batch], schema: pa.Schema, codes: OutcomeCodes, digits: int
) -> pa.Table:
    return pa.concat_tables(_table(b, schema, codes, digits) for b in batches).unify_dictionaries()


def _table(batch: Batch, schema: pa.Schema, codes: OutcomeCodes, digits: int) -> pa.Table:
    outcome = codes.encode_distinct(batch.rankings)
    columns = [
        _constant(batch.block.given, len(outcome)),
        _constant(batch.block.backbone, len(outcome)),
        _constant(batch.measure.key, len(outcome)),
        batch.pool_size.astype(schema.field("pool_size").type.to_pandas_dtype()),
        *(_masks(masks, digits) for masks in (batch.pool, batch.roster)),
        *(batch.covered, outcome),
        *(pa.array(column, from_pandas=True) for column in batch.values.T),
    ]
    return pa.table([pa.array(column) for column in columns], schema=schema)


def _masks(masks: Masks, digits: int) -> Masks | list[str]:
    return as_text(masks, digits) if digits else masks


def _constant(value: str, rows: int) -> pa.DictionaryArray:
    indices = pa.array(np.zeros(rows, np.int32))
    return pa.DictionaryArray.from_arrays(indices, pa.array([value], pa.string()))


def write_table(path: Path, table: pa.Table) -> None:
    """Writes a small table."""
    pq.write_table(table, path, compression="zstd")
