"""How are win rates drawn: one bar a metric, or one row a part?"""

import math
from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from setupscope.dashboard.figures.cells import NUMBER, ROW_HEIGHT, cell_figure
from setupscope.dashboard.figures.figure import Properties, bar, figure_of, scatter
from setupscope.dashboard.figures.label_width import label_margin
from setupscope.dashboard.figures.theme import FONT_SIZE, SMALL, Look
from setupscope.dashboard.text.labels import distinct, figure_label, figure_text, on_lines
from setupscope.dashboard.text.numbers import NO_NUMBER, percent, quantity, whole_percent
from setupscope.data.study.study import Study

BAR_HEIGHT = 34
PALE = 0.45
TICK = 14
"""Pixels of a tick at a former length, about as high as a bar."""
FEW, NUMBER_OF_FEW = 5, 0.22
"""Up to so many metrics a cell is wide, and its number takes a smaller share of it."""
P_BEST = "P(best)"
LONGEST_NAME = 20
"""Characters of a line of a metric's name."""


def win_rate_bars(
    study: Study,
    rates: pd.DataFrame,
    colours: Mapping[str, str],
    look: Look,
    *,
    undecided: bool = False,
    marked: str = "",
    first_places: bool = True,
    former: Mapping[str, float] | None = None,
) -> Properties:
    """Bars of win rates with intervals, the highest on top, each with its metric and rate.

    `rates` has a row per metric: `metric`, `win_rate`, `low`, `high`, `p_best` (0 to 1),
    `partial`, `not_covered`, `setups`. Metrics that lack scores stand below all others, paler,
    with the share of setups that they cover. What is undecided is paler, too; the marked metric
    has an outline. To the right, where there
    are draws and it is wanted, the share of draws in which each metric is first. The name of the
    metric that was added to the study is bold. Where `former` rates are given, an outline and a
    tick are as long as each bar was.
    """
    partial = rates["partial"].astype(bool)
    rates = rates.assign(partial=partial).sort_values(
        ["partial", "win_rate"], ascending=[False, True], kind="stable", na_position="first"
    )
    labels = [_bar_label(study, row) for row in rates.to_dict("records")]
    names = distinct([on_lines(label, LONGEST_NAME) for label in labels])
    percents = [figure_text(percent(rate)) for rate in rates["win_rate"]]
    said = percents if former is None else _moved(rates, former)
    was = rates["metric"].map(former or {}).astype(float)
    ends = pd.concat([rates[["win_rate", "high"]], was], axis=1).max(axis=1).fillna(0)
    bars = bar(
        x=rates["win_rate"],
        y=names,
        orientation="h",
        marker={
            "color": [colours[key] for key in rates["metric"]],
            "opacity": [PALE if undecided or lacks else 1 for lacks in rates["partial"]],
            "line": {
                "color": look.ink.text,
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
            "color": look.ink.text,
        },
        text=percents,
        textposition="none",
        hovertemplate="%{y}: best in %{text}<extra></extra>",
        customdata=list(rates["metric"]),
    )
    numbers = scatter(
        x=ends,
        y=names,
        mode="text",
        text=[f" {text}" for text in said],
        textposition="middle right",
        cliponaxis=False,
        hoverinfo="skip",
    )
    room = label_margin(said, FONT_SIZE)
    head, heads = 0, []
    if first_places and rates["p_best"].notna().any():
        head = label_margin([P_BEST], SMALL)
        heads = _first_places(names, rates["p_best"], room + head, look)
    outlines, ticks = _ghosts(names, was, look) if former is not None else ([], [])
    return figure_of(
        [*outlines, bars, numbers, *ticks],
        look,
        height=BAR_HEIGHT * len(rates) + 30,
        bargap=0.35,
        **({"barmode": "overlay"} if outlines else {}),
        margin={"l": label_margin(names, FONT_SIZE), "t": 24, "r": room + head},
        xaxis={"visible": False, "range": [0, max(0.25, ends.max())]},
        yaxis={"type": "category"},
        **({"annotations": heads} if heads else {}),
    )


def _moved(rates: pd.DataFrame, former: Mapping[str, float]) -> list[str]:
    """Win rates as they were and as they are; once where they are the same."""
    pairs = zip(rates["metric"].map(former), rates["win_rate"], strict=True)
    texts = [(percent(was), percent(rate)) for was, rate in pairs]
    return [
        figure_text(now if was in (NO_NUMBER, now) else f"{was.removesuffix(' %')} → {now}")
        for was, now in texts
    ]


def _ghosts(
    names: Sequence[str], was: pd.Series, look: Look
) -> tuple[list[Properties], list[Properties]]:
    """Outlines beneath the bars as long as these were, and ticks at their ends above the bars."""
    line = {"color": look.ink.muted, "width": 1}
    outlines = bar(
        x=was,
        y=list(names),
        orientation="h",
        marker={"color": "rgba(0,0,0,0)", "line": line},
        hoverinfo="skip",
    )
    ticks = scatter(
        x=was,
        y=list(names),
        mode="markers",
        marker={"symbol": "line-ns", "size": TICK, "line": {**line, "width": 1.5}},
        cliponaxis=False,
        text=[figure_text(percent(rate)) for rate in was],
        hovertemplate="%{y}: before %{text}<extra></extra>",
    )
    return [outlines], [ticks]


def _bar_label(study: Study, row: Mapping[Hashable, Any]) -> str:
    """A metric's name, and what share of the setups it covers where that is not all."""
    label, covered = (
        figure_label(study.metric(row["metric"])),
        1 - row["not_covered"] / row["setups"],
    )
    label = f"<b>{label}</b>" if row["metric"] == study.added else label
    return f"{label} ({whole_percent(covered)} % covered)" if row["partial"] and covered else label


def _best_in(rate: float, setups: int) -> str:
    if math.isnan(rate):
        return "no scores"
    return f"best in {figure_text(percent(rate))} of {quantity(setups, 'setup')}"


def _first_places(
    names: Sequence[str], shares: pd.Series, right: int, look: Look
) -> list[Properties]:
    """A column that ends so far right of the bars: in which share of draws each is first."""
    texts = ["" if math.isnan(n) else f"{figure_text(whole_percent(n))} %" for n in shares]
    column = {
        "x": 1,
        "xref": "paper",
        "xanchor": "right",
        "xshift": right,
        "showarrow": False,
        "font": {"size": SMALL, "color": look.ink.muted},
    }
    head = {"text": P_BEST, "y": 1, "yref": "paper", "yanchor": "bottom"}
    rows = [{"text": text, "y": name} for text, name in zip(texts, names, strict=True)]
    return [column | head, *(column | row for row in rows if row["text"])]


def win_rate_cells(
    study: Study,
    parts: pd.DataFrame,
    component: str,
    labels: Mapping[str, str],
    metrics: Sequence[str],
    colours: Mapping[str, str],
    look: Look,
    *,
    row_height: int = ROW_HEIGHT,
    undecided: Collection[str] = (),
) -> Properties:
    """A row per part and a column per metric; each cell its win rate, in per cent.

    `parts` has a row per part and metric: the component, `metric`, `win_rate` (0 to 1),
    `setups`. Rows stand in the order of `labels`, columns in that of `metrics`. The best
    of a row is in full colour and bold, unless the row is undecided. The longest bar fills
    its cell.
    """
    rates = parts["win_rate"]
    if "partial" in parts:
        rates = rates.mask(parts["partial"].astype(bool))
    best = rates == rates.groupby(parts[component]).transform("max")
    cells = pd.DataFrame(
        {
            "row": parts[component],
            "metric": parts["metric"],
            "length": parts["win_rate"] / (parts["win_rate"].max() or 1.0),
            "text": [figure_text(whole_percent(rate)) for rate in parts["win_rate"]],
            "best": best & ~parts[component].isin(undecided),
            "hover": [
                f"{labels[level]}<br>{figure_label(study.metric(metric))}: {_best_in(rate, setups)}"
                for level, metric, rate, setups in zip(
                    *(parts[key] for key in (component, "metric", "win_rate", "setups")),
                    strict=True,
                )
            ],
        }
    )
    number = NUMBER_OF_FEW if len(metrics) <= FEW else NUMBER
    return cell_figure(study, cells, labels, metrics, colours, look, row_height, number)
