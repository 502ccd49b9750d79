"""Which requests are refused before Streamlit sees them?"""

import ipaddress
import socket
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose
from streamlit import config, net_util

from setupscope.dashboard.server import upload_room
from setupscope.dashboard.settings import server_names, uploads_allowed

UPLOAD_PATH = "/_stcore/upload_file"
AGENT_PATH = "/_stcore/agent"
STATISTICS_PATH = "/_stcore/metrics"
SERVER_ADDRESS = "browser.serverAddress"
POLICY_VIOLATION = 1008


class Guard:
    """ASGI middleware that refuses other names and sites, agents, and files while uploads are off.

    For a websocket of another origin, Streamlit looks up the machine's public address on the
    internet, and serves nobody else meanwhile. Its upload route takes files from any session.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        forbid_lookups()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request that is refused, and passes on any other."""
        answer = self.app
        if scope["type"] in ("http", "websocket") and (why := refusal(scope)):
            http = scope["type"] == "http"
            answer = PlainTextResponse(why, 403) if http else WebSocketClose(POLICY_VIOLATION)
        with upload_room.coming(*file_of(scope)):
            await answer(scope, receive, send)


def forbid_lookups() -> None:
    """Has Streamlit ask neither the internet nor a name server for this machine's addresses.

    It would, to compare origins; they are compared here.
    """
    net_util.get_external_ip = net_util.get_internal_ip = lambda: None


def refusal(scope: Scope) -> str:
    """Why a request is refused, for its sender; empty where it is not."""
    headers = Headers(scope=scope)
    host = headers.get("host", "")
    if not is_known(host):
        name = host[:100].encode("ascii", "replace").decode()
        return f"This server does not answer to the name {name!r}; --host-name adds one."
    if scope["type"] == "websocket" and is_foreign(headers):
        return "Pages of other sites are refused."
    if AGENT_PATH in scope["path"]:
        return "Agents are not served."
    if STATISTICS_PATH in scope["path"]:
        return "Streamlit's own statistics are not served."
    if UPLOAD_PATH in scope["path"]:
        return refused_upload(scope, headers)
    return ""


def refused_upload(scope: Scope, headers: Headers) -> str:
    """Why a request to the route of uploads is refused; empty where it is not."""
    if not uploads_allowed(headers):
        return "Uploads are off on this server."
    if scope["method"] not in ("PUT", "POST"):
        return ""
    session, size = file_of(scope)
    return upload_room.refused(session, size) if size else "A file has to say how large it is."


def file_of(scope: Scope) -> tuple[str, int]:
    """The session that uploads a file, and how many bytes that says it has; 0 for no file."""
    if scope["type"] != "http" or scope["method"] not in ("PUT", "POST"):
        return "", 0
    session = scope["path"].partition(f"{UPLOAD_PATH}/")[2].partition("/")[0]
    size = Headers(scope=scope).get("content-length", "")
    is_size = session and size.isascii() and size.isdecimal()
    return (session, int(size[:15])) if is_size else ("", 0)


def is_known(host: str) -> bool:
    """Whether a request asks for an address, for this machine, or for a name of the server.

    Any other name may be one that its owner has made to point here, so that a browser takes the
    owner's page for a page of this server.
    """
    try:
        name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return False
    own = {*given_names(), socket.gethostname().casefold()}
    if name == "localhost" or name.endswith(".localhost") or name in own:
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def given_names() -> set[str]:
    """Names that the server was given, by its command or as Streamlit's option."""
    given = {*server_names()}
    if config.is_manually_set(SERVER_ADDRESS):
        given.add(str(config.get_option(SERVER_ADDRESS)).casefold())
    return given


def is_foreign(headers: Headers) -> bool:
    """Whether a request comes from a page of another site than its own.

    Programs other than browsers send no origin. Behind a proxy that changes the host, the
    site's own name is one that the server was given.
    """
    origin = headers.get("origin")
    if origin is None:
        return False
    try:
        parts = urlsplit(origin)
    except ValueError:
        return True
    return parts.netloc != headers.get("host") and parts.hostname not in given_names()
