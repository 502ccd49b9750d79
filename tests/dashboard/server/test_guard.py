"""Pages of other sites, and files while uploads are off, are refused before Streamlit sees them."""

import urllib.error
import urllib.request

import pytest
from starlette.datastructures import Headers
from streamlit import config
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from serving import serving
from setupscope.dashboard.server.guard import is_foreign

FOREIGN = ("http://evil.example", "https://127.0.0.1.evil.example", "null", "file://", "")


@pytest.fixture(scope="module")
def host(small_link):
    """Host and port of a server that takes no uploads."""
    with serving(small_link, "--no-uploads") as (address, _):
        yield address.removeprefix("http://")


@pytest.mark.parametrize("origin", FOREIGN)
def test_a_websocket_of_another_origin_is_refused(host, origin):
    address = f"ws://{host}/_stcore/stream"
    with pytest.raises(InvalidStatus, match="403"), connect(address, origin=origin):
        pass


def test_a_websocket_of_the_same_origin_is_accepted(host):
    for origin in (f"http://{host}", None):
        with connect(f"ws://{host}/_stcore/stream", origin=origin) as accepted:
            assert accepted.response.status_code == 101


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "OPTIONS"])
def test_files_are_refused_while_uploads_are_off(host, method):
    address = f"http://{host}/_stcore/upload_file/session/file"
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(urllib.request.Request(address, b"", method=method))


def test_behind_a_proxy_the_site_is_known_by_its_configured_name(monkeypatch):
    asked = [
        Headers({"host": "127.0.0.1:8501", "origin": f"https://{name}.example"})
        for name in ("scope", "other")
    ]
    assert [is_foreign(one) for one in asked] == [True, True]
    monkeypatch.setattr(config, "is_manually_set", lambda _: True)
    monkeypatch.setattr(config, "get_option", lambda _: "scope.example")
    assert [is_foreign(one) for one in asked] == [False, True]
