"""Which requests are refused before Streamlit sees them?"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose
from streamlit import config

from setupscope.dashboard.settings import uploads_allowed

UPLOAD_PATH = "/_stcore/upload_file"
SERVER_ADDRESS = "browser.serverAddress"
POLICY_VIOLATION = 1008


class Guard:
    """ASGI middleware that refuses pages of other sites, and files while uploads are off.

    For a websocket of another origin, Streamlit looks up the machine's public address on the
    internet, and serves nobody else meanwhile. Its upload route takes files from any session.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request that is refused, and passes on any other."""
        answer: ASGIApp = self.app
        if scope["type"] == "websocket" and is_foreign(Headers(scope=scope)):
            answer = WebSocketClose(POLICY_VIOLATION)
        elif scope["type"] == "http" and UPLOAD_PATH in scope["path"] and not uploads_allowed():
            answer = PlainTextResponse("Uploads are off on this server.", 403)
        await answer(scope, receive, send)


def is_foreign(headers: Headers) -> bool:
    """Whether a request comes from a page of another site than its own.

    Programs other than browsers send no origin. Behind a proxy that changes the host, the
    site's own name is Streamlit's option `browser.serverAddress`.
    """
    origin = headers.get("origin")
    if origin is None:
        return False
    own_name = config.get_option(SERVER_ADDRESS) if config.is_manually_set(SERVER_ADDRESS) else ""
    parts = urlsplit(origin)
    return parts.netloc != headers.get("host") and (not own_name or parts.hostname != own_name)
