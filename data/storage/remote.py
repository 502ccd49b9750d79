"""What lies in the place of a store by URL, and how does a build get there?

Object stores have no links. A small object, the pointer, has the store's own name and says which of
the builds beside it the store is; it is replaced once all of a build is there.
"""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pyarrow.fs import FileInfo, FileSelector, FileType
from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from setupscope.data.errors import InputError
from setupscope.data.limits import MAX_POINTER_BYTES
from setupscope.data.storage.manifest import MANIFEST, File, file_of, read_manifest
from setupscope.data.storage.places import BUILD, notes_of
from setupscope.data.storage.urls import WHOLE_AT_ONCE, GoneError, Url, file_system, said

Progress = Callable[[int, int], None]
"""Is told how many bytes came or went, and how many there are in all."""
CHUNK = 8 * 2**20
POINTER_FORMAT = 1
STALE = timedelta(days=1)
"""Age after which a build that no pointer names is taken for one that broke off."""
SENT = "sent"
"""A note on the files of a build that were uploaded: the SHA-256 and name of each, in lines."""


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Pointer:
    """Which build a store by URL is.

    Attributes
    ----------
    format : int
        Version of this description.
    build : str
        Name of its folder in `<store>.d/`.
    former : str, optional
        Name of the one before, which stays until the next.
    manifest : File
        Size and SHA-256 of the build's manifest.
    """

    format: int
    build: str
    former: str | None
    manifest: File


POINTER = TypeAdapter(Pointer)


class RemoteStore:
    """The objects of a store by URL.

    Parameters
    ----------
    url : Url
        The store's.

    Raises
    ------
    InputError
        As all methods do where the server refuses, cannot be reached or breaks off.
    """

    def __init__(self, url: Url) -> None:
        self.url = url
        self._files, self._path = file_system(url)

    def pointer(self) -> Pointer | None:
        """The pointer as it is now; None where nothing was built."""
        try:
            text = self._bytes(self._path, MAX_POINTER_BYTES)
        except GoneError:
            self._require_bucket()
            return None
        try:
            found = POINTER.validate_json(text)
        except ValidationError:
            raise InputError(f"{self.url}: is no store, but something else") from None
        if found.format != POINTER_FORMAT or not BUILD.fullmatch(found.build):
            raise InputError(f"{self.url}: was put there by another version; build it again")
        return found

    def fetch(self, build: str, name: str) -> Iterator[bytes]:
        """A file of a build, bit by bit."""
        with said(self.url), self._open(self._of(build, name)) as source:
            while chunk := source.read(CHUNK):
                yield chunk

    @contextmanager
    def opened(self, build: str, name: str) -> Iterator[Any]:
        """A file of a build, to be read anywhere in it."""
        with said(self.url), self._files.open_input_file(self._of(build, name)) as file:
            yield file

    def upload(self, build: Path, progress: Progress) -> File:
        """Puts all files of a build beside the store, but for those that are there already.

        Returns the build's manifest, for `point`.
        """
        files = {**read_manifest(build).files, MANIFEST: file_of(build / MANIFEST)}
        note = notes_of(build) / SENT
        sent = note.read_text(encoding="utf-8").splitlines() if note.exists() else []
        there = {info.path: info.size for info in self._list(self._of(build.name))}
        done, total = 0, sum(file.size for file in files.values())
        for name, file in files.items():
            line, place = f"{file.sha256} {name}", self._of(build.name, name)
            if line not in sent or there.get(place) != file.size:
                self._put(build / name, place)
                with note.open("a", encoding="utf-8") as lines:
                    lines.write(f"{line}\n")
            done += file.size
            progress(done, total)
        return files[MANIFEST]

    def point(self, build: str, manifest: File) -> None:
        """Makes a build the store, in one step; then clears older ones away."""
        before = self.pointer()
        former, superseded = (before.build, before.former) if before else (None, None)
        if before and former == build:  # it was uploaded, but the end of that was not noticed
            former, superseded = before.former, None
        self._replace(POINTER.dump_json(Pointer(POINTER_FORMAT, build, former, manifest)))
        with suppress(InputError):  # who may not delete has built all the same
            self._clear({build, former}, superseded)

    def _replace(self, pointer: bytes) -> None:
        with said(self.url):
            if self._files.type_name in WHOLE_AT_ONCE:
                self._write(self._path, pointer)
            else:
                beside = f"{self._path}.d/pointer-{uuid.uuid4().hex[:8]}"
                self._write(beside, pointer)
                self._files.move(beside, self._path)

    def _clear(self, keep: set[str | None], superseded: str | None) -> None:
        """Removes the build before the former one, and others that broke off long ago."""
        newest: dict[str, datetime] = {}
        for info in self._list(f"{self._path}.d"):
            name = info.path.removeprefix(f"{self._path}.d/").partition("/")[0]
            newest[name] = max(newest.get(name, _time(info)), _time(info))
        for name, time in newest.items():
            is_old = name == superseded or datetime.now(UTC) - time > STALE
            if BUILD.fullmatch(name) and name not in keep and is_old:
                with said(self.url):
                    self._files.delete_dir(self._of(name))

    def _of(self, build: str, name: str = "") -> str:
        return f"{self._path}.d/{build}/{name}".rstrip("/")

    def _list(self, folder: str) -> list[FileInfo]:
        with said(self.url):
            found = self._files.get_file_info(
                FileSelector(folder, allow_not_found=True, recursive=True)
            )
            return [info for info in found if info.type == FileType.File]

    def _put(self, file: Path, place: str) -> None:
        with file.open("rb") as source, said(self.url):
            self._make_folder(place)
            with self._files.open_output_stream(place) as out:
                while chunk := source.read(CHUNK):
                    out.write(chunk)

    def _write(self, place: str, content: bytes) -> None:
        self._make_folder(place)
        with self._files.open_output_stream(place) as out:
            out.write(content)

    def _make_folder(self, place: str) -> None:
        if self._files.type_name not in WHOLE_AT_ONCE:
            self._files.create_dir(place.rpartition("/")[0], recursive=True)

    def _bytes(self, place: str, most: int) -> bytes:
        with said(self.url), self._open(place) as source:
            found: bytes = source.read(most + 1)
        if len(found) > most:
            raise InputError(f"{self.url}: is no store, but something else")
        return found

    def _open(self, place: str) -> Any:  # noqa: ANN401
        return self._files.open_input_stream(place)

    def _require_bucket(self) -> None:
        """Raises InputError where what should hold the store is not there."""
        bucket = self._path.partition("/")[0]
        if self._files.type_name in WHOLE_AT_ONCE:
            with said(self.url):
                found = self._files.get_file_info(bucket)
            if found.type == FileType.NotFound:
                raise InputError(f"{self.url}: there is no bucket {bucket!r}")


def _time(info: FileInfo) -> datetime:
    """When an object was written; now, where that is not known."""
    return info.mtime or datetime.now(UTC)
