"""The address: it holds what is seen, and whatever else it says is named and dropped."""

import random
import time
from pathlib import Path

import pytest

from setupscope.analysis.slices.queries import KEYS
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.session.page_keys import EVERY_PAGE, PAGE_KEYS, SHOWS
from setupscope.dashboard.session.pages import PAGES
from setupscope.dashboard.session.permalink import permalink
from setupscope.dashboard.session.state import State
from setupscope.data.storage.building import build
from trust.addresses import HOSTILE, read, spoilt


@pytest.mark.parametrize("count", [1_000, pytest.param(25_000, marks=pytest.mark.extended)])
def test_mutated_addresses_give_a_slice_and_sentences(small, count):
    slowest, named = 0.0, 0
    for parts in spoilt(small.study, count):
        started = time.perf_counter()
        named += bool(read(small.study, parts))
        slowest = max(slowest, time.perf_counter() - started)
    assert slowest < 2
    assert named > count / 2


@pytest.mark.parametrize("page", [name for name in PAGES if name != "figures"])
def test_hostile_values_on_every_page_are_named_and_dropped(opened, small_link, page):
    rng = random.Random(5)
    for value in rng.sample(HOSTILE, 5):
        address = {rng.choice([*KEYS, *PAGE_KEYS]): value for _ in range(3)} | {"x": value}
        shown = opened(small_link, page, address)
        assert "unknown key of the address" in shown.problems
        assert shown.headers
        assert "x" not in shown.address
        for key, kept in shown.address.items():
            assert key in {*KEYS, *PAGE_KEYS}
            # A text that was typed stays in its field, beside what is wrong with it.
            assert kept != value or key == SHOWS


def test_the_address_holds_the_slice_and_reopens_it(opened, shipped_link, shipped):
    query = "scenario=classification-source&given=dtd,sun397&backbone=frozen&size=16-18"
    slice_ = Slice.parse(query + "&with=vgg16&metrics=leep,gbc", shipped.study)
    page = opened(shipped_link, "win_rates", slice_.parameters())
    assert page.problems == ""
    assert page.address == slice_.parameters()
    again = opened(shipped_link, "win_rates", page.address)
    assert again.sentence == page.sentence


def test_a_whole_link_opens_the_same_and_names_another_store(opened, small_link, small):
    slice_ = Slice.parse("scenario=segmentation-source&measure=kendall", small.study)
    whole = dict(pair.split("=") for pair in slice_.link().split("&"))
    page = opened(small_link, "win_rates", whole)
    assert page.problems == ""
    assert page.address == slice_.parameters()
    other = opened(small_link, "win_rates", {**whole, "store": "0123456789ab", "v": "9"})
    assert "the link was made on store '0123456789ab'" in other.problems
    assert "unknown version" in other.problems
    assert other.sentence == page.sentence


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ({}, ""),
        ({"measure": "kendall"}, "names no scenario, but a page shows only one: Segmentation"),
        ({"scenario": "classification-source,segmentation-target"}, "names several scenarios"),
        ({"scenario": "nonsense"}, "unknown scenario 'nonsense'"),
        ({"scenario": "segmentation-source", "given": "adee"}, "did you mean 'ade'"),
        ({"p.setup": "a/b/c/d/e"}, "unknown key of the address 'p.setup'"),
        ({"p.by": "weather"}, "unknown value of p.by"),
        ({"scenario": "segmentation-source", "covered": "all"}, ""),
        (
            {"scenario": "segmentation-source", "covered": "most"},
            "unknown value of “covered” 'most'",
        ),
    ],
)
def test_a_page_shows_one_scenario_and_says_what_was_dropped(opened, small_link, address, text):
    page = opened(small_link, "win_rates", address)
    assert text in page.problems
    assert bool(text) == bool(page.problems)
    first = address.get("scenario", "").startswith("classification-source")
    assert ("𝒩LEEP" in page.sentence) == first


def test_a_problem_is_said_until_the_next_change(opened, small_link):
    page = opened(small_link, "win_rates", given="adee", scenario="segmentation-source")
    assert page.run().problems
    page.app.sidebar.radio[0].set_value("classification-source")
    assert not page.run().problems


def test_a_link_to_copy_says_what_the_page_takes_and_no_more(small):
    slice_ = Slice.parse("scenario=segmentation-source&measure=pearson", small.study)
    state = State(slice_, page="win_rates", idle={"p.by"})
    state.asked.update({"p.by": "measure", "p.wins": "gbc", "p.a": "leep"}, state.scenario)
    assert permalink(state) == f"{slice_.link()}&p.wins=gbc"


def test_every_key_of_an_address_is_documented():
    text = (Path(__file__).parents[3] / "docs" / "links.md").read_text(encoding="utf-8")
    for key, (page, _) in PAGE_KEYS.items():
        where = page if page == EVERY_PAGE else PAGES[page].title
        assert f"| `{key}` | {where} |" in text
    assert not set(PAGE_KEYS) & set(KEYS)


def test_a_missing_or_damaged_store_is_a_friendly_message(opened, tmp_path, tiny):
    assert "there is no store" in opened(tmp_path / "none").app.error[0].value
    build(tiny, tmp_path / "store")
    (tmp_path / "store" / "outcomes.parquet").write_bytes(b"")
    assert "outcomes.parquet" in opened(tmp_path / "store").app.error[0].value


def test_a_page_of_another_store_rereads_its_slice(opened, small_link, tmp_path, tiny, monkeypatch):
    page = opened(small_link, "win_rates", scenario="segmentation-source", measure="kendall")
    build(tiny, tmp_path / "store")
    monkeypatch.setenv("SETUPSCOPE_STORE", str(tmp_path / "store"))
    assert "of 2 metrics" in page.run().sentence
    assert "unknown scenario" in page.problems
