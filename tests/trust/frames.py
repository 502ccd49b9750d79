"""A page in a frame of another site does not load."""

import threading
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from system_browser import CHROME
from trust.counts import one, skipped
from trust.served import logged

LOOK = 3000
"""Milliseconds in which a page would have begun to load."""


class Site(BaseHTTPRequestHandler):
    """Another site, which shows an address in a frame."""

    def __init__(self, shown, *words):
        self.shown = shown
        super().__init__(*words)

    def do_GET(self):
        """Its only page."""
        page = f'<!doctype html><title>other</title><iframe src="{self.shown}"></iframe>'.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_):
        """Says nothing."""


@contextmanager
def other_site(shown):
    """The address of such a site; its port makes it another origin."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Site, shown)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


def frames(link, paths=("", "win-rates", "your-metric")):
    """Shows pages in a frame of another origin, in a browser; counts of each."""
    if CHROME is None:
        yield skipped("no Chrome or Chromium on this machine to show a page in a frame")
        return
    from visiting import launched

    with logged(link) as server, launched() as chrome:
        yield _in_sight(chrome, server.address)
        for path in paths:
            yield _framed(chrome, f"{server.address}/{path}")
        yield server.log_counts()


def _framed(chrome, address):
    with other_site(address) as site:
        shown = _is_shown(chrome, site)
    return one(f"{address} was shown in a frame of another site", wrong=shown)


def _in_sight(chrome, address):
    """A page that is in no frame, which shows that the others would be seen."""
    return one(f"{address} was not shown at all", wrong=not _is_shown(chrome, address))


def _is_shown(chrome, address):
    page = chrome.new_page()
    page.goto(address)
    page.wait_for_timeout(LOOK)
    shown = any(frame.query_selector("#root") for frame in page.frames)
    page.close()
    return shown
