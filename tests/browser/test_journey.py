"""A researcher opens the page, switches the scenario, and sees the answer change."""

import pytest
from playwright.sync_api import expect
from system_browser import CHROME

if CHROME is None:
    pytest.skip(
        "no Chrome or Chromium on this machine: no browser journey", allow_module_level=True
    )

SIZES = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}


def test_the_scenario_changes_the_sentence_and_nothing_leaves_the_machine(visit, address):
    there = visit(viewport=SIZES["wide"])
    there.open(address)
    heading = there.page.get_by_role("heading", level=2)
    expect(heading).to_contain_text("LogME is the best of 5 metrics in 49.8 % of 171,156 setups")
    there.page.get_by_text("Classification: which architecture?").click()
    expect(heading).to_contain_text("𝒩LEEP is the best of 5 metrics in 83.7 % of 362,592 setups")
    there.settle()
    there.page.get_by_role("radio", name="by backbone").click()
    expect(there.page.get_by_text("Highest among 2 backbones")).to_be_visible()
    there.settle()
    assert there.complaints == []
    assert there.outside() == []

    again = visit()
    again.open(there.page.url)
    expect(again.page.get_by_role("heading", level=2)).to_contain_text("𝒩LEEP is the best")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_wider_than_the_window(visit, address, size, scheme):
    there = visit(viewport=SIZES[size], color_scheme=scheme)
    there.open(f"{address}/?scenario=classification-target")
    expect(there.page.get_by_text("not the gain from transfer")).to_be_visible()
    figures = there.page.locator(".js-plotly-plot").all()
    boxes = [figure.bounding_box() for figure in figures]
    assert len(boxes) == 2
    assert max(box["x"] + box["width"] for box in boxes) <= SIZES[size]["width"]
    assert there.complaints == []


def test_a_hostile_address_is_named_and_runs_nothing(visit, address):
    there = visit()
    there.page.on("dialog", lambda dialog: there.complaints.append(dialog.message))
    there.open(f"{address}/?scenario=<img src=x onerror=alert(1)>")
    expect(there.page.get_by_text("that this store does not have")).to_be_visible()
    expect(there.page.get_by_role("heading", level=2)).to_contain_text("LogME")
    assert there.complaints == []
