"""Inner addresses get a start page that says where the server is; what the server is made of."""

import subprocess
import sys
import threading
import tomllib
from pathlib import Path

from streamlit import config
from streamlit.file_util import get_static_dir

from setupscope.dashboard.asgi import ENTRY, PATHS, app, start_page
from setupscope.dashboard.server.uncaught import say_uncaught

STATIC = Path(get_static_dir())


def test_streamlits_start_page_holds_what_is_replaced_in_it():
    assert (STATIC / "index.html").read_text(encoding="utf-8").count("<title>") == 1
    page = start_page()
    assert page.count("window.__streamlit") == 1
    assert page.index("window.__streamlit") < page.index("<title>") < page.index("</head>")
    assert all(path in page for path in PATHS)


def test_streamlits_scripts_still_read_where_the_server_is():
    scripts = (path.read_text(encoding="utf-8") for path in STATIC.rglob("*.js"))
    assert any("BACKEND_BASE_URL" in script for script in scripts)


def test_what_was_imported_is_no_garbage():
    code = "import gc, setupscope.dashboard.asgi; print(gc.get_freeze_count(), gc.get_count()[0])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    frozen, left = map(int, found.stdout.split())
    assert frozen > 50_000 > left


def test_no_run_of_a_page_looks_through_all_that_is_cached():
    options = tomllib.loads((ENTRY.parent / ".streamlit/config.toml").read_text(encoding="utf-8"))
    assert config.get_config_options()["runner.postScriptGC"].default_val is True
    assert options["runner"]["postScriptGC"] is False


def test_a_server_watches_its_sessions_and_says_itself_what_a_page_raised():
    assert "session-end" in {thread.name for thread in threading.enumerate()}
    assert app._on_script_error is say_uncaught
