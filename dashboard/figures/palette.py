"""Which colour is a metric, everywhere and in both themes?

Each colour stands out by at least 3:1 from white and from the dark background, and any
two differ by at least 11 in CAM02-UCS, seen normally or with full deuteranomaly,
protanomaly or tritanomaly (docs/decisions.md says how they were found).
"""

from collections.abc import Sequence

METRIC_COLOURS = (
    "#3ca587",
    "#d27800",
    "#3c69c3",
    "#a587b4",
    "#c31e2d",
    "#ba248d",
    "#8787ff",
    "#696969",
)
GREYS = (
    "#3b3b3b",
    "#8f8f8f",
    "#5c5c5c",
    "#b9b9b9",
    "#1f1f1f",
    "#a5a5a5",
    "#757575",
    "#cdcdcd",
)
"""For print without colour; neighbours in a study's order differ the most."""
OTHER_METRIC = "#8c8c8c"
"""Metrics beyond the eighth; their labels tell them apart."""


def metric_colours(
    metrics: Sequence[str], compared: Sequence[str] = (), *, grey: bool = False
) -> dict[str, str]:
    """Colour, or shade of grey, of each of a study's metrics, by its place in the study's order.

    Of more than eight, those beyond are grey; one of them that is among the metrics compared
    takes a colour whose metric is not, as long as there are any. Baselines are always grey.
    """
    shades = GREYS if grey else METRIC_COLOURS
    coloured = dict(zip(metrics, shades, strict=False))
    colours = dict.fromkeys([*metrics, *compared], OTHER_METRIC) | coloured
    free = [key for key in metrics[: len(shades)] if key not in compared]
    late = [key for key in metrics[len(shades) :] if key in compared]
    for lender, taker in zip(free, late, strict=False):
        colours[taker], colours[lender] = colours[lender], OTHER_METRIC
    return colours


def laid_on(colour: str, opacity: float, paper: str) -> str:
    """What a colour that lets through what lies behind it looks like on paper."""
    pairs = zip(_rgb(colour), _rgb(paper), strict=True)
    mixed = (round(255 * (opacity * c + (1 - opacity) * p)) for c, p in pairs)
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def ink_on(colour: str, opacity: float, paper: str) -> str:
    """Black or white, whichever is easier to read on a colour laid over paper; at least 4.5:1."""
    mixed = [
        opacity * c + (1 - opacity) * p for c, p in zip(_rgb(colour), _rgb(paper), strict=True)
    ]
    # The luminance that stands out from black as much as from white.
    return "#000000" if _luminance(mixed) > 0.179 else "#ffffff"


def _rgb(colour: str) -> list[float]:
    return [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]


def _luminance(rgb: Sequence[float]) -> float:
    """Relative luminance as WCAG 2 defines it."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
