"""How are the stability of a ranking and the importance of components drawn?"""

from collections.abc import Sequence

import pandas as pd

from setupscope.dashboard.figures.figure import Properties, bar, figure_of, scatter
from setupscope.dashboard.figures.intervals import number_column
from setupscope.dashboard.figures.label_width import label_margin
from setupscope.dashboard.figures.theme import FONT_SIZE, SMALL, Look
from setupscope.dashboard.text.labels import distinct, figure_text
from setupscope.dashboard.text.numbers import percent, value

ROW = 36
BELOW = 78
END = 1.02
"""Where the axis of τ ends on either side."""
ENDS = {-1: "−1<br>reversed", -0.5: "−0.5", 0: "0<br>unrelated", 0.5: "0.5", 1: "1<br>identical"}
"""What values of τ mean, on the axis."""


def stability_dots(table: pd.DataFrame, labels: Sequence[str], look: Look) -> Properties:
    """A dot per component on one axis from −1 to 1, its interval, and its spread over groups.

    `table` has rows of `analysis.stability` with a number, from the top; `labels` name them.
    """
    rows, names = table.iloc[::-1], [figure_text(label) for label in reversed(labels)]
    low = (rows["stability"] - rows["sd"]).clip(-1, 1)
    high = (rows["stability"] + rows["sd"]).clip(-1, 1)
    hovers = [
        f"{value(tau)}; standard deviation over {groups:,} groups {value(sd)}"
        for tau, groups, sd in zip(rows["stability"], rows["groups"], rows["sd"], strict=True)
    ]
    spread = _bar(low, high - low, names, 0.5, look.ink.rule)
    interval = _bar(rows["low"], rows["high"] - rows["low"], names, 0.05, look.ink.text)
    dots = scatter(
        x=rows["stability"],
        y=names,
        mode="markers",
        marker={"size": 11, "color": look.ink.text},
        hovertext=hovers,
        hovertemplate="%{y}: %{hovertext}<extra></extra>",
        cliponaxis=False,
    )
    numbers = [f"<b>{value(tau)}</b>" for tau in rows["stability"]]
    return figure_of(
        [spread, interval, dots, number_column(numbers, names, END, look)],
        look,
        barmode="overlay",
        height=ROW * len(rows) + BELOW + 4,
        margin={"l": label_margin(names, FONT_SIZE), "b": BELOW, "r": 46, "t": 4},
        xaxis={
            "title": {"text": "mean Kendall τ-b", "font": {"size": SMALL}, "standoff": 6},
            "range": [-END, END],
            "tickvals": list(ENDS),
            "ticktext": list(ENDS.values()),
            "tickfont": {"size": SMALL},
            "showgrid": True,
            "gridcolor": look.ink.rule,
            "zeroline": True,
            "zerolinecolor": look.ink.muted,
        },
        yaxis={"type": "category", "range": [-0.6, len(rows) - 0.4]},
    )


def _bar(
    base: pd.Series, length: pd.Series, names: list[str], width: float, colour: str
) -> Properties:
    return bar(
        x=length,
        base=base,
        y=names,
        orientation="h",
        width=width,
        marker={"color": colour},
        hoverinfo="skip",
    )


def importance_bars(rows: pd.DataFrame, labels: Sequence[str], look: Look) -> Properties:
    """Two bars per component, one in the other: what it explains alone, and in total.

    `rows` has `share` and `total`, from 0 to 1, as `analysis.importance` gives them; the
    largest total is on top.
    """
    shown = rows.assign(name=distinct([figure_text(label) for label in labels]))
    shown = shown.sort_values(["total", "share"], kind="stable")
    names = shown["name"].tolist()
    bars = [_share_bar(shown["total"], names, 0.62, look.ink.rule)]
    bars.append(_share_bar(shown["share"], names, 0.26, look.ink.text))
    shares = [shown[key].map(percent).map(figure_text) for key in ("share", "total")]
    said = [f"  {alone} alone, {total} in total" for alone, total in zip(*shares, strict=True)]
    numbers = scatter(
        x=shown["total"],
        y=names,
        mode="text",
        text=said,
        textposition="middle right",
        textfont={"size": SMALL, "color": look.ink.text},
        cliponaxis=False,
        hoverinfo="skip",
    )
    return figure_of(
        [*bars, numbers],
        look,
        height=34 * len(names) + 10,
        barmode="overlay",
        margin={"l": label_margin(names, FONT_SIZE), "r": label_margin(said, SMALL)},
        xaxis={"visible": False, "range": [0, max(float(shown["total"].max()), 0.05)]},
        yaxis={"type": "category"},
    )


def _share_bar(shares: pd.Series, names: list[str], width: float, colour: str) -> Properties:
    return bar(
        x=shares,
        y=names,
        orientation="h",
        width=width,
        marker={"color": colour},
        hovertemplate="%{y}: %{x:.1%}<extra></extra>",
    )
