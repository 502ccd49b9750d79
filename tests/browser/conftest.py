"""A real server and a real browser."""

import pytest
from playwright.sync_api import expect

from serving import serving
from visiting import Visit, launched, new_tab

expect.set_options(timeout=30_000)  # of a machine on which others work, too


@pytest.fixture(scope="session")
def served(shipped_link):
    """Address and process of a server that shows the shipped study."""
    with serving(shipped_link) as here:
        yield here


@pytest.fixture(scope="session")
def small_served(small_link):
    """Address and process of a server that shows the small study."""
    with serving(small_link) as here:
        yield here


@pytest.fixture(scope="session")
def small_address(small_served):
    """Address of that server."""
    return small_served[0]


@pytest.fixture
def without_chrome(small_link):
    """Address of a server on a machine that has no Chrome to draw with."""
    with serving(small_link, BROWSER_PATH="/none/chrome") as (address, _):
        yield address


@pytest.fixture(scope="session")
def address(served):
    """Address of that server."""
    return served[0]


@pytest.fixture(scope="session")
def browser():
    """A headless Chrome or Chromium of the system."""
    with launched() as chrome:
        yield chrome


@pytest.fixture(scope="session")
def tab(browser):
    """The tab that visits share, one after the other, unless they want a context of their own."""
    return new_tab(browser.new_context())


@pytest.fixture
def visit(browser, tab):
    """Opens visits: the first in the shared tab, unless it is `fresh` or needs permissions."""
    visits = []

    def begin(*, fresh=False, **options):
        alone = fresh or visits or "permissions" in options
        visits.append(Visit(browser, None if alone else tab, **options))
        return visits[-1]

    yield begin
    for begun in visits:
        begun.close()
