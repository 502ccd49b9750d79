"""A real server and a real browser."""

import signal
import subprocess
import sys

import pytest
from system_browser import CHROME

QUIET = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
)


@pytest.fixture(scope="session")
def address(shipped_link):
    """Address of a server that shows the shipped study."""
    command = [sys.executable, "-c", "from dashboard.cli import main; main()", "dashboard"]
    server = subprocess.Popen(
        [*command, "--store", str(shipped_link)], stdout=subprocess.PIPE, text=True
    )
    ready = server.stdout.readline()
    assert ready.startswith("Setupscope is ready: http://127.0.0.1:")
    yield ready.split(": ", 1)[1].strip()
    server.send_signal(signal.SIGINT)
    assert server.wait(20) in (0, -signal.SIGINT, 130)
    with server.stdout:
        assert "Traceback" not in server.stdout.read()


@pytest.fixture(scope="session")
def browser():
    """A headless Chrome or Chromium of the system."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=CHROME, args=list(QUIET))
        yield chrome
        chrome.close()


class Visit:
    """A page in a browser of its own, and all that it complained of or asked the network for."""

    def __init__(self, browser, **options):
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.complaints = []
        self.requests = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))

    def _hear(self, message):
        if message.type == "error":
            self.complaints.append(message.text)

    def open(self, address):
        self.page.goto(address)
        self.settle()

    def settle(self):
        """Waits until the script has run and every figure is drawn."""
        self.page.wait_for_selector(
            "[data-testid=stApp][data-test-script-state=notRunning]", timeout=60_000
        )
        self.page.wait_for_function("!document.querySelector('[data-stale=\"true\"]')")
        self.page.wait_for_selector(".js-plotly-plot .main-svg", timeout=60_000)

    def outside(self):
        """Requests that left this machine."""
        local = ("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")
        return [url for url in self.requests if not url.startswith(local)]


@pytest.fixture
def visit(browser):
    """Opens visits, each in a fresh browser context."""
    visits = []

    def begin(**options):
        visits.append(Visit(browser, **options))
        return visits[-1]

    yield begin
    for begun in visits:
        begun.context.close()
