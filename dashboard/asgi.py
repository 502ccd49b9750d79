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
from starlette.responses import HTMLResponse
from starlette.routing import Route
from streamlit.file_util import get_static_dir

# The first visitor need not wait for what all pages import.
import setupscope.analysis.questions.evidence
import setupscope.dashboard.export.caption
import setupscope.dashboard.export.figure_files
import setupscope.dashboard.export.table_files  # noqa: F401
from setupscope.dashboard.server.guard import Guard
from setupscope.dashboard.server.headers import SafeHeaders, policy
from setupscope.dashboard.server.uncaught import say_uncaught, speak_for_streamlit
from setupscope.dashboard.session import expiry
from setupscope.dashboard.session.memory import limit_heaps
from setupscope.dashboard.session.pages import PAGES
from setupscope.dashboard.session.warm import answer_findings

ENTRY = Path(__file__).parent / "app.py"
PATHS = [entry.path for entry in PAGES.values() if entry.path]


def start_page() -> str:
    """Streamlit's own start page, told that its server is where the pages' paths begin."""
    page = (Path(get_static_dir()) / "index.html").read_text(encoding="utf-8")
    own = f"new RegExp('(' + {json.dumps(PATHS)}.join('|') + ')/?$')"
    base = f"window.location.origin + window.location.pathname.replace({own}, '')"
    script = f"<script>window.__streamlit = {{BACKEND_BASE_URL: {base}}};</script>"
    page = re.sub(r'<link rel="service-desc"[^>]*>', "", page)
    return page.replace("<title>", f"{script}\n    <title>", 1)


async def inner_address(_: Request) -> HTMLResponse:
    """The answer to the address of any page but the first."""
    return HTMLResponse(START_PAGE, headers={"Cache-Control": "no-cache"})


START_PAGE = start_page()
app = st.App(
    ENTRY,
    routes=[Route(f"/{path}", inner_address) for path in ("", *PATHS)],
    middleware=[Middleware(SafeHeaders, policy=policy(START_PAGE)), Middleware(Guard)],
    on_script_error=say_uncaught,
)

speak_for_streamlit()
answer_findings()
expiry.watch()

# What was imported never becomes garbage, and need not be looked at.
gc.collect()
gc.freeze()
limit_heaps()
