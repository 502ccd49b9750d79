"""How do columns of a store come to the driver?

Workers read the files, a file a task; the driver gets the numbers that it asks for and nothing
else.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, TypeVar

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import DTypeLike, NDArray

from setupscope.data.limits import MAX_COLUMN_BYTES
from setupscope.data.spark.jobs import Jobs
from setupscope.data.spark.places import Setups
from setupscope.data.storage.columns import Columns, Piece
from setupscope.data.storage.files import OpenFiles

Result = TypeVar("Result")
Read = Callable[[Any], Result]
"""What is made of an open file."""
AHEAD = 8
"""Columns of files that are read together; each has up to 8 MB."""
Column = tuple[str, int, str]
"""A scenario, the number of one of its files, and a metric."""


class SparkColumns(Columns):
    """The columns of a store that workers read; safe to share between threads.

    Parameters
    ----------
    files : OpenFiles
        The store's files that this machine sees: they say whether one was changed.
    metrics : sequence of str
        Those that every setup has a column of.
    setups : Setups
        Where workers find the files of setups.
    jobs : Jobs
        What asks the workers.
    """

    def __init__(
        self, files: OpenFiles, metrics: Sequence[str], setups: Setups, jobs: Jobs
    ) -> None:
        super().__init__(files, MAX_COLUMN_BYTES)
        self._setups = setups
        self._metrics = metrics
        self._jobs = jobs

    def whole(self, names: Sequence[str], column: str, kind: DTypeLike) -> NDArray[Any]:
        """A column of some files, one after the other.

        Raises InputError where a file was changed, or a worker cannot read it.
        """
        found = self.ask(names, partial(_numbers, column, np.dtype(kind)))
        return np.frombuffer(b"".join(found), kind)

    def _split(self, names: Sequence[str]) -> Iterator[Piece]:
        """A piece for each file."""
        start = 0
        for name, rows in zip(names, self.ask(names, _rows), strict=True):
            yield Piece(name, (), start, start + rows)
            start += rows

    def _fetch(self, key: Column, piece: Piece) -> None:
        """Reads a piece, and those that come next, which are asked for next."""
        lacking = [own for own in (key, *self._following(key)) if own not in self._kept]
        pieces = [self._pieces[scenario][number] for scenario, number, _ in lacking]
        reads = [partial(_numbers, metric, np.dtype(np.float32)) for _, _, metric in lacking]
        found = self._answers([piece.file for piece in pieces], reads)
        for own, values in zip(lacking, found, strict=True):
            self._keep(own, np.frombuffer(values, np.float32))

    def _following(self, key: Column) -> list[Column]:
        """The next pieces of a metric; where there is one piece, the other metrics."""
        scenario, number, metric = key
        pieces = len(self._pieces[scenario])
        if pieces == 1:
            others = [own for own in self._metrics if own != metric]
            return [(scenario, number, own) for own in others[: AHEAD - 1]]
        return [(scenario, own, metric) for own in range(number + 1, min(number + AHEAD, pieces))]

    def ask(self, names: Sequence[str], read: Read[Result]) -> list[Result]:
        """What workers make of each of some files. Raises InputError as `whole`."""
        return self._answers(names, [read] * len(names))

    def _answers(self, names: Sequence[str], reads: Sequence[Read[Result]]) -> list[Result]:
        self._files.require_open()
        found = self._jobs.each(list(zip(reads, names, strict=True)), partial(_told, self._setups))
        self._files.require_unchanged(name for name in names if name in self._files)
        return found


def _told(setups: Setups, task: tuple[Read[Result], str]) -> Result:
    """What a worker makes of a file."""
    read, name = task
    with setups.opened(name) as file:
        return read(file)


def _rows(file: Any) -> int:  # noqa: ANN401
    return int(pq.read_metadata(file).num_rows)


def _numbers(column: str, kind: np.dtype[Any], file: Any) -> bytes:  # noqa: ANN401
    """The bytes of a column of numbers, NaN for null."""
    batches = pq.ParquetFile(file).iter_batches(2**20, columns=[column])
    found = [np.asarray(batch[column].to_numpy(zero_copy_only=False), kind) for batch in batches]
    return b"".join(part.tobytes() for part in found)
