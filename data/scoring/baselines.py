"""What would a metric reach that knows nothing of the source?

Where targets are ranked, their difficulty explains most of the performance. A metric that
is worth its name has to beat what is known of the target alone.
"""

from collections import defaultdict
from dataclasses import replace
from math import log

import pandas as pd
import pyarrow as pa

from setupscope.data.errors import InputError, quoted, unknown
from setupscope.data.scoring.outcomes import OutcomeCodes
from setupscope.data.scoring.parquet import setups_table
from setupscope.data.scoring.scoring import scored
from setupscope.data.study.study import Baseline, Metric, Study
from setupscope.data.study.transfers import Transfers

Scores = list[float | None]


def setups_with_baselines(study: Study, transfers: Transfers, scenario: str) -> pd.DataFrame:
    """Setups of a scenario that ranks targets, with the study's baselines as metrics.

    The kinds of baselines are: "mean_of_others", the mean performance of the other sources
    on that target under the same backbone; "classes", minus the logarithm of the number of
    classes of the target, null where it is not known; and "negative_log", −log(−s) of a
    metric's scores s, the same order on another scale, null where s is not negative.

    Returns
    -------
    pandas.DataFrame
        With the columns of a frame of setups and one more for each baseline.

    Raises
    ------
    InputError
        When the scenario is unknown or ranks sources.
    """
    names = [known.name for known in study.scenarios]
    if scenario not in names:
        raise InputError(unknown("scenario", scenario, names))
    if study.scenario(scenario).candidates != "target":
        raise InputError(f"scenario {quoted(scenario)} ranks sources; it has no baselines")
    extended, with_scores = add_baselines(study, transfers)
    batches = scored(extended, with_scores, scenario)
    table = setups_table(scenario, batches, extended.metric_keys, OutcomeCodes())
    frame: pd.DataFrame = table.to_pandas()
    return frame


def baseline_study(study: Study) -> Study:
    """The study with its baselines as further metrics."""
    extra = tuple(Metric(key=b.key, label=b.label) for b in study.baselines)
    return replace(study, metrics=study.metrics + extra)


def add_baselines(study: Study, transfers: Transfers) -> tuple[Study, Transfers]:
    """The study with its baselines as further metrics, and the transfers with their scores."""
    table = transfers.table
    for baseline in study.baselines:
        scores = pa.array(_scores(study, table, baseline), pa.float64())
        table = table.append_column(baseline.key, scores)
    return baseline_study(study), Transfers(table)


def _scores(study: Study, table: pa.Table, baseline: Baseline) -> Scores:
    if baseline.kind == "mean_of_others":
        return _mean_of_others(table)
    if baseline.kind == "classes":
        known = study.classes
        return [-log(known[t]) if t in known else None for t in table["target"].to_pylist()]
    scores = table[baseline.metric].to_pylist()
    return [-log(-s) if s is not None and s < 0 else None for s in scores]


def _mean_of_others(table: pa.Table) -> Scores:
    """Mean performance of the other sources on each transfer's target; null without others."""
    where = [table[name].to_pylist() for name in ("table", "target", "backbone")]
    groups = list(zip(*where, strict=True))
    performances = table["performance"].to_pylist()
    there: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for row, group in enumerate(groups):
        there[group].append(row)
    return [
        sum(performances[other] for other in there[group] if other != row) / (len(there[group]) - 1)
        if len(there[group]) > 1
        else None
        for row, group in enumerate(groups)
    ]
