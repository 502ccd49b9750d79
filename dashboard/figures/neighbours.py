"""How do the setups that differ in one part compare with this one?"""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from setupscope.analysis.questions.one_setup import PARTS, OneSetup, best_metrics
from setupscope.dashboard.figures.cells import cell_figure
from setupscope.dashboard.figures.figure import Properties
from setupscope.dashboard.figures.theme import SMALL, Look
from setupscope.dashboard.text.labels import component_label, figure_label, figure_text
from setupscope.dashboard.text.numbers import four_digits, short_value
from setupscope.dashboard.text.setup import has_another
from setupscope.data.measures import MEASURES
from setupscope.data.study.measured import MeasuredStudy
from setupscope.data.study.setup_ids import SetupId

ROW = 24
NUMBER, HEAD = 0.5, SMALL - 1
"""Numbers of two digits and metrics' names side by side on a phone."""
THIS = "this setup"


def neighbour_cells(
    study: MeasuredStudy,
    one: OneSetup,
    around: pd.DataFrame,
    metrics: Sequence[str],
    colours: Mapping[str, str],
    look: Look,
) -> Properties:
    """A row per neighbour and a column per metric: its value there, bars from 0.

    `around` is a table of `analysis.one_setup.neighbours`. This setup is on top; under a
    heading for each part stand its neighbours, in bold where another metric wins. A click
    gives the setup's id.
    """
    best = set(best_metrics(one.values, metrics))
    labels, cells = {str(one.id): THIS}, _row(study, one.id, THIS, one.values, metrics)
    for component, part in around.groupby("component", sort=False):
        labels[str(component)] = _heading(study, one, str(component), look)
        for row in part.to_dict("records"):
            id_, name = neighbour_id(one, row), _row_name(study, one, row)
            cells += _row(study, id_, name, row, metrics)
            labels[str(id_)] = f"<b>{name}</b>" if has_another(best, row, metrics) else name
    return cell_figure(
        study, pd.DataFrame(cells), labels, metrics, colours, look, ROW, NUMBER, HEAD
    )


def neighbour_id(one: OneSetup, row: Mapping[Hashable, Any]) -> SetupId:
    """The id of a neighbour."""
    return replace(one.id, **{part: row[part] for part in PARTS})


def what_differs(study: MeasuredStudy, one: OneSetup, row: Mapping[Hashable, Any]) -> str:
    """The part of a neighbour that is another, in words."""
    component: str = row["component"]
    if component == "pool":
        bit = (one.id.pool ^ int(row["pool"])).bit_length() - 1
        name = study.label(study.names_of(one.id.scenario).candidates[bit])
        return f"without {name}" if one.id.pool >> bit & 1 else f"with {name}"
    if component == "measure":
        return MEASURES[row["measure"]].label
    return study.label(row[component])


def _row_name(study: MeasuredStudy, one: OneSetup, row: Mapping[Hashable, Any]) -> str:
    """The same in a figure, in HTML."""
    if row["component"] == "measure":
        return MEASURES[row["measure"]].html
    return figure_text(what_differs(study, one, row))


def _heading(study: MeasuredStudy, one: OneSetup, component: str, look: Look) -> str:
    scenario = study.scenario(one.id.scenario)
    text = f"another {component_label(study, scenario, component)}"
    return f"<span style='color:{look.ink.muted}'><i>{figure_text(text)}</i></span>"


def _row(
    study: MeasuredStudy, id_: SetupId, name: str, values: Mapping[Any, Any], metrics: Sequence[str]
) -> list[dict[str, object]]:
    """The cells of one setup."""
    best = best_metrics(values, metrics)

    def label(metric: str) -> str:
        return figure_label(study.metric(metric))

    return [
        {
            "row": str(id_),
            "metric": metric,
            "length": 0.0 if math.isnan(values[metric]) else min(values[metric], 1.0),
            "text": short_value(values[metric]),
            "best": metric in best,
            "hover": f"{name}<br>{label(metric)}: {four_digits(values[metric])}",
        }
        for metric in metrics
    ]
