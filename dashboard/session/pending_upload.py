"""Which table has this reader uploaded that is not scored yet?"""

from collections.abc import Callable

import streamlit as st

from setupscope.dashboard.session.expiry import release_when_gone
from setupscope.dashboard.uploads.upload import Upload

UPLOAD, FORM = "upload", "upload form"
Key = tuple[str, ...]
"""All that makes an upload what it is: its content's hash, its name, its study, its encoding."""


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
