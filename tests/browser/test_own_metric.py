"""A metric of one's own, from the page to a figure in a paper, seen by nobody else."""

import pandas as pd
import pytest
from playwright.sync_api import expect

from setupscope.data.study.study_file import SHIPPED_STUDY
from system_browser import CHROME

if CHROME is None:
    pytest.skip(
        "no Chrome or Chromium on this machine: no browser journey", allow_module_level=True
    )

SEGMENTATION = pd.read_csv(SHIPPED_STUDY.parent / "segmentation.csv")
WIDE = {"width": 1440, "height": 900}
PATIENCE = 60_000
SCROLLED = "document.querySelector('[data-testid=stMain]').scrollTop"
MARKUP = "<img src=x onerror=alert(1)>"


def scores(column):
    return SEGMENTATION[["source", "target"]].assign(score=SEGMENTATION[column]).to_csv(index=False)


def bring(there, address, name, content):
    """Uploads a file on the page Your metric."""
    there.open(f"{address}/your-metric")
    buffer = content if isinstance(content, bytes) else content.encode()
    file = {"name": name, "mimeType": "text/csv", "buffer": buffer}
    there.page.locator("input[type=file]").set_input_files(file)


def score(there, address, name, content):
    bring(there, address, f"{name}.csv", content)
    score_it(there)


def score_it(there):
    there.page.get_by_role("button", name="Score it").click(timeout=PATIENCE)
    expect(there.page.get_by_role("button", name="Discard it")).to_be_visible(timeout=PATIENCE)
    there.settle()


def test_two_readers_never_see_what_the_other_brought(visit, small_address):
    readers = {name: visit(fresh=True, viewport=WIDE) for name in ("Mine", "Theirs")}
    for name, column in (("Mine", "performance"), ("Theirs", "gbc")):
        score(readers[name], small_address, name, scores(column))
    links = {}
    for name, there in readers.items():
        there.page.get_by_role("button", name="Win rates", exact=True).click()
        expect(there.page.locator("h2").first).to_contain_text("of 6 metrics")
        there.settle()
        links[name] = there.page.url
        assert "store=private-" in links[name]
    seen = {"Mine": ("Findings", "Figures"), "Theirs": ("Stability",)}
    for name, other in (("Mine", "Theirs"), ("Theirs", "Mine")):
        there = readers[name]
        for title in (*seen[name], "Win rates"):
            there.page.get_by_role("link", name=title, exact=True).first.click()
            there.settle()
            assert other not in there.page.locator("body").inner_text(), title
        expect(there.page.get_by_test_id("stSidebar").get_by_text(name)).to_be_visible()
    stranger = visit(fresh=True)
    for link in links.values():
        stranger.open(link)
        shown = stranger.page.locator("body").inner_text()
        assert "private to that session" in shown
        assert "Mine" not in shown
        assert "Theirs" not in shown
    for there in (*readers.values(), stranger):
        assert there.complaints == []
        assert there.outside() == []


def test_from_the_template_to_a_figure_for_a_paper(visit, small_address, tmp_path):
    there = visit(viewport=WIDE)
    there.open(small_address)
    there.page.get_by_role("link", name="Your metric").click()
    with there.page.expect_download() as got:
        there.page.get_by_role("button", name="Download a template").click()
    got.value.save_as(tmp_path / "scores.csv")
    pairs = pd.read_csv(tmp_path / "scores.csv")
    pairs["score"] = range(len(pairs))
    bring(there, small_address, "mine.csv", pairs.to_csv(index=False))
    there.page.get_by_label("Name of the metric").fill(MARKUP)
    there.page.get_by_label("Name of the metric").press("Enter")
    score_it(there)
    assert there.sentence.startswith(f"{MARKUP} leads in none of 6 scenarios: it is the best of 6")
    assert there.page.evaluate(SCROLLED) == 0  # the conclusion is in view
    expect(there.page.get_by_text("A metric of random scores would win")).to_have_count(6)
    there.page.get_by_role("button", name=f"{MARKUP} against").first.click()
    expect(there.page.locator("h2").first).to_contain_text(f"{MARKUP} is ahead of")
    there.settle()
    there.page.get_by_role("link", name="Your metric", exact=True).first.click()
    expect(there.page.locator("h2").first).to_contain_text("leads in none of 6 scenarios")
    there.settle()
    there.mark("standing", 0)
    expect(there.page.locator("h2").first).to_contain_text("of 6 metrics")
    expect(there.page.get_by_role("button", name="Close the list")).to_be_visible()
    there.settle()
    there.page.locator(".st-key-export-bars button").click()
    expect(there.page.get_by_text("mm wide, with text of")).to_be_visible(timeout=PATIENCE)
    with there.page.expect_download(timeout=PATIENCE) as got:
        there.page.locator(".st-key-download-pdf button").click()
    got.value.save_as(tmp_path / "figure.pdf")
    assert (tmp_path / "figure.pdf").read_bytes().startswith(b"%PDF")
    assert there.page.locator("img[src=x]").count() == 0
    assert there.dialogs == []
    assert there.complaints == []


HOSTILE = [
    ("../../etc/passwd.csv", "source,target,score\nade,nowhere,1\n", "unknown target"),
    (f"{MARKUP}.csv", f"source,target,score\n{MARKUP},bdd,1\n", "unknown source"),
    ("=cmd.csv", "source,target,score\n=1+1,bdd,1\n", "unknown source '=1"),
    ("bomb.csv", b"PK\x03\x04" + bytes(1000), "is a damaged workbook or zip archive"),
    ("gzip.parquet", b"\x1f\x8b" + bytes(1000), "cannot be unpacked"),
]


def test_hostile_files_earn_a_message_and_do_nothing(visit, small_address):
    there = visit()
    for name, content, text in HOSTILE:
        bring(there, small_address, name, content)
        alert = there.page.get_by_test_id("stAlert").filter(has_text=text)
        expect(alert).to_be_visible(timeout=PATIENCE)
        there.settle()
    assert there.page.locator("img[src=x]").count() == 0
    assert there.dialogs == []
    assert there.complaints == []
    assert there.outside() == []


def test_the_page_fits_a_phone(visit, small_address):
    there = visit(viewport={"width": 390, "height": 844}, color_scheme="light")
    bring(there, small_address, "results.csv", SEGMENTATION.to_csv(index=False))
    expect(there.page.get_by_label("Name of the metric")).to_be_visible(timeout=PATIENCE)
    for scheme in ("light", "dark"):
        there.page.emulate_media(color_scheme=scheme)
        there.settle()
        wide = there.page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
        assert wide <= 390
    assert there.complaints == []
