"""Which metric beats which over several studies, and would it in a new one?"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from setupscope.analysis.frames.rows import Setups
from setupscope.analysis.resampling.bootstrap import TOO_FEW_GIVENS
from setupscope.analysis.slices.slices import Slice
from setupscope.analysis.studies.improvements import improvements
from setupscope.analysis.studies.matching import Part, Shared, shared
from setupscope.analysis.studies.random_effects import TOO_FEW_STUDIES, Summary, summarize
from setupscope.data.study.measured import MeasuredStudy

SCENARIO, STUDY, SUMMARY = "scenario", "study", "summary"
NO_MEASURE = "the studies share no measure"
NORMAL = 1.959963984540054
"""The quantile .975 of the normal distribution."""
Ask = Callable[[Shared, Part], pd.DataFrame]
"""Gives the table of `improvements` of one study, for what it shares."""


def across(
    studies: Mapping[str, tuple[Setups, MeasuredStudy]],
    aliases: Mapping[str, str] | None = None,
    metrics: Sequence[str] | None = None,
    measures: Sequence[str] | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """Who beats whom in each study and scenario, over all studies, and in a new one.

    Sources, targets and gains are ranked in different questions, which stay apart. Studies are
    the units, not their scenarios, which share models or data.

    Parameters
    ----------
    studies : mapping of str to tuple of frame of setups and MeasuredStudy
        By the name under which each study is listed.
    aliases : mapping of str to str, optional
        The key of a metric by another key that some studies have for it; otherwise metrics are
        the same where their keys are.
    metrics, measures : sequences of str, optional
        Only these; by default the metrics that two studies have or more, and the measures that
        all of them have.
    seed : int
        Of the draws of givens.

    Returns
    -------
    pandas.DataFrame
        Per question and pair of metrics, rows of three kinds: one per scenario, each study's own
        after its scenarios, and one over all studies.

        - `question` ("sources", "targets", "gain"), `a`, `b`, `row` ("scenario", "study",
          "summary"), `study`, `scenario` (null where a row is of none);
        - `improvement`: how often a is ahead of b, ties counted half, 0 to 1. Of a scenario the
          mean over its givens; of a study the mean over its scenarios with at least 6 givens,
          each adjusted as in `improvements`; over all studies the summary;
        - `low`, `high`: its 95 % interval: of a scenario over its givens, of a study from the
          normal distribution, of the summary from the t distribution of k − 1 degrees of freedom;
        - `se`: standard error, of a scenario that of its adjusted share;
        - `weight`: the share of a study in the summary;
        - `prediction_low`, `prediction_high`: of the summary, the 95 % prediction interval of a
          new study;
        - `tau2`, `i2`, `q`: of the summary, the variance between studies, the share of the
          spread that it explains, and Cochran's Q;
        - `givens`: those of a scenario that compare the two; `scenarios`, `studies`: how many
          stand behind a row;
        - `reason`: why a number is null, else null. Below three studies there is no summary.

    Raises
    ------
    InputError
        When two of the studies are one, or a study has two metrics of the same name.

    Notes
    -----
    See `setupscope.analysis.studies.random_effects` for the sources of the summary; the
    probability of improvement is that of Agarwal et al. 2021, NeurIPS.
    """
    named = {name: study for name, (_, study) in studies.items()}

    def ask(common: Shared, part: Part) -> pd.DataFrame:
        setups, study = studies[part.study]
        slice_ = Slice(study, part.scenarios, measures=common.measures)
        return improvements(slice_.narrow(setups), keys_in(common, part), seed)

    return combined(shared(named, aliases, metrics, measures), ask)


def keys_in(common: Shared, part: Part) -> tuple[str, ...]:
    """A study's own keys of the metrics that it shares, in the order of all studies."""
    return tuple(part.keys[metric] for metric in common.metrics if metric in part.keys)


def combined(questions: Sequence[Shared], ask: Ask) -> pd.DataFrame:
    """The table of `across`, of the improvements that `ask` gives for each study."""
    rows = [row for common in questions for row in _of_question(common, ask)]
    return pd.DataFrame(rows, columns=COLUMNS)


COLUMNS = (
    *("question", "a", "b", "row", "study", "scenario", "improvement", "low", "high", "se"),
    *("weight", "prediction_low", "prediction_high", "tau2", "i2", "q"),
    *("givens", "scenarios", "studies", "reason"),
)

Row = dict[str, Any]


def _of_question(common: Shared, ask: Ask) -> Iterator[Row]:
    """All rows of one question, pair by pair."""
    tables = {
        part.study: _in_common(part, ask(common, part))
        for part in common.parts
        if common.measures and len(keys_in(common, part)) > 1
    }
    for pair in combinations(common.metrics, 2):
        head = {"question": common.question, "a": pair[0], "b": pair[1]}
        of_studies = {name: table.get(pair, []) for name, table in tables.items()}
        held = {name: rows for name, rows in of_studies.items() if rows}
        if held or not common.measures:
            yield from ({**head, **row} for row in _of_pair(held, bool(common.measures)))


def _in_common(part: Part, table: pd.DataFrame) -> dict[tuple[str, str], list[Row]]:
    """The rows of each pair, by the keys that the studies share."""
    common = {own: metric for metric, own in part.keys.items()}
    found: dict[tuple[str, str], list[Row]] = {}
    for row in table.to_dict("records"):
        pair = common[row["a"]], common[row["b"]]
        found.setdefault(pair, []).append({str(key): value for key, value in row.items()})
    return found


def _of_pair(held: Mapping[str, list[Row]], measured: bool) -> Iterator[Row]:
    """The rows of one pair: each study's scenarios, the study, and all studies."""
    own = {name: _of_study(rows) for name, rows in held.items()}
    counted = {name: row for name, row in own.items() if not np.isnan(row["improvement"])}
    summary = summarize(
        [row["improvement"] for row in counted.values()],
        [row["se"] ** 2 for row in counted.values()],
    )
    weights = dict(zip(counted, summary.weights, strict=True)) if summary else {}
    for name, rows in held.items():
        for row in rows:
            yield _of_scenario(name, row)
        yield {"row": STUDY, "study": name, **own[name], "weight": weights.get(name, np.nan)}
    yield _of_all(counted, summary, TOO_FEW_STUDIES if measured else NO_MEASURE)


def _of_scenario(study: str, row: Row) -> Row:
    own = {key: row[key] for key in ("scenario", "improvement", "low", "high", "reason")}
    se = row["variance"] ** 0.5
    counts = {"givens": row["covered_givens"], "scenarios": 1, "studies": 1}
    return {"row": SCENARIO, "study": study, **own, "se": se, **counts}


def _of_study(rows: Sequence[Row]) -> Row:
    """The mean of a study's scenarios, and its standard error if they were independent."""
    known = [row for row in rows if row["adjusted"] == row["adjusted"]]  # the others are NaN
    count = len(known)
    if not count:
        return {"improvement": np.nan, "scenarios": 0, "studies": 1, "reason": TOO_FEW_GIVENS}
    mean = float(np.mean([row["adjusted"] for row in known]))
    se = float(np.sqrt(np.sum([row["variance"] for row in known]))) / count
    ends = {"low": max(0.0, mean - NORMAL * se), "high": min(1.0, mean + NORMAL * se)}
    return {"improvement": mean, "se": se, **ends, "scenarios": count, "studies": 1}


def _of_all(counted: Mapping[str, Row], summary: Summary | None, why: str) -> Row:
    scenarios = int(sum(row["scenarios"] for row in counted.values()))
    counts: Row = {"row": SUMMARY, "scenarios": scenarios, "studies": len(counted)}
    if summary is None:
        return {**counts, "reason": why}
    taken = ("low", "high", "se", "prediction_low", "prediction_high", "tau2", "i2", "q")
    numbers = {name: getattr(summary, name) for name in taken}
    return {**counts, "improvement": summary.mean, **numbers}
