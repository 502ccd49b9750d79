"""Is there room for another file that a reader uploads?"""

from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from setupscope.dashboard.limits import MAX_READERS_UPLOADS, MAX_UPLOADS

FULL = "This server holds as many uploads as it can; try again in a few minutes."
TOO_MUCH = "The files of one reader have at most 150 MB together; remove some of them first."


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
    held = {
        key: sum(len(file.data) for file in own.values())
        for key, own in list(files.file_storage.items())
    }
    if held.get(session, 0) + size > MAX_READERS_UPLOADS:
        return TOO_MUCH
    return FULL if sum(held.values()) + size > MAX_UPLOADS else ""
