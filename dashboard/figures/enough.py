"""How are the numbers of setups and givens that are enough drawn?"""

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from setupscope.analysis.questions.enough import STABLE
from setupscope.dashboard.figures.theme import SMALL, Look, template
from setupscope.dashboard.text.labels import figure_text

HEIGHT = 270


def enough_lines(table: pd.DataFrame, given: str, look: Look) -> go.Figure:
    """Agreement of two rankings against the number of units behind each, a panel per unit.

    `table` has rows of `analysis.enough` of one scenario; `given` is the noun of a given. The
    line is the mean τ, the pale area reaches down to its 5 % quantile, and a ring marks the
    smallest number from which the mean stays at .9.
    """
    units = [unit for unit in ("setups", "givens") if unit in set(table.dropna(subset="n")["unit"])]
    figure = make_subplots(1, max(len(units), 1), shared_yaxes=True, horizontal_spacing=0.06)
    for column, unit in enumerate(units, start=1):
        rows = table[table["unit"] == unit]
        for trace in _panel(rows, look):
            figure.add_trace(trace, row=1, col=column)
        noun = "random setups" if unit == "setups" else f"random {given}s"
        figure.update_xaxes(
            title={"text": figure_text(noun), "font": {"size": SMALL + 1}, "standoff": 8},
            row=1,
            col=column,
            **_ticks(rows),
        )
    figure.update_layout(template=template(look), height=HEIGHT)
    figure.update_layout(margin={"l": 36, "b": 46, "t": 12, "r": 12})
    figure.update_xaxes(tickfont={"size": SMALL})
    figure.update_yaxes(
        range=[min(-0.25, table["q05"].min()), 1.04],
        tickvals=[-1, -0.5, 0, 0.5, STABLE, 1],
        ticktext=["−1", "−0.5", "0", "0.5", "0.9", "1"],
        tickfont={"size": SMALL},
        showgrid=True,
        gridcolor=look.ink.rule,
    )
    figure.add_hline(y=STABLE, line={"width": 1, "dash": "dot", "color": look.ink.muted})
    return figure


def _panel(rows: pd.DataFrame, look: Look) -> list[go.Scatter]:
    x = [str(int(n)) for n in rows["n"]]
    line = {"color": look.ink.text, "width": 2}
    low = go.Scatter(x=x, y=rows["q05"], mode="lines", line={"width": 0.5, "color": look.ink.muted})
    mean = go.Scatter(
        x=x,
        y=rows["tau"],
        mode="lines+markers",
        line=line,
        marker={"size": 5},
        fill="tonexty",
        fillcolor="rgba(128,134,142,0.16)",
        hovertext=[f"same winner in {share:.0%}" for share in rows["same_winner"]],
        hovertemplate="%{x}: mean τ %{y:.2f}; %{hovertext}<extra></extra>",
    )
    low.update(hovertemplate="5 %% quantile %{y:.2f}<extra></extra>")
    return [low, mean, *_ring(rows, look)]


def _ring(rows: pd.DataFrame, look: Look) -> list[go.Scatter]:
    """Where it is enough, if it is."""
    first = rows[rows["n"] == rows["stable"]]
    if first.empty:
        return []
    return [
        go.Scatter(
            x=[str(int(n)) for n in first["n"]],
            y=first["tau"],
            mode="markers+text",
            marker={"size": 15, "symbol": "circle-open", "color": look.ink.text},
            text=[f"<b>{int(n):,}</b>" for n in first["n"]],
            textposition="bottom center",
            hoverinfo="skip",
        )
    ]


def _ticks(rows: pd.DataFrame) -> dict[str, object]:
    """Numbers of units as categories, every second one named where there are many."""
    numbers = [int(n) for n in rows["n"]]
    step = 2 if len(numbers) > 9 else 1
    named = numbers[::step]
    return {
        "type": "category",
        "tickvals": [str(n) for n in named],
        "ticktext": [f"{n:,}" for n in named],
    }
