"""Figures and tables that leave the pages, in a real browser."""

import io
import os
import signal
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from system_browser import CHROME

if CHROME is None:
    pytest.skip(
        "no Chrome or Chromium on this machine: no browser journey", allow_module_level=True
    )

WIDE = {"viewport": {"width": 1440, "height": 900}}


def export(there, key):
    """Opens the dialog of a figure, and waits for its preview."""
    there.page.locator(f".st-key-export-{key} button").click()
    expect(there.page.get_by_text("mm wide, with text of")).to_be_visible(timeout=30_000)


def saved(there, form):
    """What a button of the dialog saves, and under which name."""
    with there.page.expect_download() as download:
        there.page.locator(f".st-key-download-{form} button").click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def close(there):
    there.page.get_by_role("dialog").get_by_label("Close").click()
    expect(there.page.get_by_role("dialog")).to_have_count(0)


def test_a_figure_leaves_in_every_form_and_as_html_stands_alone(visit, small_address, tmp_path):
    there = visit(**WIDE)
    there.open(f"{small_address}/win-rates?scenario=segmentation-source&measure=kendall")
    export(there, "bars")
    there.page.get_by_role("tab", name="LaTeX").click()
    dialog = there.page.get_by_role("dialog")
    for seen in (
        dialog.get_by_alt_text("Win rates: semantic segmentation"),
        dialog.locator(".st-key-download-pdf button:visible"),
        dialog.locator("code:visible", has_text=r"Kendall $\tau$"),
        dialog.get_by_role("button", name="Keep"),
    ):
        expect(seen).to_be_in_viewport(ratio=1)
    starts = {"pdf": b"%PDF", "svg": b"<svg", "png": b"\x89PNG", "html": b"<!DOCTYPE html>"}
    for form, start in starts.items():
        name, content = saved(there, form)
        assert name == f"win-rates.{form}"
        assert content.startswith(start)
    (tmp_path / "figure.html").write_bytes(content)
    there.page.locator(".st-key-export-grey label").click()
    expect(there.page.get_by_text("--grey")).to_have_count(1)
    name, content = saved(there, "latex")
    assert name == "win-rates.tex"
    assert b"\\toprule" in content
    close(there)
    assert there.complaints == []
    assert there.outside() == []
    alone = visit()
    alone.page.goto((tmp_path / "figure.html").as_uri())
    expect(alone.page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    expect(alone.page.locator("figcaption")).to_contain_text("Win rates: semantic segmentation")
    assert alone.complaints == []
    assert [url for url in alone.requests if not url.startswith(("file:", "data:", "blob:"))] == []


def test_kept_named_restyled_and_taken_away_as_one_archive(visit, small_address):
    there = visit(**WIDE)
    there.open(f"{small_address}/win-rates?scenario=segmentation-source&measure=kendall")
    export(there, "bars")
    there.page.get_by_label("Name on the page Figures").fill("Who wins? 50 % <b>")
    there.page.get_by_role("dialog").get_by_role("button", name="Keep").click()
    expect(there.page.get_by_role("link", name="Figures (1)")).to_be_visible()
    there.settle()
    expect(there.page.get_by_role("button", name="Kept as “Who wins? 50 % <b>”")).to_be_visible()
    there.page.locator(".st-key-keep-use button").first.click()
    there.page.get_by_role("link", name="Figures (2)").click()
    heading = there.page.get_by_role("heading", level=2).first
    expect(heading).to_have_text("1 figure and 1 table kept.")
    there.settle()
    again = visit(fresh=True, **WIDE)
    again.open(there.page.url)
    expect(again.page.get_by_role("heading", level=2).first).to_have_text(
        "1 figure and 1 table kept."
    )
    again.page.get_by_role("button", name="Create the archive").click()
    with again.page.expect_download(timeout=60_000) as download:
        again.page.get_by_role("button", name="Download setupscope.zip").click()
    with zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes())) as archive:
        names = archive.namelist()
        assert "Who wins? 50 % <b>" in archive.read("README.txt").decode()
    assert "figures/who-wins-50-b.pdf" in names
    assert "tables/how-good-the-winner-is.tex" in names
    for one in (there, again):
        assert one.complaints == []
        assert one.outside() == []


@pytest.mark.extended
def test_ten_readers_who_export_at_once_all_get_their_file(visit, small_address):
    readers = [visit(viewport={"width": 800, "height": 700}) for _ in range(10)]
    files = []
    for index, reader in enumerate(readers):
        reader.page.on("download", lambda file, index=index: files.append((index, file)))
        measure = ("pearson", "kendall")[index % 2]
        reader.open(f"{small_address}/win-rates?scenario=segmentation-source&measure={measure}")
        reader.page.locator(".st-key-export-bars button").click()
    for reader in readers:
        reader.page.locator(".st-key-download-pdf button").wait_for(timeout=60_000)
    for reader in readers:
        reader.page.locator(".st-key-download-pdf button").click(no_wait_after=True)
    for index, reader in enumerate(readers):
        for _ in range(600):
            if index in [one for one, _ in files]:
                break
            reader.page.wait_for_timeout(100)
    assert sorted(index for index, _ in files) == list(range(10))
    for _, file in files:
        assert Path(file.path()).read_bytes().startswith(b"%PDF")


def drawing_browsers():
    """Leaders of the Chromes that the servers of this machine draw with."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0") if entry.name.isdigit() else []
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            above = Path(f"/proc/{parent}/cmdline").read_bytes() if words else b""
        except (OSError, IndexError):
            continue
        if b"setupscope.dashboard.rendering.worker" in above:
            found.append(int(entry.name))
    return found


def test_a_killed_chrome_costs_the_reader_nothing(visit, small_address, small_served):
    there = visit(**WIDE)
    there.open(f"{small_address}/win-rates?scenario=classification-source&measure=kendall")
    export(there, "bars")
    mine = [pid for pid in drawing_browsers() if small_served[1] in ancestors(pid)]
    assert mine
    for pid in mine:
        os.killpg(pid, signal.SIGKILL)
    there.page.locator(".st-key-export-font").get_by_text("sans").click()
    expect(there.page.get_by_text("--font sans")).to_have_count(1, timeout=30_000)
    assert saved(there, "pdf")[1].startswith(b"%PDF")
    assert there.complaints == []


def ancestors(pid):
    """Processes above one."""
    found = []
    while pid > 1:
        pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        found.append(pid)
    return found


def test_without_a_chrome_the_readers_own_browser_saves_svg(without_chrome, visit):
    there = visit(**WIDE)
    there.open(f"{without_chrome}/win-rates?scenario=segmentation-source&measure=kendall")
    there.page.locator(".st-key-export-bars button").click()
    dialog = there.page.get_by_role("dialog")
    expect(dialog.get_by_text("apt install chromium")).to_be_visible()
    expect(dialog.locator(".st-key-download-pdf")).to_have_count(0)
    dialog.locator(".js-plotly-plot").hover()
    with there.page.expect_download() as download:
        dialog.locator(".modebar-btn").click()
    root = ET.fromstring(Path(download.value.path()).read_bytes())
    assert float(root.get("width")) == pytest.approx(122 / 25.4 * 96, abs=0.5)
    for form in ("csv", "latex", "html"):
        assert saved(there, form)[1]
    assert there.complaints == []
    assert there.outside() == []


def test_dialog_and_page_fit_a_phone_and_a_tablet(visit, small_address):
    tablet, phone = {"width": 1024, "height": 844}, {"width": 390, "height": 844}
    there = visit(viewport=tablet, color_scheme="light")

    def fits(*windows):
        for size, scheme in windows:
            there.page.set_viewport_size(size)
            there.page.emulate_media(color_scheme=scheme)
            there.settle()
            wide = "document.documentElement.scrollWidth > window.innerWidth"
            assert there.page.evaluate(wide) is False

    there.open(f"{small_address}/win-rates?scenario=segmentation-source&measure=kendall")
    export(there, "bars")
    fits((tablet, "light"), (phone, "light"), (phone, "dark"))
    close(there)
    there.settle()
    there.page.locator(".st-key-keep-bars button:visible").first.click()
    there.page.wait_for_url("**p.kept=**")
    query = there.page.url.partition("?")[2]
    there.open(f"{small_address}/figures?{query}")
    expect(there.page.get_by_text("mm wide, with text of")).to_be_visible(timeout=30_000)
    fits((phone, "light"), (tablet, "dark"))
    assert there.complaints == []
