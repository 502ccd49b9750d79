"""Can the stores that are served be opened, and may readers come?"""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from streamlit.runtime import Runtime

from setupscope.dashboard.session.stores import store_at, without_folders
from setupscope.dashboard.settings import served_stores
from setupscope.data import InputError
from setupscope.data.errors import sentence
from setupscope.data.storage.copies import held
from setupscope.data.storage.manifest import Manifest, read_manifest, verify

LOOK_SECONDS = 5.0
"""Seconds for which what was found holds: looking reads every file of a store."""
STARTING = "The server starts or ends."


class Health:
    """What the stores are like now; many who ask at once have them looked at once.

    Parameters
    ----------
    links : callable
        Gives the links of the stores, the default one first.
    clock : callable, optional
        Seconds that only grow.
    """

    def __init__(
        self, links: Callable[[], Sequence[str]], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._links, self._clock = links, clock
        self._lock = Lock()
        self._until = -float("inf")
        self._found: tuple[tuple[bool, str], ...] = ()
        self._first: dict[str, str] = {}

    def stores(self) -> tuple[tuple[bool, str], ...]:
        """Whether each store can be opened, and one sentence about it, without its folder."""
        with self._lock:
            if self._clock() >= self._until:
                self._found = tuple(map(self._look, self._links()))
                self._until = self._clock() + LOOK_SECONDS
            return self._found

    def _look(self, link: str) -> tuple[bool, str]:
        try:
            return True, self._described(link, opened(link))
        except InputError as error:
            return False, without_folders(sentence(error), link)
        except OSError as error:
            return False, f"{Path(link).name}: cannot be read ({error.strerror})"

    def _described(self, link: str, manifest: Manifest) -> str:
        first = self._first.setdefault(link, manifest.digest)
        swapped = "" if first == manifest.digest else f", swapped for {first}"
        setups = sum(manifest.counts.values())
        return f"{Path(link).name}: {manifest.digest}, {setups:,} setups{swapped}"


def opened(link: str) -> Manifest:
    """What a store says of itself, once its files were compared with it and it was opened.

    Raises
    ------
    InputError
        When it is gone, of another format, or not as its manifest says.
    """
    root = Path(link).resolve()
    if not root.exists():
        raise InputError(f"{link}: there is no store; build it, or set its link right")
    manifest = read_manifest(root)
    verify(root, held(root, manifest))
    store_at(link)
    return manifest


HEALTH = Health(served_stores)


async def healthz(_: Request) -> PlainTextResponse:
    """200 where every store can be opened, else 503; a line for each store that says so."""
    found = await run_in_threadpool(HEALTH.stores)
    return _answer([said for _, said in found], all(fine for fine, _ in found))


async def readyz(_: Request) -> PlainTextResponse:
    """200 where readers can come: the server runs, and its first store can be opened; else 503."""
    if not await runs():
        return _answer([STARTING], False)
    fine, said = (await run_in_threadpool(HEALTH.stores))[0]
    return _answer(["ready" if fine else said], fine)


async def runs() -> bool:
    """Whether the server takes readers: it has started, and does not end."""
    return Runtime.exists() and (await Runtime.instance().is_ready_for_browser_connection)[0]


def _answer(lines: Sequence[str], fine: bool) -> PlainTextResponse:
    headers = {"Cache-Control": "no-store"}
    return PlainTextResponse("\n".join(lines) + "\n", 200 if fine else 503, headers)


def health_routes(base: str) -> list[Route]:
    """The two addresses for whoever watches the server, beneath its base path."""
    return [Route(f"{base}/healthz", healthz), Route(f"{base}/readyz", readyz)]
