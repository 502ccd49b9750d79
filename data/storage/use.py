"""Does a process read a build of a store, so that no other build may clear it away?

A reader holds a shared lock on the folder, which the system lets go of however the reader ends.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl


def mark_as_used(build: Path) -> int | None:
    """A descriptor that marks a build as in use until it is closed; None where that fails."""
    if sys.platform == "win32":  # a file that is open is not deleted there
        return None
    with suppress(OSError):
        mark = os.open(build, os.O_RDONLY)
        try:
            fcntl.flock(mark, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            os.close(mark)
            raise
        return mark
    return None


def is_used(build: Path) -> bool:
    """Whether a process reads a build; where the system does not tell, none does."""
    if sys.platform == "win32":
        return False
    with suppress(OSError):
        mark = os.open(build, os.O_RDONLY)
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(mark)
    return False
