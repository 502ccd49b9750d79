"""By which definition does a printed table come out, which cells do not, and does its winner hold?

A table has one number for each metric and given, over all candidates that have a score.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from setupscope.analysis.questions.printed_table import Evaluation
from setupscope.analysis.questions.table_definitions import DEFINITIONS
from setupscope.data.errors import InputError, unknown
from setupscope.data.scoring.blocks import blocks, candidates
from setupscope.data.study.baselines import baseline_study, with_baselines
from setupscope.data.study.study import Study
from setupscope.data.study.transfers import Transfers

DEFINED = ["backbone", "definition", "label", "scale", "rounding", "reversed", "cells"]
DEFINED += ["reproduced", "by_chance", "fits"]


@dataclass(frozen=True)
class TableCheck:
    """What became of a printed table.

    Attributes
    ----------
    definitions : pandas.DataFrame
        A row per backbone and definition, those that reproduce most cells first: `backbone`,
        `definition` (key), `label` (measure and variant), `scale` (1, or 100 for per cent),
        `rounding` ("rounded" or "cut off"), `reversed` (keys of metrics whose scores count with
        their signs turned, with commas between), `cells`, `reproduced` (counts), `by_chance`
        (mean count where the givens of the computed table are shifted; 0 for one given), `fits`
        (at least half of the cells, and half of those beyond chance).
    cells : pandas.DataFrame
        A row per printed cell under the first definition: `metric`, `given`, `printed` (float64),
        `text`, `computed` (float64, on the table's scale; null without a value), `reproduced`,
        `elsewhere` (keys of other definitions by which a cell comes out that does not under the
        first, with commas between; empty where there is none).
    metrics : pandas.DataFrame
        A row per metric of the table and per baseline that has all values, the best first:
        `metric`, `baseline` (bool), `printed` and `computed` (means over the givens, on the
        table's scale; null of baselines), `best_in` (count of givens in which it has the best
        computed value among the table's metrics, a baseline as one metric more; ties shared).
    changes : pandas.DataFrame
        A row per single change of the evaluation: `component` (measure, given, candidate),
        `level`, `winner` (key of the highest mean over givens, ties with commas between), `holds`
        (whether the printed winner is among them), `setups` (givens with a value), `best` (in how
        many of them the printed winner is best, ties shared).
    winner : str or None
        Key of the metric with the best printed mean; None where the best are tied.
    """

    definitions: pd.DataFrame
    cells: pd.DataFrame
    metrics: pd.DataFrame
    changes: pd.DataFrame
    winner: str | None


def check_table(
    printed: pd.DataFrame,
    study: Study,
    transfers: Transfers,
    scenario: str,
    measure: str | None = None,
) -> TableCheck:
    """Which definition reproduces a printed table, cell by cell, and what becomes of its winner.

    Every definition is tried with the scores as they are and with their signs turned (the
    direction that reproduces more of a metric's cells), as fractions and per cent, rounded and cut
    off at the digits of each cell.

    Parameters
    ----------
    printed : pandas.DataFrame
        A row per cell: `metric` (key), `given`, `printed` (float64), `text`, `decimals` (of the
        cell).
    study, transfers, scenario
        What was measured; every backbone is tried.
    measure : str, optional
        Key of the only definition to try; by default all.

    Raises
    ------
    InputError
        When the measure is unknown, or nothing printed was measured.
    """
    if measure is not None and measure not in DEFINITIONS:
        raise InputError(unknown("measure", measure, DEFINITIONS))
    tried = [
        (evaluation, evaluation.best_of(key))
        for evaluation in _evaluations(printed, study, transfers, scenario)
        for key in ([measure] if measure else DEFINITIONS)
    ]
    if not tried:
        raise InputError(f"nothing that is printed was measured in {scenario}")
    tried.sort(key=lambda pair: -pair[1].count)
    evaluation, found = tried[0]
    winner = evaluation.printed_winner(found)
    cells = evaluation.cells(found)
    others = {(of.backbone, one.key): of.cells(one) for of, one in tried[1:]}
    return TableCheck(
        pd.DataFrame([one.row(of) for of, one in tried], columns=DEFINED),
        cells.assign(elsewhere=_elsewhere(cells, evaluation.backbone, others)),
        evaluation.ranked(found),
        pd.DataFrame(evaluation.changed(found, winner), columns=CHANGED),
        winner,
    )


def _elsewhere(
    cells: pd.DataFrame, backbone: str, others: Mapping[tuple[str, str], pd.DataFrame]
) -> list[str]:
    """Of each cell that does not come out, the definitions by which it does."""
    names: list[list[str]] = [[] for _ in range(len(cells))]
    for (held, key), other in others.items():
        same = cells[["metric", "given"]].merge(other, how="left")["reproduced"]
        for place, (done, alike) in enumerate(zip(cells["reproduced"], same, strict=True)):
            if not done and alike is True:
                names[place].append(key if held == backbone else f"{key} ({held})")
    return [",".join(one) for one in names]


CHANGED = ["component", "level", "winner", "holds", "setups", "best"]


def _evaluations(
    printed: pd.DataFrame, study: Study, transfers: Transfers, scenario: str
) -> Iterator["Evaluation"]:
    """The measured numbers behind a table, under each backbone."""
    whole = baseline_study(study, scenario)
    every = list(blocks(whole, with_baselines(study, transfers, scenario), scenario))
    names = tuple(candidates(study, transfers, scenario))
    for backbone in dict.fromkeys(block.backbone for block in every):
        own = {block.given: block for block in every if block.backbone == backbone}
        inside = printed[printed["given"].isin(own) & printed["metric"].isin(study.metric_keys)]
        if len(inside):
            yield Evaluation(inside, own, whole.metric_keys, backbone, names)
