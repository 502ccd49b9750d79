"""How are setups drawn in which one metric is ahead of another?"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from setupscope.dashboard.figures.cells import cell_figure
from setupscope.dashboard.figures.figure import Properties
from setupscope.dashboard.figures.theme import SMALL, Look
from setupscope.dashboard.text.labels import figure_text, on_lines
from setupscope.dashboard.text.numbers import four_digits, three_digits
from setupscope.dashboard.text.pools import left_out, listed
from setupscope.data.study.measured import MeasuredStudy
from setupscope.data.study.setup_ids import SetupId

MOST_DRAWN = 8
"""Setups of a list that are drawn, the first."""
MOST_NAMED, LONGEST_LINE = 4, 24
"""Candidates left out that a row names, and characters of a line."""
ROW, LINE = 24, 17
NUMBER = 0.5
"""Share of a cell that a number of three digits takes."""
NO_BREAK = "\N{NO-BREAK SPACE}"


def found_cells(
    study: MeasuredStudy,
    table: pd.DataFrame,
    shown: tuple[str, str],
    colours: Mapping[str, str],
    look: Look,
) -> Properties:
    """A row per setup, the first of the list on top: the values of both metrics, bars from 0.

    `table` is of `analysis.find_setups`. The metric that is ahead is in full colour.
    """
    first = table.head(MOST_DRAWN)
    labels: dict[str, str] = {}
    cells: list[Mapping[str, Any]] = []
    named = zip(first.to_dict("records"), left_out(study, first), strict=True)
    for place, (row, absent) in enumerate(named, start=1):
        id_ = str(SetupId(**{part: row[part] for part in PARTS}))
        labels[id_] = _label(study, place, row, absent, look)
        hover = f"{place}. {_hover(study, row, absent)}"
        cells += [{"row": id_, "hover": hover, **cell} for cell in _values(row, shown)]
    drawn = pd.DataFrame(cells, columns=["row", "metric", "length", "text", "best", "hover"])
    more = LINE * max((label.count("<br>") for label in labels.values()), default=0)
    return cell_figure(study, drawn, labels, shown, colours, look, ROW + more, NUMBER)


PARTS = ("scenario", "given", "backbone", "measure", "pool")


def _values(row: Mapping[Any, Any], shown: tuple[str, str]) -> Iterator[Mapping[str, Any]]:
    """The value of each metric, and which of the two is ahead."""
    for metric, own, sign in zip(shown, ("value_a", "value_b"), (1, -1), strict=True):
        yield {
            "metric": metric,
            "length": max(-1.0, min(float(row[own]), 1.0)),
            "text": three_digits(row[own]),
            "best": sign * row["margin"] > 0,
        }


def _hover(study: MeasuredStudy, row: Mapping[Any, Any], absent: Sequence[str]) -> str:
    """The setup, all that its pool leaves out, and the margin."""
    out, margin = listed([*map(figure_text, absent)]), four_digits(row["margin"])
    return f"{', '.join(_parts(study, row))}<br>left out: {out}<br>margin {margin}"


def _label(
    study: MeasuredStudy, place: int, row: Mapping[Any, Any], absent: Sequence[str], look: Look
) -> str:
    """The name of a setup and, beneath it, the few candidates that its pool leaves out."""
    lines = _parts(study, row)
    if 0 < len(absent) <= MOST_NAMED:
        whole = (figure_text(name).replace(" ", NO_BREAK) for name in absent)
        lines += on_lines(f"without {', '.join(whole)}", LONGEST_LINE).split("<br>")
    first, *others = lines
    small = f"<span style='color:{look.ink.muted};font-size:{SMALL - 1}px'>{{}}</span>"
    return "<br>".join([f"{place}. {first}", *map(small.format, others)])


def _parts(study: MeasuredStudy, row: Mapping[Any, Any]) -> list[str]:
    """Given and size of the pool, on two lines where there are several backbones to name."""
    given, pool = figure_text(study.label(row["given"])), f"pool of {row['pool_size']}"
    if len(study.names_of(row["scenario"]).backbones) > 1:
        return [given, f"{figure_text(row['backbone'])}, {pool}"]
    return [f"{given}, {pool}"]
