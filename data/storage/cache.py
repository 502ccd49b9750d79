"""What is kept here of stores by URL, where, and what goes when it is too much?

`files/` holds each file that was fetched, by its SHA-256. `stores/` holds a copy of each store,
made of hard links to these files, in a place as any store has; `tables/` one without its setups,
where Spark's workers read these; `builds/` those builds that are not uploaded yet. Several
processes may share all of it.
"""

import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout
from platformdirs import user_cache_path

from setupscope.data.complete import whole_file
from setupscope.data.limits import MAX_CACHE_BYTES
from setupscope.data.storage.manifest import File, file_of
from setupscope.data.storage.places import Place
from setupscope.data.storage.urls import Url
from setupscope.data.storage.use import is_used, mark_as_used

COPIES = ("stores", "tables")
CACHE_VARIABLE = "SETUPSCOPE_CACHE"


def cache_folder() -> Path:
    """Where it is: as SETUPSCOPE_CACHE says, else in the user's folder of caches."""
    named = os.environ.get(CACHE_VARIABLE)
    return Path(named).absolute() if named else user_cache_path("setupscope", appauthor=False)


def copy_of(url: Url) -> Place:
    """The place of the copy of a store."""
    return _place("stores", url)


def tables_of(url: Url) -> Place:
    """The place of the copy of a store without its setups."""
    return _place("tables", url)


def unfinished_of(url: Url) -> Place:
    """The place of builds that are to be uploaded."""
    return _place("builds", url)


def _place(kind: str, url: Url) -> Place:
    key = hashlib.sha256(url.identity.encode()).hexdigest()[:16]
    return Place(cache_folder() / kind / key / re.sub(r"[^\w.-]", "_", url.name)[:60])


@contextmanager
def filling() -> Iterator[Path]:
    """The folder of files, of which none goes meanwhile."""
    folder = cache_folder() / "files"
    folder.mkdir(parents=True, exist_ok=True)
    mark = mark_as_used(folder)
    try:
        yield folder
    finally:
        if mark is not None:
            os.close(mark)


def kept(folder: Path, file: File, bring: Callable[[Path], None]) -> Path:
    """Where a file is in that folder; it is brought there if it is not, or is damaged."""
    path = folder / file.sha256
    if not path.is_file() or file_of(path) != file:
        with whole_file(path) as unfinished:
            bring(unfinished)
    return path


def link(path: Path, place: Path) -> None:
    """Gives a file that is kept another name, or where that cannot be, a copy."""
    place.parent.mkdir(parents=True, exist_ok=True)
    unfinished = place.with_name(f"{place.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        os.link(path, unfinished)
    except OSError:
        shutil.copyfile(path, unfinished)
    os.replace(unfinished, place)
    unfinished.unlink(missing_ok=True)  # it stays where both are one file already


def trim(spare: Place, most: int = MAX_CACHE_BYTES) -> None:
    """Removes copies that nobody reads, but for one, until few enough bytes are kept.

    Those that were opened longest ago go first; files that no copy has go with them.
    """
    found = (path for kind in COPIES for path in (cache_folder() / kind).glob("*/*.d"))
    copies = sorted(found, key=lambda path: path.stat().st_mtime)
    others = [Place(path.with_suffix("")) for path in copies if path != spare.builds]
    while _bytes() > most and others:
        _remove(others.pop(0))
        _remove_unlinked()


def _bytes() -> int:
    """Bytes of copies and files, those with several names once."""
    found = {}
    for folder in (*COPIES, "files"):
        for path in (cache_folder() / folder).rglob("*"):
            with suppress(OSError):
                state = path.lstat()
                found[state.st_dev, state.st_ino] = state.st_size
    return sum(found.values())


def _remove(copy: Place) -> None:
    with suppress(Timeout), FileLock(copy.builds / "lock").acquire(blocking=False):
        copy.clear(keep=())
        if not copy.link.exists():
            copy.link.unlink(missing_ok=True)


def _remove_unlinked() -> None:
    """Removes files that no copy has, and what killed runs left, unless a copy is being made."""
    folder = cache_folder() / "files"
    if folder.is_dir() and not is_used(folder):
        for path in folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            elif path.stat().st_nlink == 1:
                path.unlink(missing_ok=True)
