"""How is a map of winners drawn: a panel of cells, each in the colour of its winner?"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from setupscope.dashboard.figures.figure import Properties, bar, figure_of, scatter
from setupscope.dashboard.figures.map_bands import (
    LINE,
    Panel,
    axes_of,
    bands_of,
    head_height,
    lines_below,
    overhang,
    placed,
    room_for_labels,
    title_height,
    titles_of,
)
from setupscope.dashboard.figures.map_keys import NAME, Key, key_lines, key_of_ties, keys_of
from setupscope.dashboard.figures.palette import ink_on, laid_on
from setupscope.dashboard.figures.panels import on_panel
from setupscope.dashboard.figures.scale import ROOM, shade_scale, shaded
from setupscope.dashboard.figures.theme import SMALL, Look
from setupscope.dashboard.text.winner_map import DECIDED, cell_hover
from setupscope.data.study.study import Study

CELL, PAD, BELOW = 24, 4, 16
"""Pixels of a row, above the keys, and beneath a band of panels that another follows."""
PALEST = 0.25
"""How much of its colour a winner has without a lead."""
HIGH, WIDE = 0.94, 0.95
"""Of a cell."""
HATCHED = {"fillmode": "overlay", "fgopacity": 0.45, "size": 6, "solidity": 0.12}
TITLE = "lead in points; hatched: not clear"
"""Of the scale; a longer one would leave a phone, beside long labels."""
NOBODY = Key("#808080", "", "")
"""Of cells without a winner of their own."""


def winner_map_cells(
    study: Study, panels: Sequence[Panel], colours: Mapping[str, str], look: Look
) -> Properties:
    """Panels of cells, each in the colour of its winner, paler the smaller its lead.

    Hatched where the winner is not clear, and without a colour where metrics tie, which the
    cell says. The name of the winner stands in a cell where there is room, and above all panels
    beside its colour; in grey, a letter for each metric. Two scenarios stand beside each other
    where both fit, the labels of the second to its right. A click gives scenario, row, column
    and panel.
    """
    bands = bands_of(panels)
    places = [place for number, band in enumerate(bands) for place in placed(band, number)]
    keys = keys_of(study, panels, colours, look)
    ties = any(panel.cells["tied"].any() for panel in panels)
    lines = key_lines([*keys.values(), *([key_of_ties(look)] if ties else [])])
    heads = [head_height(band) for band in bands]
    above = [title_height(band) + head for band, head in zip(bands, heads, strict=True)]
    above[1:] = [height + BELOW for height in above[1:]]
    rows = [CELL * max(len(panel.rows) for panel in band) for band in bands]
    top, inner = PAD + LINE * len(lines) + above[0], sum(rows) + sum(above[1:])
    left = room_for_labels(places, "left")
    layout: Properties = {}
    notes = [_key(line, top - PAD - LINE * number) for number, line in enumerate(lines, 1)]
    for number, place in enumerate(places, 1):
        down = sum(rows[: place.band]) + sum(above[1 : place.band + 1])
        high = CELL * len(place.panel.rows)
        domain = [1 - (down + high) / inner, 1 - down / inner]
        layout |= axes_of(place, number, [max(domain[0], 0.0), domain[1]])
        notes += titles_of(place, number, heads[place.band], left, lines_below(bands[place.band]))
    return figure_of(
        [
            *(
                on_panel(number, trace)
                for number, place in enumerate(places, 1)
                for trace in _cells(study, place.panel, keys, look)
            ),
            _scale(look),
        ],
        look,
        height=top + inner + ROOM,
        bargap=0,
        barmode="overlay",
        uniformtext={"mode": "hide", "minsize": NAME},
        margin={
            "l": left,
            "r": max(room_for_labels(places, "right"), overhang(bands)),
            "t": top,
            "b": ROOM,
        },
        annotations=notes,
        **layout,
    )


def _key(line: str, up: int) -> Properties:
    """A line of keys, so far above the panels."""
    return {
        "text": line,
        "xref": "paper",
        "yref": "paper",
        "x": 0.5,
        "y": 1,
        "xanchor": "center",
        "yanchor": "bottom",
        "yshift": up,
        "showarrow": False,
        "font": {"size": SMALL},
    }


def _cells(study: Study, panel: Panel, keys: Mapping[str, Key], look: Look) -> Iterator[Properties]:
    """The cells of a panel, from the top; in grey with a letter on each."""
    across = {level: place for place, level in enumerate(panel.columns)}
    down = {level: place for place, level in enumerate(panel.rows)}
    order = [panel.cells["row"].map(down), panel.cells["column"].map(across)]
    cells = panel.cells.assign(_row=order[0], _column=order[1]).sort_values(["_row", "_column"])
    rows = cells.to_dict("records")
    tie = key_of_ties(look)
    own = [tie if row["tied"] else keys.get(row["winner"], NOBODY) for row in rows]
    strengths = [
        0.0 if key in (NOBODY, tie) else PALEST + (1 - PALEST) * float(row["lead"])
        for key, row in zip(own, rows, strict=True)
    ]
    pairs = list(zip([key.colour for key in own], strengths, strict=True))
    written = {
        "text": [key.written for key in own],
        "textfont": {"size": NAME, "color": [ink_on(*pair, look.ink.paper) for pair in pairs]},
    }
    # Plotly leaves out what does not fit its bar; letters always do.
    inside = {"textposition": "inside", "insidetextanchor": "middle", "textangle": 0}
    yield bar(
        x=cells["_column"].tolist(),
        y=[-HIGH] * len(rows),
        base=(cells["_row"] + HIGH / 2).tolist(),
        width=WIDE,
        marker={
            # Plotly hatches in whatever stands out from these, if they are opaque.
            "color": [laid_on(*pair, look.ink.paper) for pair in pairs],
            "line": {"width": 0.5, "color": look.ink.rule},
            "pattern": HATCHED | {"shape": ["" if r["verdict"] in DECIDED else "/" for r in rows]},
        },
        customdata=[
            [panel.scenario, *(str(row[side]) for side in ("row", "column", "panel"))]
            for row in rows
        ],
        hovertext=[cell_hover(study, row, _where(panel, row)) for row in rows],
        hovertemplate="%{hovertext}<extra></extra>",
        **({} if look.grey else written | inside),
    )
    if look.grey:
        at = {"x": cells["_column"].tolist(), "y": cells["_row"].tolist()}
        yield scatter(**at, mode="text", hoverinfo="skip", **written)


def _where(panel: Panel, row: Mapping[Hashable, Any]) -> str:
    """What a cell is called."""
    titles: Iterable[str] = (
        panel.title,
        panel.subtitle,
        panel.rows[row["row"]],
        panel.columns[row["column"]],
    )
    return ", ".join(title.replace(":<br>", ": ") for title in titles if title)


def _scale(look: Look) -> Properties:
    """Which paleness is which lead."""
    shades = [(0.0, shaded(look.ink.muted, PALEST)), (1.0, shaded(look.ink.muted, 1.0))]
    ticks = {0.0: "0", 0.5: "50", 1.0: "100"}
    return shade_scale(TITLE, shades, ticks, look)
