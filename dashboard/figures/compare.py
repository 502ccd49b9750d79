"""How are the differences between two slices drawn?"""

from collections.abc import Mapping, Sequence

import pandas as pd

from setupscope.dashboard.figures.figure import Properties, figure_of, scatter
from setupscope.dashboard.figures.intervals import interval_bars, number_column
from setupscope.dashboard.figures.label_width import label_margin
from setupscope.dashboard.figures.panels import above_each_other, on_panel
from setupscope.dashboard.figures.theme import FONT_SIZE, SMALL, Look
from setupscope.dashboard.text.labels import distinct, figure_label, figure_text, on_lines
from setupscope.dashboard.text.numbers import percent, tenths
from setupscope.data.study.study import Study

SLOPE_ROW, ROW, BELOW = 36, 30, 46
HEAD, LINE = 14, 18
GAP = 34
"""Pixels between the slopes and the differences beneath them."""
LONGEST_HEAD, LONGEST_NAME = 20, 18
"""Characters of a line of a slice's name, and of a metric's."""


def compare_slopes(
    study: Study,
    table: pd.DataFrame,
    slices: tuple[str, str],
    colours: Mapping[str, str],
    look: Look,
) -> Properties:
    """Where each metric ranks in slice A and in slice B, and by how much its win rate differs.

    `table` has the rows of one comparison of `analysis.compare`; `slices` says in a few words
    (HTML) what A and B are.
    """
    known = table.dropna(subset=["rate_a", "rate_b"])
    first = known.sort_values("rate_a", ascending=False, kind="stable").reset_index(drop=True)
    second = known.sort_values("rate_b", ascending=False, kind="stable").reset_index(drop=True)
    ends = [_ends(study, rows, f"rate_{end}") for end, rows in (("a", first), ("b", second))]
    places = {metric: -place for place, metric in enumerate(second["metric"])}
    slopes = [
        on_panel(1, _slope([-place, places[metric]], colours[metric]))
        for place, metric in enumerate(first["metric"])
    ]
    texts = [on_panel(1, _texts(end, side)) for end, side in zip(ends, (0, 1), strict=True)]
    ordered = first.iloc[::-1]
    names = distinct([_name(study, metric) for metric in ordered["metric"]])
    differences = _differences(ordered, names, colours, look)
    heads = [_head(*letter_and_name) for letter_and_name in zip("AB", slices, strict=True)]
    lines = 1 + max(head.count("<br>") for head in heads)
    count = max(len(known), 1)
    height = (SLOPE_ROW + ROW) * count + GAP
    return figure_of(
        [*slopes, *texts, *(on_panel(2, trace) for trace in differences)],
        look,
        height=height + HEAD + LINE * lines + BELOW,
        barmode="overlay",
        margin={
            "t": HEAD + LINE * lines,
            "b": BELOW,
            "l": max(label_margin(names, FONT_SIZE), label_margin(ends[0], FONT_SIZE)),
            "r": label_margin(ends[1], FONT_SIZE),
        },
        **_axes(count, GAP / height, heads, _range(ordered), look),
    )


def _head(letter: str, name: str) -> str:
    """What stands above an end of the slopes."""
    parts = name.replace(": ", ":\n").split("\n")
    said = "<br>".join(on_lines(part, LONGEST_HEAD) for part in parts)
    return f"<b>{letter}</b><br>{said}" if said else f"<b>{letter}</b>"


def _name(study: Study, metric: str) -> str:
    return on_lines(figure_label(study.metric(metric)), LONGEST_NAME)


def _ends(study: Study, rows: pd.DataFrame, rate: str) -> list[str]:
    """Metrics and their win rates, from the first rank."""
    names = [_name(study, metric).replace("<br>", "</b><br><b>") for metric in rows["metric"]]
    percents = [figure_text(percent(share)) for share in rows[rate]]
    return [f"<b>{name}</b>  {share}" for name, share in zip(names, percents, strict=True)]


def _texts(texts: Sequence[str], side: int) -> Properties:
    """What stands left or right of the slopes."""
    return scatter(
        x=[side] * len(texts),
        y=[-place for place in range(len(texts))],
        mode="text",
        text=[
            "<br>".join(f"   {line}" if side else f"{line}   " for line in text.split("<br>"))
            for text in texts
        ],
        textposition="middle right" if side else "middle left",
        textfont={"size": SMALL + 1},
        cliponaxis=False,
        hoverinfo="skip",
    )


def _slope(places: Sequence[int], colour: str) -> Properties:
    return scatter(
        x=[0, 1],
        y=places,
        mode="lines+markers",
        line={"color": colour, "width": 2.5},
        marker={"size": 9, "color": colour},
        cliponaxis=False,
        hoverinfo="skip",
    )


def _range(rows: pd.DataFrame) -> list[float]:
    """From the lowest difference or interval to the highest, with a little room."""
    ends = 100 * pd.concat([rows["difference"], rows["low"], rows["high"], pd.Series([0.0])])
    room = 0.04 * max(float(ends.max() - ends.min()), 1.0)
    return [float(ends.min()) - room, float(ends.max()) + room]


def _differences(
    rows: pd.DataFrame, names: list[str], colours: Mapping[str, str], look: Look
) -> list[Properties]:
    differences = 100 * rows["difference"]
    said = [tenths(difference) for difference in rows["difference"]]
    intervals = interval_bars(100 * rows["low"], 100 * rows["high"], names, look)
    dots = scatter(
        x=differences,
        y=names,
        mode="markers",
        marker={"size": 10, "color": [colours[key] for key in rows["metric"]]},
        hovertext=said,
        hovertemplate="%{y}: %{hovertext} points<extra></extra>",
        cliponaxis=False,
    )
    return [intervals, dots, number_column(said, names, _range(rows)[1], look)]


def _axes(
    count: int, gap: float, heads: Sequence[str], ends: Sequence[float], look: Look
) -> Properties:
    above, below = above_each_other([SLOPE_ROW, ROW], gap)
    return {
        "xaxis": {
            "anchor": "y",
            "range": [-0.02, 1.02],
            "side": "top",
            "tickvals": [0, 1],
            "ticktext": heads,
            "tickangle": 0,
            "tickfont": {"size": SMALL + 1},
        },
        "yaxis": {"domain": above, "visible": False, "range": [-count + 0.5, 0.5]},
        "xaxis2": {
            "anchor": "y2",
            "title": {
                "text": "win rate in B minus A (points)",
                "font": {"size": SMALL},
                "standoff": 6,
            },
            "tickfont": {"size": SMALL},
            "tickangle": 0,
            "range": ends,
            "zeroline": True,
            "zerolinecolor": look.ink.muted,
            "showgrid": True,
            "gridcolor": look.ink.rule,
        },
        "yaxis2": {
            "anchor": "x2",
            "domain": below,
            "type": "category",
            "tickfont": {"size": SMALL + 1},
            "range": [-0.6, count - 0.4],
        },
    }
