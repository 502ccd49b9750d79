"""Which columns of a store are kept in memory?"""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float32]


class RecentColumns:
    """The columns that were asked for last; safe to share between threads.

    Parameters
    ----------
    most_bytes : int
        How much is kept; the column asked for last may be larger, and then is kept alone.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._columns: OrderedDict[tuple[str, str], Column] = OrderedDict()
        self._lock = Lock()

    def column(self, key: tuple[str, str], read: Callable[[], Column]) -> Column:
        """The column of a key, read once while it is kept; not to be written to."""
        with self._lock:
            if key not in self._columns:
                self._columns[key] = read()
                self._columns[key].setflags(write=False)
            self._columns.move_to_end(key)
            while len(self._columns) > 1 and self._bytes() > self._most:
                self._columns.popitem(last=False)
            return self._columns[key]

    def _bytes(self) -> int:
        return sum(column.nbytes for column in self._columns.values())
