"""Pages run without a browser."""

import logging
import os
from pathlib import Path
from unittest.mock import patch
from urllib.parse import parse_qsl

import pyarrow as pa
import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.local_script_runner import LocalScriptRunner
from streamlit.util import calc_hash

from drawn import read
from few_draws import few_draws
from setupscope import dashboard
from setupscope.dashboard.server.uncaught import say_uncaught, speak_for_streamlit
from setupscope.dashboard.session.pages import PAGES

ENTRY = Path(dashboard.__file__).parent / "app.py"
# As served. Some of Python 3.11 cannot parse in two threads at once (python/cpython#106905).
config.set_option("runner.magicEnabled", False)


def unescaped(text):
    """What Markdown shows of a text."""
    return text.replace("\\", "").replace("\N{NO-BREAK SPACE}", " ")


class Opened:
    """A page that was opened, and what it shows."""

    def __init__(self, app):
        self.app = app

    def run(self):
        self.app.run()
        assert not self.app.exception
        return self

    @property
    def address(self):
        parameters = self.app.query_params.items()
        return {key: value if isinstance(value, str) else value[-1] for key, value in parameters}

    @property
    def headers(self):
        return [unescaped(header.value) for header in self.app.header]

    @property
    def sentence(self):
        return self.headers[0]

    @property
    def text(self):
        elements = [*self.app.main.markdown, *self.app.main.caption]
        return "\n".join(unescaped(element.value) for element in elements)

    @property
    def problems(self):
        return "\n".join(unescaped(warning.value) for warning in self.app.warning)

    @property
    def figures(self):
        charts = self.app.get("plotly_chart")
        return [read(chart.proto.spec) for chart in charts]

    @property
    def lists(self):
        return [table.value for table in self.app.dataframe]

    @property
    def tables(self):
        """Static tables, each a row per line, as they are displayed."""
        found = []
        for table in self.app.table:
            data = pa.ipc.open_stream(table.proto.arrow_data.styler.display_values)
            shown = data.read_pandas()
            shown.index, shown.columns = table.value.index, table.value.columns
            found.append(shown.map(unescaped).rename(index=unescaped, columns=unescaped))
        return found

    def widget(self, kind, label):
        return next(one for one in self.app.get(kind) if one.label == label)

    def turn_to(self, title):
        """Follows the link to a page in the panel, with the address that stands in it."""
        links = [link.proto for link in self.app.sidebar if link.type == "page_link"]
        link = next(one for one in links if one.label.split(" (")[0] == title)
        self.app._page_hash = link.page_script_hash
        self.app.query_params.clear()
        self.app.query_params.update(dict(parse_qsl(link.query_string)))
        return self.run()

    def press(self, label):
        next(one for one in self.app.button if one.label.startswith(label)).click()
        return self.run()


@pytest.fixture(autouse=True)
def quickly_drawn():
    """Words and pages are under test here, and not the numbers."""
    with few_draws():
        yield


@pytest.fixture(autouse=True)
def own_environment():
    """What a test, or a command that it runs, sets in the environment is gone after it."""
    with patch.dict(os.environ):
        yield


@pytest.fixture
def as_served(monkeypatch):
    """Pages run without a server, with what the server does about errors."""
    start = LocalScriptRunner.__init__

    def with_handler(self, *args, **kwargs):
        start(self, *args, **kwargs)
        self._on_script_error = say_uncaught

    monkeypatch.setattr(LocalScriptRunner, "__init__", with_handler)
    log = logging.getLogger("streamlit.error_util")
    before = list(log.filters)
    speak_for_streamlit()
    yield
    log.filters = before


@pytest.fixture
def opened(monkeypatch):
    """Opens a page on a store, with an address: `opened(link, "win_rates", measure="kendall")`."""

    def open_page(link, page="findings", address=None, **keys):
        monkeypatch.setenv("SETUPSCOPE_STORE", str(link))
        app = AppTest.from_file(str(ENTRY), default_timeout=60)
        # As for a reader who comes by a link. AppTest.switch_page knows a page only once the entry
        # script has run, which would run Findings before every other page.
        app._page_hash = calc_hash(PAGES[page].path)
        app.query_params.update({**keys, **(address or {})})
        return Opened(app).run()

    return open_page
