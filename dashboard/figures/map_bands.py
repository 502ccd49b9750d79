"""Where do the panels of a map stand, with their heads, labels and titles?

Labels of rows have their room at the left and the right edge of a figure, in pixels, so that
two scenarios fit beside each other on a phone and fill a wide screen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians, sin
from typing import Any

import pandas as pd

from setupscope.dashboard.figures.figure import Properties
from setupscope.dashboard.figures.label_width import STANDOFF, label_margin
from setupscope.dashboard.figures.panels import axis_name
from setupscope.dashboard.figures.theme import SMALL
from setupscope.dashboard.text.labels import distinct, on_lines

UPRIGHT, FEW = 5, 8
"""Columns beside each other up to which their heads stand upright, and lean far."""
MOST_COLUMNS = 12
"""Columns that stand beside each other, of one panel or of several."""
LINE, TALLEST = 16, 110
BETWEEN, APART = 0.02, 0.05
"""Of the width: between panels of one scenario, and of two."""
LONGEST_HEADS = 40
"""Characters that the heads of all columns have on one line, upright, on a phone."""


@dataclass(frozen=True)
class Panel:
    """The cells of one scenario, or of one level of its third component.

    Attributes
    ----------
    scenario : str
        Key of the scenario.
    title, subtitle : str
        Names of scenario and level, in HTML; empty where there is but one.
    rows, columns : mapping
        What the levels are called, in HTML; they stand in this order.
    cells : pandas.DataFrame
        Rows of `analysis.winner_map`.
    """

    scenario: str
    title: str
    subtitle: str
    rows: Mapping[Any, str]
    columns: Mapping[Any, str]
    cells: pd.DataFrame


@dataclass(frozen=True)
class Place:
    """Where a panel stands.

    Attributes
    ----------
    panel : Panel
        Which one.
    band : int
        Number of its band, from the top.
    left, right : float
        The part of the width that it takes.
    labels : {"left", "right", ""}
        The side on which the labels of its rows stand; none if another panel has them.
    first : bool
        Whether it is the first of its scenario in the band.
    line, angle : int
        Characters of a line of an upright head, and by how many degrees heads lean, 0 if upright.
    """

    panel: Panel
    band: int
    left: float
    right: float
    labels: str
    first: bool
    line: int
    angle: int


def bands_of(panels: Sequence[Panel]) -> list[list[Panel]]:
    """Panels that stand beside each other: of at most two scenarios, and of so many columns."""
    bands: list[list[Panel]] = []
    for panel in panels:
        last = bands[-1] if bands else []
        columns = sum(len(one.columns) for one in last) + len(panel.columns)
        scenarios = {one.scenario for one in last} | {panel.scenario}
        if last and columns <= MOST_COLUMNS and len(scenarios) < 3:
            last.append(panel)
        else:
            bands.append([panel])
    return bands


def placed(band: Sequence[Panel], number: int) -> list[Place]:
    """From left to right; all columns are equally wide."""
    pairs = pairwise(band)
    gaps = [0.0, *(BETWEEN if a.scenario == b.scenario else APART for a, b in pairs)]
    unit = (1 - sum(gaps)) / sum(len(panel.columns) for panel in band)
    found, left = [], 0.0
    for index, (panel, gap) in enumerate(zip(band, gaps, strict=True)):
        left += gap
        right = left + unit * len(panel.columns)
        first = index == 0 or band[index - 1].scenario != panel.scenario
        last = index + 1 == len(band) or band[index + 1].scenario != panel.scenario
        second = panel.scenario != band[0].scenario
        labels = ("right" if last else "") if second else ("left" if first else "")
        found.append(Place(panel, number, left, min(right, 1.0), labels, first, *_leaning(band)))
        left = right
    return found


def _leaning(band: Sequence[Panel]) -> tuple[int, int]:
    """Characters of a line of a head, and the angle, steeper where columns are narrow."""
    columns = sum(len(panel.columns) for panel in band)
    angle = 0 if columns <= UPRIGHT else 60 if columns <= FEW else 75
    return LONGEST_HEADS // max(columns, 1), angle


def _heads(panel: Panel, line: int, angle: int) -> list[str]:
    names = distinct(list(panel.columns.values()))
    return names if angle else [on_lines(name, line) for name in names]


def head_height(band: Sequence[Panel]) -> int:
    """Pixels for the heads of the columns of a band."""
    leaning = _leaning(band)
    heads = [head for panel in band for head in _heads(panel, *leaning)]
    if leaning[1]:
        up = sin(radians(leaning[1]))
        return min(round(up * label_margin(heads, SMALL)), TALLEST) + STANDOFF
    return LINE * (1 + max(head.count("<br>") for head in heads)) + STANDOFF


def overhang(bands: Sequence[Sequence[Panel]]) -> int:
    """Pixels that the last leaning head needs to its right."""
    return max((_overhang(band) for band in bands), default=4)


def _overhang(band: Sequence[Panel]) -> int:
    angle = _leaning(band)[1]
    if not angle:
        return 4
    widest = label_margin(band[-1].columns.values(), SMALL)
    return min(round(cos(radians(angle)) * widest), TALLEST)


def _title(panel: Panel) -> str:
    """In bold; it has its lines already."""
    return f"<b>{panel.title}</b>" if panel.title else ""


def title_height(band: Sequence[Panel]) -> int:
    """Pixels for titles and subtitles above the heads of a band."""
    titles = [_title(panel) for panel in band if panel.title]
    lines = 1 + max((title.count("<br>") for title in titles), default=-1)
    return LINE * (lines + lines_below(band)) + (8 if titles else 0)


def lines_below(band: Sequence[Panel]) -> int:
    """Lines between the titles of a band and the heads of its columns."""
    return int(any(panel.subtitle for panel in band))


def room_for_labels(places: Sequence[Place], side: str) -> int:
    """Pixels for the labels of rows on one side."""
    labels = [
        name for place in places if place.labels == side for name in place.panel.rows.values()
    ]
    return label_margin(labels, SMALL) if labels else 4


def axes_of(place: Place, number: int, domain: list[float]) -> Properties:
    """The axes of a panel."""
    panel = place.panel
    names = list(panel.rows.values())
    across = {
        "domain": [place.left, place.right],
        "anchor": axis_name("y", number),
        "side": "top",
        "range": [-0.5, len(panel.columns) - 0.5],
        "tickvals": list(range(len(panel.columns))),
        "ticktext": _heads(panel, place.line, place.angle),
        "tickfont": {"size": SMALL},
        "tickangle": -place.angle,
    }
    up = {
        "domain": domain,
        "anchor": axis_name("x", number),
        "range": [len(names) - 0.5, -0.5],
        "side": place.labels or "left",
        "showticklabels": bool(place.labels),
        "tickvals": list(range(len(names))),
        "ticktext": names,
        "tickfont": {"size": SMALL},
    }
    return {axis_name("xaxis", number): across, axis_name("yaxis", number): up}


def titles_of(place: Place, number: int, heads: int, margin: int, below: int) -> list[Properties]:
    """The title of a scenario above its first panel, and the level of each panel.

    A title at the left begins where the labels of its rows do.
    """
    base = {
        "xref": f"{axis_name('x', number)} domain",
        "yref": f"{axis_name('y', number)} domain",
        "y": 1,
        "yanchor": "bottom",
        "align": "left",
        "showarrow": False,
        "font": {"size": SMALL},
    }
    title, subtitle = _title(place.panel), place.panel.subtitle
    found = []
    if subtitle:
        found.append(base | {"text": subtitle, "x": 0.5, "xanchor": "center", "yshift": heads})
    if title and place.first:
        up = heads + LINE * below
        edge = 0 if place.left else 4 - margin
        found.append(
            base | {"text": title, "x": 0, "xanchor": "left", "xshift": edge, "yshift": up}
        )
    return found
