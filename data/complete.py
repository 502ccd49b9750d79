"""How does a file or a folder appear only once it is complete?

It is written beside its place under a name that nobody can guess, and renamed. What a run that was
killed has left there is removed by the next one for the same place.
"""

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from setupscope.data.errors import InputError


@contextmanager
def whole_file(out: Path) -> Iterator[Path]:
    """Where to write a file that takes its name, and the place of an older one, at the end.

    Raises
    ------
    InputError
        When something that is no file has the name, or it cannot be written.
    """
    if out.exists() and not out.is_file():
        raise InputError(f"{out}: cannot be written (it exists and is not a file)")
    with _beside(out) as folder:
        yield folder / out.name
        os.replace(folder / out.name, out)


def require_writable(out: Path) -> None:
    """Raises InputError, before a long run, where nothing can be written beside a place."""
    with _beside(out):
        pass


@contextmanager
def whole_folder(out: Path) -> Iterator[Path]:
    """A folder to fill that takes its name at the end; an empty one may have it already.

    Raises
    ------
    InputError
        When it cannot be written.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{out}: cannot be written ({error.strerror or error})") from error
    with _beside(out) as folder:
        (folder / "whole").mkdir()
        yield folder / "whole"
        if out.is_dir():
            out.rmdir()
        (folder / "whole").rename(out)


@contextmanager
def folder_beside(out: Path) -> Iterator[Path]:
    """A folder beside a place, for this run alone; OSError where there cannot be one."""
    _sweep(out)
    with tempfile.TemporaryDirectory(
        prefix=f".{out.name}.unfinished-{os.getpid()}-",
        dir=out.parent,
        ignore_cleanup_errors=True,
    ) as folder:
        yield Path(folder)


@contextmanager
def _beside(out: Path) -> Iterator[Path]:
    """The same; what the disk refuses becomes a sentence."""
    try:
        with folder_beside(out) as folder:
            yield folder
    except OSError as error:
        raise InputError(f"{out}: cannot be written ({error.strerror or error})") from error


def _sweep(out: Path) -> None:
    """Removes what runs left beside a place that are no more."""
    for left in out.parent.glob(f".{_literal(out.name)}.unfinished-*"):
        found = re.search(r"\.unfinished-(\d+)-\w+$", left.name)
        if found and not _is_alive(int(found[1])):
            shutil.rmtree(left, ignore_errors=True)


def _literal(name: str) -> str:
    return re.sub(r"([*?\[])", r"[\1]", name)


def _is_alive(process: int) -> bool:
    """Whether a process is there; where the system does not tell, it is."""
    if sys.platform == "win32":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
