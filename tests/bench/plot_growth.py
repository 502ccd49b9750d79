"""Draws how cost grows: plot_growth.py bench.json docs/growth.svg."""

import json
import sys
from pathlib import Path

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from setupscope.dashboard.rendering.renderer import render

FACTORS = ("candidates", "givens", "metrics", "pools")


def drawn(found):
    """A curve for each factor, all axes logarithmic."""
    titles = [f"{factor}: slope {found[factor]['slope']:.2f}" for factor in FACTORS]
    figure = make_subplots(1, len(FACTORS), shared_yaxes=True, subplot_titles=titles)
    for column, factor in enumerate(FACTORS, 1):
        at, seconds = found[factor]["at"], found[factor]["cpu_seconds"]
        line = go.Scatter(x=at, y=seconds, mode="lines+markers", line={"color": "#0072B2"})
        figure.add_trace(line, 1, column)
        figure.update_xaxes(type="log", tickvals=at, row=1, col=column)
    figure.update_yaxes(type="log", dtick=1)
    figure.update_yaxes(title="seconds of one processor", col=1)
    return figure.update_layout(
        template="plotly_white",
        width=900,
        height=320,
        showlegend=False,
        margin={"l": 70, "r": 20, "t": 40, "b": 40},
    )


def main():
    """Writes the picture."""
    found, picture = (Path(name) for name in sys.argv[1:])
    growth = json.loads(found.read_text(encoding="utf-8"))["growth"]
    description = "Time of scoring by candidates, givens, metrics and pools; see docs/scale.md."
    picture.write_bytes(render(drawn(growth), "svg", description=description))


if __name__ == "__main__":
    main()
