"""Which tables has this reader uploaded that are not scored yet?"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import streamlit as st

from setupscope.dashboard.session.expiry import release_when_gone
from setupscope.dashboard.uploads.upload import Upload

UPLOAD, FORM, SHEETS = "upload", "upload form", "upload sheets"
Key = tuple[str, ...]
"""All that makes an upload what it is: its files, its study, how it is read."""


class BroughtFile(NamedTuple):
    """A file that was uploaded or pasted.

    Attributes
    ----------
    name, id : str
        What messages call it, and what tells it from all others.
    content : bytes
        What it holds; empty once an upload holds it.
    """

    name: str
    id: str
    content: bytes


class Pending(NamedTuple):
    """An upload, and what it is of."""

    key: Key = ()
    ids: tuple[str, ...] = ()
    upload: Upload | None = None


def form_number() -> int:
    """The number of the form that is shown; its fields are empty when it is another one."""
    return int(st.session_state.setdefault(FORM, 0))


def is_there(file: BroughtFile) -> bool:
    """Whether a file holds anything, or did when it was taken."""
    return bool(file.content.strip()) or file.id in _pending().ids


def pending_upload(
    about: Key,
    files: Sequence[BroughtFile],
    start: Callable[[Sequence[tuple[str, bytes]]], Upload],
) -> Upload:
    """The same upload as in the last run, unless something about it has changed.

    Raises
    ------
    InputError
        When there is no room for another.
    """
    ids = tuple(file.id for file in files)
    key, former = (*about, *ids, *(file.name for file in files)), _pending()
    if former.upload is not None and former.key == key:
        return former.upload
    upload = start([(file.name, file.content or _held(former, file.id)) for file in files])
    # At once: a run may be broken off wherever it shows something.
    st.session_state[UPLOAD] = Pending(key, ids, upload)
    release_when_gone(upload)
    return upload


def _pending() -> Pending:
    pending: Pending = st.session_state.get(UPLOAD, Pending())
    return pending


def _held(former: Pending, file_id: str) -> bytes:
    """What the former upload holds of a file."""
    if former.upload is None or file_id not in former.ids:
        return b""
    return former.upload.table(former.ids.index(file_id))


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
