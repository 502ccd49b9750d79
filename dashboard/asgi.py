"""The pages as one web application.

On an inner address such as /win-rates, Streamlit's front end first looks for its server
beneath that very address, and the browser logs each miss as an error. These addresses are
therefore answered with a start page that says where the server is.
"""

import gc
import json
import re
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.routing import Route
from streamlit.file_util import get_static_dir

# The first visitor need not wait for what all pages import.
import setupscope.analysis.questions.evidence
import setupscope.dashboard.export.caption
import setupscope.dashboard.export.figure_files
import setupscope.dashboard.export.table_files  # noqa: F401
from setupscope.dashboard.server.base_path import base_path
from setupscope.dashboard.server.guard import Guard
from setupscope.dashboard.server.headers import SafeHeaders, policy
from setupscope.dashboard.server.health import health_routes
from setupscope.dashboard.server.request_log import RequestLog, metrics_routes
from setupscope.dashboard.server.uncaught import say_uncaught, speak_for_streamlit
from setupscope.dashboard.session import expiry
from setupscope.dashboard.session.memory import limit_heaps
from setupscope.dashboard.session.pages import PAGES
from setupscope.dashboard.session.warm import answer_findings

ENTRY = Path(__file__).parent / "app.py"
PATHS = [entry.path for entry in PAGES.values() if entry.path]


def start_page(base: str = "") -> str:
    """Streamlit's own start page, told that its server is where the pages' paths begin.

    Without a base path that is whatever comes before a page's own: a proxy may have cut it off.
    """
    page = (Path(get_static_dir()) / "index.html").read_text(encoding="utf-8")
    own = f"new RegExp('(' + {json.dumps(PATHS)}.join('|') + ')/?$')"
    path = json.dumps(base) if base else f"window.location.pathname.replace({own}, '')"
    backend = f"window.location.origin + {path}"
    script = f"<script>window.__streamlit = {{BACKEND_BASE_URL: {backend}}};</script>"
    page = re.sub(r'<link rel="service-desc"[^>]*>', "", page)
    return page.replace("<title>", f"{script}\n    <title>", 1)


async def inner_address(_: Request) -> HTMLResponse:
    """The answer to the address of any page but the first."""
    return HTMLResponse(START_PAGE, headers={"Cache-Control": "no-cache"})


async def without_slash(request: Request) -> RedirectResponse:
    """The base path itself leads to the first page, which finds its files beneath it."""
    query = request.url.query
    return RedirectResponse(f"{BASE}/?{query}" if query else f"{BASE}/")


BASE = base_path()
START_PAGE = start_page(BASE)
app = st.App(
    ENTRY,
    routes=[
        *(Route(f"{BASE}/{path}", inner_address) for path in ("", *PATHS)),
        *([Route(BASE, without_slash)] if BASE else []),
        *health_routes(BASE),
        *metrics_routes(BASE),
    ],
    middleware=[
        Middleware(RequestLog, base=BASE),
        Middleware(SafeHeaders, policy=policy(START_PAGE)),
        Middleware(Guard),
    ],
    on_script_error=say_uncaught,
)

speak_for_streamlit()
answer_findings()
expiry.watch()

# What was imported never becomes garbage, and need not be looked at.
gc.collect()
gc.freeze()
limit_heaps()
