"""The text of a file that says how things are, if it is one: a file, of a sane size."""

from pathlib import Path

from setupscope.data.errors import InputError
from setupscope.data.limits import MAX_DOCUMENT_BYTES


def text_of(path: Path) -> str:
    """The UTF-8 text of a study's file, or of a manifest.

    Raises
    ------
    InputError
        When it is no file (a folder, a device, a pipe), cannot be read, is larger than 20 MB, or
        is not UTF-8.
    """
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise InputError(f"{path}: cannot be read (it is not a file)")
        if size > MAX_DOCUMENT_BYTES:
            raise InputError(
                f"{path}: has {size / 1e6:,.0f} MB, but at most {MAX_DOCUMENT_BYTES // 10**6} MB"
                " are read"
            )
        return path.read_bytes().decode()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not UTF-8 text (byte {error.start})") from error
