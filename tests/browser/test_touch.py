"""With a finger: it scrolls the page over figures, and a tap on a mark is a click."""

import pytest

from system_browser import CHROME

if CHROME is None:
    pytest.skip(
        "no Chrome or Chromium on this machine: no browser journey", allow_module_level=True
    )

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
AGREEMENT = "[class*=st-key-wide-] .js-plotly-plot"
MARK_IN_SIGHT = """(figure) => [...figure.querySelectorAll('.barlayer .point path')]
  .map(mark => mark.getBoundingClientRect())
  .map(box => [box.x + box.width / 2, box.y + box.height / 2])
  .find(([x, y]) => x > 200 && x < 350 && y > 300 && y < 600)"""
PLACES = """(figure) => {
  const frame = figure.closest('[class*=st-key-wide-]');
  return [frame.scrollLeft, document.querySelector('[data-testid=stMain]').scrollTop];
}"""
"""How far the frame of a wide figure is scrolled sideways, and the page down."""


def swipe(there, start, way):
    """Draws a finger over the page, from a point, by some pixels."""
    touches = there.page.context.new_cdp_session(there.page)
    for step in range(11):
        x, y = (a + b * step / 10 for a, b in zip(start, way, strict=True))
        kind = "touchMove" if step else "touchStart"
        touches.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    touches.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    there.page.wait_for_timeout(600)  # what still moves takes a tap for a stop


def test_a_finger_scrolls_over_a_figure_and_taps_a_mark(visit, address):
    there = visit(fresh=True, **PHONE)
    there.open(f"{address}/stability?scenario=segmentation-source")
    figure = there.page.locator(AGREEMENT)
    figure.evaluate("(one) => one.scrollIntoView({block: 'center'})")
    there.settle()
    (left, top), opened = figure.evaluate(PLACES), there.page.url
    swipe(there, (250, 420), (-120, 0))
    swipe(there, (250, 420), (0, -90))
    after = figure.evaluate(PLACES)
    assert after[0] > left + 60
    assert after[1] > top + 40
    assert there.page.url == opened

    there.page.touchscreen.tap(*figure.evaluate(MARK_IN_SIGHT))
    there.page.wait_for_url("**/compare?*")
    there.settle()
    assert there.complaints == []
