"""In which order does each setup rank the metrics?

Setups with the same ranking share an outcome code, so that rankings are counted by one
small integer. Ranks are decided on the stored float32 values.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

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


@dataclass(frozen=True)
class Rankings:
    """Rankings of the metrics in many setups, each different one once.

    Attributes
    ----------
    distinct : tuple of bytes
        The different rankings, in the order in which they first occur: a byte per metric.
    index : array of int32, shape (N,)
        Which of them each setup has.
    """

    distinct: tuple[bytes, ...]
    index: NDArray[np.int32]


def distinct(rankings: NDArray[np.int8]) -> Rankings:
    """The different ones among rankings of shape (N, q)."""
    rows, metrics = rankings.shape
    buffer = pa.py_buffer(np.ascontiguousarray(rankings))
    whole = pa.FixedSizeBinaryArray.from_buffers(pa.binary(metrics), rows, [None, buffer])
    found = whole.dictionary_encode()
    return Rankings(tuple(found.dictionary.to_pylist()), found.indices.to_numpy())


class OutcomeCodes:
    """Numbers every ranking of the metrics, in the order in which they first occur.

    Parameters
    ----------
    known : iterable of bytes
        Rankings that have occurred already, in the order of their numbers.
    """

    def __init__(self, known: Iterable[bytes] = ()) -> None:
        self._code_of = {ranking: code for code, ranking in enumerate(known)}

    def __len__(self) -> int:
        return len(self._code_of)

    def known(self, start: int = 0) -> list[bytes]:
        """The rankings that have a number from `start` on."""
        return list(islice(self._code_of, start, None))

    def encode(self, rankings: NDArray[np.int8]) -> NDArray[np.int32]:
        """Codes of rankings: (N, q) to int32 (N,)."""
        return self.encode_distinct(distinct(rankings))

    def encode_distinct(self, rankings: Rankings) -> NDArray[np.int32]:
        """Codes of rankings of which each different one is known: int32 (N,)."""
        known = self._code_of
        codes = [known.setdefault(row, len(known)) for row in rankings.distinct]
        found: NDArray[np.int32] = np.array(codes, np.int32)[rankings.index]
        return found

    def of(self, rankings: Iterable[bytes]) -> "OutcomeCodes":
        """The codes of some rankings alone; those that are new get a number here too."""
        known, found = self._code_of, OutcomeCodes()
        found._code_of = {ranking: known.setdefault(ranking, len(known)) for ranking in rankings}
        return found

    def table(self, metrics: Sequence[str]) -> pa.Table:
        """A row per outcome: `outcome` int32, then `rank_<metric>` int8, null without a value."""
        rankings = np.frombuffer(b"".join(self._code_of), np.int8).reshape(-1, len(metrics))
        columns = {"outcome": pa.array(np.arange(len(rankings), dtype=np.int32))}
        for metric, rank in zip(metrics, rankings.T, strict=True):
            columns[f"rank_{metric}"] = pa.array(rank, mask=rank == UNRANKED)
        return pa.table(columns)
