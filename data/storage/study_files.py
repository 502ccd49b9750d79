"""How do a study and its tables come from a URL?"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from pyarrow.fs import FileSystem

from setupscope.data.errors import InputError
from setupscope.data.limits import MAX_DOCUMENT_BYTES, MAX_TABLE_BYTES
from setupscope.data.storage.urls import Url, file_system, said
from setupscope.data.study.study_file import load_study


@contextmanager
def here(study_file: Path | Url) -> Iterator[Path]:
    """A study's file on this machine, its tables beside it; what was fetched goes afterwards.

    Raises
    ------
    InputError
        When a file does not come, is too large, or is not accepted.
    """
    if isinstance(study_file, Path):
        yield study_file
        return
    with TemporaryDirectory(prefix="setupscope-", ignore_cleanup_errors=True) as folder:
        try:
            yield _fetched(study_file, Path(folder))
        except InputError as error:
            place = str(study_file.beside("")).rstrip("/")
            raise InputError(str(error).replace(folder, place)) from error


def _fetched(url: Url, folder: Path) -> Path:
    files, path = file_system(url)
    file = folder / "study.toml"
    file.write_bytes(_content(files, path, url, MAX_DOCUMENT_BYTES))
    for table in load_study(file).tables:
        place = folder / table.file
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = f"{path.rpartition('/')[0]}/{table.file}"
        place.write_bytes(_content(files, beside, url.beside(table.file), MAX_TABLE_BYTES))
    return file


def _content(files: FileSystem, path: str, url: Url, most: int) -> bytes:
    with said(url), files.open_input_stream(path) as source:
        found: bytes = source.read(most + 1)
    if len(found) > most:
        raise InputError(f"{url}: has more than the {most / 1e6:,.0f} MB that are read")
    return found
