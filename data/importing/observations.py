"""What does each row of the tables of results say of which transfer?"""

import shlex
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from setupscope.data.errors import InputError, first_of, listed, quoted, unknown
from setupscope.data.importing.layout import Layout
from setupscope.data.importing.metric_columns import MetricColumns, metric_columns
from setupscope.data.importing.shapes import Shaped
from setupscope.data.readers.sheets import Sheet
from setupscope.data.study.transfers import standard_errors
from setupscope.data.vocabulary import PERFORMANCE_ERROR, UNSTATED

PERFORMANCE = "performance"
TRANSFER = ["source", "target", "backbone"]
MOST_NAMED = 6
DIAGONAL = "diagonal"


@dataclass(frozen=True)
class Observed:
    """What tables of results say, a number a row.

    Attributes
    ----------
    numbers : pandas.DataFrame
        `source`, `target`, `backbone`, `run` (text, "" where none is said), `kind` (performance,
        performance_error or score), `metric` (text, "" unless a score), `number`, `table` (which
        one), `index` (of the row in it), `column`; ordered as the tables are.
    tables : tuple of Shaped
        The tables.
    notes : tuple of str
        What was left out, or read in another way than it stands there.
    """

    numbers: pd.DataFrame
    tables: tuple[Shaped, ...]
    notes: tuple[str, ...]


def observe(tables: Sequence[Shaped], layout: Layout) -> Observed:
    """What every row of the tables says.

    Raises
    ------
    InputError
        When a column is not there, a cell is not accepted, a transfer goes from a name to
        itself, or no table holds the performance or a score.
    """
    read, notes, onto_itself = [], list[str](), list[str]()
    found = _settled(tables, [_columns(table) for table in tables])
    _require_all(tables, [columns for columns, _ in found], layout)
    for at, (table, (columns, doubtful)) in enumerate(zip(tables, found, strict=True)):
        rows, more = _rows(table, columns)
        notes += _doubt_notes(table.sheet, doubtful)
        onto_itself += [table.sheet.name] * more.count(DIAGONAL)
        notes += [note for note in more if note != DIAGONAL]
        read += [part.assign(table=at) for part in _numbers(table, columns, rows)]
    if onto_itself:
        files = first_of(onto_itself, MOST_NAMED)
        notes.append(f"scores of a name for itself, the diagonal, are left out of {files}")
    return Observed(pd.concat(read, ignore_index=True), tuple(tables), tuple(notes))


def _columns(table: Shaped) -> tuple[Layout, MetricColumns]:
    """The layout with what the table has of it, and its metrics."""
    sheet, layout = table.sheet, table.layout
    has = layout.performance if layout.performance in sheet.columns else ""
    there = replace(
        layout,
        performance=has,
        backbone=_there(sheet, layout.backbone),
        run=_there(sheet, layout.run),
        performance_error=_there(sheet, layout.performance_error),
        metric=_there(sheet, layout.metric),
        score=_there(sheet, layout.score),
    )
    if there.metric:
        if not there.score:
            raise InputError(
                f"{sheet.name}: names metrics in column {quoted(there.metric)}; name the column of"
                " their scores with --score"
            )
        return there, MetricColumns()
    if layout.metrics:
        metrics = tuple(column for column in layout.metrics if column in sheet.columns)
        return replace(there, metrics=metrics), MetricColumns(metrics)
    found = metric_columns(sheet, there)
    return replace(there, metrics=found.metrics), found


def _settled(
    tables: Sequence[Shaped], found: Sequence[tuple[Layout, MetricColumns]]
) -> list[tuple[Layout, MetricColumns]]:
    """The columns of all tables, each metric of one of them taken wherever it is.

    A metric may be constant in the file of one target.
    """
    metrics = {name for _, columns in found for name in columns.metrics}
    settled = []
    for table, (layout, columns) in zip(tables, found, strict=True):
        more = metrics & set(columns.others)
        own = [c for c in table.sheet.columns if c in more or c in layout.metrics]
        others = {c: why for c, why in columns.others.items() if c not in more}
        names = tuple(own) if more else layout.metrics
        settled.append((replace(layout, metrics=names), MetricColumns(names, others)))
    return settled


def _there(sheet: Sheet, column: str | None) -> str | None:
    return column if column in sheet.columns else None


def _require_all(tables: Sequence[Shaped], columns: Sequence[Layout], layout: Layout) -> None:
    """Raises InputError where a column is in none of the tables."""
    found = dict.fromkeys(name for table in tables for name in table.sheet.columns)
    names = first_of(list(dict.fromkeys(table.sheet.name for table in tables)), MOST_NAMED)
    wanted = [layout.backbone, layout.run, layout.performance_error, *layout.metrics]
    wanted += [layout.metric, layout.score, *layout.source_facts, *layout.target_facts]
    for column in filter(None, wanted):
        if column not in found and not any(own.metric for own in columns):
            raise InputError(f"{names}: {unknown('column', column, found)}")
    there = dict.fromkeys(name for table in tables for name in table.origin.columns)
    for column in layout.left_out:
        if column not in there:
            raise InputError(f"{names}: leave out: {unknown('column', column, there)}")
    used = [*layout.parts("source"), *layout.parts("target"), *layout.held, *layout.metrics]
    for column, times in Counter(used).items():
        if times > 1:
            raise InputError(f"column {quoted(column)} is used twice; choose another column")


def _doubt_notes(sheet: Sheet, found: MetricColumns) -> Iterator[str]:
    reasons: dict[str, list[str]] = {}
    for column, why in found.others.items():
        reasons.setdefault(why, []).append(quoted(column))
    for why, columns in reasons.items():
        names = f"{first_of(columns, MOST_NAMED)} of {sheet.name}"
        if len(columns) == 1:
            yield f"column {names} is not taken as a metric: {why}"
        else:
            yield f"columns {names} are not taken as metrics: {why}"


def _rows(table: Shaped, columns: Layout) -> tuple[pd.DataFrame, list[str]]:
    """The transfer of each row that says something, and what was left out."""
    sheet, notes = table.sheet, []
    source, target = columns.plain
    values = _value_columns(columns)
    if not values:
        if hint := as_value(sheet, table.layout.performance):
            raise InputError(f"{sheet.name}: {hint}")
        performance = quoted(table.layout.performance)
        raise InputError(
            f"{sheet.name}: has neither the performance {performance} nor a metric; its columns are"
            f" {listed(sheet.columns)}"
        )
    sheet.require_numbers(values)
    empty = np.all([sheet.lacks(column) for column in values], axis=0)
    if count := int(empty.sum()):
        first = sheet.rows[int(np.argmax(empty))]
        rows = "1 row" if count == 1 else f"{count:,} rows"
        notes.append(f"{rows} of {sheet.name} hold only names (first: row {first}); left out")
    names = {side: sheet.names(column) for side, column in (("source", source), ("target", target))}
    frame = pd.DataFrame(
        {
            **{
                side: [cell.strip() for cell in column.to_pylist()]
                for side, column in names.items()
            },
            "backbone": _held(sheet, columns),
            "run": [cell.strip() for cell in sheet.text(columns.run)] if columns.run else "",
            "index": range(len(sheet)),
        }
    )
    frame = frame[~empty]
    onto_itself = frame["source"] == frame["target"]
    if onto_itself.any() and not _is_measured(table, columns, frame[onto_itself]):
        notes.append(DIAGONAL)
        frame = frame[~onto_itself]
    _require_other(sheet, frame, columns)
    return frame, notes


def _is_measured(table: Shaped, columns: Layout, rows: pd.DataFrame) -> bool:
    """Whether rows of a table, and not of a pivot, hold a performance."""
    if table.origin is not table.sheet:
        return False
    performance = columns.performance
    return bool(performance) and not bool(table.sheet.lacks(performance)[rows["index"]].all())


def as_value(sheet: Sheet, performance: str) -> str:
    """Which column has the performance's name as a value, and what to do; empty if none has."""
    for column in sheet.columns:
        if performance in sheet.text(column):
            return (
                f"{quoted(performance)} is no column, but a value of column {quoted(column)}; add"
                f" --metric {shlex.quote(column)}, and --score with the column of its numbers"
            )
    return ""


def _value_columns(columns: Layout) -> list[str]:
    """The columns of a table that hold numbers."""
    some = [columns.performance, columns.performance_error, columns.score, *columns.metrics]
    return [column for column in some if column]


def _held(sheet: Sheet, columns: Layout) -> list[str] | str:
    """How the source of each row was fine-tuned."""
    if not columns.backbone:
        return UNSTATED
    names = [cell.strip() for cell in sheet.names(columns.backbone).to_pylist()]
    for name in columns.backbones:
        if name not in names:
            where = f"column {quoted(columns.backbone)}"
            what = unknown("backbone", name, sorted(set(names)))
            raise InputError(f"{sheet.name}: {where}: {what}")
    return [columns.backbones.get(name, name) for name in names]


def _require_other(sheet: Sheet, rows: pd.DataFrame, columns: Layout) -> None:
    """Raises InputError where a row with numbers has a name as source and as target."""
    same = rows[rows["source"] == rows["target"]]
    if len(same):
        name, row = quoted(same["source"].iloc[0]), sheet.rows[same["index"].iloc[0]]
        source, target = map(quoted, columns.plain)
        raise InputError(
            f"{sheet.name}: row {row} has {name} both in column {source} and in column {target},"
            " but the source and the target of a transfer must differ; leave out the row"
        )


def _numbers(table: Shaped, columns: Layout, rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """The numbers of each column, with the transfers that they are of."""
    sheet, scale = table.sheet, 100 if columns.percent else 1
    for kind, column in (
        (PERFORMANCE, columns.performance),
        (PERFORMANCE_ERROR, columns.performance_error),
    ):
        if column:
            if kind == PERFORMANCE_ERROR:
                standard_errors(sheet, column)
            by = 1 if sheet.meant(column).percent else scale
            yield _part(sheet, rows, column, kind, "", by)
    for column in columns.metrics:
        yield _part(sheet, rows, column, "score", column, 1)
    if columns.metric and columns.score:
        labels = [cell.strip() for cell in sheet.text(columns.metric)]
        part = _part(sheet, rows, columns.score, "score", "", 1)
        part["metric"] = np.array(labels, dtype=object)[part["index"]]
        if (part["metric"] == "").any():
            sheet.names(columns.metric)
        performance = part["metric"] == table.layout.performance
        part.loc[performance, "number"] /= 1 if sheet.meant(columns.score).percent else scale
        part.loc[performance, ["kind", "metric"]] = [PERFORMANCE, ""]
        yield part


def _part(
    sheet: Sheet, rows: pd.DataFrame, column: str, kind: str, metric: str, scale: float
) -> pd.DataFrame:
    """The numbers of one column, but for cells that hold none."""
    values = sheet.meant(column).values[rows["index"]] / scale
    part = rows.assign(kind=kind, metric=metric, number=values, column=column)
    return part[~np.isnan(values)]


def arrow(transfer: Sequence[str]) -> str:
    """A transfer as a message names it."""
    source, target, backbone = transfer
    return f"{quoted(source)} → {quoted(target)}" + (
        "" if backbone == UNSTATED else f" ({quoted(backbone)})"
    )


def named(transfers: Sequence[Sequence[str]]) -> str:
    """The first of several transfers, and how many more there are."""
    return first_of([arrow(transfer) for transfer in transfers], MOST_NAMED)
