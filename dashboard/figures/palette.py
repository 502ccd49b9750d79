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
