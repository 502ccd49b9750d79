"""Every page at every size and for every reader, and addresses that mean harm, in a browser."""

import random
from contextlib import suppress

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError
from playwright.sync_api import expect

from accessible import PALE, SHELL, pale_words, same_names, small_targets
from setupscope.dashboard.session.pages import FIGURES, PAGES, YOUR_METRIC
from system_browser import CHROME
from trust.addresses import markup, ran
from trust.frames import other_site

if CHROME is None:
    pytest.skip(
        "no Chrome or Chromium on this machine: no browser journey", allow_module_level=True
    )

PATHS = {
    entry.title: f"/{entry.path}"
    for name, entry in PAGES.items()
    if name not in (FIGURES, YOUR_METRIC)
}
SAMPLED = ("Findings", "Win rates", "Head to head", "Setup")
TITLES = {path: title for title, path in PATHS.items()}
WIDE, MIDDLE = {"width": 1440, "height": 900}, {"width": 1024, "height": 768}
PHONE = {"width": 390, "height": 844}
WINDOWS = (((MIDDLE, "dark"), (WIDE, "light"), (PHONE, "light")), ((PHONE, "dark"),))
"""Windows in which a page is opened, and what each becomes while it is looked at."""
EDGES = """() => {
  const edges = (name, side) => [...document.querySelectorAll(name)].map(
    element => element.getBoundingClientRect()).filter(box => box.width).map(box => box[side]);
  return [edges('.js-plotly-plot', 'right'), edges('.js-plotly-plot text', 'left')];
}"""
"""Where the figures end on the right, and where their labels begin on the left."""


def look(there, size, scheme):
    """Looks through a window of some size, at a light or a dark page."""
    there.page.set_viewport_size(size)
    there.page.emulate_media(color_scheme=scheme)


def assert_all_is_inside(there):
    ends, labels = there.page.evaluate(EDGES)
    assert ends
    assert max(ends) <= there.page.viewport_size["width"]
    assert min(labels) >= -1


def assert_all_is_reached(there, title):
    """Whoever looks, listens or types finds the controls, knows the page and reads the words."""
    assert same_names(there.page) == []
    assert small_targets(there.page) == []
    assert pale_words(there.page) == []
    shell = there.page.evaluate(SHELL)
    assert shell["title"] == f"{title} – Setupscope"
    assert (shell["landmark"], shell["current"]) == ("Pages", [title])


def assert_words_turn_readable(there):
    """Figures follow when a page turns from dark to light, or back."""
    with suppress(PlaywrightTimeoutError):
        there.page.wait_for_function(f"() => ({PALE})().length === 0", polling=500)
    assert pale_words(there.page) == []


def assert_headline_and_foot_are_in_sight(there):
    shell = there.page.evaluate(SHELL)
    assert shell["headline"] < 80
    assert shell["undo"] < shell["foot"] <= WIDE["height"]


@pytest.mark.parametrize(
    "windows",
    [WINDOWS[:1], pytest.param(WINDOWS[1:], marks=pytest.mark.extended)],
    ids=["resized", "phone"],
)
@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=name, marks=[] if name in SAMPLED else [pytest.mark.extended])
        for name, path in PATHS.items()
    ],
)
def test_nothing_is_wider_than_the_window(visit, small_address, path, windows):
    there = visit()
    for (size, scheme), *changes in windows:
        look(there, size, scheme)
        there.open(f"{small_address}{path}?scenario=classification-target")
        there.page.wait_for_selector(".js-plotly-plot .main-svg")
        assert_all_is_inside(there)
        assert_all_is_reached(there, TITLES[path])
        for changed in changes:
            look(there, *changed)
            there.settle()
            assert_all_is_inside(there)
            if changed[0] == WIDE:
                assert_headline_and_foot_are_in_sight(there)
                assert_words_turn_readable(there)
    assert there.complaints == []
    assert there.outside() == []


@pytest.mark.parametrize("name", [YOUR_METRIC, FIGURES])
def test_pages_with_a_folded_panel_are_reached_by_every_reader(visit, small_address, name):
    there = visit(viewport=WIDE)
    there.open(f"{small_address}/{PAGES[name].path}?scenario=classification-target")
    assert_all_is_reached(there, PAGES[name].title)
    assert_headline_and_foot_are_in_sight(there)


@pytest.mark.parametrize(
    ("visits", "keys_each"), [(8, 30), pytest.param(300, 3, marks=pytest.mark.extended)]
)
def test_hostile_addresses_run_nothing(visit, small_address, visits, keys_each):
    there = visit()
    rng = random.Random(3)
    for _ in range(visits):
        query = markup(rng, keys_each)
        path = rng.choice([*PATHS.values(), f"/{PAGES[YOUR_METRIC].path}"])
        there.page.goto(f"{small_address}{path}?{query}")
        expect(there.page.get_by_text("Part of this link could not be applied")).to_be_visible()
        expect(there.page.get_by_role("heading", level=2).first).to_be_visible()
    assert ran(there).notes == ()


def test_a_page_in_a_frame_of_another_site_does_not_load(visit, small_address):
    there = visit()
    with other_site(small_address) as site:
        there.page.goto(site)
        _, shown = there.page.frames
        shown.wait_for_url("chrome-error://**")
    assert shown.query_selector("#root") is None
