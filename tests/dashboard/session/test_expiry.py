"""What is private goes when its reader has gone for good, and not while the reader is there."""

from types import SimpleNamespace

import pytest
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from setupscope.dashboard.limits import AWAY_SECONDS, UPLOAD_KEPT_SECONDS
from setupscope.dashboard.session import expiry
from setupscope.dashboard.session.expiry import LOOK, Departures
from setupscope.dashboard.session.uploaded_files import Waiting, empty


class Held:
    released = False

    def release(self):
        self.released = True


class Server:
    """A server with one session, which is there or not."""

    def __init__(self):
        self.there, self.closed = True, []
        self.uploaded_file_mgr = MemoryUploadedFileManager("upload")

    def is_active_session(self, _):
        return self.there

    def clear_user_info_for_session(self, session):
        self.closed.append(session)


@pytest.fixture
def server():
    return Server()


def with_file(server, file_id="file", session="a session"):
    record = UploadedFileRec(file_id, "table.csv", "text/csv", b"a,b\n")
    server.uploaded_file_mgr.add_file(session, record)


def files(server, session="a session"):
    return [
        record.data for record in server.uploaded_file_mgr.file_storage.get(session, {}).values()
    ]


def looked(departures, server, seconds):
    for now in seconds:
        departures.look(server, float(now))


def test_all_that_a_reader_held_goes_within_two_minutes_of_leaving(server):
    held, departures = Held(), Departures()
    departures.know("a session", held)
    with_file(server)
    looked(departures, server, range(0, 1000, LOOK))
    assert not held.released
    server.there = False
    looked(departures, server, range(1000, 1000 + AWAY_SECONDS, LOOK))
    assert not held.released
    looked(departures, server, range(1000 + AWAY_SECONDS, 1000 + 120 - LOOK, LOOK))
    assert held.released
    assert server.closed == ["a session"]  # Streamlit would resume it, without what it held
    assert files(server) == []


def test_a_reader_who_comes_back_in_time_keeps_it(server):
    held, departures = Held(), Departures()
    departures.know("a session", held)
    for start in range(0, 1000, 100):
        server.there = False
        looked(departures, server, range(start, start + AWAY_SECONDS - LOOK, LOOK))
        server.there = True
        looked(departures, server, [start + AWAY_SECONDS - 1])
    assert not held.released
    assert server.closed == []


def test_a_reader_who_held_nothing_leaves_no_session(server):
    departures = Departures()
    departures.know("a session")
    server.there = False
    looked(departures, server, range(0, 120, LOOK))
    assert server.closed == ["a session"]
    assert (departures._held, departures._away) == ({}, {})


def test_a_file_that_no_page_takes_is_dropped(server):
    waiting, manager = Waiting(), server.uploaded_file_mgr
    with_file(server)
    waiting.look(manager, 0.0)
    with_file(server, "later", "another session")
    for now in range(LOOK, UPLOAD_KEPT_SECONDS, LOOK):
        waiting.look(manager, float(now))
    assert files(server) == [b"a,b\n"]
    waiting.look(manager, float(UPLOAD_KEPT_SECONDS))
    assert (files(server), files(server, "another session")) == ([], [b"a,b\n"])
    waiting.look(manager, float(UPLOAD_KEPT_SECONDS + LOOK))
    assert files(server, "another session") == []


def test_a_file_that_was_taken_keeps_its_name_alone(server, monkeypatch):
    with_file(server)
    context = SimpleNamespace(uploaded_file_mgr=server.uploaded_file_mgr, session_id="a session")
    monkeypatch.setattr(
        "setupscope.dashboard.session.uploaded_files.get_script_run_ctx", lambda: context
    )
    empty([SimpleNamespace(file_id="file", truncate=lambda _: None)])
    assert files(server) == [b""]
    Waiting().look(server.uploaded_file_mgr, 10.0**6)
    assert files(server) == [b""]


def test_sessions_and_waiting_files_are_looked_at_for_as_long_as_the_server_runs(
    server, monkeypatch
):
    naps, seen = [], []

    def nap(seconds):
        naps.append(seconds)
        if len(naps) == 3:
            raise KeyboardInterrupt

    def watched(what):
        return SimpleNamespace(look=lambda *_: seen.append(what))

    monkeypatch.setattr(expiry, "sleep", nap)
    monkeypatch.setattr(expiry.runtime, "exists", lambda: True)
    monkeypatch.setattr(expiry.Runtime, "instance", lambda: server)
    monkeypatch.setattr(expiry, "DEPARTURES", watched("sessions"))
    monkeypatch.setattr(expiry, "WAITING", watched("files"))
    with pytest.raises(KeyboardInterrupt):
        expiry._watch()
    assert seen == ["sessions", "files"] * 2
    assert naps == [LOOK] * 3


def test_sessions_are_known_once_a_page_runs_on_a_server(monkeypatch):
    departures = Departures()
    monkeypatch.setattr(expiry, "DEPARTURES", departures)
    monkeypatch.setattr(expiry.runtime, "exists", lambda: True)
    monkeypatch.setattr(expiry, "get_script_run_ctx", lambda: SimpleNamespace(session_id="one"))
    held = Held()
    expiry.know_session()
    expiry.release_when_gone(held)
    assert set(departures._held["one"]) == {held}
