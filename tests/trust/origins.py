"""Pages of other sites, names that are not the server's, agents and unwanted files are refused."""

import http.client
from urllib.parse import urlsplit

from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from trust.counts import one
from trust.served import logged

FOREIGN = ("http://evil.example", "https://127.0.0.1.evil.example", "null", "file://", "")
OTHER_NAMES = ("evil.example", "127.0.0.1.evil.example", "[::1", "a b", "xn--80ak6aa92e.example")
AGENTS = ("openapi.json", "interact", "mcp", "")
METHODS = ("PUT", "POST", "DELETE", "OPTIONS")
FILE = bytes(2**20)


def origins(link, rounds=1):
    """Asks a server that takes no uploads for all that it has to refuse; counts of each."""
    with logged(link, "--no-uploads") as server:
        host = urlsplit(server.address).netloc
        for _ in range(rounds):
            yield from asked(host)
        yield server.log_counts()


def asked(host):
    """Asks such a server once, by its host and port."""
    yield from _websockets(host)
    yield from _names(host)
    for path in AGENTS:
        yield _refused(host, "GET", f"/_stcore/agent/{path}")
    for method in METHODS:
        yield _refused(host, method, "/_stcore/upload_file/session/file", FILE)
    yield one("its own page was refused", wrong=_status(host, "GET", "/") != 200)


def _websockets(host):
    """Of other origins, which are refused, and of its own, which is not."""
    port = host.rpartition(":")[2]
    for origin in FOREIGN:
        yield _opened(host, origin, False)
    for name in OTHER_NAMES[:2]:
        yield _opened(host, f"http://{name}:{port}", False)
    yield _opened(host, f"http://{host}", True)


def _opened(host, origin, wanted):
    try:
        with connect(f"ws://{host}/_stcore/stream", origin=origin, proxy=None):
            opened = True
    except InvalidStatus:
        opened = False
    note = f"a websocket of origin {origin!r} was {'opened' if opened else 'refused'}"
    return one(note, wrong=opened is not wanted)


def _names(host):
    """Under other names, on every route."""
    port = host.rpartition(":")[2]
    for name in OTHER_NAMES:
        for path in ("/", "/win-rates", "/_stcore/health", "/_stcore/host-config"):
            yield _refused(host, "GET", path, headers={"Host": f"{name}:{port}"})


def _refused(host, method, path, body=None, headers=None):
    status = _status(host, method, path, body, headers)
    what = f"{method} {path} {headers or ''}"
    return one(f"{what}: {status}", wrong=status not in (400, 403))


def _status(host, method, path, body=None, headers=None):
    """The status of an answer; 400 where the server hangs up."""
    connection = http.client.HTTPConnection(host, timeout=30)
    try:
        connection.request(method, path, body, headers or {})
        return connection.getresponse().status
    except (ConnectionError, http.client.HTTPException):
        return 400
    finally:
        connection.close()
