"""How long does an export take while another reader goes on changing slices?

In Chromium, with server and browsers on this machine: from the click that opens the dialog to
the first PDF saved, further files, and an archive of twelve figures; and how long the other
reader's changes take meanwhile.
"""

import random
import sys
import threading
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench_pages import PILLS, changed, watched
from report import Section, parser
from served import served

from system_browser import CHROME
from visiting import Visit, launched

FIRST, FURTHER, ARCHIVE, CHANGE = 6.0, 1.0, 15.0, 1.5
"""Seconds at most."""
KEPT = 12
WIDE = {"viewport": {"width": 1440, "height": 900}}


def saved(visit, press):
    """Seconds from a click until its file is there."""
    started = time.perf_counter()
    with visit.page.expect_download(timeout=60_000) as download:
        press()
    download.value.path()
    return time.perf_counter() - started


def first_export(visit):
    """Seconds from the click that opens the dialog until the PDF is there."""
    started = time.perf_counter()
    visit.page.locator(".st-key-export-bars button").click()
    saved(visit, lambda: download(visit, "pdf"))
    took = time.perf_counter() - started
    visit.page.get_by_text("mm wide, with text of").wait_for(timeout=60_000)
    return took


def download(visit, form):
    """Presses a button of the dialog."""
    visit.page.locator(f".st-key-download-{form} button").click()


def archive(visit):
    """Seconds from asking for the archive until it is there."""
    visit.page.get_by_role("link", name="Figures").click()
    visit.page.get_by_role("button", name="Create the archive").wait_for()
    visit.settle()
    started = time.perf_counter()
    visit.page.get_by_role("button", name="Create the archive").click()
    button = visit.page.get_by_role("button", name="Download setupscope.zip")
    button.wait_for(timeout=120_000)
    saved(visit, button.click)
    return time.perf_counter() - started


def exports(address, text):
    """Says what each kind of export takes."""
    with launched() as browser:
        visit = Visit(browser, accept_downloads=True, **WIDE)
        visit.open(f"{address}/win-rates")
        text["first PDF"] = [first_export(visit)]
        for form in ("pdf", "svg", "png") * 3:
            text.setdefault(f"further {form.upper()}", []).append(
                saved(visit, lambda form=form: download(visit, form))
            )
        visit.page.get_by_role("dialog").get_by_label("Close").click()
        visit.settle()
        keep = [".st-key-keep-bars", ".st-key-keep-cells-given", ".st-key-keep-without"]
        for index in range(KEPT):
            visit.page.locator(f"{keep[index % len(keep)]} button").first.click()
            visit.settle()
        text[f"archive of {KEPT}"] = [archive(visit)]


def changes(address, times, done):
    """Changes slices until the exports are done."""
    rng = random.Random(1)
    with launched() as browser:
        visit = watched(browser)
        visit.open(f"{address}/win-rates")
        while not done.is_set():
            times.append(changed(visit, PILLS, rng.randrange(100)).last / 1000)


def beside_changes(text, times):
    """Exports while another reader changes slices; both note what they take."""
    done = threading.Event()
    with served() as address:
        other = threading.Thread(target=changes, args=(address, times, done))
        other.start()
        try:
            exports(address, text)
        finally:
            done.set()
            other.join(60)


def main():
    """Prints a line per kind of export; exits with 1 where a limit is missed."""
    asked = parser(__doc__).parse_args()
    if CHROME is None:
        print("no Chrome or Chromium on this machine: exports are not measured")
        return
    text, times = {}, []
    with Section("exports", asked.json) as figures:
        beside_changes(text, times)
        figures |= {"exports": text, "changes": times}
    limits = {"first PDF": FIRST, f"archive of {KEPT}": ARCHIVE}
    missed = 0
    for name, seconds in text.items():
        limit = limits.get(name, FURTHER)
        missed += max(seconds) > limit
        print(f"{name:<16} longest {max(seconds):5.2f} s (at most {limit:g})")
    missed += max(times) > CHANGE
    print(
        f"{len(times)} changes of another reader meanwhile: p50 {np.median(times):.2f} s,"
        f" longest {max(times):.2f} s (at most {CHANGE:g})"
    )
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
