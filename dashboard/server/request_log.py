"""Which requests came, how were they answered, and how long did that take?"""

import time
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from setupscope.dashboard.monitoring.counts import counts
from setupscope.dashboard.monitoring.log import write
from setupscope.dashboard.session.pages import PAGES

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")
OTHER = "other"
PLACES: Mapping[tuple[str, ...], str] = {
    **{(entry.path,): name for name, entry in PAGES.items()},
    **{(name,): name for name in ("healthz", "readyz", "metrics")},
    **{("_stcore", name): name for name in ("health", "host-config", "stream", "upload_file")},
    ("_stcore", "bidi-components"): "component",
}
"""What requests are called whose path begins like this, and has no more parts, or only an upload's
or a component's."""
FOLDERS = ("static", "media", "component")
CONTINUED = ("upload_file", "component")
CLOSED = 499
"""Status of a request whose sender left before the answer; that of nginx."""
REFUSED = 403
"""Status of a websocket that is closed before it was accepted; so the browser is answered."""


def place_of(path: str, base: str) -> str:
    """What a request is called: a page, or a part of the server, never what its path says."""
    if not f"{path}/".startswith(f"{base}/"):
        return OTHER
    parts = tuple(path.removeprefix(base).strip("/").split("/"))
    if parts[0] in FOLDERS:
        return parts[0]
    place = PLACES.get(parts[:2], OTHER)
    return place if len(parts) <= 2 or place in CONTINUED else OTHER


class RequestLog:
    """ASGI middleware that writes a line for each request, and counts it."""

    def __init__(self, app: ASGIApp, base: str) -> None:
        self.app = app
        self.base = base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, and tells of it once it has ended."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        status, start = CLOSED, time.monotonic()

        async def noting(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            if message["type"] == "websocket.accept":
                status = 101
                _change_readers(1)
            if message["type"] == "websocket.close" and status == CLOSED:
                status = REFUSED
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            if status == 101:
                _change_readers(-1)
            self._tell(scope, status, time.monotonic() - start)

    def _tell(self, scope: Scope, status: int, seconds: float) -> None:
        place = place_of(scope["path"], self.base)
        method = scope.get("method", "GET")
        write(
            "request",
            method=method if method in METHODS else OTHER,
            place=place,
            status=status,
            ms=round(1000 * seconds),
        )
        held = counts()
        if held is not None and scope["type"] == "http":
            held.request(place, status, seconds)


def _change_readers(by: int) -> None:
    held = counts()
    if held is not None:
        held.readers.inc(by)


async def metrics(_: Request) -> PlainTextResponse:
    """The counts for Prometheus, where they are kept."""
    held = counts()
    if held is None:
        return PlainTextResponse("Counts are kept with --metrics alone.\n", 404)
    return PlainTextResponse(held.text(), headers={"Cache-Control": "no-store"})


def metrics_routes(base: str) -> list[Route]:
    """The address of the counts, beneath the base path."""
    return [Route(f"{base}/metrics", metrics)]
