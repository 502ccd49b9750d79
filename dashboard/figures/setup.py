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
from setupscope.dashboard.figures.panels import (
    above_each_other,
    axis_name,
    beside_each_other,
    on_panel,
)
from setupscope.dashboard.figures.theme import SMALL, Look
from setupscope.dashboard.text.labels import figure_label, figure_text, on_lines
from setupscope.dashboard.text.numbers import four_digits
from setupscope.data.measures import MEASURES
from setupscope.data.study.study import Study

COLUMNS = 2
MOST_DRAWN = 6
PLOT, LINE, BELOW = 190, 17, 52
"""Pixels of a plot's height, of a line of its heading, and for what stands beneath it."""
COLUMN_GAP = 0.09
ROOM_FOR_NAMES, ROOM_FOR_LINE = 0.18, 0.14
"""Of the range of performances, above the best and below the worst; and for each line more."""
LONGEST_LINE, LONGEST_PICK = 16, 24
"""Characters of a line of a name, and of what a metric picks, which half a phone has room for."""
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
    candidate's weight as the size of its dot; Pearson's r: the least-squares line. A ring is
    around what the metric would pick, which the heading names; the best candidate and the
    worst are named in the plot, and for Rel@1 the best has a star.
    """
    drawn = list(metrics)[:MOST_DRAWN]
    traces = [
        on_panel(number, scatter(**trace))
        for number, metric in enumerate(drawn, start=1)
        for trace in _traces(study, one, metric, colours[metric], look)
    ]
    headings = [
        _heading(number, _title(study, one, metric)) for number, metric in enumerate(drawn, start=1)
    ]
    above = LINE * (1 + max(heading["text"].count("<br>") for heading in headings)) + 4
    rows = math.ceil(len(drawn) / COLUMNS)
    inner = PLOT * rows + (BELOW + above) * (rows - 1)
    return figure_of(
        traces,
        look,
        height=above + inner + BELOW,
        margin={"t": above, "l": 58, "r": 12, "b": BELOW},
        annotations=headings,
        **_axes(study, one, drawn, (BELOW + above) / inner, look),
    )


def _axes(study: Study, one: OneSetup, drawn: Sequence[str], gap: float, look: Look) -> Properties:
    """One scale of performances, told at the left of each row, and each metric's own scores."""
    line = {"tickfont": {"size": SMALL}, "showline": True, "linecolor": look.ink.rule}
    performances = one.candidates["performance"].to_numpy(np.float64)
    named = one.candidates["candidate"][_is_end(performances)]
    lines = max(_on_lines(study.label(name)).count("<br>") for name in named)
    room = (ROOM_FOR_NAMES + ROOM_FOR_LINE * lines) * max(float(np.ptp(performances)), 1e-9)
    upwards = line | {
        "tickformat": ".2~f",
        "range": [performances.min() - room, performances.max() + room],
    }
    told = _axis_title(figure_text(study.performance_label(one.id.scenario)))
    columns = beside_each_other(COLUMNS, COLUMN_GAP)
    rows = above_each_other([PLOT] * math.ceil(len(drawn) / COLUMNS), gap)
    axes: Properties = {}
    for number in range(1, len(drawn) + 1):
        row, column = divmod(number - 1, COLUMNS)
        across = {"domain": columns[column], "anchor": axis_name("y", number), "nticks": 4}
        axes[axis_name("xaxis", number)] = line | across | {"title": _axis_title("score")}
        left = {"showticklabels": False} if column else {"title": told}
        same = {} if number == 1 else {"matches": "y"}
        down = {"domain": rows[row], "anchor": axis_name("x", number)}
        axes[axis_name("yaxis", number)] = upwards | down | left | same
    return axes


def _axis_title(text: str) -> Properties:
    return {"text": text, "font": {"size": SMALL}, "standoff": 6}


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
    name = on_lines(figure_label(study.metric(metric)), LONGEST_LINE)
    return f"<b>{name}</b>  {text}{_picks(study, one, metric)}{_counts(one, metric)}"


def _picks(study: Study, one: OneSetup, metric: str) -> str:
    """Which candidate has the highest score, or how many have."""
    scores = _numbers(one, metric)[1]
    if np.isnan(scores).any():
        return ""
    names = one.candidates["candidate"].to_numpy()[chosen(scores)]
    said = figure_text(study.label(names[0])) if len(names) == 1 else f"any of {len(names)}"
    picks = on_lines(f"picks {said}", LONGEST_PICK)
    return f"<br><span style='font-size:{SMALL}px'>{picks}</span>"


def _counts(one: OneSetup, metric: str) -> str:
    """How many pairs a rank measure found concordant, discordant and tied."""
    if "kendall" not in one.id.measure or one.candidates[metric].isna().any():
        return ""
    kinds = pairs_of_candidates(*_numbers(one, metric))["kind"].value_counts()
    counts = [f"{kinds.get(kind, 0)} {kind}" for kind in (CONCORDANT, DISCORDANT, TIED)]
    said = f"pairs: {counts[0]},<br>{counts[1]}, {counts[2]}"
    return f"<br><span style='font-size:{SMALL}px'>{said}</span>"


def _numbers(one: OneSetup, metric: str) -> tuple[Numbers, Numbers]:
    performances = one.candidates["performance"].to_numpy(np.float64)
    return performances, one.candidates[metric].to_numpy(np.float64)


def _traces(study: Study, one: OneSetup, metric: str, colour: str, look: Look) -> list[Properties]:
    performances, scores = _numbers(one, metric)
    dots = _dots(study, one, performances, scores, colour)
    if np.isnan(scores).any():
        return [dots]
    ends = [_picked(performances, scores, look), *_named(study, one, performances, scores, look)]
    if one.id.measure == "pearson":
        return [*_line(performances, scores, look), dots, *ends]
    if "kendall" in one.id.measure:
        if "weighted" in one.id.measure:
            alone = one.id.measure == "weighted_kendall_by_performance"
            weights = weights_of_candidates(performances, scores, by_performance=alone)
            dots["marker"]["size"] = np.maximum(WIDEST_MARKER * np.sqrt(weights), 4).tolist()
        return [*_pairs(performances, scores, look), dots, *ends]
    return [dots, *ends]


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


def _picked(performances: Numbers, scores: Numbers, look: Look) -> Properties:
    """A ring around each candidate with the highest score."""
    index = chosen(scores)
    line = {"width": 1.5}
    return {
        "x": scores[index],
        "y": performances[index],
        "mode": "markers",
        "marker": {"symbol": "circle-open", "size": 17, "color": look.ink.text, "line": line},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _named(
    study: Study, one: OneSetup, performances: Numbers, scores: Numbers, look: Look
) -> list[Properties]:
    """The names of the best candidates above them, of the worst below, towards the middle."""
    names = one.candidates["candidate"].to_numpy()
    ranked_first = not MEASURES[one.id.measure].is_correlation
    star = {"symbol": "star", "size": 9, "color": look.ink.text}
    unseen = {"size": WIDEST_MARKER - 4, "opacity": 0}  # keeps the name off the dot
    return [
        {
            "x": scores[index],
            "y": performances[index],
            "mode": "markers+text",
            "marker": star if ranked_first and side == "top" else unseen,
            "text": [f"  {_on_lines(study.label(name))}  " for name in names[index]],
            "textposition": [f"{side} {_inwards(score, scores)}" for score in scores[index]],
            "textfont": {"size": SMALL},
            "cliponaxis": False,
            "hoverinfo": "skip",
        }
        for side, index in (
            ("top", performances == performances.max()),
            ("bottom", performances == performances.min()),
        )
    ]


def _is_end(performances: Numbers) -> NDArray[np.bool_]:
    """Which candidates are the best or the worst."""
    return np.isin(performances, [performances.max(), performances.min()])


def _on_lines(name: str) -> str:
    return on_lines(figure_text(name), LONGEST_LINE)


def _inwards(score: float, scores: Numbers) -> str:
    """On which side of a dot a name has room."""
    place = (score - scores.min()) / max(float(np.ptp(scores)), 1e-300)
    return "right" if place < 1 / 3 else "left" if place > 2 / 3 else "center"
