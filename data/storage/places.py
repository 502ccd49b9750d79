"""Where does a store live, and how is a finished build put there in one step?

`<store>` is a symbolic link to `<store>.d/<build>`. A reader resolves the link once and
sees the old store or the new one, never a half-written one.
"""

import os
import re
import shutil
import uuid
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from platformdirs import user_data_path

from setupscope.data.errors import InputError
from setupscope.data.storage.urls import Url, is_url
from setupscope.data.storage.use import is_used

STORE_VARIABLE = "SETUPSCOPE_STORE"
SHIPPED_NAME = "stability"
"""Name of the study that ships, whose store is the default one."""
BUILD = re.compile(r"[0-9a-f]{12}-[0-9a-f]{8}")
OUR_NAMES = re.compile(rf"{BUILD.pattern}(\.link|\.notes)?")


def default_store(root: Path) -> Path:
    """The store of who names none: in a checkout `data/store`, else in the user's data folder.

    Parameters
    ----------
    root : Path
        The folder that holds the package `data`.
    """
    if (root / "pyproject.toml").is_file():
        return root / "data" / "store"
    return user_data_path("setupscope", appauthor=False) / "store"


DEFAULT_STORE = default_store(Path(__file__).resolve().parents[2])


def store_path(path: Path | Url | str | None = None) -> Path | Url:
    """Where the store is: as given, else by SETUPSCOPE_STORE, else the default store."""
    return place_named(path or os.environ.get(STORE_VARIABLE) or DEFAULT_STORE)


def place_named(text: Path | Url | str) -> Path | Url:
    """What a path or a URL names; the URL of a file is its path.

    Raises
    ------
    InputError
        When it begins as a URL does, but cannot be read as one.
    """
    if isinstance(text, str) and is_url(text):
        url = Url(text)
        return url if url.path is None else url.path
    return text if isinstance(text, Url) else Path(text).absolute()


def catalogue_store(name: str) -> Path:
    """Where the store of a study of the catalogue is: beside the default store."""
    return DEFAULT_STORE.with_name(f"{DEFAULT_STORE.name}-{name}")


def readable_store(path: Path | Url | str | None = None) -> Path | Url:
    """Where the store is that is read: as `store_path`, or of a study of the catalogue by its name.

    A file or folder of that name goes first.
    """
    place = store_path(path)
    if isinstance(place, Url) or isinstance(path, Url):
        return place
    if place.exists() or path is None or Path(path).name != str(path):
        return place
    own = DEFAULT_STORE if str(path) == SHIPPED_NAME else catalogue_store(str(path))
    return own if own.exists() else place


class Place:
    """The link of a store, and the folder beside it that holds its builds."""

    def __init__(self, link: Path) -> None:
        self.link = link
        self.builds = link.with_name(link.name + ".d")

    @contextmanager
    def locked(self, on_wait: Callable[[], None]) -> Iterator[None]:
        """Holds the store's lock; calls `on_wait` once if another build has it."""
        self.builds.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.builds / "lock")
        try:
            held = lock.acquire(blocking=False)
        except Timeout:
            on_wait()
            held = lock.acquire()
        with held:
            yield

    def current(self) -> Path | None:
        """The build that the link leads to; None without a link.

        Raises
        ------
        InputError
            When something that is no store of ours stands in its place.
        """
        if not os.path.lexists(self.link):
            return None
        if not self.link.is_symlink():
            raise InputError(
                f"{self.link}: a file or folder is in the way of the store;"
                " move it, or choose another place"
            )
        target = self.link.parent / os.readlink(self.link)
        if target.parent != self.builds or not BUILD.fullmatch(target.name):
            raise InputError(
                f"{self.link}: is a link to {target}, which was not made by a build;"
                " move it, or choose another place"
            )
        return target

    def new_build(self, digest: str) -> Path:
        """A folder for a build, with one for its notes, once the rest of older ones is cleared.

        It is that of a build of the same digest that was killed, where there is one; else empty.
        """
        current = self.current()
        build = self._killed(digest, current) or self.builds / f"{digest}-{uuid.uuid4().hex[:8]}"
        self.clear(keep={current, build, notes_of(build)})
        build.mkdir(exist_ok=True)
        notes_of(build).mkdir(exist_ok=True)
        return build

    def _killed(self, digest: str, current: Path | None) -> Path | None:
        """A build that is not the current one and still has its notes: it was never finished."""
        for notes in sorted(self.builds.glob(f"{digest}-*.notes")):
            build = notes.with_suffix("")
            if build != current and build.is_dir():
                return build
        return None

    def discard(self, build: Path) -> None:
        """Removes a build that failed, and its notes."""
        for folder in (build, notes_of(build)):
            shutil.rmtree(folder, ignore_errors=True)

    def publish(self, build: Path) -> Path:
        """Syncs a finished build to disk, then makes the link lead to it, in one step.

        Its notes are removed, so that no other build goes on from it. Returns where it is then.
        """
        for path in sorted(build.rglob("*"), reverse=True):
            sync(path)
        sync(build)
        sync(self.builds)
        new = build.with_name(build.name + ".link")
        os.symlink(os.path.join(self.builds.name, build.name), new)
        os.replace(new, self.link)
        sync(self.link.parent)
        shutil.rmtree(notes_of(build), ignore_errors=True)
        return build

    def clear(self, keep: Collection[Path | None]) -> None:
        """Removes all builds that nobody reads, but for some."""
        for path in self.builds.iterdir():
            if path in keep or not OUR_NAMES.fullmatch(path.name):
                continue
            if path.is_symlink():
                path.unlink()
            elif not is_used(path):
                shutil.rmtree(path)


def notes_of(build: Path) -> Path:
    """The folder of notes on what of a build is finished, which lies beside it."""
    return build.with_name(f"{build.name}.notes")


def sync(path: Path) -> None:
    """Waits until a file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
