"""In which order does each setup rank the metrics?

Setups with the same ranking share an outcome code, so that rankings are counted by one
small integer. Ranks are decided on the stored float32 values.
"""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

UNRANKED = 0
"""Rank of a metric without a value, inside this module; null in the table."""


def ranks(values: NDArray[np.float32], direction: str = "higher") -> NDArray[np.int8]:
    """Rank of each metric within each setup.

    Parameters
    ----------
    values : array of float32, shape (N, q)
        NaN where a metric has no value.
    direction : {"higher", "lower"}
        Which values are better.

    Returns
    -------
    array of int8, shape (N, q)
        1 is best; tied metrics share the best of their ranks (1, 1, 3); 0 without a value.
    """
    better = np.greater if direction == "higher" else np.less
    rank = np.ones(values.shape, np.int8)
    for other in values.T:
        rank += better(other[:, None], values)
    return np.where(np.isnan(values), np.int8(UNRANKED), rank)


class OutcomeCodes:
    """Numbers every ranking of the metrics, in the order in which they first occur."""

    def __init__(self) -> None:
        self._code_of: dict[bytes, int] = {}

    def encode(self, rankings: NDArray[np.int8]) -> NDArray[np.int32]:
        """Codes of rankings: (N, q) to int32 (N,)."""
        rows, metrics = rankings.shape
        buffer = pa.py_buffer(np.ascontiguousarray(rankings))
        whole = pa.FixedSizeBinaryArray.from_buffers(pa.binary(metrics), rows, [None, buffer])
        distinct = whole.dictionary_encode()
        known = self._code_of
        codes = [known.setdefault(row, len(known)) for row in distinct.dictionary.to_pylist()]
        found: NDArray[np.int32] = np.array(codes, np.int32)[distinct.indices.to_numpy()]
        return found

    def table(self, metrics: Sequence[str]) -> pa.Table:
        """A row per outcome: `outcome` int32, then `rank_<metric>` int8, null without a value."""
        rankings = np.frombuffer(b"".join(self._code_of), np.int8).reshape(-1, len(metrics))
        columns = {"outcome": pa.array(np.arange(len(rankings), dtype=np.int32))}
        for metric, rank in zip(metrics, rankings.T, strict=True):
            columns[f"rank_{metric}"] = pa.array(rank, mask=rank == UNRANKED)
        return pa.table(columns)
