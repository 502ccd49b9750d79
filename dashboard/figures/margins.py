"""How are the margins between two metrics drawn?"""

from collections.abc import Mapping, Sequence

import pandas as pd

from setupscope.dashboard.figures.figure import Properties, bar, figure_of, scatter
from setupscope.dashboard.figures.label_width import label_margin
from setupscope.dashboard.figures.palette import ink_on
from setupscope.dashboard.figures.scale import ROOM, shade_scale, shaded
from setupscope.dashboard.figures.theme import SMALL, Look
from setupscope.dashboard.text.labels import figure_label, figure_text, on_lines
from setupscope.dashboard.text.numbers import percent, quantity, value, whole_percent
from setupscope.data.measures import MEASURES
from setupscope.data.study.study import Study

HEIGHT, SQUARE = 280, 400
ABOVE, BELOW, LINE, TITLE = 42, 50, 18, 24
PALEST = 0.12
"""How much of its colour the emptiest square has."""
LONG_HEAD = 10
"""Characters of a line of a column's head."""


def pair_of(study: Study, shown: Sequence[str]) -> tuple[str, str]:
    """The names of two metrics in a figure."""
    return figure_label(study.metric(shown[0])), figure_label(study.metric(shown[1]))


def margin_bars(
    study: Study, table: pd.DataFrame, shown: Sequence[str], colours: Mapping[str, str], look: Look
) -> Properties:
    """A bar per bin of margins, in the colour of the metric that is ahead; ties in the middle.

    `table` has rows of `analysis.head_to_head.margins` of one measure.
    """
    a, b = pair_of(study, shown)
    middle = (table["low"] + table["high"]) / 2
    width = (table["high"] - table["low"]).max()
    tied = (table["low"] == 0) & (table["high"] == 0)
    colour = [
        look.ink.muted if tie else colours[shown[0] if index > 0 else shown[1]]
        for index, tie in zip(middle, tied, strict=True)
    ]
    ahead = table.loc[~tied & (middle > 0), "share"].sum()
    behind = table.loc[~tied & (middle < 0), "share"].sum()
    bars = bar(
        x=middle,
        y=100 * table["share"],
        width=[0.5 * width if tie else 0.92 * width for tie in tied],
        marker={"color": colour},
        hovertext=[
            f"{'tied' if tie else f'{value(low)} to {value(high)}'}: {quantity(setups, 'setup')}"
            for tie, low, high, setups in zip(
                tied, table["low"], table["high"], table["setups"], strict=True
            )
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    label = MEASURES[str(table["measure"].iloc[0])].html
    return figure_of(
        [bars],
        look,
        height=HEIGHT,
        bargap=0,
        barmode="overlay",
        margin={"b": BELOW, "l": 62, "t": ABOVE},
        annotations=[_head(0, "left", b, behind), _head(1, "right", a, ahead)],
        xaxis={
            "title": {"text": f"{label} of {a} minus that of {b}", "font": {"size": SMALL}},
            "tickfont": {"size": SMALL},
            "zeroline": True,
            "zerolinecolor": look.ink.muted,
            "nticks": 9,
        },
        yaxis={
            "title": {"text": "setups", "font": {"size": SMALL}},
            "ticksuffix": " %",
            "tickfont": {"size": SMALL},
            "nticks": 4,
            "showgrid": True,
            "gridcolor": look.ink.rule,
        },
    )


def _head(x: int, side: str, name: str, share: float) -> Properties:
    """Above the bars of a metric: in which share of the setups it is ahead."""
    return {
        "x": x,
        "y": 1,
        "xref": "paper",
        "yref": "paper",
        "xanchor": side,
        "yanchor": "bottom",
        "text": f"<b>{name}</b> ahead<br>in {figure_text(percent(share))}",
        "align": side,
        "showarrow": False,
        "font": {"size": SMALL + 1},
    }


def density_cells(
    study: Study,
    table: pd.DataFrame,
    shown: Sequence[str],
    measure: str,
    colours: Mapping[str, str],
    look: Look,
) -> Properties:
    """A square per cell of values that holds setups, and the diagonal on which both are equal.

    `table` is one of `analysis.head_to_head.density`. A click gives the bins of b and of a.
    """
    a, b = pair_of(study, shown)
    width = float((table["a_high"] - table["a_low"]).iloc[0])
    low = min(table["a_low"].min(), table["b_low"].min())
    high = max(table["a_high"].max(), table["b_high"].max())
    bins = ((table[["b_low", "a_low"]] - low) / width).round().astype(int)
    most = int(table["setups"].max())
    strength = (table["setups"] / most) ** 0.5
    middle_a, middle_b = table["a_low"] + width / 2, table["b_low"] + width / 2
    cells = bar(
        x=middle_b,
        y=table["a_high"] - table["a_low"],
        base=table["a_low"],
        width=width,
        marker={
            "color": [
                colours[shown[0] if up > right + width / 2 else shown[1]]
                if abs(up - right) > width / 2
                else look.ink.muted
                for up, right in zip(middle_a, middle_b, strict=True)
            ],
            "opacity": (PALEST + (1 - PALEST) * strength).tolist(),
        },
        customdata=bins.to_numpy().tolist(),
        hovertext=[
            f"{a} {value(up)}, {b} {value(right)}: {quantity(setups, 'setup')}"
            for up, right, setups in zip(middle_a, middle_b, table["setups"], strict=True)
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    diagonal = scatter(
        x=[low, high],
        y=[low, high],
        mode="lines",
        line={"width": 1, "color": look.ink.muted},
        hoverinfo="skip",
    )
    label = MEASURES[measure].html
    axis = {"tickfont": {"size": SMALL}, "nticks": 7, "range": [low, high], "constrain": "domain"}
    titles = [{"text": f"{label} of {name}", "font": {"size": SMALL}} for name in (a, b)]
    return figure_of(
        [cells, diagonal, _scale_of_counts(most, look)],
        look,
        height=SQUARE + ROOM,
        bargap=0,
        barmode="overlay",
        margin={"b": BELOW + ROOM, "l": 60, "t": 8, "r": 8},
        xaxis=axis | {"title": titles[1]},
        yaxis=axis | {"title": titles[0], "scaleanchor": "x"},
    )


def _scale_of_counts(most: int, look: Look) -> Properties:
    """How many setups a shade stands for; it is the root of their share of the most."""
    shades = [(0.0, shaded(look.ink.text, PALEST)), (1.0, shaded(look.ink.text, 1.0))]
    counts = sorted({max(round(part * part * most), 1) for part in (0.0, 0.5, 1.0)})
    ticks = {(count / most) ** 0.5: f"{count:,}" for count in counts}
    return shade_scale("setups in a square", shades, ticks, look)


def pair_cells(
    study: Study,
    table: pd.DataFrame,
    labels: Mapping[str, str],
    columns: Mapping[str, str],
    shown: Sequence[str],
    colours: Mapping[str, str],
    look: Look,
) -> Properties:
    """A square per given and measure: in which share of its setups the first metric is better.

    `table` has rows of `analysis.pairs` by given and measure; the shade is the colour of the
    metric that is ahead, the stronger the further from a half. A click gives both levels.
    """
    x = table["measure"].map({key: index for index, key in enumerate(columns)})
    y = len(labels) - 1 - table["given"].map({key: index for index, key in enumerate(labels)})
    ahead = table["improvement"]
    shades = [colours[shown[0] if share >= 0.5 else shown[1]] for share in ahead]
    strengths = [0.04 + 1.6 * abs(share - 0.5) for share in ahead]
    squares = bar(
        x=x,
        y=[1] * len(table),
        base=y - 0.5,
        width=0.97,
        marker={
            "color": shades,
            "opacity": strengths,
        },
        customdata=table[["given", "measure"]].to_numpy().tolist(),
        hovertext=[
            f"{labels[given]}, {columns[measure]}: better in {figure_text(percent(share))}"
            for given, measure, share in zip(table["given"], table["measure"], ahead, strict=True)
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    numbers = scatter(
        x=x,
        y=y,
        mode="text",
        text=[figure_text(whole_percent(share)) for share in ahead],
        textfont={
            "size": SMALL,
            "color": [
                ink_on(shade, strength, look.ink.paper)
                for shade, strength in zip(shades, strengths, strict=True)
            ],
        },
        hoverinfo="skip",
    )
    names, heads = list(labels.values()), [on_lines(head, LONG_HEAD) for head in columns.values()]
    above = LINE * (1 + max((head.count("<br>") for head in heads), default=0)) + TITLE
    a, b = pair_of(study, shown)
    ticks = {"tickfont": {"size": SMALL + 1}}
    return figure_of(
        [squares, numbers],
        look,
        bargap=0,
        height=22 * len(names) + above + 4,
        margin={"l": label_margin(names, SMALL + 1), "t": above},
        xaxis=ticks
        | {
            "side": "top",
            "tickvals": list(range(len(heads))),
            "ticktext": heads,
            "tickangle": 0,
            "title": {"text": f"% of setups with {a} ahead of {b}", "font": {"size": SMALL}},
        },
        yaxis=ticks
        | {
            "tickvals": list(range(len(names))),
            "ticktext": names[::-1],
            "range": [-0.5, len(names) - 0.5],
        },
    )
