"""A page keeps what it was asked while the reader is elsewhere, and as long as it applies."""

import pytest

from setupscope.dashboard.session.page_choices import PageChoices
from setupscope.dashboard.session.page_keys import (
    EVERY_PAGE,
    OF_SECOND,
    PAGE_KEYS,
    SECOND,
    SHOWN,
)
from setupscope.dashboard.session.pages import ACROSS, PAGES

SCENARIO = "segmentation-source"
SETUP = f"{SCENARIO}/isaid/unstated/kendall/1fa1f"
ASKED = {
    "findings": {"p.baselines": "on"},
    "win_rates": {
        "p.by": "measure",
        "p.across": "pool_size",
        "p.values": "kendall",
        "p.wins": "gbc",
        "p.order": "narrowest",
        "p.left": "without_family",
        "p.sweep": "on",
        "p.along": "pool_size",
    },
    "compare": {
        "b.scenario": SCENARIO,
        "b.given": "ade,bdd,camvid,city,coco,idd",
        "b.size": "15-16",
        "b.measure": "kendall",
        "b.with": "coco",
        "b.without": "isprs",
        "b.covered": "all",
        "b.backbone": "unstated",
    },
    "head_to_head": {
        "p.a": "gbc",
        "p.b": "logme",
        "p.under": "kendall",
        "p.cell": "3,17",
        "p.shows": SETUP,
        "p.found": "against",
    },
    "stability": {"p.levels": "pool_size"},
    "flips": {"p.kind": "measure"},
    "setup": {"p.setup": SETUP},
}
"""What each page is asked, other than it would ask itself."""


def test_no_key_of_a_page_is_left_out():
    tried = {key for keys in ASKED.values() for key in keys}
    elsewhere = (EVERY_PAGE, ACROSS)  # test_across opens several studies
    own = {key for key, entry in PAGE_KEYS.items() if entry.page not in elsewhere}
    assert own - tried == {SHOWN}  # drawn metrics, where there are more than six


@pytest.mark.parametrize("page", ASKED)
def test_a_page_is_asked_the_same_when_the_reader_comes_back(opened, small_link, page):
    shown = opened(small_link, page, ASKED[page], scenario=SCENARIO)
    before, sentence = shown.address, shown.sentence
    assert {**before, **ASKED[page]} == before
    shown.turn_to("Figures")
    assert not {*shown.address} & {*ASKED[page]}
    shown.turn_to(PAGES[page].title)
    assert (shown.address, shown.sentence, shown.problems) == (before, sentence, "")


def test_a_pair_stays_in_its_order_through_another_page_slice_and_scenario(opened, small_link):
    page = opened(small_link, "head_to_head", ASKED["head_to_head"], scenario=SCENARIO)
    assert "GBC" in page.sentence.split("LogME")[0]
    page.turn_to("Setup")
    page.app.sidebar.radio[0].set_value("classification-source")
    page.run().turn_to("Head to head")
    assert page.address["p.a"] == "gbc"
    assert "p.shows" not in page.address  # of another scenario
    page.app.sidebar.radio[0].set_value(SCENARIO)
    page.run()
    assert {**page.address, **ASKED["head_to_head"]} == page.address


def test_what_the_slice_does_not_offer_waits_and_nothing_is_said_of_it(opened, small_link):
    page = opened(small_link, "head_to_head", scenario=SCENARIO, **{"p.a": "gbc", "p.b": "logme"})
    page.turn_to("Win rates")
    panel = page.widget("button_group", "comparing these metrics")
    panel.set_value(["leep", "hscore"]).run()
    page.turn_to("Head to head")
    assert "GBC" not in page.sentence
    assert page.problems == ""
    assert "p.a" not in page.address
    page.press("Undo")
    assert page.address["p.a"] == "gbc"


def test_a_second_slice_is_taken_as_a_whole():
    asked = PageChoices()
    asked.update({"b.scenario": "one", "b.given": "x", "p.a": "gbc"}, "one")
    asked.update({"b.measure": "kendall", "p.b": "leep"}, "one")
    assert asked.of("compare", "one") == {"b.measure": "kendall"}
    assert asked.of("head_to_head", "one") == {"p.a": "gbc", "p.b": "leep"}
    assert asked.of("compare", "two") == {}
    assert all(f"{SECOND}{key}" in PAGE_KEYS for key in OF_SECOND)
