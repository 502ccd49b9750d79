"""Journeys through the pages in a real browser."""

import pytest
from playwright.sync_api import expect

from system_browser import CHROME

if CHROME is None:
    pytest.skip(
        "no Chrome or Chromium on this machine: no browser journey", allow_module_level=True
    )

WIDE = {"width": 1440, "height": 900}
STAYS = ".st-key-frame .headline"
"""The headline that stays in sight."""


def test_narrowed_until_the_winner_changes_then_copied_and_reopened(visit, address):
    there = visit(viewport=WIDE, permissions=["clipboard-read", "clipboard-write"])
    there.open(address)
    assert there.sentence.startswith("No metric is best everywhere")
    there.page.get_by_role("link", name="Win rates").click()
    heading = there.page.get_by_role("heading", level=2).first
    expect(heading).to_contain_text("LogME is the best of 5 metrics in 49.8 % of 171,156 setups")
    there.page.get_by_role("button", name="Rel@1").click()
    expect(heading).to_contain_text("GBC is the best of 5 metrics in 23.6 % of 42,789 setups")
    there.settle()
    there.page.get_by_role("button", name="Copy link").click()
    expect(there.page.get_by_text("Copied")).to_be_visible()
    link = there.page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{address}/win-rates?scenario=segmentation-source&given=ade,bdd")
    assert "&v=1&store=" in link
    again = visit(fresh=True)
    again.open(link)
    assert again.sentence == there.sentence
    for one in (there, again):
        assert one.complaints == []
        assert one.outside() == []
        assert one.largest < 300_000


def test_from_findings_to_one_setup_in_three_clicks(visit, address):
    there = visit(viewport=WIDE)
    there.open(address)
    there.mark("matrix", 2)
    heading = there.page.get_by_role("heading", level=2).first
    expect(heading).to_contain_text("LogME is the best")
    expect(there.page.get_by_text("LogME is the best in 112,707 setups")).to_be_visible()
    there.settle()
    box = there.page.get_by_test_id("stDataFrame").first.bounding_box()
    there.page.mouse.click(box["x"] + 60, box["y"] + 35 * 1.5)
    expect(there.page.get_by_text("A single setup is not a conclusion")).to_be_visible()
    assert "/setup?" in there.page.url
    assert there.complaints == []


MAIN = "document.querySelector('[data-testid=stMain]')"
AT_TOP = f"() => {MAIN}.scrollTop === 0"
STAYS_TALL = "[data-testid=stMainBlockContainer] { min-height: 6000px !important }"
"""Style with which no page is short for a moment, which would lose the place by itself."""


def test_another_page_begins_at_its_top(visit, address):
    there = visit(viewport=WIDE)
    there.open(address)
    there.page.add_style_tag(content=STAYS_TALL)
    there.mark("matrix", 2)
    there.page.wait_for_url("**/win-rates?*")
    there.page.wait_for_function(AT_TOP)
    there.settle()
    there.page.evaluate(f"{MAIN}.scrollTo({{top: 700}})")
    there.page.get_by_role("link", name="Stability", exact=True).click()
    there.page.wait_for_url("**/stability?*")
    there.page.wait_for_function(AT_TOP)


def test_the_back_button_returns_slice_by_slice_and_page_by_page(visit, address):
    there = visit(viewport=WIDE)
    there.open(f"{address}/win-rates?scenario=segmentation-source")
    first = there.sentence
    there.page.get_by_role("button", name="Rel@1").click()
    heading = there.page.get_by_role("heading", level=2)
    expect(heading).to_contain_text("GBC is the best")
    there.settle()
    there.page.get_by_role("link", name="Setup", exact=True).click()
    expect(there.page.get_by_text("A single setup is not a conclusion")).to_be_visible()
    there.settle()
    there.page.go_back()
    expect(heading).to_contain_text("GBC is the best")
    there.settle()
    there.page.go_back()
    expect(heading).to_contain_text(first)
    there.settle()
    there.page.reload()
    expect(heading).to_contain_text(first)
    there.settle()
    there.page.go_forward()
    expect(heading).to_contain_text("GBC is the best")


def test_clicks_in_figures_narrow_the_slice_and_undo_widens_it(visit, address):
    there = visit(viewport=WIDE)
    there.open(f"{address}/win-rates?scenario=segmentation-source")
    whole = there.sentence
    there.mark("cells-given", 0)
    assert "1 target dataset" in there.sentence
    assert "given=" in there.page.url
    expect(there.page.get_by_role("status").first).to_contain_text(there.sentence)
    expect(there.page.locator(STAYS)).to_have_text(there.sentence)
    expect(there.page.locator(STAYS)).to_be_in_viewport()
    there.page.get_by_role("button", name="Undo").click()
    heading = there.page.get_by_role("heading", level=2)
    expect(heading).to_contain_text(whole)
    there.settle()
    there.mark("bars", 4)
    expect(there.page.get_by_text("LogME is the best in 112,707 setups")).to_be_visible()
    there.page.get_by_role("button", name="Close the list").click()
    there.settle()
    there.mark("ranges-pearson", 8)
    expect(there.page.get_by_text("Click one of these to open it")).to_be_in_viewport()
    expect(there.page.get_by_role("status").first).to_have_text("A list has opened.")
    there.mark("without", 17)
    assert "16 target datasets" in there.sentence
    assert there.complaints == []


def test_what_was_picked_stays_while_the_counts_beside_it_change(visit, address):
    there = visit(viewport=WIDE)
    there.open(f"{address}/win-rates?scenario=classification-source")
    panel = there.page.get_by_test_id("stSidebar")
    heading = there.page.get_by_role("heading", level=2)
    given = panel.get_by_test_id("stMultiSelect").first
    given.locator("input").click()
    there.page.keyboard.type("DTD")
    there.page.keyboard.press("Enter")
    there.page.keyboard.press("Escape")
    expect(heading).to_contain_text("40,288 setups over 1 target dataset")
    for name, setups in (("Kendall τ · 10,072", "10,072"), ("frozen · 5,036", "5,036")):
        there.settle()
        panel.get_by_role("button", name=name, exact=True).click()
        expect(heading).to_contain_text(f"{setups} setups over 1 target dataset")
        expect(given).to_contain_text(f"DTD · {setups}")
    there.settle()
    there.page.get_by_role("button", name="Undo").click()
    expect(heading).to_contain_text("10,072 setups over 1 target dataset")
    there.settle()
    panel.get_by_role("radio", name="Segmentation: which source?").check(force=True)
    expect(heading).to_contain_text("42,789 setups over 17 target datasets")
    assert there.complaints == []


FOCUSED = """() => {
  let one = document.activeElement;
  while (one.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
  const words = one.matches('button, a, summary') ? one.textContent : '';
  return one.getAttribute('aria-label') || one.labels?.[0]?.textContent || words;
}"""
"""What the control that has the focus is called."""


def tab_to(there, name, most=60):
    """Presses Tab until a control of that name has the focus, which is seen on it."""
    for _ in range(most):
        there.page.keyboard.press("Tab")
        if name in there.page.evaluate(FOCUSED):
            return
    raise AssertionError(f"Tab does not reach {name}")


def test_a_setup_is_found_opened_and_exported_by_keyboard(visit, address):
    there = visit(viewport=WIDE)
    there.open(f"{address}/win-rates?scenario=segmentation-source")
    keys, heading = there.page.keyboard, there.page.get_by_role("heading", level=2)
    tab_to(there, "Segmentation: which source?")
    keys.press("ArrowDown")
    expect(heading).to_contain_text("𝒩LEEP is the best")
    there.settle()
    tab_to(there, "with this backbone")
    keys.press("Tab")
    keys.press("ArrowRight")
    keys.press("Enter")
    expect(heading).to_contain_text("181,296 setups")
    there.settle()
    tab_to(there, "Choose a bar: win rates")
    keys.type("GBC")
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(there.page.get_by_text("GBC is the best in")).to_be_visible()
    there.settle()
    tab_to(there, "Open a setup of this list")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(there.page.get_by_text("A single setup is not a conclusion")).to_be_visible()
    there.settle()
    tab_to(there, "Export figure")
    keys.press("Enter")
    to_pdf = there.page.get_by_role("dialog").get_by_role("button", name="PDF")
    expect(to_pdf).to_be_visible(timeout=60_000)
    assert there.complaints == []


def test_a_slice_is_compared_with_its_complement(visit, address):
    there = visit(viewport=WIDE)
    there.open(f"{address}/win-rates?scenario=segmentation-source&measure=rel_at_1")
    there.page.get_by_role("link", name="Next: what changes between two slices?").click()
    heading = there.page.get_by_role("heading", level=2).first
    expect(heading).to_contain_text("The lead changes from GBC in A (undecided) to LogME in B")
    there.settle()
    there.page.get_by_role("button", name="The other measures").click()
    expect(there.page.get_by_text("Differences: measures")).to_contain_text(
        "Rel@1 in A, Pearson r, Kendall τ and weighted Kendall"
    )
    there.settle()
    assert "b.measure=pearson" in there.page.url
    there.page.get_by_role("button", name="Swap A and B").click()
    expect(heading).to_contain_text("The lead changes from LogME in A to GBC in B (undecided)")
    there.settle()
    there.page.reload()
    expect(heading).to_contain_text("The lead changes from LogME in A to GBC in B (undecided)")
    assert there.complaints == []


def test_a_flip_is_applied_and_undone(visit, address):
    there = visit(viewport=WIDE)
    there.open(f"{address}/what-flips-it?scenario=segmentation-source")
    heading = there.page.get_by_role("heading", level=2).first
    expect(heading).to_contain_text("7 of 60 single restrictions change the winner")
    there.mark("flips-all", -1)
    expect(there.page.get_by_text("LEEP is the best of 5 metrics")).to_be_visible()
    there.settle()
    assert "given=isaid" in there.page.url
    there.page.get_by_role("button", name="Undo").click()
    expect(heading).to_contain_text("7 of 60 single restrictions change the winner")
    there.settle()
    assert "given=" not in there.page.url
    assert there.complaints == []


def test_a_claim_is_checked_from_a_pasted_link(visit, address):
    there = visit(viewport=WIDE)
    there.open(f"{address}/head-to-head?scenario=segmentation-source&p.a=gbc&p.b=logme")
    link = f"{address}/setup?p.setup=segmentation-source/isaid/unstated/kendall/1fa1f"
    box = there.page.get_by_role("textbox", name="Claim: GBC is ahead of LogME")
    box.fill(link)
    box.press("Enter")
    text = there.page.get_by_text("comparable setups agree that GBC is ahead of LogME")
    expect(text).to_contain_text("26.1 % of 42,788 comparable setups")
    expect(there.page.get_by_text("the linked setup")).to_be_visible()
    there.settle()
    asked = there.page.url
    there.page.get_by_role("link", name="Setup", exact=True).click()
    expect(there.page.get_by_text("A single setup is not a conclusion")).to_be_visible()
    there.settle()
    there.page.get_by_role("link", name="Head to head", exact=True).click()
    expect(there.page).to_have_url(asked)
    expect(box).to_have_value(link)
    expect(text).to_contain_text("26.1 % of 42,788 comparable setups")
    assert there.complaints == []


def test_from_a_square_of_the_density_to_the_setups_behind_it(visit, address):
    there = visit(viewport=WIDE)
    there.open(f"{address}/head-to-head?scenario=classification-target&p.under=kendall")
    there.mark("density-kendall-gbc-leep", 40)
    listed = there.page.get_by_text("in this square")
    expect(listed).to_be_visible()
    there.settle()
    rows = there.page.get_by_test_id("stDataFrame").first
    rows.scroll_into_view_if_needed()
    there.settle()
    box = rows.bounding_box()
    there.page.mouse.click(box["x"] + 60, box["y"] + 35 * 1.5)
    expect(there.page.get_by_text("A single setup is not a conclusion")).to_be_visible()
    assert "/setup?" in there.page.url
    assert there.complaints == []


def test_two_levels_that_disagree_are_a_click_from_their_comparison(visit, address):
    there = visit(viewport=WIDE)
    there.open(f"{address}/stability?scenario=segmentation-source&p.levels=measure")
    there.mark("agreement-measure", 0)
    expect(there.page.get_by_text("Differences: measures")).to_be_visible()
    assert "/compare?" in there.page.url
    assert there.complaints == []
