"""How does memory that is free go back to the system?"""

import ctypes
import gc
from contextlib import suppress

import pyarrow as pa


def give_back() -> None:
    """Returns what Python, Arrow and the C library hold for later."""
    gc.collect()
    pa.default_memory_pool().release_unused()
    with suppress(OSError, AttributeError):  # glibc's alone; others do so by themselves
        ctypes.CDLL("libc.so.6").malloc_trim(0)
