"""Where do workers find the setups of a store?"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

from setupscope.data.errors import InputError
from setupscope.data.storage.copies import origin
from setupscope.data.storage.files import OpenFiles, said
from setupscope.data.storage.manifest import File, Manifest
from setupscope.data.storage.remote import RemoteStore
from setupscope.data.storage.urls import GoneError, Url


class Setups(Protocol):
    """The files of a store's setups; safe to send to a worker."""

    def opened(self, name: str) -> AbstractContextManager[Any]:
        """A file, on whichever machine asks. Raises InputError where it cannot be read."""


@dataclass(frozen=True)
class Folder:
    """Files in a folder that all machines see under the same name.

    Attributes
    ----------
    root : Path
        The folder.
    """

    root: Path

    @contextmanager
    def opened(self, name: str) -> Iterator[Any]:
        """As of `Setups`."""
        path = self.root / name
        if not path.exists():
            raise InputError(
                f"{path}: a worker does not see this file; put the store where all machines see it"
                " under the same name, or on an object store"
            )
        with said(path), pa.OSFile(str(path)) as file:
            yield file


@dataclass(frozen=True)
class Objects:
    """Files of a store by URL, which workers read without a copy.

    Attributes
    ----------
    url : Url
        The store's.
    build : str
        The build.
    files : dict
        Size and SHA-256 of each file. Sizes are compared, so that a file that was cut is noticed.
    """

    url: Url
    build: str
    files: dict[str, File]

    @contextmanager
    def opened(self, name: str) -> Iterator[Any]:
        """As of `Setups`."""
        try:
            with _remote(self.url).opened(self.build, name) as file:
                if file.size() != self.files[name].size:
                    raise InputError(
                        f"{self.url}: {name} has {file.size():,} bytes, but the manifest says"
                        f" {self.files[name].size:,}; build the store again"
                    )
                yield file
        except GoneError:
            raise InputError(
                f"{self.url}: {name} is gone; the store was built again, open it again"
            ) from None


@cache
def _remote(url: Url) -> RemoteStore:
    """A store by URL, whose connection stays for the files that come next."""
    return RemoteStore(url)


def setups_of(files: OpenFiles, manifest: Manifest) -> Setups:
    """Where workers find the setups of a store whose tables this machine has."""
    url = origin(files.root)
    if url is None:
        return Folder(files.root)
    own = {name: manifest.files[name] for name in manifest.files_of()}
    return Objects(url, files.root.name, own)
