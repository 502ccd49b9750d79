"""Which tables has this reader uploaded that are not scored yet?"""

from collections.abc import Callable, Sequence

import streamlit as st

from setupscope.dashboard.session.expiry import release_when_gone
from setupscope.dashboard.uploads.upload import Upload

UPLOAD, FORM, SHEETS = "upload", "upload form", "upload sheets"
Key = tuple[str, ...]
"""All that makes an upload what it is: its files' names and hashes, its study, how it is read."""


def form_number() -> int:
    """The number of the form that is shown; its fields are empty when it is another one."""
    return int(st.session_state.setdefault(FORM, 0))


def pending_upload(key: Key, start: Callable[[], Upload]) -> Upload:
    """The same upload as in the last run, unless something about it has changed."""
    pending: tuple[Key, Upload | None] = st.session_state.get(UPLOAD, ((), None))
    former, upload = pending
    if upload is None or former != key:
        upload = start()
        # At once: a run may be broken off wherever it shows something.
        st.session_state[UPLOAD] = (key, upload)
        release_when_gone(upload)
    return upload


def drop_upload() -> None:
    """Forgets the upload; its process and folder end with it."""
    st.session_state.pop(UPLOAD, None)


def finish_upload() -> None:
    """Forgets the upload once it is scored, and empties the form for the next one."""
    drop_upload()
    st.session_state[FORM] = form_number() + 1


def held_sheets(file_names: Sequence[str]) -> tuple[str, ...]:
    """The sheets of the workbooks of these names, once they have been read."""
    files, sheets = st.session_state.get(SHEETS, ((), ()))
    return tuple(sheets) if tuple(file_names) == files else ()


def keep_sheets(file_names: Sequence[str], sheets: Sequence[str]) -> bool:
    """Keeps which sheets workbooks of these names have; tells whether one can be chosen now."""
    new = held_sheets(file_names) != tuple(sheets)
    st.session_state[SHEETS] = (tuple(file_names), tuple(sheets))
    return new and len(sheets) > 1
