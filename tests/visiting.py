"""Visits to the pages with a real browser, for journeys and measurements alike."""

from contextlib import contextmanager

from system_browser import CHROME

QUIET = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
)
WINDOW = {"width": 1280, "height": 720}

MARKS_CHANGES = """
window.lastChange = performance.now();
new MutationObserver(() => { window.lastChange = performance.now(); }).observe(
  document, {subtree: true, childList: true, attributes: true, characterData: true});
"""
"""Keeps the time of the last change of the page, to the millisecond."""

STILL = """
() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'
  && !document.querySelector('[data-stale="true"], [data-testid=stSkeleton]')
  && performance.now() - window.lastChange > %d
"""


@contextmanager
def launched():
    """A headless Chrome or Chromium of the system."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=CHROME, args=list(QUIET))
        yield chrome
        chrome.close()


def new_tab(context):
    """A tab whose pages keep the time of their last change."""
    tab = context.new_page()
    tab.add_init_script(MARKS_CHANGES)
    return tab


class Visit:
    """A page, and all that it complained of or asked the network for.

    It has a browser context of its own, with nothing of any other visit, unless a tab is given:
    a tab that has shown the pages before shows them in half the processor time.
    """

    def __init__(self, browser, tab=None, **options):
        self.own = None if tab else browser.new_context(**options)
        self.page = tab or new_tab(self.own)
        if tab:
            tab.set_viewport_size(options.get("viewport", WINDOW))
            tab.emulate_media(color_scheme=options.get("color_scheme", "null"))
        self.complaints = []
        self.dialogs = []
        self.requests = []
        self.largest = 0
        self.listeners = {
            "console": self._hear,
            "pageerror": self._catch,
            "request": self._note,
            "websocket": self._listen,
            "dialog": self._dismiss,
        }
        for event, listener in self.listeners.items():
            self.page.on(event, listener)

    def _catch(self, error):
        self.complaints.append(str(error))

    def _note(self, request):
        self.requests.append(request.url)

    def _dismiss(self, dialog):
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _hear(self, message):
        if message.type == "error":
            self.complaints.append(message.text)

    def _listen(self, socket):
        socket.on("framereceived", self._weigh)

    def _weigh(self, frame):
        self.largest = max(self.largest, len(frame or ""))

    def close(self):
        for event, listener in self.listeners.items():
            self.page.remove_listener(event, listener)
        if self.own:
            self.own.close()
        else:
            self.page.goto("about:blank")

    def open(self, address):
        self.page.goto(address)
        self.page.wait_for_selector("[data-testid=stApp] h2", timeout=60_000)
        self.settle()

    def settle(self, quiet=250):
        """Waits until the script has run and nothing has changed for so many milliseconds."""
        # By the clock: to look at every frame has the browser draw frames that nobody needs.
        self.page.wait_for_function(STILL % quiet, timeout=60_000, polling=50)

    @property
    def sentence(self):
        """The headline; what keeps its numbers and their nouns on one line are spaces again."""
        return self.page.locator("h2").first.inner_text().replace("\N{NO-BREAK SPACE}", " ")

    def outside(self):
        """Requests that left this machine."""
        local = ("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")
        return [url for url in self.requests if not url.startswith(local)]

    def mark(self, chart, index):
        """Clicks one of the bars of a chart, or one of its dots."""
        marks = self.page.locator(f".st-key-{chart} .js-plotly-plot").locator(
            ".barlayer .point path, .scatterlayer .points path"
        )
        marks.nth(index).scroll_into_view_if_needed()
        self.settle()
        box = marks.nth(index).bounding_box()
        middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self.page.mouse.click(*middle)
        self.settle()
