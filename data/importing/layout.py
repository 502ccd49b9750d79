"""Which columns of tables of results hold what, and how are they read?"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, Self

from setupscope.data.errors import InputError

Side = Literal["source", "target"]
SIDES: Mapping[Side, Side] = {"source": "target", "target": "source"}
"""Each side, and the other one."""
Names = str | tuple[str, ...]
"""A column of names, or several that make up a name together."""


@dataclass(frozen=True)
class Layout:
    """Which columns of tables of results hold what, and how they are read.

    Attributes
    ----------
    source, target : str or tuple of str
        Columns; names of several columns are put together, as in `resnet50 (imagenet)`. Where one
        is empty, the table is a pivot: it has a row for each of the other, and a column each.
    performance : str
        Column, or the name of it among the metrics of a long table, or of a pivot's file.
    backbone : str, optional
        Column that says how the source was fine-tuned.
    metric, score : str, optional
        Columns of a long table: names of metrics, and their scores.
    metrics : tuple of str
        Columns of a wide table, one a metric; by default all that hold numbers and nothing else.
    backbones : mapping of str to str
        What values of `backbone` are called; others stay as they are.
    lower_is_better : tuple of str
        Metrics whose lower scores predict better transfer; the performance, where it is an error.
    percent : bool
        Whether performances and their errors are per cent, and not fractions.
    performance_error : str, optional
        Column of the standard errors of performances.
    source_facts, target_facts : tuple of str
        Columns of facts about sources and about targets, the same in all rows of one.
    run : str, optional
        Column that tells repeated rows apart, such as a seed; they are averaged.
    columns : {"source", "target"}, optional
        What the columns of a pivot are, where no column of names says it.
    left_out : tuple of str
        Columns that are no metrics, though they hold numbers.
    merge_spellings : bool
        Whether names that differ only in case, blanks, hyphens and underscores are one.
    keep_spellings : bool
        Whether such names are different ones.
    names : mapping of str to str
        What sources and targets are called; others stay as they are.
    """

    source: Names
    target: Names
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
    run: str | None = None
    columns: Side | None = None
    left_out: tuple[str, ...] = ()
    merge_spellings: bool = False
    keep_spellings: bool = False
    names: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.score is not None and (self.metric is None or self.metrics):
            raise InputError(
                "name either the columns of metric and score in a long table, or one column for"
                " each metric in a wide table"
            )
        if not (self.source or self.target or self.columns):
            raise InputError(
                "name the column of sources and that of targets; of a pivot name one of them, or"
                " say with --columns what its columns are"
            )

    def parts(self, side: Side) -> tuple[str, ...]:
        """The columns that make up the names of one side; none of a pivot's columns."""
        names = self.source if side == "source" else self.target
        return (names,) if isinstance(names, str) and names else tuple(names)

    def with_side(self, side: Side, column: str) -> Self:
        """The layout with one column of names of that side."""
        if side == "source":
            return replace(self, source=column)
        return replace(self, target=column)

    @property
    def plain(self) -> tuple[str, str]:
        """The columns of sources and of targets, each of one column."""
        assert isinstance(self.source, str)
        assert isinstance(self.target, str)
        return self.source, self.target

    @property
    def held(self) -> list[str]:
        """The columns that are read and are no metrics, apart from names."""
        some = [self.backbone, self.run, self.performance, self.performance_error]
        some += [self.metric, self.score, *self.source_facts, *self.target_facts]
        return [column for column in some if column]
