"""Which parts has a build finished that was killed, and are they whole?

Beside the folder of a build lies one of notes, a note for each finished part. A part counts
once its note is written, and only while its bytes are those that the note names.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from setupscope.data.scoring.outcomes import OutcomeCodes
from setupscope.data.storage.manifest import File, file_of, versions
from setupscope.data.storage.parts import Part
from setupscope.data.storage.places import notes_of, sync


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Note:
    """What is noted of a finished part.

    Attributes
    ----------
    setups : int
        Number of its rows.
    file : File
        Its size and SHA-256.
    rankings : tuple of str
        Rankings that occur in no part before it, in hexadecimal, in the order of their codes.
    versions : mapping of str to str
        Of Python and the libraries that wrote it.
    """

    setups: int
    file: File
    rankings: tuple[str, ...]
    versions: Mapping[str, str]


NOTE = TypeAdapter(Note)


class Notes:
    """The notes of one build.

    Parameters
    ----------
    build : Path
        The build's folder, which `Place.new_build` gave.
    """

    def __init__(self, build: Path) -> None:
        self.build = build
        self.folder = notes_of(build)
        self.versions = versions()

    def finished(self, parts: Sequence[Part]) -> dict[str, list[bytes]]:
        """The first parts, as far as they are whole: the rankings that are new in each, by path.

        Everything else that lies in the build is removed.
        """
        found: dict[str, list[bytes]] = {}
        for part in parts:
            note = self._note_of(part)
            if note is None:
                break
            found[part.path] = [bytes.fromhex(ranking) for ranking in note.rankings]
        self._remove_all_but(found)
        return found

    def _note_of(self, part: Part) -> Note | None:
        """The note of a part; None where the part is not finished or not whole."""
        try:
            note = NOTE.validate_json(self._path(part).read_bytes())
            same = file_of(self.build / part.path) == note.file
        except (OSError, ValidationError):
            return None
        return note if same and note.setups == part.setups and self._is_ours(note) else None

    def _is_ours(self, note: Note) -> bool:
        """Whether it was written by the same libraries, which write the same bytes."""
        return dict(note.versions) == self.versions

    def _path(self, part: Part) -> Path:
        return self.folder / f"{part.path.replace('/', '-')}.json"

    def _remove_all_but(self, finished: Mapping[str, object]) -> None:
        kept = {self.build / path for path in finished}
        for path in [path for path in self.build.rglob("*") if path.is_file()]:
            if path not in kept:
                path.unlink()

    @contextmanager
    def writing(self, part: Part, codes: OutcomeCodes) -> Iterator[Path]:
        """Where to write a part; afterwards it is put in its place, and noted.

        Parameters
        ----------
        part : Part
            The part.
        codes : OutcomeCodes
            The outcomes so far; those that are added meanwhile are the part's.
        """
        before = len(codes)
        path = self.build / part.path
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f"{path.name}.unfinished")
        yield unfinished
        _put(unfinished, path)
        rankings = tuple(ranking.hex() for ranking in codes.known(before))
        note = Note(part.setups, file_of(path), rankings, self.versions)
        unfinished = self.folder / "unfinished"
        unfinished.write_bytes(NOTE.dump_json(note))
        _put(unfinished, self._path(part))


def _put(written: Path, path: Path) -> None:
    """Gives a file its name once it is on the disk, so that under that name it is whole."""
    sync(written)
    os.replace(written, path)
