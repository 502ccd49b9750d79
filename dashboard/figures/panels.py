"""Where do several panels of one figure lie?"""

from collections.abc import Sequence

from setupscope.dashboard.figures.figure import Properties


def beside_each_other(count: int, gap: float) -> list[list[float]]:
    """From left to right, the parts of the width that equal panels take, `gap` apart."""
    wide = (1 - gap * (count - 1)) / count
    return [[index * (wide + gap), index * (wide + gap) + wide] for index in range(count)]


def above_each_other(heights: Sequence[float], gap: float) -> list[list[float]]:
    """From the top, the parts of the height that panels of such heights take, `gap` apart."""
    scale = (1 - gap * (len(heights) - 1)) / sum(heights)
    found, top = [], 1.0
    for height in heights:
        found.append([max(top - scale * height, 0.0), top])
        top -= scale * height + gap
    return found


def on_panel(number: int, trace: Properties) -> Properties:
    """A trace on the axes of a panel, counted from 1."""
    return trace | {"xaxis": axis_name("x", number), "yaxis": axis_name("y", number)}


def axis_name(letter: str, number: int) -> str:
    """What plotly.js calls an axis: "x", "x2", or "xaxis", "xaxis2"."""
    return f"{letter}{number}" if number > 1 else letter
