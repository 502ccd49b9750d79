"""How are numbers drawn that have a row and a metric: as a number and a bar in each cell?"""

from collections.abc import Mapping, Sequence

import pandas as pd

from setupscope.dashboard.figures.figure import Properties, bar, figure_of, scatter
from setupscope.dashboard.figures.label_width import label_margin
from setupscope.dashboard.figures.theme import SMALL, Look
from setupscope.dashboard.text.labels import figure_label, on_lines
from setupscope.data.study.study import Study

ROW_HEIGHT = 27
HEAD, TOP, LINE = 44, 28, 14
FEW_COLUMNS, LONGEST_LINE = 5, 10
"""Columns up to which heads stand upright, and characters of a line of one of several words."""
TALLEST = 130
"""Pixels for the heads of more columns, which lean."""
LEAST = 42
"""Below this height of all rows, Plotly leaves the heads of the columns out."""
NUMBER, GAP, END = 0.30, 0.04, 0.96
"""Within a cell of width 1: where its number ends, what lies before its bar, where that ends."""
PALE = 0.4


def cell_figure(
    study: Study,
    cells: pd.DataFrame,
    labels: Mapping[str, str],
    metrics: Sequence[str],
    colours: Mapping[str, str],
    look: Look,
    row_height: int = ROW_HEIGHT,
    number: float = NUMBER,
    head: int = SMALL + 1,
) -> Properties:
    """A row per label and a column per metric.

    `cells` has a row per cell: `row` (a key of `labels`), `metric`, `length` of its bar (at
    most 1; below 0 it lies left of its column's zero line), `text` of its number and `hover`
    (both HTML), and `best`: whether it is in full colour and bold. Rows stand in the order of
    `labels`, from the top, columns in that of
    `metrics`. A row of which there is no cell is a heading. A click gives row and metric.
    `number` is the share of a cell's width that its number takes, `head` the size of the
    metrics' names. The column of the metric that was added to the study has a frame.
    """
    rows = {row: index for index, row in enumerate(reversed(list(labels)))}
    columns = {metric: index for index, metric in enumerate(metrics)}
    cells = cells[cells["metric"].isin(columns)]
    y = cells["row"].map(rows).to_list()
    ends = cells["metric"].map(columns) + number
    least = min(float(cells["length"].min()), 0.0) if len(cells) else 0.0
    zero = GAP - least / (1 - least) * (END - GAP - number)
    lines = [_zero_line(column + number + zero, look) for column in columns.values() if least < 0]
    lines += [_frame(columns[key], look) for key in columns if key == study.added]
    names = [figure_label(study.metric(key)) for key in metrics]
    upright = len(metrics) <= FEW_COLUMNS
    heads = [f"<b>{on_lines(name, LONGEST_LINE) if upright else name}</b>" for name in names]
    more = LINE * max((text.count("<br>") for text in heads), default=0)
    if not upright:
        more = min(label_margin(names, head), TALLEST)
    return figure_of(
        [
            _bars(cells, y, ends + zero, (END - GAP - number) / (1 - least), colours),
            _numbers(cells, y, ends, look),
        ],
        look,
        height=max(row_height * len(rows), LEAST) + HEAD + more,
        barmode="overlay",
        margin={
            "l": label_margin(labels.values(), SMALL + 1),
            "t": TOP + more,
            "r": 4 if upright else more // 2,
        },
        xaxis={
            "side": "top",
            "range": [-0.05, len(metrics)],
            "tickvals": [column + number for column in range(len(metrics))],
            "ticktext": heads,
            "tickfont": {"size": head},
            "tickangle": 0 if upright else -60,
        },
        yaxis={
            "range": [-0.6, len(rows) - 0.4],
            "tickvals": list(rows.values()),
            "ticktext": [labels[row] for row in rows],
            "tickfont": {"size": SMALL + 1},
        },
        **({"shapes": lines} if lines else {}),
    )


def _frame(column: int, look: Look) -> Properties:
    """A thin frame around a column."""
    ends = {"x0": column - 0.02, "x1": column + END + 0.03, "y0": -0.01, "y1": 1}
    return {
        "type": "rect",
        **ends,
        "yref": "paper",
        "line": {"color": look.ink.muted, "width": 1},
        "fillcolor": "rgba(0,0,0,0)",
    }


def _zero_line(x: float, look: Look) -> Properties:
    """From the first row to the last, beneath all bars."""
    ends = {"x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "y domain", "layer": "below"}
    return {"type": "line", **ends, "line": {"width": 1, "color": look.ink.rule}}


def _bars(
    cells: pd.DataFrame, y: list[int], zeros: pd.Series, unit: float, colours: Mapping[str, str]
) -> Properties:
    """The bars of all cells, each to the right of its number, from its zero."""
    return bar(
        x=cells["length"] * unit,
        y=y,
        base=zeros,
        width=0.62,
        orientation="h",
        marker={
            "color": cells["metric"].map(colours).to_list(),
            "opacity": [1 if best else PALE for best in cells["best"]],
        },
        customdata=cells[["row", "metric"]].to_numpy().tolist(),
        hovertext=list(cells["hover"]),
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _numbers(cells: pd.DataFrame, y: list[int], ends: pd.Series, look: Look) -> Properties:
    """The numbers of all cells."""
    return scatter(
        x=ends,
        y=y,
        mode="text",
        text=[
            f"<b>{text}</b>" if best else text
            for text, best in zip(cells["text"], cells["best"], strict=True)
        ],
        textposition="middle left",
        textfont={
            "size": SMALL,
            "color": [look.ink.text if best else look.ink.muted for best in cells["best"]],
        },
        cliponaxis=False,
        hoverinfo="skip",
    )
