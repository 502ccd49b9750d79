"""A file is taken out of the server's memory once an upload holds it, and is not lost by that."""

import pytest

from in_process import InProcess
from setupscope.dashboard.session.pending_upload import BroughtFile, is_there, pending_upload
from setupscope.dashboard.uploads import upload
from setupscope.dashboard.uploads.upload import Reading, Upload
from setupscope.data.study.study_file import SHIPPED_STUDY

FIRST = BroughtFile("a.csv", "1", "source,target,score\nadé,bdd,1\n".encode("latin-1"))
SECOND = BroughtFile("b.csv", "2", b"source,target,score\nade,bdd,2\n")


@pytest.fixture(autouse=True)
def session(monkeypatch):
    """A session of its own, whose uploads are worked on here."""
    monkeypatch.setattr("streamlit.session_state", {})
    monkeypatch.setattr(upload, "SPARE", type("Ready", (), {"take": InProcess}))


def taken(*files):
    return [file._replace(content=b"") for file in files]


def pending(files, encoding=""):
    def start(contents):
        return Upload(contents, SHIPPED_STUDY, Reading(encoding))

    return pending_upload((encoding,), files, start)


def test_a_file_that_was_taken_is_the_same_upload_and_can_be_read_anew():
    first = pending([FIRST])
    assert "latin" not in first.read.error
    assert first.read.error != ""
    assert all(map(is_there, taken(FIRST)))
    assert pending(taken(FIRST)) is first
    assert pending(taken(FIRST), "latin-1").read.tables[0].head == (("adé", "bdd", "1"),)


def test_an_upload_goes_with_its_reader(monkeypatch):
    held = []
    monkeypatch.setattr(
        "setupscope.dashboard.session.pending_upload.release_when_gone", held.append
    )
    assert held == [pending([FIRST], "latin-1")]


def test_another_file_joins_one_that_was_taken_and_one_may_go():
    pending([FIRST], "latin-1")
    both = pending([*taken(FIRST), SECOND], "latin-1")
    assert [table.name for table in both.read.tables] == ["a.csv", "b.csv"]
    last = pending(taken(SECOND))
    assert (last.table(0), last.table(1)) == (SECOND.content, b"")
    assert not is_there(taken(FIRST)[0])
