"""Which values of a store are kept in memory?

They are read from Parquet in pieces, a metric at a time, as they are asked for.
"""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from threading import Lock

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from setupscope.data.storage.files import OpenFiles

PIECE = 2**18
"""Setups from which on a piece is large enough."""

Values = NDArray[np.float32]
ReadValues = Callable[[str, int, int], Values]
"""From a metric and two positions to the values between."""


@dataclass(frozen=True)
class Piece:
    """Row groups of one file that are read together.

    Attributes
    ----------
    file : str
        The file's name.
    groups : tuple of int
        Numbers of the row groups.
    start, stop : int
        The setups of the scenario that they hold.
    """

    file: str
    groups: tuple[int, ...]
    start: int
    stop: int


class Columns:
    """The values of a store's metrics; safe to share between threads.

    Parameters
    ----------
    files : OpenFiles
        The store's files.
    most_bytes : int
        How much is kept; what was not asked for longest goes first.
    """

    def __init__(self, files: OpenFiles, most_bytes: int) -> None:
        self._files = files
        self._most, self._bytes = most_bytes, 0
        self._pieces: dict[str, list[Piece]] = {}
        self._kept: OrderedDict[tuple[str, int, str], Values] = OrderedDict()
        self._lock = Lock()

    def read(
        self, scenario: str, names: Sequence[str], metric: str, start: int, stop: int
    ) -> Values:
        """The values of a metric in the setups from `start` to before `stop` of a scenario.

        Raises InputError as `OpenFiles.read`.
        """
        with self._lock:
            if scenario not in self._pieces:
                self._pieces[scenario] = list(self._split(names))
            pieces = self._pieces[scenario]
            first = bisect_right(pieces, start, key=lambda piece: piece.stop)
            found = []
            for number in range(first, len(pieces)):
                piece = pieces[number]
                if piece.start >= stop:
                    break
                values = self._values((scenario, number, metric), piece)
                found.append(values[max(start - piece.start, 0) : stop - piece.start])
        return found[0] if len(found) == 1 else np.concatenate([np.empty(0, np.float32), *found])

    def clear(self) -> None:
        """Forgets all."""
        with self._lock:
            self._kept.clear()
            self._bytes = 0

    def _values(self, key: tuple[str, int, str], piece: Piece) -> Values:
        if key not in self._kept:
            self._fetch(key, piece)
        self._kept.move_to_end(key)
        while self._bytes > self._most and len(self._kept) > 1:
            self._bytes -= self._kept.popitem(last=False)[1].nbytes
        return self._kept[key]

    def _split(self, names: Sequence[str]) -> Iterator[Piece]:
        """The pieces of a scenario's files."""
        return _pieces(self._files, names)

    def _fetch(self, key: tuple[str, int, str], piece: Piece) -> None:
        """Reads a piece."""
        self._keep(key, self._files.read(piece.file, partial(_read, piece.groups, key[2])))

    def _keep(self, key: tuple[str, int, str], values: Values) -> None:
        values.setflags(write=False)
        self._kept[key] = values
        self._bytes += values.nbytes


def _read(groups: Sequence[int], metric: str, file: pa.NativeFile) -> Values:
    column = pq.ParquetFile(file).read_row_groups(groups, columns=[metric])[metric]
    return np.asarray(column.to_numpy(), np.float32)


def _pieces(files: OpenFiles, names: Sequence[str]) -> Iterator[Piece]:
    """The row groups of a scenario's files, a few at a time."""
    start = 0
    for name in names:
        metadata = files.read(name, pq.read_metadata)
        groups: list[int] = []
        stop = start
        for group in range(metadata.num_row_groups):
            groups.append(group)
            stop += metadata.row_group(group).num_rows
            if stop - start >= PIECE or group == metadata.num_row_groups - 1:
                yield Piece(name, tuple(groups), start, stop)
                groups, start = [], stop
