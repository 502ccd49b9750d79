"""How is the soundness of a study drawn: baselines, dispersion, fidelity?"""

from collections.abc import Mapping, Sequence

import pandas as pd

from setupscope.dashboard.figures.figure import Properties, figure_of, scatter
from setupscope.dashboard.figures.intervals import interval_bars, number_column
from setupscope.dashboard.figures.label_width import label_margin
from setupscope.dashboard.figures.palette import OTHER_METRIC
from setupscope.dashboard.figures.theme import FONT_SIZE, SMALL, Look
from setupscope.dashboard.text.labels import distinct, figure_label, figure_text
from setupscope.dashboard.text.numbers import points, value
from setupscope.data.study.study import Study

LEAD_ROW, STRIP_ROW = 40, 60
BELOW, LINE = 46, 16
END = 1.03
"""Where a symmetric axis ends, over its last number."""
CURVE_HEIGHT, NAME_HEIGHT = 320, 24
PALE = 0.45


def baseline_leads(
    study: Study,
    table: pd.DataFrame,
    labels: Sequence[str],
    decided: Sequence[bool],
    colours: Mapping[str, str],
    look: Look,
) -> Properties:
    """A dot per baseline: the lead of the best metric over it, with its interval.

    `table` has rows of `analysis.against_baselines` with a lead, from the top; `labels` (HTML)
    name them; those not `decided` are paler. Right of 0 the metric is ahead, in its colour.
    """
    rows = table.iloc[::-1]
    names = distinct([*reversed(labels)])
    ahead = rows["lead"] > 0
    colour = [
        colours[metric] if is_ahead else OTHER_METRIC
        for metric, is_ahead in zip(rows["metric"], ahead, strict=True)
    ]
    said = [
        f"{figure_label(study.metric(metric))} {figure_text(points(lead))}"
        for metric, lead in zip(rows["metric"], rows["lead"], strict=True)
    ]
    intervals = interval_bars(100 * rows["low"], 100 * rows["high"], names, look)
    dots = scatter(
        x=100 * rows["lead"],
        y=names,
        mode="markers",
        marker={
            "size": 12,
            "color": colour,
            "opacity": [1 if sure else PALE for sure in reversed(decided)],
        },
        customdata=list(rows["baseline"]),
        hovertext=said,
        hovertemplate="%{y}: %{hovertext} points<extra></extra>",
        cliponaxis=False,
    )
    return figure_of(
        [intervals, dots, number_column(said, names, END * 100, look)],
        look,
        height=LEAD_ROW * len(rows) + BELOW + LINE,
        margin={
            "l": label_margin(names, SMALL + 1),
            "b": BELOW + LINE,
            "t": 4,
            "r": label_margin(said, SMALL),
        },
        xaxis=_symmetric("lead of the best metric<br>over the baseline (points)", 100, look),
        yaxis={
            "type": "category",
            "tickfont": {"size": SMALL + 1},
            "range": [-0.6, len(rows) - 0.4],
        },
    )


def _symmetric(title: str, end: int, look: Look) -> Properties:
    """A horizontal axis from minus a number to that number."""
    ticks = [part * end for part in (-1, -0.5, 0, 0.5, 1)]
    return {
        "title": {"text": title, "font": {"size": SMALL}, "standoff": 8},
        "range": [-END * end, END * end],
        "tickvals": ticks,
        "ticktext": [f"{tick:g}".replace("-", "−") for tick in ticks],
        "tickfont": {"size": SMALL},
        "showgrid": True,
        "gridcolor": look.ink.rule,
        "zeroline": True,
        "zerolinecolor": look.ink.muted,
    }


def dispersion_strip(
    study: Study, pairs: pd.DataFrame, labels: Mapping[str, str], look: Look
) -> Properties:
    """A mark per pair of givens: how alike they rank the candidates; a row per backbone.

    `pairs` has rows of `analysis.dispersion_pairs` with a number; `labels` name the backbones,
    from the top. The tall mark is the mean.
    """
    names = {key: figure_text(label) for key, label in reversed([*labels.items()])}
    marks = scatter(
        x=pairs["tau"],
        y=[names[key] for key in pairs["backbone"]],
        mode="markers",
        marker={
            "symbol": "line-ns",
            "size": 16,
            "line": {"width": 1.4, "color": look.ink.muted},
            "opacity": 0.6,
        },
        hovertext=[
            f"{figure_text(study.label(a))} and {figure_text(study.label(b))}: {value(tau)}"
            for a, b, tau in pairs[["given_a", "given_b", "tau"]].itertuples(index=False)
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    means = pairs.groupby("backbone")["tau"].mean()
    middles = scatter(
        x=means,
        y=[names[str(key)] for key in means.index],
        mode="markers",
        marker={"symbol": "line-ns", "size": 30, "line": {"width": 3, "color": look.ink.text}},
        hoverinfo="skip",
        cliponaxis=False,
    )
    numbers = [f"mean <b>{value(mean)}</b>" for mean in means]
    rows = [names[str(key)] for key in means.index]
    return figure_of(
        [marks, middles, number_column(numbers, rows, END, look)],
        look,
        height=STRIP_ROW * len(names) + BELOW + LINE,
        margin={
            "l": label_margin(names.values(), FONT_SIZE),
            "b": BELOW + LINE,
            "t": 4,
            "r": label_margin(numbers, SMALL),
        },
        xaxis=_symmetric("Kendall τ-b of two true rankings<br>of the candidates", 1, look),
        yaxis={
            "type": "category",
            "categoryarray": list(names.values()),
            "range": [-0.6, len(names) - 0.4],
        },
    )


def fidelity_lines(
    study: Study, curve: pd.DataFrame, colours: Mapping[str, str], look: Look
) -> Properties:
    """A line per metric: the mean gap in performance against the gap in score.

    `curve` has rows of `analysis.fidelity_curve` of one backbone with a gap; both gaps are in
    standard deviations within a given. A metric's name stands at the end of its line.
    """
    lines = [
        _fidelity_line(study, str(key), rows, colours[str(key)])
        for key, rows in curve.groupby("metric", sort=False)
    ]
    traces = [*lines, _line_names(study, curve, colours)]
    names = [figure_label(study.metric(str(key))) for key in curve["metric"].unique()]
    return figure_of(
        traces,
        look,
        height=CURVE_HEIGHT,
        margin={"l": 52, "b": BELOW, "t": 12, "r": label_margin(names, SMALL + 1)},
        xaxis={
            "title": {
                "text": "gap between two scores (SD)",
                "font": {"size": SMALL},
                "standoff": 8,
            },
            "range": [0, curve["score_gap"].max() * END],
            "tickfont": {"size": SMALL},
        },
        yaxis={
            "title": {"text": "mean gap in performance (SD)", "font": {"size": SMALL}},
            "tickfont": {"size": SMALL},
            "showgrid": True,
            "gridcolor": look.ink.rule,
            "zeroline": True,
            "zerolinecolor": look.ink.muted,
        },
    )


def _fidelity_line(study: Study, key: str, rows: pd.DataFrame, colour: str) -> Properties:
    label = figure_label(study.metric(key))
    return scatter(
        x=rows["score_gap"],
        y=rows["gap"],
        mode="lines+markers",
        line={"color": colour, "width": 2},
        marker={"size": 6},
        error_y={
            "type": "data",
            "symmetric": False,
            "array": (rows["high"] - rows["gap"]).fillna(0).tolist(),
            "arrayminus": (rows["gap"] - rows["low"]).fillna(0).tolist(),
            "thickness": 0.8,
            "width": 0,
            "color": colour,
        },
        hovertext=[
            f"{label}: {value(gap)} SD of performance ({figure_text(points(by))} points)"
            f" over {int(count):,} pairs"
            for gap, by, count in rows[["gap", "points", "pairs"]].itertuples(index=False)
        ],
        hovertemplate="%{hovertext}<extra></extra>",
        cliponaxis=False,
    )


def _line_names(study: Study, curve: pd.DataFrame, colours: Mapping[str, str]) -> Properties:
    """The metrics' names in a column on the right, beside the ends of their lines."""
    ends = curve.groupby("metric", sort=False).last().sort_values("gap", kind="stable")
    apart = NAME_HEIGHT / CURVE_HEIGHT * (curve["gap"].max() - min(curve["gap"].min(), 0.0))
    heights: list[float] = []
    for gap in ends["gap"]:
        heights.append(max(gap, heights[-1] + apart) if heights else gap)
    return scatter(
        x=[curve["score_gap"].max() * END] * len(ends),
        y=heights,
        mode="text",
        text=[
            f'<span style="color:{colours[key]}">•</span> {figure_label(study.metric(key))}'
            for key in map(str, ends.index)
        ],
        textposition="middle right",
        textfont={"size": SMALL},  # a metric's colour is too pale for words
        hoverinfo="skip",
        cliponaxis=False,
    )
