"""What is read of a store after it was opened, and is it still what was opened?

The files are kept open, so that one that is deleted can be read to the end. A file that was written
to meanwhile says so.
"""

import errno
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pyarrow as pa

from setupscope.data.errors import InputError
from setupscope.data.storage.use import mark_as_used

Result = TypeVar("Result")
State = tuple[int, int, int, int]
"""Device, inode, size and time of the last change."""
CHANGED = "was changed or removed while the store was open; build the store again"


class OpenFiles:
    """The Parquet files of an opened store; safe to share between threads.

    Parameters
    ----------
    root : Path
        The folder of the store, which no build clears away while this is open.
    names : iterable of str
        The files.

    Raises
    ------
    InputError
        When one cannot be opened.
    """

    def __init__(self, root: Path, names: Iterable[str]) -> None:
        self.root = root
        self._mark = mark_as_used(root)
        self._files: dict[str, pa.NativeFile] = {}
        self._states: dict[str, State] = {}
        for name in names:
            with said(root / name):
                self._files[name] = pa.OSFile(str(root / name))
                self._states[name] = _state(root / name)

    def __contains__(self, name: str) -> bool:
        return name in self._states

    def read(self, name: str, read: Callable[[pa.NativeFile], Result]) -> Result:
        """What `read` makes of a file.

        Raises
        ------
        InputError
            When the file has changed, cannot be read, or the store is closed.
        """
        self.require_open()
        file = self._files.get(name)
        if file is None:
            raise InputError(f"{self.root / name}: is missing; build the store again")
        with said(self.root / name):
            found = read(file)
        self.require_unchanged([name])
        return found

    def require_open(self) -> None:
        """Raises InputError once it is closed."""
        if not self._files:
            raise InputError(f"{self.root}: was closed; open the store again")

    def require_unchanged(self, names: Iterable[str] | None = None) -> None:
        """Raises InputError where a file, by default any, was written to since it was opened.

        One that was deleted, or that another has taken the place of, is still there to be read.
        """
        for name in self._states if names is None else names:
            then, now = self._states[name], _state(self.root / name)
            if now != then and now[:2] == then[:2]:
                raise InputError(f"{self.root / name}: {CHANGED}")

    def require_there(self, names: Iterable[str]) -> None:
        """Raises InputError where files that are read by their names are not those opened."""
        for name in names:
            if _state(self.root / name) != self._states[name]:
                raise InputError(f"{self.root / name}: {CHANGED}")

    def close(self) -> None:
        """Lets go of the files; who reads one at the moment comes to the end of it."""
        self._files = {}
        mark, self._mark = self._mark, None
        if mark is not None:
            os.close(mark)

    def __del__(self) -> None:
        self.close()


@contextmanager
def said(path: Path) -> Iterator[None]:
    """Turns what reading a file raises into a sentence."""
    try:
        yield
    except PermissionError as error:
        raise InputError(f"{path}: cannot be read ({os.strerror(errno.EACCES)})") from error
    except (OSError, pa.ArrowException) as error:
        reason = str(error).partition("\n")[0]
        raise InputError(f"{path}: cannot be read ({reason}); build the store again") from error


def _state(path: Path) -> State:
    """What tells one file, and what is in it, from another; zeros for none."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0, 0, 0
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
