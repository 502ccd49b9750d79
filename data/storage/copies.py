"""How is a store by URL read here, and built?

It is fetched into a place on this machine, and opened there as any other store. It is built in such
a place too, and uploaded before it becomes the store.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from setupscope.data.errors import InputError
from setupscope.data.limits import MAX_DOCUMENT_BYTES, MAX_FETCHED_BYTES
from setupscope.data.storage.cache import (
    copy_of,
    filling,
    kept,
    link,
    tables_of,
    trim,
    unfinished_of,
)
from setupscope.data.storage.manifest import (
    MANIFEST,
    File,
    Manifest,
    file_of,
    read_manifest,
    total_bytes,
    verify,
)
from setupscope.data.storage.places import Place
from setupscope.data.storage.remote import Pointer, Progress, RemoteStore
from setupscope.data.storage.urls import GoneError, Url

Part = Callable[[Manifest], Manifest]
"""What of a store is fetched: the manifest of that, from the one of the store."""
Fetch = Callable[[Url, Progress], Path]
"""What has a store by URL here, and gives its link."""
ORIGINS: dict[Path, Url] = {}
"""The stores whose tables this process has fetched without their setups, by their builds here."""


def tables_fetched(url: Url, progress: Progress) -> Path:
    """As `fetched`, without the setups, which workers read where they are: see `origin`."""
    copy = tables_of(url)
    ORIGINS[copy.builds] = url
    return _fetched(url, copy, Manifest.without_setups, progress)


def origin(root: Path) -> Url | None:
    """The URL of the store whose tables a folder holds; None where it holds the setups too."""
    return ORIGINS.get(root.parent)


def held(root: Path, manifest: Manifest) -> Manifest:
    """The manifest of what a folder should hold: of all files of its store, or of the tables."""
    return manifest.without_setups() if origin(root) else manifest


def fetched(url: Url, progress: Progress) -> Path:
    """The link of a copy of a store as it is now.

    Parameters
    ----------
    url : Url
        The store's.
    progress : callable
        Called with bytes that came and bytes in all.

    Raises
    ------
    InputError
        When nothing was built there, it is too large, does not come, or not as it should be.
    """
    return _fetched(url, copy_of(url), lambda manifest: manifest, progress)


def _fetched(url: Url, copy: Place, part: Part, progress: Progress) -> Path:
    remote = RemoteStore(url)
    pointer = remote.pointer()
    while True:
        if pointer is None:
            raise InputError(
                f"{url}: there is no store; build one with: setupscope build --store {url}"
            )
        try:
            with _on_disk(copy), copy.locked(lambda: None):
                _fetch(remote, pointer, copy, part, progress)
            return copy.link
        except GoneError:
            # A build that has taken its place meanwhile may have cleared it away.
            former, pointer = pointer, remote.pointer()
            if pointer == former:
                raise


def _fetch(
    remote: RemoteStore, pointer: Pointer, copy: Place, part: Part, progress: Progress
) -> None:
    build = copy.builds / pointer.build
    if copy.current() != build or not _is_whole(build, pointer, part):
        with filling() as files:
            copy.clear(keep={copy.current()} - {build})
            _bring(remote, pointer, build, files, part, progress)
            copy.publish(build)
    os.utime(copy.builds)
    trim(copy)


def _is_whole(build: Path, pointer: Pointer, part: Part) -> bool:
    """Whether a copy is still as it came."""
    try:
        verify(build, part(read_manifest(build)))
    except InputError:
        return False
    return file_of(build / MANIFEST) == pointer.manifest


def _bring(
    remote: RemoteStore, pointer: Pointer, build: Path, files: Path, part: Part, progress: Progress
) -> None:
    """Fetches what is not kept, and makes a build of it."""
    bring = partial(_checked, remote, pointer.build)
    path = kept(files, _named(pointer.manifest, remote), partial(bring, MANIFEST, pointer.manifest))
    link(path, build / MANIFEST)
    manifest = _manifest(remote, build, part)
    done, total = 0, total_bytes(manifest)
    for name, file in manifest.files.items():
        link(kept(files, _named(file, remote), partial(bring, name, file)), build / name)
        done += file.size
        progress(done, total)


def _manifest(remote: RemoteStore, build: Path, part: Part) -> Manifest:
    """What a build says of itself; its files are few enough to be fetched."""
    try:
        found = part(read_manifest(build))
    except InputError as error:
        raise InputError(str(error).replace(str(build), str(remote.url))) from error
    if total_bytes(found) > MAX_FETCHED_BYTES:
        raise InputError(
            f"{remote.url}: has {total_bytes(found) / 1e9:,.1f} GB, but at most"
            f" {MAX_FETCHED_BYTES / 1e9:,.0f} GB are fetched; copy it to a disk and open it there,"
            " or use --engine spark"
        )
    return found


def _named(file: File, remote: RemoteStore) -> File:
    """A file whose SHA-256 is one, and can name it here."""
    if len(file.sha256) != 64 or set(file.sha256) - set("0123456789abcdef"):
        raise InputError(f"{remote.url}: its manifest is damaged; build the store again")
    return file


def _checked(remote: RemoteStore, build: str, name: str, file: File, out: Path) -> None:
    """Fetches a file, which must be the one that is expected."""
    if name == MANIFEST and file.size > MAX_DOCUMENT_BYTES:
        raise InputError(f"{remote.url}: its manifest is damaged; build the store again")
    with out.open("wb") as written:
        try:
            for chunk in remote.fetch(build, name):
                written.write(chunk)
                if written.tell() > file.size:
                    break
        except GoneError:
            where = f"{remote.url}: its file {name} is gone"
            raise GoneError(f"{where}; build the store again") from None
    if file_of(out) != file:
        raise InputError(
            f"{remote.url}: {name} is not the file that was built (it has"
            f" {out.stat().st_size:,} bytes of {file.size:,}, or another SHA-256);"
            " build the store again"
        )


@contextmanager
def _on_disk(copy: Place) -> Iterator[None]:
    """Turns what this machine's disk refuses into a sentence."""
    try:
        yield
    except OSError as error:
        where = error.filename or copy.builds
        raise InputError(f"{where}: {error.strerror or error}") from error


class UploadedPlace(Place):
    """The place of a store by URL: builds lie here until they are uploaded.

    Parameters
    ----------
    url : Url
        The store's.
    progress : callable
        Called with bytes that were uploaded and bytes in all.

    Raises
    ------
    InputError
        When the place cannot be read, so that nothing is built in vain.
    """

    def __init__(self, url: Url, progress: Progress) -> None:
        super().__init__(unfinished_of(url).link)
        self.remote, self.progress = RemoteStore(url), progress
        self.remote.pointer()

    def publish(self, build: Path) -> Path:
        """Uploads a finished build, makes it the store, and keeps it as the copy of the store.

        A build whose upload broke off keeps its notes, and the next one goes on from it.
        """
        self.remote.point(build.name, self.remote.upload(build, self.progress))
        copy = copy_of(self.remote.url)
        place = copy.builds / build.name
        with copy.locked(lambda: None):
            copy.clear(keep={copy.current(), place})
            if not place.exists():
                os.replace(build, place)
            copy.publish(place)
        self.discard(build)
        trim(copy)
        return place
