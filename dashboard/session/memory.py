"""How does memory that is free go back to the system?

Both ways are known to the C library of GNU alone; others need neither.
"""

import ctypes
import gc
from contextlib import suppress

import pyarrow as pa

MAX_ARENAS, ARENAS = -8, 2
"""glibc's M_ARENA_MAX. Every page is made in a thread of its own, and by default threads take
from many heaps, each of which keeps what is free."""


def limit_heaps() -> None:
    """Lets all threads of the process take memory from few heaps."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").mallopt(MAX_ARENAS, ARENAS)


def give_back() -> None:
    """Returns what Python, Arrow and the C library hold for later."""
    gc.collect()
    pa.default_memory_pool().release_unused()
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)
