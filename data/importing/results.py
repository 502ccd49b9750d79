"""What do tables of results say: which transfers, which metrics, which scores?

Tables may be long, with a row for each transfer and metric, wide, with a column for each metric,
or pivots, with a row for each source and a column for each target; several are put together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from setupscope.data.errors import InputError, first_of, listed, quoted, unknown
from setupscope.data.importing.layout import Layout
from setupscope.data.importing.observations import PERFORMANCE, Observed, as_value, named, observe
from setupscope.data.importing.runs import average, transfers_of
from setupscope.data.importing.shapes import Shaped, shape
from setupscope.data.importing.spellings import one_spelling
from setupscope.data.readers.sheets import Sheet
from setupscope.data.readers.understood import understood
from setupscope.data.study.keys import key_of
from setupscope.data.study.study import Metric
from setupscope.data.vocabulary import PERFORMANCE_ERROR, UNSTATED

Transfer = tuple[str, str, str]
"""Source, target and backbone."""
Scores = dict[Transfer, float]
MOST_FILES = 4


@dataclass(frozen=True)
class Results:
    """What a table of results says.

    Attributes
    ----------
    metrics : tuple of Metric
        In the order in which the table has them.
    performances : dict
        Performance of each transfer, a fraction where per cent were said; sorted.
    scores : dict of str to dict
        By key of a metric, its score for each transfer that has one.
    repeated : int
        Rows that say nothing new.
    errors : dict
        Standard error of the performance of each transfer that has one.
    runs : dict
        Number of runs that the performance of a transfer is the mean of; none of single ones.
    negated : bool
        Whether the table states errors, so that performances are their negatives.
    renamed : dict of str to str
        What names of the tables are called here, where it differs.
    notes : tuple of str
        What was understood, averaged or left out, a clause each.
    """

    metrics: tuple[Metric, ...]
    performances: Scores
    scores: Mapping[str, Scores]
    repeated: int
    errors: Scores = field(default_factory=dict)
    runs: Mapping[Transfer, int] = field(default_factory=dict)
    negated: bool = False
    renamed: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def has_backbones(self) -> bool:
        """Whether the table says how sources were fine-tuned."""
        return any(backbone != UNSTATED for _, _, backbone in self.performances)


def read_results(sheets: Sequence[Sheet], layout: Layout) -> Results:
    """What tables of results say, read as a layout describes.

    Raises
    ------
    InputError
        When a column is not there or named for two things, a cell is not accepted, a transfer
        goes from a name to itself, names differ only in their spelling, or rows contradict each
        other.
    """
    return results_of(shape(sheets, layout), layout)


def results_of(tables: Sequence[Shaped], layout: Layout) -> Results:
    """What tables say that have a row per transfer; raises InputError as `read_results` does."""
    observed = observe(tables, layout)
    spelled = one_spelling(observed, layout)
    observed = spelled.observed
    averaged = average(observed)
    numbers, where = averaged.numbers, first_of([table.sheet.name for table in tables], MOST_FILES)
    negated = layout.performance in layout.lower_is_better
    performances = _of_kind(numbers, PERFORMANCE)
    if not performances:
        raise InputError(f"{where}: {_no_performance(observed, layout)}")
    scores, stray = _measured(numbers[numbers["kind"] == "score"], performances)
    lower = [name for name in layout.lower_is_better if name != layout.performance]
    by_label = _scores(scores)
    metrics = _metrics(where, list(by_label), lower)
    runs = numbers[(numbers["kind"] == PERFORMANCE) & (numbers["runs"] > 1)]
    return Results(
        metrics=metrics,
        performances={t: -n if negated else n for t, n in sorted(performances.items())},
        scores={metric.key: by_label[metric.label] for metric in metrics},
        repeated=averaged.repeated,
        errors=_errors(numbers, runs),
        runs=dict(zip(transfers_of(runs), runs["runs"].tolist(), strict=True)),
        negated=negated,
        renamed=spelled.renamed,
        notes=(
            *dict.fromkeys(table.note for table in tables if table.note),
            *(note for table in tables for note in understood(table.origin)),
            *observed.notes,
            *spelled.notes,
            *averaged.notes,
            *stray,
        ),
    )


def _of_kind(numbers: pd.DataFrame, kind: str) -> Scores:
    found = numbers[numbers["kind"] == kind]
    return dict(zip(transfers_of(found), found["number"].tolist(), strict=True))


def _scores(scores: pd.DataFrame) -> dict[str, Scores]:
    """By name of a metric, in the order of the table, its score for each transfer."""
    by_metric = scores.groupby("metric", sort=False)
    return {
        str(label): dict(zip(part["transfer"], part["number"].tolist(), strict=True))
        for label, part in by_metric
    }


def _errors(numbers: pd.DataFrame, runs: pd.DataFrame) -> Scores:
    """The standard error of each performance that has one, stated or of several runs."""
    errors = zip(transfers_of(runs), runs["error"].tolist(), strict=True)
    return _of_kind(numbers, PERFORMANCE_ERROR) | dict(errors)


def _measured(scores: pd.DataFrame, performances: Scores) -> tuple[pd.DataFrame, list[str]]:
    """The scores of transfers that were measured, with their `transfer`; a note on the others."""
    scores = scores.assign(transfer=pd.Series(transfers_of(scores), scores.index, dtype=object))
    kept = np.array([transfer in performances for transfer in scores["transfer"]], dtype=bool)
    left = list(dict.fromkeys(scores["transfer"][~kept]))
    if not left:
        return scores, []
    if not kept.any():
        some = named(list(performances)[:1]), named(left[:1])
        raise InputError(
            f"no score is of a transfer with a performance: performances are of {some[0]}, …, and"
            f" scores of {some[1]}, …; use the same names, and check which side sources are"
        )
    transfers = "1 transfer has" if len(left) == 1 else f"{len(left):,} transfers have"
    note = f"{transfers} scores but no performance; left out: {named(left)}"
    return scores[kept], [note]


def _no_performance(observed: Observed, layout: Layout) -> str:
    """Why no performance was found."""
    plain = [table.sheet for table in observed.tables if table.sheet is table.origin]
    columns = [name for sheet in plain for name in sheet.columns]
    numbers = observed.numbers
    found = [*columns, *numbers.loc[numbers["kind"] == "score", "metric"].unique()]
    accepted = [name for name in dict.fromkeys(found) if name]
    hints = (as_value(sheet, layout.performance) for sheet in plain)
    if hint := next(filter(None, hints), ""):
        return hint
    if layout.performance in accepted:
        return f"column {quoted(layout.performance)} holds no performance"
    return unknown("performance", layout.performance, accepted)


def _metrics(name: str, labels: Sequence[str], lower: Sequence[str]) -> tuple[Metric, ...]:
    """The metrics of those names."""
    if not labels:
        raise InputError(
            f"{name}: holds no scores; give a file that does, or name its columns of metrics with"
            " --metrics"
        )
    keys = {label: key_of(label) for label in labels}
    known = {**{key: label for label, key in keys.items()}, **{label: label for label in labels}}
    for one in lower:
        if one not in known:
            raise InputError(f"{name}: lower is better: {unknown('metric', one, labels)}")
    groups: dict[str, list[str]] = {}
    for label in labels:
        groups.setdefault(keys[label], []).append(label)
    for key, same in groups.items():
        if len(same) > 1:
            raise InputError(
                f"{name}: metrics {listed(same)} would have the same key {quoted(key)};"
                " rename one of them"
            )
    lowered = {known[one] for one in lower}
    return tuple(
        Metric(key=key, label=label, direction="lower" if label in lowered else "higher")
        for label, key in keys.items()
    )
