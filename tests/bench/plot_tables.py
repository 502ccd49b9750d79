"""Draws the tables of a report: plot_tables.py bench.json docs/scale.svg."""

import json
import sys
from pathlib import Path

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from setupscope.dashboard.rendering.renderer import render

COLOURS = {"p50": "#0072B2", "p95": "#D55E00", "limit": "#999999"}
NAMES = {"p50": "median", "p95": "19 of 20 slices", "limit": "limit for 19 of 20"}
TICKS = [1, 10, 100, 1000, 10000]


def dots(found, key, first):
    """One figure of each table, as dots."""
    names, rows = zip(*reversed(found["tables"].items()), strict=True)
    return go.Scatter(
        x=[row[key] for row in rows],
        y=names,
        name=NAMES[key],
        mode="markers",
        marker={
            "color": COLOURS[key],
            "size": 9,
            "symbol": "line-ns-open" if key == "limit" else "circle",
        },
        showlegend=first,
    )


def drawn(every):
    """Both stores side by side, on a logarithmic axis."""
    titles = [f"{found['setups']:,} setups" for found in every]
    figure = make_subplots(1, len(every), shared_yaxes=True, subplot_titles=titles)
    for column, found in enumerate(every, 1):
        for key in COLOURS:
            figure.add_trace(dots(found, key, column == 1), 1, column)
    ticks = [f"{tick:,} ms" if tick < 1000 else f"{tick // 1000:,} s" for tick in TICKS]
    figure.update_xaxes(type="log", tickvals=TICKS, ticktext=ticks, range=[0, 4.1])
    figure.update_layout(
        template="plotly_white",
        width=900,
        height=460,
        margin={"l": 110, "r": 20, "t": 40, "b": 70},
        legend={"orientation": "h", "y": -0.14},
    )
    return figure


def main():
    """Writes the picture."""
    found, picture = (Path(name) for name in sys.argv[1:])
    every = json.loads(found.read_text(encoding="utf-8"))["tables"]["stores"]
    description = "Time that each table takes, for two stores; the figures are in docs/scale.md."
    picture.write_bytes(render(drawn(every), "svg", description=description))


if __name__ == "__main__":
    main()
