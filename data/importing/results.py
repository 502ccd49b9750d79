"""What does a table of results say: which transfers, which metrics, which scores?

Long tables have a row for each transfer and metric, wide ones a row for each transfer and a
column for each metric. Rows that say the same twice are counted, rows that contradict each
other are refused.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from setupscope.data.errors import InputError, listed, quoted, unknown
from setupscope.data.readers.sheets import Sheet
from setupscope.data.study.keys import key_of
from setupscope.data.study.study import Metric
from setupscope.data.study.transfers import names_of, standard_errors
from setupscope.data.vocabulary import UNSTATED

Transfer = tuple[str, str, str]
"""Source, target and backbone."""
Scores = dict[Transfer, float]


@dataclass(frozen=True)
class Layout:
    """Which columns of a table of results hold what, and how they are read.

    Attributes
    ----------
    source, target, performance : str
        Columns.
    backbone : str, optional
        Column that says how the source was fine-tuned.
    metric, score : str, optional
        Columns of a long table: names of metrics, and their scores.
    metrics : tuple of str
        Columns of a wide table, one a metric.
    backbones : mapping of str to str
        What values of `backbone` are called; others stay as they are.
    lower_is_better : tuple of str
        Metrics whose lower scores predict better transfer.
    percent : bool
        Whether performances and their errors are per cent, and not fractions.
    performance_error : str, optional
        Column of the standard errors of performances.
    source_facts, target_facts : tuple of str
        Columns of facts about sources and about targets, the same in all rows of one.
    """

    source: str
    target: str
    performance: str
    backbone: str | None = None
    metric: str | None = None
    score: str | None = None
    metrics: tuple[str, ...] = ()
    backbones: Mapping[str, str] = field(default_factory=dict)
    lower_is_better: tuple[str, ...] = ()
    percent: bool = False
    performance_error: str | None = None
    source_facts: tuple[str, ...] = ()
    target_facts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        long, wide = self.metric is not None or self.score is not None, bool(self.metrics)
        if long == wide or (self.metric is None) != (self.score is None):
            raise InputError(
                "name either the columns of metric and score in a long table, or one column for"
                " each metric in a wide table"
            )

    @property
    def columns(self) -> list[str]:
        """Every column that is read."""
        some = [self.source, self.target, self.backbone, self.performance, self.metric, self.score]
        several = (*self.metrics, *self.source_facts, *self.target_facts)
        return [column for column in (*some, self.performance_error, *several) if column]


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
    """

    metrics: tuple[Metric, ...]
    performances: Scores
    scores: Mapping[str, Scores]
    repeated: int
    errors: Scores = field(default_factory=dict)

    @property
    def has_backbones(self) -> bool:
        """Whether the table says how sources were fine-tuned."""
        return any(backbone != UNSTATED for _, _, backbone in self.performances)


class Gathered:
    """Numbers of one kind, gathered row by row, that must not contradict each other.

    Attributes
    ----------
    of : dict
        The number of each transfer that has one.
    """

    def __init__(self, sheet: Sheet, column: str) -> None:
        self.of: Scores = {}
        self._sheet, self._column = sheet, column
        self._first: dict[Transfer, int] = {}

    def add(self, index: int, transfer: Transfer, number: float) -> bool:
        """Takes the number that row `at` says of a transfer; tells whether it is new.

        Raises
        ------
        InputError
            When an earlier row says another.
        """
        if transfer not in self.of:
            self.of[transfer], self._first[transfer] = number, index
            return True
        if self.of[transfer] != number:
            rows = self._sheet.rows
            raise InputError(
                f"{self._sheet.name}: row {rows[index]}, column {quoted(self._column)} is"
                f" {number!r}, but row {rows[self._first[transfer]]} says {self.of[transfer]!r} for"
                f" the same transfer {arrow(transfer)}; keep one of them"
            )
        return False


def arrow(transfer: Transfer) -> str:
    """A transfer as a message names it."""
    source, target, backbone = transfer
    return f"{quoted(source)} → {quoted(target)}" + (
        "" if backbone == UNSTATED else f" ({quoted(backbone)})"
    )


def read_results(sheet: Sheet, layout: Layout) -> Results:
    """What a table of results says, read as a layout describes.

    Raises
    ------
    InputError
        When a column is not there or named for two things, a cell is not accepted, a
        transfer goes from a name to itself, or two rows contradict each other.
    """
    twice = [name for name in layout.columns if layout.columns.count(name) > 1]
    if twice:
        raise InputError(f"column {quoted(twice[0])} is used twice; choose another column")
    sheet.require(layout.columns)
    transfers = transfers_in(sheet, layout.source, layout.target, layout.backbone, layout.backbones)
    scale = 100 if layout.percent else 1
    performances, news = Gathered(sheet, layout.performance), set()
    numbers = sheet.numbers(layout.performance, needed=True).to_pylist()
    for index, (transfer, number) in enumerate(zip(transfers, numbers, strict=True)):
        if performances.add(index, transfer, number / scale):
            news.add(index)
    errors = _errors(sheet, layout, transfers)
    scores: dict[str, Gathered] = {}
    scored = set()
    for label, column, index, number in _scores(sheet, layout):
        scored.add(index)
        if scores.setdefault(label, Gathered(sheet, column)).add(index, transfers[index], number):
            news.add(index)
    metrics = _metrics(sheet, list(scores), layout.lower_is_better)
    return Results(
        metrics=metrics,
        performances={transfer: performances.of[transfer] for transfer in sorted(performances.of)},
        scores={metric.key: scores[metric.label].of for metric in metrics},
        repeated=len(scored - news),
        errors=errors,
    )


def _errors(sheet: Sheet, layout: Layout, transfers: Sequence[Transfer]) -> Scores:
    """The standard error of each transfer that has one."""
    if layout.performance_error is None:
        return {}
    found = Gathered(sheet, layout.performance_error)
    numbers = standard_errors(sheet, layout.performance_error).to_pylist()
    for index, (transfer, number) in enumerate(zip(transfers, numbers, strict=True)):
        if number is not None:
            found.add(index, transfer, number / (100 if layout.percent else 1))
    return found.of


def transfers_in(
    sheet: Sheet,
    source: str,
    target: str,
    backbone: str | None,
    backbones: Mapping[str, str],
) -> list[Transfer]:
    """The transfer of each row of a sheet.

    Raises
    ------
    InputError
        When a name is not accepted, a transfer goes from a name to itself, or `backbones`
        renames what the sheet does not have.
    """
    ends = names_of(sheet, source, target, backbone)
    *sides, held = (names.to_pylist() for names in ends)
    for name in backbones:
        if name not in held:
            where = f"column {quoted(backbone)}" if backbone else "the table"
            what = unknown("backbone", name, sorted(set(held)) if backbone else ())
            raise InputError(f"{sheet.name}: {where}: {what}")
    found = [
        (one, other, backbones.get(name, name))
        for one, other, name in zip(*sides, held, strict=True)
    ]
    for row, (one, other, _) in zip(sheet.rows, found, strict=True):
        if one == other:
            raise InputError(
                f"{sheet.name}: row {row} has {quoted(one)} both in column {quoted(source)} and in"
                f" column {quoted(target)}, but the source and the target of a transfer must"
                " differ; leave out the row"
            )
    return found


def _scores(sheet: Sheet, layout: Layout) -> Iterator[tuple[str, str, int, float]]:
    """Each score that stands in the table: name of its metric, column, row, number."""
    if layout.metric and layout.score:
        labels = sheet.names(layout.metric).to_pylist()
        numbers = sheet.numbers(layout.score).to_pylist()
        for index, (label, number) in enumerate(zip(labels, numbers, strict=True)):
            if number is not None:
                yield label, layout.score, index, number
    for column in layout.metrics:
        for index, number in enumerate(sheet.numbers(column).to_pylist()):
            if number is not None:
                yield column, column, index, number


def _metrics(sheet: Sheet, labels: Sequence[str], lower: Sequence[str]) -> tuple[Metric, ...]:
    """The metrics of those names."""
    if not labels:
        raise InputError(f"{sheet.name}: holds no scores")
    keys = {label: key_of(label) for label in labels}
    known = {**{key: label for label, key in keys.items()}, **{label: label for label in labels}}
    for name in lower:
        if name not in known:
            raise InputError(f"{sheet.name}: lower is better: {unknown('metric', name, labels)}")
    for key in keys.values():
        same = [other for other in labels if keys[other] == key]
        if len(same) > 1:
            raise InputError(
                f"{sheet.name}: metrics {listed(same)} would have the same key {quoted(key)};"
                " rename one of them"
            )
    lowered = {known[name] for name in lower}
    return tuple(
        Metric(key=key, label=label, direction="lower" if label in lowered else "higher")
        for label, key in keys.items()
    )
