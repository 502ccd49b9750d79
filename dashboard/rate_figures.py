"""How are win rates drawn: one bar a metric, or one row a part?"""

import html
from collections.abc import Collection, Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard.template import SMALL, ink, template
from dashboard.wording import figure_label, percent, whole_percent
from data.study import Study

BAR_HEIGHT = 34
PALE = 0.45
ROW_HEIGHT = 27
NUMBER_ENDS = 0.30
"""Within a cell of width 1: where its number ends and its bar begins."""
BAR_LENGTH = 0.62
RIGHT_OF_BARS, RIGHT_OF_NUMBERS = 1.42, 1.25
"""Length of the axis over the longest bar: room for its number and P(best), or its number."""


def win_rate_bars(
    study: Study,
    rates: pd.DataFrame,
    colours: Mapping[str, str],
    dark: bool,
    *,
    undecided: bool = False,
    marked: str = "",
    first_places: bool = True,
) -> go.Figure:
    """Bars of win rates with intervals, the highest on top, each with its metric and rate.

    `rates` has a row per metric: `metric`, `win_rate`, `low`, `high`, `p_best` (0 to 1).
    What is undecided is paler; the marked metric has an outline. To the right, where there
    are draws and it is wanted, the share of draws in which each metric is first.
    """
    rates = rates.sort_values("win_rate", kind="stable", na_position="first")
    names = [figure_label(study.metric(key)) for key in rates["metric"]]
    said = [html.escape(percent(rate)) for rate in rates["win_rate"]]
    ends = rates[["win_rate", "high"]].max(axis=1).fillna(0)
    bars = go.Bar(
        x=rates["win_rate"],
        y=names,
        orientation="h",
        marker={
            "color": [colours[key] for key in rates["metric"]],
            "opacity": PALE if undecided else 1,
            "line": {
                "color": ink(dark).text,
                "width": [1.5 if key == marked else 0 for key in rates["metric"]],
            },
        },
        error_x={
            "type": "data",
            "symmetric": False,
            "array": (rates["high"] - rates["win_rate"]).tolist(),
            "arrayminus": (rates["win_rate"] - rates["low"]).tolist(),
            "thickness": 1.2,
            "width": 0,
            "color": ink(dark).text,
        },
        text=said,
        textposition="none",
        hovertemplate="%{y}: best in %{text}<extra></extra>",
        customdata=list(rates["metric"]),
    )
    numbers = go.Scatter(
        x=ends, y=names, mode="text", text=[f" {text}" for text in said], hoverinfo="skip"
    )
    numbers.update(textposition="middle right", cliponaxis=False)
    end = max(0.25, ends.max()) * (RIGHT_OF_BARS if first_places else RIGHT_OF_NUMBERS)
    figure = go.Figure([bars, numbers])
    figure.update_layout(template=template(dark), height=BAR_HEIGHT * len(rates) + 30, bargap=0.35)
    figure.update_layout(margin={"t": 24})
    figure.update_xaxes(visible=False, range=[0, end])
    if first_places and rates["p_best"].notna().any():
        _add_first_places(figure, names, rates["p_best"], end, dark)
    return figure


def _add_first_places(
    figure: go.Figure, names: Sequence[str], shares: pd.Series, end: float, dark: bool
) -> None:
    """A column of the shares of draws in which each metric is first, under a heading."""
    quiet = {"size": SMALL, "color": ink(dark).muted}
    figure.add_scatter(
        x=[end] * len(names),
        y=list(names),
        mode="text",
        text=[html.escape(whole_percent(share)) + " %" for share in shares],
        textposition="middle left",
        textfont=quiet,
        hoverinfo="skip",
    )
    figure.add_annotation(
        x=1,
        xref="paper",
        xanchor="right",
        y=1,
        yref="paper",
        yanchor="bottom",
        text="P(best)",
        showarrow=False,
        font=quiet,
    )


def win_rate_cells(
    study: Study,
    parts: pd.DataFrame,
    component: str,
    labels: Mapping[str, str],
    metrics: Sequence[str],
    colours: Mapping[str, str],
    dark: bool,
    *,
    row_height: int = ROW_HEIGHT,
    undecided: Collection[str] = (),
) -> go.Figure:
    """A row per part and a column per metric; each cell its win rate, as number and as bar.

    `parts` has a row per part and metric: the component, `metric`, `win_rate` (0 to 1),
    `setups`. Rows stand in the order of `labels`, columns in that of `metrics`. The best
    of a row is in full colour and bold, unless the row is undecided.
    """
    rows = {level: at for at, level in enumerate(reversed(list(labels)))}
    best = parts["win_rate"] == parts.groupby(component)["win_rate"].transform("max")
    best &= ~parts[component].isin(undecided)
    figure = go.Figure()
    for column, metric in enumerate(metrics):
        cells = parts[parts["metric"] == metric].assign(best=best)
        own = _column(cells, component, column, rows, labels, metric, colours[metric], dark)
        figure.add_traces(own)
    for column, metric in enumerate(metrics):
        figure.data[2 * column].name = figure_label(study.metric(metric))
    figure.update_layout(
        template=template(dark),
        height=row_height * len(rows) + 44,
        barmode="overlay",
        xaxis={
            "side": "top",
            "range": [-0.05, len(metrics)],
            "tickvals": [column + NUMBER_ENDS for column in range(len(metrics))],
            "ticktext": [f"<b>{figure_label(study.metric(key))}</b>" for key in metrics],
            "tickfont": {"size": SMALL + 1},
        },
        yaxis={
            "range": [-0.6, len(rows) - 0.4],
            "tickvals": list(rows.values()),
            "ticktext": [labels[level] for level in rows],
            "tickfont": {"size": SMALL + 1},
        },
    )
    return figure


def _column(
    cells: pd.DataFrame,
    component: str,
    column: int,
    rows: Mapping[str, int],
    labels: Mapping[str, str],
    metric: str,
    colour: str,
    dark: bool,
) -> list[go.Bar | go.Scatter]:
    """One metric's cells: its bars, then its numbers."""
    at = [rows[level] for level in cells[component]]
    bars = go.Bar(
        x=cells["win_rate"] * BAR_LENGTH,
        y=at,
        base=[column + NUMBER_ENDS + 0.04] * len(cells),
        width=0.62,
        orientation="h",
        marker={"color": colour, "opacity": [1 if b else 0.4 for b in cells["best"]]},
        customdata=[
            [labels[level], html.escape(percent(rate)), f"{setups:,}", str(level), metric]
            for level, rate, setups in zip(
                cells[component], cells["win_rate"], cells["setups"], strict=True
            )
        ],
        hovertemplate="%{customdata[0]}<br>%{fullData.name}: best in %{customdata[1]}"
        " of %{customdata[2]} setups<extra></extra>",
    )
    numbers = go.Scatter(
        x=[column + NUMBER_ENDS] * len(cells),
        y=at,
        mode="text",
        text=[_number(rate, b) for rate, b in zip(cells["win_rate"], cells["best"], strict=True)],
        textposition="middle left",
        textfont={
            "size": SMALL,
            "color": [ink(dark).text if b else ink(dark).muted for b in cells["best"]],
        },
        hoverinfo="skip",
    )
    return [bars, numbers]


def _number(rate: float, best: bool) -> str:
    text = html.escape(whole_percent(rate))
    return f"<b>{text}</b>" if best else text
