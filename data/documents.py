"""What is in a file that a user named, if it is one: a file, of a sane size."""

from pathlib import Path

from setupscope.data.errors import InputError
from setupscope.data.limits import MAX_DOCUMENT_BYTES


def content_of(path: Path, most: int, advice: str = "") -> bytes:
    """The bytes of a file of at most so many.

    Raises
    ------
    InputError
        When it is no file (a folder, a device, a pipe), cannot be read, or is larger; `advice` is
        what to do then.
    """
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise InputError(f"{path}: cannot be read (it is not a file)")
        if size > most:
            raise InputError(
                f"{path}: has {size / 1e6:,.0f} MB, but at most {most // 10**6} MB are read{advice}"
            )
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error


def text_of(path: Path) -> str:
    """The UTF-8 text of a study's file, or of a manifest; raises as `content_of`."""
    try:
        return content_of(path, MAX_DOCUMENT_BYTES).decode()
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not UTF-8 text (byte {error.start})") from error
