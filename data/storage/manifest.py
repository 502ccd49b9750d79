"""What does a store hold, from what was it made, and is it whole?"""

import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path, PurePosixPath

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from setupscope.data.documents import text_of
from setupscope.data.errors import InputError, listed, quoted
from setupscope.data.limits import MAX_HASHED_ON_OPENING
from setupscope.data.pools import PoolRule
from setupscope.data.study.study import Study

FORMAT = 2
"""Version of the store's layout; a store of another one is rebuilt, never guessed at."""

MANIFEST = "manifest.json"
LIBRARIES = ("setupscope", "numpy", "pandas", "pyarrow")


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class File:
    """Size and SHA-256 of one file of a store."""

    size: int
    sha256: str


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Manifest:
    """What a store says of itself.

    Attributes
    ----------
    format : int
        Version of the store's layout.
    digest : str
        12 hex digits that name study, rule and measurements: equal on every machine.
    study : Study
        The study as used, its pool rule included.
    rule : PoolRule
        The pool rule, which is also the study's.
    counts : mapping of str to int
        Number of setups by scenario, in the study's order.
    versions : mapping of str to str
        Of Python and the libraries that built it.
    files : mapping of str to File
        Every other file of the store, by its path with forward slashes.
    """

    format: int
    digest: str
    study: Study
    rule: PoolRule
    counts: Mapping[str, int]
    versions: Mapping[str, str]
    files: Mapping[str, File]

    def files_of(self, scenario: str | None = None) -> list[str]:
        """The files of setups, of all scenarios or of one, in the store's order."""
        names = [scenario] if scenario else list(self.counts)
        folders = tuple(f"setups/scenario={name}/" for name in names)
        return sorted(name for name in self.files if name.startswith(folders))

    def tables(self) -> list[str]:
        """The files that are read of an opened store."""
        ends = ("measurements.parquet", "candidates.parquet", "outcomes.parquet")
        return [*self.files_of(), *(name for name in ends if name in self.files)]

    def without_setups(self) -> "Manifest":
        """The manifest of a folder that has the store's other files alone."""
        setups = set(self.files_of())
        others = {name: file for name, file in self.files.items() if name not in setups}
        return replace(self, files=others)

    @property
    def total(self) -> int:
        """Number of setups of all scenarios."""
        return sum(self.counts.values())


MANIFESTS = TypeAdapter(Manifest)


def digest(study: Study, folder: Path) -> str:
    """Name of what a store is made from: the study with its rule, the tables, the format.

    Returns
    -------
    str
        The first 12 hex digits of a SHA-256. It never depends on the bytes of Parquet
        files, so every machine gets the same.

    Raises
    ------
    InputError
        When a table cannot be read.
    """
    parts = [str(FORMAT).encode(), study.canonical_json().encode()]
    parts += [_bytes(folder / table.file) for table in study.tables]
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()[:12]


def describe(root: Path, study: Study, digest: str, counts: Mapping[str, int]) -> Manifest:
    """The manifest of the store whose files all lie below `root`."""
    paths = sorted(path for path in root.rglob("*") if path.is_file())
    files = {path.relative_to(root).as_posix(): file_of(path) for path in paths}
    return Manifest(FORMAT, digest, study, study.pools, counts, versions(), files)


def versions() -> dict[str, str]:
    """Versions of Python and of the libraries that decide a store's contents."""
    found = {"python": platform.python_version()}
    for library in LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            found[library] = "not installed"
    return found


def write_manifest(root: Path, manifest: Manifest) -> None:
    """Writes the manifest into the store."""
    content = MANIFESTS.dump_python(manifest, mode="json")
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    (root / MANIFEST).write_text(text, encoding="utf-8")


def read_manifest(root: Path) -> Manifest:
    """The manifest of the store in `root`.

    Raises
    ------
    InputError
        When there is none, it is damaged, or the store has another format.
    """
    path = root / MANIFEST
    try:
        content = json.loads(text_of(path))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: is damaged; build the store again") from error
    found = content.get("format") if isinstance(content, dict) else None
    if found != FORMAT:
        raise InputError(
            f"{root}: is a store of format {quoted(found)}, but this version reads format"
            f" {FORMAT}; build it again"
        )
    try:
        manifest = MANIFESTS.validate_json(json.dumps(content))
    except ValidationError as error:
        raise InputError(f"{path}: is damaged; build the store again") from error
    if any(".." in PurePosixPath(name).parts or name[:1] == "/" for name in manifest.files):
        raise InputError(
            f"{path}: is damaged (it names files outside the store); build the store again"
        )
    return manifest


def verify(root: Path, manifest: Manifest, *, always_hash: bool = False) -> None:
    """Checks that every file is as it was when the manifest was written.

    Sizes are always compared; hashes up to 64 MB in all, or with `always_hash`.

    Raises
    ------
    InputError
        When a file is missing or has changed.
    """
    for name, file in manifest.files.items():
        size = _size(root / name)
        if size != file.size:
            found = "is missing" if size is None else f"has {size:,} bytes"
            raise InputError(
                f"{root / name}: {found}, but the manifest says {file.size:,} bytes;"
                " build the store again"
            )
    if always_hash or total_bytes(manifest) <= MAX_HASHED_ON_OPENING:
        _verify_hashes(root, manifest)


def verify_all(root: Path, manifest: Manifest) -> None:
    """Checks, besides all hashes, that the store holds no other files and that its digest is true.

    Raises
    ------
    InputError
        As `verify`, and when a file is not in the manifest, or the digest is another.
    """
    verify(root, manifest, always_hash=True)
    found = [path for path in root.rglob("*") if path.is_symlink() or not path.is_dir()]
    names = {path.relative_to(root).as_posix() for path in found}
    others = sorted(names - {*manifest.files, MANIFEST})
    if others:
        raise InputError(
            f"{root}: has files that its manifest does not name ({listed(others)});"
            " remove them, or build the store again"
        )
    again = digest(manifest.study, root / "study")
    if again != manifest.digest:
        raise InputError(
            f"{root}: its study and tables have the digest {again}, but its manifest says"
            f" {manifest.digest}; build the store again"
        )


def total_bytes(manifest: Manifest) -> int:
    """Size of the store's files together, without the manifest."""
    return sum(file.size for file in manifest.files.values())


def _verify_hashes(root: Path, manifest: Manifest) -> None:
    changed = [n for n, file in manifest.files.items() if _sha256(root / n) != file.sha256]
    if changed:
        raise InputError(
            f"{root}: {listed(changed)} changed since the manifest was written;"
            " build the store again"
        )


def _size(path: Path) -> int | None:
    return path.stat().st_size if path.is_file() else None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error


def file_of(path: Path) -> File:
    """Size and SHA-256 of a file."""
    return File(path.stat().st_size, _sha256(path))
