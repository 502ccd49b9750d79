"""How is the agreement between the levels of a component drawn?"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy.cluster import hierarchy
from scipy.spatial.distance import squareform

from setupscope.dashboard.figures.figure import Properties, bar, figure_of, scatter
from setupscope.dashboard.figures.label_width import STANDOFF, label_margin
from setupscope.dashboard.figures.palette import ink_on
from setupscope.dashboard.figures.scale import ROOM, shade_scale, shaded
from setupscope.dashboard.figures.theme import SMALL, Look
from setupscope.dashboard.text.labels import distinct
from setupscope.dashboard.text.numbers import short_value, value

ALIKE, REVERSED, GREY = "#4b6478", "#a07d50", "#303030"
"""Never the colours of metrics; the stronger the shade, the nearer to 1 or to −1."""
MOST_NUMBERED = 12
"""Levels up to which each cell has its number."""
CELL, LEAST_CELL = 34, 22
HEAD, WIDE_HEAD = 26, 110
MOST_HEADED = 40
"""Levels up to which each column has its name; of more, names would stand on each other."""
SAME_ORDER = {"text": "columns in the order of the rows", "font": {"size": SMALL}}
MOST_UPRIGHT = 5
"""Levels up to which the heads of the columns stand upright."""
UPRIGHT_WIDTH = 220
"""Pixels that they take together, up to which they do: what a column of a paper leaves."""


def by_similarity(table: pd.DataFrame) -> list[str]:
    """Levels of a component so that those which rank alike stand together.

    `table` has rows of `analysis.agreement` of one component. Average linkage on 1 − τ with
    the best order of leaves (Bar-Joseph, Gifford and Jaakkola 2001, Bioinformatics 17:S22).
    """
    levels = list(dict.fromkeys([*table["level_a"], *table["level_b"]]))
    if len(levels) < 3:
        return levels
    place = {level: index for index, level in enumerate(levels)}
    apart = np.ones((len(levels), len(levels)))
    np.fill_diagonal(apart, 0)
    for a, b, tau in zip(table["level_a"], table["level_b"], table["tau"], strict=True):
        apart[place[a], place[b]] = apart[place[b], place[a]] = 1 - (0.0 if np.isnan(tau) else tau)
    tree = hierarchy.linkage(squareform(apart), "average", optimal_ordering=True)
    return [levels[index] for index in hierarchy.leaves_list(tree)]


def agreement_cells(table: pd.DataFrame, labels: Mapping[str, str], look: Look) -> Properties:
    """A square per two levels: the stronger its shade, the more alike or the more reversed.

    `table` has rows of `analysis.agreement` of one component; levels stand in the order of
    `labels`, which name them in HTML. A click gives the two levels.
    """
    place = {level: index for index, level in enumerate(labels)}
    known = table.dropna(subset=["tau"])
    turned = known.rename(columns={"level_a": "level_b", "level_b": "level_a"})
    cells = pd.concat([known, turned], ignore_index=True)
    x, y = cells["level_b"].map(place), len(place) - 1 - cells["level_a"].map(place)
    names = distinct(list(labels.values()))
    numbered = len(names) <= MOST_NUMBERED
    size = CELL if numbered else LEAST_CELL
    traces = [_squares(cells, x, y, labels, look)]
    if numbered:
        traces.append(_numbers(cells, x, y, look))
    traces.append(_scale(look))
    widest = label_margin(names, SMALL) - STANDOFF
    headed = len(names) <= MOST_HEADED
    turned_heads = headed and (len(names) > MOST_UPRIGHT or widest * len(names) > UPRIGHT_WIDTH)
    head = min(label_margin(names, SMALL), WIDE_HEAD) if turned_heads else HEAD
    axis = {
        "tickfont": {"size": SMALL},
        "range": [-0.52, len(names) - 0.48],
        "tickvals": list(range(len(names))),
    }
    return figure_of(
        traces,
        look,
        height=size * len(names) + head + ROOM,
        bargap=0,
        margin={
            "l": label_margin(names, SMALL),
            "t": head,
            "r": head // 2 if turned_heads else 4,
            "b": ROOM,
        },
        xaxis=axis
        | {"side": "top", "ticktext": names, "tickangle": -60 if turned_heads else 0}
        | ({} if headed else {"showticklabels": False, "title": SAME_ORDER}),
        yaxis=axis | {"ticktext": names[::-1]},
    )


def _squares(
    cells: pd.DataFrame, x: pd.Series, y: pd.Series, labels: Mapping[str, str], look: Look
) -> Properties:
    """Bars of width 1, since heatmaps are bitmaps in a file and cannot be clicked."""
    return bar(
        x=x,
        y=[1] * len(cells),
        base=y - 0.5,
        width=0.96,
        marker={
            "color": [_shade(tau, look) for tau in cells["tau"]],
            "opacity": [_strength(tau, look) for tau in cells["tau"]],
        },
        customdata=cells[["level_a", "level_b"]].to_numpy().tolist(),
        hovertext=[
            f"{labels[a]} and {labels[b]}: τ = {value(tau)}"
            for a, b, tau in zip(cells["level_a"], cells["level_b"], cells["tau"], strict=True)
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _shade(tau: float, look: Look) -> str:
    return GREY if look.grey else ALIKE if tau >= 0 else REVERSED


def _strength(tau: float, look: Look) -> float:
    """How much of the shade is seen; in grey it rises from −1 to 1, so that no two are alike."""
    return 0.06 + 0.94 * ((1 + tau) / 2 if look.grey else abs(tau))


def _scale(look: Look) -> Properties:
    """Which shade is which τ, from −1 to 1."""
    least = -1e-9
    shades = [
        ((1 + tau) / 2, shaded(_shade(tau, look), _strength(tau, look)))
        for tau in (-1.0, least, 0.0, 1.0)
    ]
    ticks = {0.0: "−1", 0.25: "−0.5", 0.5: "0", 0.75: "0.5", 1.0: "1"}
    return shade_scale("Kendall τ-b of two rankings", shades, ticks, look)


def _numbers(cells: pd.DataFrame, x: pd.Series, y: pd.Series, look: Look) -> Properties:
    paper = look.ink.paper
    inks = [ink_on(_shade(tau, look), _strength(tau, look), paper) for tau in cells["tau"]]
    return scatter(
        x=x,
        y=y,
        mode="text",
        text=[short_value(tau) for tau in cells["tau"]],
        textfont={"size": SMALL - 1, "color": inks},
        hoverinfo="skip",
    )
