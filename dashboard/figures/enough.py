"""How are the numbers of setups and givens that are enough drawn?"""

import pandas as pd

from setupscope.analysis.questions.enough import STABLE
from setupscope.dashboard.figures.figure import Properties, figure_of, scatter
from setupscope.dashboard.figures.panels import axis_name, beside_each_other, on_panel
from setupscope.dashboard.figures.theme import SMALL, Look
from setupscope.dashboard.text.labels import figure_text

HEIGHT, GAP = 290, 0.06


def enough_lines(table: pd.DataFrame, given: str, look: Look) -> Properties:
    """Agreement of two rankings against the number of units behind each, a panel per unit.

    `table` has rows of `analysis.enough` of one scenario; `given` is the noun of a given. The
    line is the mean τ, the pale area reaches down to its 5 % quantile, and a ring marks the
    smallest number from which the mean stays at .9.
    """
    units = [unit for unit in ("setups", "givens") if unit in set(table.dropna(subset="n")["unit"])]
    domains = beside_each_other(max(len(units), 1), GAP)
    lowest = min(-0.25, table["q05"].min())
    traces, axes, lines = [], {}, []
    for number, (unit, domain) in enumerate(zip(units, domains, strict=False), start=1):
        rows = table[table["unit"] == unit]
        noun = "random setups" if unit == "setups" else f"random {given}s"
        traces += [on_panel(number, trace) for trace in _panel(rows, look)]
        axes[axis_name("xaxis", number)] = _numbers(rows, noun, number, domain)
        axes[axis_name("yaxis", number)] = _agreement(number, lowest, look)
        lines.append(_stable(number, look))
    margin = {"l": 58, "b": 46, "t": 26, "r": 12}
    return figure_of(traces, look, height=HEIGHT, margin=margin, shapes=lines, **axes)


def _numbers(rows: pd.DataFrame, noun: str, number: int, domain: list[float]) -> Properties:
    """The axis of the numbers of units of a panel."""
    return _ticks(rows) | {
        "anchor": axis_name("y", number),
        "domain": domain,
        "title": {"text": figure_text(noun), "font": {"size": SMALL + 1}, "standoff": 8},
        "tickfont": {"size": SMALL},
    }


def _agreement(number: int, lowest: float, look: Look) -> Properties:
    """The axis of τ of a panel; only the first one has labels."""
    title = {"text": "Kendall τ-b of two rankings", "font": {"size": SMALL}, "standoff": 6}
    own = {"matches": "y", "showticklabels": False} if number > 1 else {"title": title}
    return {
        "anchor": axis_name("x", number),
        "range": [lowest, 1.04],
        "tickvals": [-1, -0.5, 0, 0.5, STABLE, 1],
        "ticktext": ["−1", "−0.5", "0", "0.5", "0.9", "1"],
        "tickfont": {"size": SMALL},
        "showgrid": True,
        "gridcolor": look.ink.rule,
        **own,
    }


def _stable(number: int, look: Look) -> Properties:
    """A line across a panel, above which it is enough."""
    return {
        "type": "line",
        "xref": f"{axis_name('x', number)} domain",
        "yref": axis_name("y", number),
        "x0": 0,
        "x1": 1,
        "y0": STABLE,
        "y1": STABLE,
        "line": {"width": 1, "dash": "dot", "color": look.ink.muted},
    }


def _panel(rows: pd.DataFrame, look: Look) -> list[Properties]:
    x = [str(int(n)) for n in rows["n"]]
    line = {"color": look.ink.text, "width": 2}
    low = scatter(
        x=x,
        y=rows["q05"],
        mode="lines",
        line={"width": 0.5, "color": look.ink.muted},
        hovertemplate="5 %% quantile %{y:.2f}<extra></extra>",
    )
    mean = scatter(
        x=x,
        y=rows["tau"],
        mode="lines+markers",
        cliponaxis=False,
        line=line,
        marker={"size": 5},
        fill="tonexty",
        fillcolor="rgba(128,134,142,0.16)",
        hovertext=[f"same winner in {share:.0%}" for share in rows["same_winner"]],
        hovertemplate="%{x}: mean τ %{y:.2f}; %{hovertext}<extra></extra>",
    )
    return [low, mean, *_ring(rows, look)]


def _ring(rows: pd.DataFrame, look: Look) -> list[Properties]:
    """Where it is enough, if it is."""
    first = rows[rows["n"] == rows["stable"]]
    if first.empty:
        return []
    return [
        scatter(
            x=[str(int(n)) for n in first["n"]],
            y=first["tau"],
            mode="markers+text",
            marker={"size": 15, "symbol": "circle-open", "color": look.ink.text},
            text=[f"<b>{int(n):,}</b>" for n in first["n"]],
            # Above the curve, which never falls far, and clear of the line at .9 beneath it.
            textposition="top center",
            cliponaxis=False,
            hoverinfo="skip",
        )
    ]


def _ticks(rows: pd.DataFrame) -> Properties:
    """Numbers of units as categories, every third one named where there are many."""
    numbers = [int(n) for n in rows["n"]]
    step = 3 if len(numbers) > 9 else 1
    named = numbers[::step]
    return {
        "type": "category",
        "tickvals": [str(n) for n in named],
        "ticktext": [f"{n:,}" for n in named],
    }
