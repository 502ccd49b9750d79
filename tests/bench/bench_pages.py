"""How long from a change of slice until the sentence, the first and the last figure stand still?

In Chromium, with server and browser on this machine, for one reader: p50 and p95 over changes on
each page, the heaviest message, and when the first sentence stands in a browser that never saw
the page; before that, how soon after `setupscope dashboard` is ready the first sentence stands.
"""

import random
import sys
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from report import Section, parser
from served import served, shipped_link

from serving import serving
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
"""Milliseconds at most: to the last figure, and until a page that is opened has a sentence."""
SOON = 200
"""Milliseconds at most, at p50, until the sentence and until the first figure stand."""
STARTS, AFTER_READY = 3, 2000
"""Servers that are started, and milliseconds at most from ready to a sentence."""
WITH_ENOUGH = {"Stability": 200}
"""What a page may take more, for its samples; the rest of it stands meanwhile."""
MESSAGE = 300_000
"""Bytes at most."""
SCENARIO = "[data-testid=stSidebar] [role=radiogroup] label:not(:has(input:checked))"
PILLS = "[data-testid=stSidebar] button[data-variant=pills]:not([role=radio])"
"""Not those of families, most of which leave no setup."""

CLICK = """
([selector, at]) => {
  const all = document.querySelectorAll(selector);
  window.clicked = performance.now();
  all[at % all.length].click();
}
"""
STARTED = "() => window.lastChange > window.clicked"


FOLLOWS = """
window.lastOf = new WeakMap();
const HOLDER = '[data-testid=stElementContainer]';
new MutationObserver(records => {
  const now = performance.now();
  const mark = node => node && window.lastOf.set(node, now);
  for (const record of records) {
    const target = record.target;
    mark((target.nodeType === 1 ? target : target.parentElement)?.closest(HOLDER));
    for (const node of record.addedNodes)
      if (node.nodeType === 1) {
        if (node.matches(HOLDER)) mark(node);
        node.querySelectorAll(HOLDER).forEach(mark);
      }
  }
}).observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
"""
"""Keeps when each element of a page changed last."""
LAST_OF = """
selectors => selectors.map(selector => {
  const holder = document.querySelector(selector)?.closest('[data-testid=stElementContainer]');
  const last = holder ? window.lastOf.get(holder) ?? 0 : 0;
  return last > window.clicked ? last - window.clicked : null;
})
"""
WATCHED = {
    "sentence": "[data-testid=stMain] h2",
    "first figure": "[data-testid=stMain] .js-plotly-plot",
}


class Change(NamedTuple):
    """Milliseconds from a click until the sentence, the first and the last figure stand still.

    None for what did not change at all.
    """

    sentence: float | None
    first: float | None
    last: float


def changed(visit, selector, index):
    """Clicks, and waits until nothing changes any more; a `Change`."""
    visit.page.evaluate(CLICK, [selector, index])
    visit.page.wait_for_function(STARTED)
    visit.page.wait_for_timeout(60)
    visit.settle(quiet=300)
    last = visit.page.evaluate("window.lastChange - window.clicked")
    return Change(*visit.page.evaluate(LAST_OF, list(WATCHED.values())), last)


def watched(browser):
    """A visit that keeps when each element changed."""
    visit = Visit(browser, viewport={"width": 1440, "height": 900})
    visit.page.add_init_script(FOLLOWS)
    return visit


def measure(browser, address, path, rng):
    """Random changes on one page, when its first sentence stood, and its heaviest message."""
    visit = watched(browser)
    first = until_sentence(visit, address + path)
    visit.settle()
    folded = visit.page.get_by_text("Slice for the other pages")
    if folded.count():
        folded.click()
        visit.settle()
    changes = []
    for _ in range(CHANGES):
        selector = SCENARIO if rng.random() < 0.15 else PILLS
        changes.append(changed(visit, selector, rng.randrange(100)))
    visit.close()
    return changes, first, visit.largest


def until_sentence(visit, address):
    """Milliseconds until a page's first sentence stands."""
    started = time.perf_counter()
    visit.page.goto(address)
    visit.page.wait_for_selector("[data-testid=stApp] h2", timeout=60_000)
    return 1000 * (time.perf_counter() - started)


def after_ready(browser):
    """Milliseconds from the line that says that the server is ready to the first sentence."""
    found = []
    with shipped_link() as link:
        for _ in range(STARTS):
            with serving(link) as (address, _):
                visit = watched(browser)
                found.append(until_sentence(visit, address))
                visit.close()
    return found


def percentiles(times):
    """p50 and p95 of what changed, and how often it did."""
    known = [one for one in times if one is not None]
    p50, p95 = np.percentile(known or [np.nan], [50, 95]).tolist()
    return {"p50": p50, "p95": p95, "changes": len(known)}


def summary(changes, first, message):
    """All figures of a page, as they go into the report."""
    times = zip(Change._fields, zip(*changes, strict=True), strict=True)
    return {
        **{name: percentiles(own) for name, own in times},
        "opened": first,
        "heaviest_message": message,
    }


def say(name, found):
    """A line about a page; whether a limit is missed."""
    more = WITH_ENOUGH.get(name, 0)
    limits = {"sentence": (SOON, None), "first": (SOON, None), "last": (P50 + more, P95 + more)}
    missed = found["opened"] > FIRST or found["heaviest_message"] > MESSAGE
    texts = []
    for part, (p50, p95) in limits.items():
        own = found[part]
        missed |= own["p50"] > p50 or bool(p95 and own["p95"] > p95)
        most = f" (at most {p95})" if p95 else ""
        texts.append(
            f"{part} p50 {own['p50']:4.0f} (at most {p50}) p95 {own['p95']:4.0f}{most}"
            f" of {own['changes']}"
        )
    print(
        f"{name:<14} {'; '.join(texts)} ms; opened {found['opened']:5.0f} ms (at most {FIRST});"
        f" heaviest message {found['heaviest_message'] / 1000:4.0f} kB"
        f" (at most {MESSAGE // 1000}){' MISSED' if missed else ''}",
        flush=True,
    )
    return missed


def main():
    """Prints a line per page; exits with 1 where a limit is missed."""
    asked = parser(__doc__).parse_args()
    if CHROME is None:
        print("no Chrome or Chromium on this machine: pages are not measured")
        return
    missed = False
    with Section("pages", asked.json) as figures, launched() as browser:
        figures["ready_to_sentence"] = ready = after_ready(browser)
        missed |= max(ready) > AFTER_READY
        print(
            f"from ready to the first sentence: {', '.join(f'{one:.0f}' for one in ready)} ms"
            f" (at most {AFTER_READY})"
        )
        figures["pages"] = {}
        with served() as address:
            for name, path in SHOWN.items():
                found = summary(*measure(browser, address, path, random.Random(name)))
                figures["pages"][name] = found
                missed |= say(name, found)
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
