"""What would be known without the metrics: a list that never changes, a size, a difficulty?

A metric that is worth its name has to beat them. Each baseline is scored as a metric would be.
"""

from collections.abc import Callable
from dataclasses import fields
from math import log
from typing import TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa

from setupscope.data.errors import InputError, unknown
from setupscope.data.study.study import Baseline, Fact, Metric, Study
from setupscope.data.study.transfers import Transfers

BLOCK = ["table", "backbone"]


def baseline_study(study: Study, scenario: str) -> Study:
    """One scenario of a study, with its baselines as further metrics.

    Raises
    ------
    InputError
        When the scenario is unknown.
    """
    names = [known.name for known in study.scenarios]
    if scenario not in names:
        raise InputError(unknown("scenario", scenario, names))
    own = study.scenario(scenario)
    extra = tuple(Metric(key=b.key, label=b.label) for b in study.baselines_of(scenario))
    content = {field.name: getattr(study, field.name) for field in fields(Study)}
    content |= {"tables": (study.table(own.table),), "scenarios": (own,)}
    return Study(**content | {"metrics": study.metrics + extra, "facts": (), "rescaled": ()})


def with_baselines(study: Study, transfers: Transfers, scenario: str) -> Transfers:
    """The transfers of one scenario, with a column of scores for each of its baselines.

    - The static ranker: the mean over the other targets, under the same backbone, of a source's
      performance there less the mean of all sources there. It knows results of fine-tuning
      that no metric has, and nothing of the target. Null without another target.
    - The mean performance of the other sources on the target, under the same backbone. Null
      without another source.
    - A fact of a candidate: its value, or its logarithm, negated where fewer is better. Null
      where it is not known.
    - A metric on another scale: −log(−s) of its scores s. Null where s is not negative.

    References
    ----------
    The static ranker: Singh, Hess and Vanschoren 2026, ICLR (arXiv 2510.06448).
    """
    own = study.scenario(scenario)
    table = transfers.of_table(own.table)
    frame = table.to_pandas()
    for baseline in study.baselines_of(scenario):
        scores = _scores(study, frame, baseline, own.candidates)
        values = pa.array(scores.to_numpy(np.float64, na_value=np.nan), from_pandas=True)
        table = table.append_column(baseline.key, values)
    return Transfers(table)


def _scores(study: Study, frame: pd.DataFrame, baseline: Baseline, side: str) -> "pd.Series[float]":
    if baseline.kind == "static":
        return static_ranker(frame)
    if baseline.kind == "others":
        return other_sources(frame)
    if baseline.kind == "rescaled":
        scores = frame[baseline.about]
        return pd.Series(-np.log(-scores.where(scores < 0)))
    fact = next(fact for fact in study.facts if fact.key == baseline.about)
    return frame[side].map(_fact_score(fact, getattr(fact, side)), na_action="ignore")


def _fact_score(fact: Fact, better: str) -> Callable[[str], float | None]:
    sign = 1 if better == "more" else -1
    known = {
        name: sign * (log(value) if fact.scale == "log" else value)
        for name, value in fact.values.items()
    }
    return known.get


def static_ranker(transfers: pd.DataFrame) -> "pd.Series[float]":
    """The score of each transfer by a list of sources that is the same for every target.

    Parameters
    ----------
    transfers : pandas.DataFrame
        With the columns of `Transfers`; each table and backbone stands for itself.
    """
    at_target = transfers.groupby([*BLOCK, "target"])["performance"].transform("mean")
    above = transfers["performance"] - at_target
    return mean_of_others(above, transfers, "source")


def other_sources(transfers: pd.DataFrame) -> "pd.Series[float]":
    """The mean performance of the other sources on each transfer's target."""
    return mean_of_others(transfers["performance"], transfers, "target")


Numbers = TypeVar("Numbers", "pd.Series[float]", pd.DataFrame)


def mean_of_others(values: Numbers, transfers: pd.DataFrame, side: str) -> Numbers:
    """Mean over the other transfers of the same source or target; null where it is the only one.

    Parameters
    ----------
    values : pandas.Series or pandas.DataFrame
        A number of each transfer, or several: a column each.
    transfers : pandas.DataFrame
        With the columns of `Transfers`, in the same order; each table and backbone stands for
        itself.
    side : str
        "source" or "target".
    """
    groups = values.groupby([transfers[name] for name in [*BLOCK, side]])
    others = groups.transform("size") - 1
    return (groups.transform("sum") - values).div(others.where(others > 0), axis=0)
