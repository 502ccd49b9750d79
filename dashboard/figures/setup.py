"""How did each metric come to its value in one setup: score against performance?"""

import math
from collections.abc import Mapping, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from setupscope.analysis.questions.one_setup import (
    CONCORDANT,
    DISCORDANT,
    TIED,
    OneSetup,
    chosen,
    fitted_line,
    pairs_of_candidates,
    weights_of_candidates,
)
from setupscope.dashboard.figures.figure import Properties, figure_of, scatter
from setupscope.dashboard.figures.panels import axis_name, on_panel
from setupscope.dashboard.figures.theme import SMALL, Look
from setupscope.dashboard.text.labels import figure_label, figure_text
from setupscope.dashboard.text.numbers import four_digits
from setupscope.data.study.study import Study

COLUMNS = 2
MOST_DRAWN = 6
ROW_HEIGHT = 290
MARKER = 9
WIDEST_MARKER = 22

Numbers = NDArray[np.float64]


def setup_scatter(
    study: Study,
    one: OneSetup,
    metrics: Sequence[str],
    colours: Mapping[str, str],
    look: Look,
) -> Properties:
    """A plot per metric, at most six: scores against performances, and what the measure saw.

    Kendall's τ: a line per discordant pair, thin ones for concordant pairs; τ_w: the same, a
    candidate's weight as the size of its dot; Pearson's r: the least-squares line; Rel@1: a
    ring around what the metric would pick, a star on the best.
    """
    drawn = list(metrics)[:MOST_DRAWN]
    traces = [
        on_panel(number, scatter(**trace))
        for number, metric in enumerate(drawn, start=1)
        for trace in _traces(study, one, metric, colours[metric], look)
    ]
    titles = [
        _heading(number, _title(study, one, metric)) for number, metric in enumerate(drawn, start=1)
    ]
    return figure_of(traces, look, **_layout(titles, look))


def _layout(titles: list[Properties], look: Look) -> Properties:
    """A grid of plots with one scale of performances, told at the left of each row."""
    rows = math.ceil(len(titles) / COLUMNS)
    line = {"tickfont": {"size": SMALL}, "showline": True, "linecolor": look.ink.rule}
    axes: Properties = {}
    for number in range(1, len(titles) + 1):
        own = {} if number == 1 else {"matches": "y"}
        axes[axis_name("xaxis", number)] = line
        axes[axis_name("yaxis", number)] = (
            line
            | own
            | {
                "tickformat": ".2~f",
                "showticklabels": number % COLUMNS == 1,
            }
        )
    return axes | {
        "height": ROW_HEIGHT * rows + 20,
        "margin": {"t": 44, "l": 48, "r": 12, "b": 30},
        "annotations": titles,
        "grid": {
            "rows": rows,
            "columns": min(COLUMNS, len(titles)),
            "pattern": "independent",
            "xgap": 0.09,
            "ygap": 0.34,
        },
    }


def _heading(number: int, text: str) -> Properties:
    """A text above the left end of a plot."""
    return {
        "text": text,
        "xref": f"{axis_name('x', number)} domain",
        "yref": f"{axis_name('y', number)} domain",
        "x": 0,
        "y": 1,
        "xanchor": "left",
        "yanchor": "bottom",
        "align": "left",
        "showarrow": False,
        "font": {"size": SMALL + 1},
    }


def _title(study: Study, one: OneSetup, metric: str) -> str:
    text = "no value" if math.isnan(one.values[metric]) else four_digits(one.values[metric])
    return f"<b>{figure_label(study.metric(metric))}</b>  {text}{_counts(one, metric)}"


def _counts(one: OneSetup, metric: str) -> str:
    """How many pairs a rank measure found concordant, discordant and tied."""
    if "kendall" not in one.id.measure or one.candidates[metric].isna().any():
        return ""
    kinds = pairs_of_candidates(*_numbers(one, metric))["kind"].value_counts()
    counts = [f"{kinds.get(kind, 0)} {kind}" for kind in (CONCORDANT, DISCORDANT, TIED)]
    return f"<br><span style='font-size:{SMALL}px'>pairs: {', '.join(counts)}</span>"


def _numbers(one: OneSetup, metric: str) -> tuple[Numbers, Numbers]:
    performances = one.candidates["performance"].to_numpy(np.float64)
    return performances, one.candidates[metric].to_numpy(np.float64)


def _traces(study: Study, one: OneSetup, metric: str, colour: str, look: Look) -> list[Properties]:
    performances, scores = _numbers(one, metric)
    dots = _dots(study, one, performances, scores, colour)
    if np.isnan(scores).any():
        return [dots]
    if one.id.measure == "pearson":
        return [*_line(performances, scores, look), dots]
    if one.id.measure == "rel_at_1":
        return [dots, *_picked(study, one, performances, scores, look)]
    if one.id.measure in ("kendall", "weighted_kendall"):
        if one.id.measure == "weighted_kendall":
            weights = weights_of_candidates(performances, scores)
            dots["marker"]["size"] = np.maximum(WIDEST_MARKER * np.sqrt(weights), 4).tolist()
        return [*_pairs(performances, scores, look), dots]
    return [dots]


def _dots(
    study: Study, one: OneSetup, performances: Numbers, scores: Numbers, colour: str
) -> Properties:
    names = one.candidates["candidate"]
    return {
        "x": scores,
        "y": performances,
        "mode": "markers",
        "marker": {"size": MARKER, "color": colour, "line": {"width": 0}},
        "hovertext": [figure_text(study.label(name)) for name in names],
        "customdata": list(names),
        "hovertemplate": "%{hovertext}<br>score %{x:.4~g}, performance %{y:.4~g}<extra></extra>",
    }


def _line(performances: Numbers, scores: Numbers, look: Look) -> list[Properties]:
    """The least-squares line, from the lowest to the highest score."""
    fit = fitted_line(performances, scores)
    if fit is None:
        return []
    ends = np.array([scores.min(), scores.max()])
    line = {"color": look.ink.muted, "width": 1.5}
    return [
        {"x": ends, "y": fit[0] * ends + fit[1], "mode": "lines", "line": line, "hoverinfo": "skip"}
    ]


def _pairs(performances: Numbers, scores: Numbers, look: Look) -> list[Properties]:
    """Lines between the candidates of each pair: concordant quiet, discordant in ink."""
    table = pairs_of_candidates(performances, scores)
    inks = {CONCORDANT: (look.ink.rule, 0.7), DISCORDANT: (look.ink.muted, 0.9)}
    lines = []
    for kind, (colour, width) in inks.items():
        pairs = table.loc[table["kind"] == kind, ["first", "second"]].to_numpy()
        lines.append(
            {
                "x": _segments(scores, pairs),
                "y": _segments(performances, pairs),
                "mode": "lines",
                "line": {"color": colour, "width": width},
                "hoverinfo": "skip",
            }
        )
    return lines


def _segments(numbers: Numbers, pairs: NDArray[np.int64]) -> list[float | None]:
    ends = [(float(numbers[first]), float(numbers[second]), None) for first, second in pairs]
    return list(chain.from_iterable(ends))


def _picked(
    study: Study, one: OneSetup, performances: Numbers, scores: Numbers, look: Look
) -> list[Properties]:
    """A ring around each candidate with the highest score, a star on the best performance."""
    names = one.candidates["candidate"].to_numpy()
    marks = {"circle-open": (chosen(scores), 17, "pick"), "star": (_best(performances), 9, "best")}
    return [
        {
            "x": scores[index],
            "y": performances[index],
            "mode": "markers+text",
            "marker": {
                "symbol": symbol,
                "size": size,
                "color": look.ink.text,
                "line": {"width": 1.5},
            },
            "text": [f"{text}: {figure_text(study.label(name))}" for name in names[index]],
            "textposition": "bottom center" if text == "pick" else "top center",
            "textfont": {"size": SMALL},
            "cliponaxis": False,
            "hoverinfo": "skip",
        }
        for symbol, (index, size, text) in marks.items()
    ]


def _best(performances: Numbers) -> NDArray[np.bool_]:
    return np.asarray(performances == performances.max())
