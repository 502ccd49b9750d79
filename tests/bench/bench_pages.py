"""How long from a change of slice until the last chart stands still?

In Chromium, with server and browser on this machine: p50 and p95 over changes on each page,
the heaviest message, and when the first sentence stands in a browser that never saw the page.
"""

import random
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from served import served

from setupscope.dashboard.session.pages import FIGURES, PAGES, YOUR_METRIC
from system_browser import CHROME
from visiting import Visit, launched

CHANGES = 50
SHOWN = {
    entry.title: f"/{entry.path}"
    for name, entry in PAGES.items()
    if name not in (FIGURES, YOUR_METRIC)
}
P50, P95, FIRST = 500, 900, 5000
"""Milliseconds at most."""
WITH_ENOUGH = {"Stability": 200}
"""What a page may take more, for its samples; the rest of it stands meanwhile."""
MESSAGE = 300_000
"""Bytes at most."""
SCENARIO = "[data-testid=stSidebar] [role=radiogroup] label:not(:has(input:checked))"
PILLS = "[data-testid=stSidebar] button[data-variant=pills]"

CLICK = """
([selector, at]) => {
  const all = document.querySelectorAll(selector);
  window.clicked = performance.now();
  all[at % all.length].click();
}
"""
STARTED = "() => window.lastChange > window.clicked"


def changed(visit, selector, index):
    """Milliseconds from a click until nothing changes any more."""
    visit.page.evaluate(CLICK, [selector, index])
    visit.page.wait_for_function(STARTED)
    visit.page.wait_for_timeout(60)
    visit.settle(quiet=300)
    return visit.page.evaluate("window.lastChange - window.clicked")


def measure(browser, address, path, rng):
    """Times of random changes on one page, of its first sentence, and its heaviest message."""
    visit = Visit(browser, viewport={"width": 1440, "height": 900})
    started = time.perf_counter()
    visit.page.goto(address + path)
    visit.page.wait_for_selector("[data-testid=stApp] h2", timeout=60_000)
    first = 1000 * (time.perf_counter() - started)
    visit.settle()
    folded = visit.page.get_by_text("Slice for the other pages")
    if folded.count():
        folded.click()
        visit.settle()
    times = []
    for _ in range(CHANGES):
        selector = SCENARIO if rng.random() < 0.15 else PILLS
        times.append(changed(visit, selector, rng.randrange(100)))
    visit.close()
    return times, first, visit.largest


def main():
    """Prints a line per page; exits with 1 where a limit is missed."""
    if CHROME is None:
        print("no Chrome or Chromium on this machine: pages are not measured")
        return
    missed = 0
    with served() as address, launched() as browser:
        for name, path in SHOWN.items():
            times, first, message = measure(browser, address, path, random.Random(name))
            p50, p95 = np.percentile(times, [50, 95])
            more = WITH_ENOUGH.get(name, 0)
            slow = p50 > P50 + more or p95 > P95 + more
            missed += slow or first > FIRST or message > MESSAGE
            print(
                f"{name:<14} p50 {p50:5.0f} ms (at most {P50 + more})  p95 {p95:5.0f} ms"
                f" (at most {P95 + more})  first sentence {first:5.0f} ms (at most {FIRST})"
                f"  heaviest message {message / 1000:4.0f} kB (at most {MESSAGE // 1000})"
            )
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
