"""Inner addresses get a start page that says where the server is."""

from pathlib import Path

from streamlit.file_util import get_static_dir

from setupscope.dashboard.asgi import PATHS, start_page

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
