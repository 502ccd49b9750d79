"""Which values of a store are kept in memory?

They are read from Parquet in pieces, a metric at a time, as they are asked for.
"""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

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
    file : Path
        The file.
    groups : tuple of int
        Numbers of the row groups.
    start, stop : int
        The setups of the scenario that they hold.
    """

    file: Path
    groups: tuple[int, ...]
    start: int
    stop: int


class Columns:
    """The values of a store's metrics; safe to share between threads.

    Parameters
    ----------
    most_bytes : int
        How much is kept; what was not asked for longest goes first.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most, self._bytes = most_bytes, 0
        self._pieces: dict[str, list[Piece]] = {}
        self._kept: OrderedDict[tuple[str, int, str], Values] = OrderedDict()
        self._lock = Lock()

    def read(
        self, scenario: str, files: Sequence[Path], metric: str, start: int, stop: int
    ) -> Values:
        """The values of a metric in the setups from `start` to before `stop` of a scenario."""
        with self._lock:
            if scenario not in self._pieces:
                self._pieces[scenario] = list(_pieces(files))
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

    def _values(self, key: tuple[str, int, str], piece: Piece) -> Values:
        if key not in self._kept:
            with pq.ParquetFile(piece.file) as file:
                column = file.read_row_groups(piece.groups, columns=[key[2]])[key[2]]
            self._kept[key] = np.asarray(column.to_numpy(), np.float32)
            self._kept[key].setflags(write=False)
            self._bytes += self._kept[key].nbytes
        self._kept.move_to_end(key)
        while self._bytes > self._most and len(self._kept) > 1:
            self._bytes -= self._kept.popitem(last=False)[1].nbytes
        return self._kept[key]


def _pieces(files: Sequence[Path]) -> Iterator[Piece]:
    """The row groups of a scenario's files, a few at a time."""
    start = 0
    for file in files:
        metadata = pq.read_metadata(file)
        groups: list[int] = []
        stop = start
        for group in range(metadata.num_row_groups):
            groups.append(group)
            stop += metadata.row_group(group).num_rows
            if stop - start >= PIECE or group == metadata.num_row_groups - 1:
                yield Piece(file, tuple(groups), start, stop)
                groups, start = [], stop
