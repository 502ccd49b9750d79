"""Is there room for another file that a reader uploads?"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from setupscope.dashboard.limits import MAX_READERS_FILES, MAX_READERS_UPLOADS, MAX_UPLOADS

FULL = "This server holds as many uploads as it can; try again in a few minutes."
TOO_MUCH = (
    f"The files of one reader have at most {MAX_READERS_UPLOADS // 10**6} MB together; remove some"
    " of them first."
)
TOO_MANY = "This tab has uploaded as many files as it can; reload it to upload others."
COMING: Counter[str] = Counter()
"""Bytes of the files that are on their way, by session."""


def refused(session: str, size: int) -> str:
    """Why a file of so many bytes is not taken from a session; empty where it is.

    Streamlit keeps what is uploaded in memory until its session has gone, and knows a limit for
    one file alone.
    """
    if not Runtime.exists():
        return ""
    files = Runtime.instance().uploaded_file_mgr
    if not isinstance(files, MemoryUploadedFileManager):
        return ""
    held = COMING.copy()
    for key, own in list(files.file_storage.items()):
        held[key] += sum(len(file.data) for file in own.values())
    if len(files.file_storage.get(session, ())) >= MAX_READERS_FILES:
        return TOO_MANY
    if held[session] + size > MAX_READERS_UPLOADS:
        return TOO_MUCH
    return FULL if sum(held.values()) + size > MAX_UPLOADS else ""


@contextmanager
def coming(session: str, size: int) -> Iterator[None]:
    """Counts a file of so many bytes while it is on its way."""
    COMING[session] += size
    try:
        yield
    finally:
        COMING[session] -= size
        if not COMING[session]:
            del COMING[session]
