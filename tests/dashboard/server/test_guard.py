"""Pages of other sites, and files while uploads are off, are refused before Streamlit sees them."""

import socket
import urllib.error
import urllib.request
from types import SimpleNamespace

import pytest
from starlette.datastructures import Headers
from streamlit import config, net_util
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from websockets.sync.client import connect

import event_loop
from serving import serving
from setupscope.dashboard.server import upload_room
from setupscope.dashboard.server.guard import (
    POLICY_VIOLATION,
    Guard,
    forbid_lookups,
    is_foreign,
    is_known,
    refused_upload,
)
from setupscope.dashboard.settings import uploads_allowed
from trust.counts import total
from trust.origins import asked


@pytest.fixture(scope="module")
def host(small_link):
    """Host and port of a server that takes no uploads."""
    with serving(small_link, "--no-uploads") as (address, _):
        yield address.removeprefix("http://")


def test_other_origins_and_names_agents_and_files_are_refused(host):
    found = total(asked(host))
    assert found.notes == ()
    assert found.tried > 30


class Streamlit:
    """What is behind the guard; notes what reaches it, and the files that are on their way then."""

    def __init__(self):
        self.reached, self.coming = [], []

    async def __call__(self, scope, receive, send):
        self.reached.append(scope["type"])
        self.coming.append(dict(upload_room.COMING))


def guarded(streamlit, **scope):
    """What the guard itself answers to a request; nothing where it is passed on."""
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {}

    event_loop.run(Guard(streamlit)(scope, receive, send))
    return sent


def test_a_websocket_of_another_site_does_not_reach_streamlit_which_would_look_up_addresses(
    monkeypatch,
):
    monkeypatch.setattr(net_util, "get_external_ip", lambda: "looked up")
    streamlit, found = Streamlit(), []
    for origin in (b"http://evil.example", b"http://127.0.0.1:8501"):
        headers = [(b"host", b"127.0.0.1:8501"), (b"origin", origin)]
        found += guarded(streamlit, type="websocket", path="/_stcore/stream", headers=headers)
    assert [message["code"] for message in found] == [POLICY_VIOLATION]
    assert streamlit.reached == ["websocket"]
    assert net_util.get_external_ip() is None


def test_the_route_of_uploads_asks_for_room_and_counts_what_is_on_its_way(monkeypatch):
    monkeypatch.setenv("SETUPSCOPE_UPLOADS", "yes")
    monkeypatch.setattr(upload_room, "refused", lambda session, _: "full" if session == "b" else "")
    streamlit, headers = Streamlit(), [(b"host", b"localhost"), (b"content-length", b"7")]
    for session in "ab":
        path = f"/_stcore/upload_file/{session}/file"
        sent = guarded(streamlit, type="http", method="PUT", path=path, headers=headers)
    assert [message["status"] for message in sent if "status" in message] == [403]
    assert streamlit.coming == [{"a": 7}]
    assert not upload_room.COMING


def test_a_program_that_names_no_origin_is_accepted(host):
    with connect(f"ws://{host}/_stcore/stream") as accepted:
        assert accepted.response.status_code == 101


def test_addresses_this_machine_and_names_that_were_given_are_known(monkeypatch):
    monkeypatch.setenv("SETUPSCOPE_NAMES", '["scope.example"]')
    known = ("127.0.0.1:8501", "[::1]:8501", "localhost", "10.0.0.7:80", "Scope.Example.", "")
    assert [is_known(host) for host in known] == [True] * 5 + [False]
    assert is_known(socket.gethostname())


def test_no_address_of_the_machine_is_looked_up():
    forbid_lookups()
    assert net_util.get_external_ip() is None
    assert net_util.get_internal_ip() is None


def test_every_answer_has_the_headers(host):
    for path in ("", "win-rates", "_stcore/health", "static/none.js"):
        try:
            headers = urllib.request.urlopen(f"http://{host}/{path}").headers
        except urllib.error.HTTPError as error:
            headers = error.headers
        rules = dict(
            rule.strip().split(" ", 1) for rule in headers["Content-Security-Policy"].split(";")
        )
        assert "unsafe" not in rules["script-src"]
        assert rules["frame-ancestors"] == "'self'"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"


def test_behind_a_proxy_the_site_is_known_by_the_name_that_was_given(monkeypatch):
    asked = [
        Headers({"host": "127.0.0.1:8501", "origin": f"https://{name}.example"})
        for name in ("scope", "other")
    ]
    assert [is_foreign(one) for one in asked] == [True, True]
    monkeypatch.setenv("SETUPSCOPE_NAMES", '["scope.example"]')
    assert [is_foreign(one) for one in asked] == [False, True]
    monkeypatch.setenv("SETUPSCOPE_NAMES", "[]")
    monkeypatch.setattr(config, "is_manually_set", lambda _: True)
    monkeypatch.setattr(config, "get_option", lambda _: "scope.example")
    assert [is_foreign(one) for one in asked] == [False, True]


def test_who_comes_through_a_proxy_uploads_only_where_it_was_allowed(monkeypatch):
    near, far = Headers({"host": "127.0.0.1"}), Headers({"X-Forwarded-For": "10.0.0.7"})
    found = {}
    for whose in ("yes", "local", "no"):
        monkeypatch.setenv("SETUPSCOPE_UPLOADS", whose)
        found[whose] = (uploads_allowed(near), uploads_allowed(far))
    assert found == {"yes": (True, True), "local": (True, False), "no": (False, False)}


def test_one_reader_and_all_of_them_upload_only_so_much(monkeypatch):
    files = MemoryUploadedFileManager("/there")
    for session, size in (("a", 100), ("b", 300), ("c", 150)):
        files.add_file(session, UploadedFileRec("1", "t.csv", "text/csv", bytes(size * 10**6)))
    runtime = SimpleNamespace(uploaded_file_mgr=files)
    monkeypatch.setattr(upload_room.Runtime, "exists", lambda: True)
    monkeypatch.setattr(upload_room.Runtime, "instance", lambda: runtime)
    assert upload_room.refused("a", 50 * 10**6) == ""
    assert upload_room.refused("a", 51 * 10**6) == upload_room.TOO_MUCH
    assert upload_room.refused("d", 51 * 10**6) == upload_room.FULL
    assert "d" not in files.file_storage
    with upload_room.coming("a", 40 * 10**6):  # 30 requests at once are not all let through
        assert upload_room.refused("a", 11 * 10**6) == upload_room.TOO_MUCH
        assert upload_room.refused("d", 11 * 10**6) == upload_room.FULL
    assert upload_room.refused("a", 50 * 10**6) == ""
    for number in range(upload_room.MAX_READERS_FILES):
        files.add_file("e", UploadedFileRec(str(number), "t.csv", "text/csv", b""))
    assert upload_room.refused("e", 1) == upload_room.TOO_MANY


@pytest.mark.parametrize("size", [{}, {"content-length": "x"}, {"content-length": "-1"}])
def test_a_file_that_does_not_say_its_size_is_refused(size, monkeypatch):
    monkeypatch.setenv("SETUPSCOPE_UPLOADS", "yes")
    headers = [(name.encode(), text.encode()) for name, text in size.items()]
    place = {"type": "http", "path": "/_stcore/upload_file/session/file", "method": "PUT"}
    assert (
        refused_upload({**place, "headers": headers}, Headers(size))
        == "A file has to say how large it is."
    )
