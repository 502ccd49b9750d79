"""Where does what one reader brings lie, and when is it gone?"""

import os
import shutil
import time
import weakref
from contextlib import suppress
from pathlib import Path
from stat import S_ISDIR
from tempfile import gettempdir, mkdtemp

from filelock import FileLock, Timeout

PREFIX = "setupscope-private-"
HELD = "held"
"""The file in each that its process keeps locked; the system unlocks it however that ends."""
NEW = 5
"""Seconds for which a folder may stand that is not locked yet."""
USER = getattr(os, "getuid", int)()


class PrivateFolder:
    """A new folder that only this process's user can read; gone with the object, or the process.

    Attributes
    ----------
    path : Path
        Where it is.
    remove : callable
        Ends it at once.
    """

    def __init__(self) -> None:
        self.path = Path(mkdtemp(prefix=PREFIX))
        # Of no thread: whoever holds the folder is released by another one.
        held = FileLock(self.path / HELD, thread_local=False)
        held.acquire()
        self.remove = weakref.finalize(self, _remove, self.path, held)


def _remove(path: Path, held: FileLock) -> None:
    held.release()
    shutil.rmtree(path, ignore_errors=True)


def sweep() -> None:
    """Removes what this user's processes have left that were killed before they could."""
    for path in Path(gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError, Timeout):
            about = path.lstat()
            ours = S_ISDIR(about.st_mode) and about.st_uid == USER
            if ours and time.time() - about.st_mtime > NEW:
                held = FileLock(path / HELD)
                held.acquire(blocking=False)
                _remove(path, held)
