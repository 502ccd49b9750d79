"""How are setups drawn in which one metric is ahead of another?"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from setupscope.dashboard.figures.cells import cell_figure
from setupscope.dashboard.figures.figure import Properties
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.text.labels import figure_text
from setupscope.dashboard.text.numbers import four_digits
from setupscope.data.study.measured import MeasuredStudy
from setupscope.data.study.setup_ids import SetupId

MOST_DRAWN = 12
"""Setups of a list that are drawn, the first."""
ROW = 24
NUMBER = 0.4
"""Share of a cell that a number of four digits takes."""


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
    rows = table.head(MOST_DRAWN).to_dict("records")
    several = len(study.names_of(str(rows[0]["scenario"])).backbones) > 1 if rows else False
    labels, cells = {}, []
    for place, row in enumerate(rows, start=1):
        id_ = str(SetupId(**{part: row[part] for part in PARTS}))
        labels[id_] = f"{place}. {_name(study, row, several)}"
        for metric, own, sign in zip(shown, ("value_a", "value_b"), (1, -1), strict=True):
            cells.append(
                {
                    "row": id_,
                    "metric": metric,
                    "length": max(-1.0, min(float(row[own]), 1.0)),
                    "text": four_digits(row[own]),
                    "best": sign * row["margin"] > 0,
                    "hover": f"{labels[id_]}<br>margin {four_digits(row['margin'])}",
                }
            )
    drawn = pd.DataFrame(cells, columns=["row", "metric", "length", "text", "best", "hover"])
    return cell_figure(study, drawn, labels, shown, colours, look, ROW, NUMBER)


PARTS = ("scenario", "given", "backbone", "measure", "pool")


def _name(study: MeasuredStudy, row: Mapping[Any, Any], several: bool) -> str:
    """Given, backbone where there are several, and how many candidates the pool has."""
    parts = [study.label(row["given"]), *([row["backbone"]] if several else [])]
    return figure_text(f"{', '.join(parts)}, pool of {row['pool_size']}")
