"""Which uploaded files does Streamlit keep in memory, and for how long?

It keeps each until its session has gone. A file that was taken stays as a name without content,
so that its field still shows it; one that nobody takes is dropped.
"""

from collections.abc import Sequence

from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile, UploadedFileManager

from setupscope.dashboard.limits import UPLOAD_KEPT_SECONDS


def empty(files: Sequence[UploadedFile]) -> None:
    """Gives up the content of files of this session, which is kept elsewhere by now."""
    context = get_script_run_ctx()
    if context is None:
        return
    manager, session = context.uploaded_file_mgr, context.session_id
    if not isinstance(manager, MemoryUploadedFileManager):
        return
    for record in manager.get_files(session, [file.file_id for file in files]):
        manager.add_file(session, record._replace(data=b""))
    for file in files:
        file.truncate(0)  # or this run's own copy stays until the next


class Waiting:
    """The files that have content, and since when."""

    def __init__(self) -> None:
        self._since: dict[tuple[str, str], float] = {}

    def look(self, manager: UploadedFileManager, now: float) -> None:
        """Drops the files that nobody has taken for too long; the time in seconds."""
        if not isinstance(manager, MemoryUploadedFileManager):
            return
        there = {
            (session, file_id)
            for session, files in list(manager.file_storage.items())
            for file_id, record in list(files.items())
            if record.data
        }
        self._since = {key: self._since.get(key, now) for key in there}
        for (session, file_id), since in self._since.items():
            if now - since >= UPLOAD_KEPT_SECONDS:
                manager.remove_file(session, file_id)
