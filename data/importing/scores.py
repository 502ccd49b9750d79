"""Which transfers of a study does a table of scores mean?

Scores are matched by the names of their transfers. Missing ones are allowed; a metric is
then scored on the pools that it covers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from setupscope.data.errors import InputError, first_of, near_miss, quoted, unknown
from setupscope.data.importing.drafts import as_csv
from setupscope.data.importing.observations import arrow
from setupscope.data.importing.results import Scores, Transfer
from setupscope.data.importing.summary import repeated_rows
from setupscope.data.readers.sheets import Sheet
from setupscope.data.study.study import Study
from setupscope.data.study.study_file import load_study
from setupscope.data.study.transfers import Transfers, read_transfers
from setupscope.data.vocabulary import UNSTATED

MOST_NAMED = 10
"""Names that one message lists."""


@dataclass(frozen=True)
class ScoreColumns:
    """Which columns of a table of scores hold what.

    `backbone` and `table` are read where the table has them; a score without a backbone is
    that of all. `backbones` says what values of `backbone` are called in the study.
    """

    source: str = "source"
    target: str = "target"
    score: str = "score"
    backbone: str = "backbone"
    table: str = "table"
    backbones: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Added:
    """Scores of one metric for the transfers of a study.

    Attributes
    ----------
    scores : dict of str to dict
        By table, the score of each transfer that has one.
    repeated : int
        Rows that say nothing new.
    unmeasured : tuple of str
        Transfers that have a score, but were not measured; they are left out.
    """

    scores: Mapping[str, Mapping[Transfer, float]]
    repeated: int
    unmeasured: tuple[str, ...]


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


class Measured:
    """The transfers of a study, by table."""

    def __init__(self, study: Study, transfers: Transfers) -> None:
        self.tables: dict[str, list[Transfer]] = {table.key: [] for table in study.tables}
        names = (transfers.table[name].to_pylist() for name in ("table", "source", "target"))
        held = transfers.table["backbone"].to_pylist()
        for table, source, target, backbone in zip(*names, held, strict=True):
            self.tables[table].append((source, target, backbone))
        self._of_pair: dict[tuple[str, str], dict[str, list[Transfer]]] = {}
        for table, some in self.tables.items():
            for transfer in some:
                self._of_pair.setdefault(transfer[:2], {}).setdefault(table, []).append(transfer)

    def names_at(self, side: int) -> list[str]:
        """Names of all sources (0), targets (1) or backbones (2)."""
        return sorted({transfer[side] for some in self.tables.values() for transfer in some})

    def meant(
        self, source: str, target: str, backbone: str, table: str
    ) -> dict[str, list[Transfer]]:
        """By table, the transfers that a row of scores means; "" means all of them."""
        there = self._of_pair.get((source, target), {})
        return {
            key: own
            for key, some in there.items()
            if table in ("", key) and (own := [t for t in some if backbone in ("", t[2])])
        }


def read_scores(sheet: Sheet, measured: Measured, columns: ScoreColumns) -> Added:
    """The scores of a table, matched to a study's transfers.

    Raises
    ------
    InputError
        When a column is missing, a cell is not accepted, names are not the study's, a pair
        stands in several of its tables, rows contradict each other, or no score is left.
    """
    sheet.require([columns.source, columns.target, columns.score])
    rows = _rows(sheet, columns)
    _require_known(sheet, rows, measured, columns)
    gathered = {key: Gathered(sheet, columns.score) for key in measured.tables}
    repeated, unmeasured = 0, {}
    numbers = sheet.numbers(columns.score).to_pylist()
    for index, (row, score) in enumerate(zip(rows, numbers, strict=True)):
        if score is None:
            continue
        meant = measured.meant(*row)
        if not meant:
            unmeasured[arrow((row[0], row[1], row[2] or UNSTATED))] = True
        if len(meant) > 1:
            raise InputError(
                f"{sheet.name}: row {sheet.rows[index]}: {arrow((row[0], row[1], UNSTATED))} is"
                f" in several tables of the study; add a column {quoted(columns.table)} that names"
                f" the table ({', '.join(map(quoted, meant))})"
            )
        new = [gathered[key].add(index, t, score) for key, some in meant.items() for t in some]
        repeated += bool(new) and not any(new)
    found = {key: one.of for key, one in gathered.items()}
    if not any(found.values()):
        raise InputError(f"{sheet.name}: holds no score for any transfer of the study")
    return Added(found, repeated, tuple(unmeasured))


def _rows(sheet: Sheet, columns: ScoreColumns) -> list[tuple[str, str, str, str]]:
    """Source, target, backbone and table of each row, "" where the table does not say."""
    sides = [sheet.names(columns.source).to_pylist(), sheet.names(columns.target).to_pylist()]
    nothing = [""] * len(sheet)
    held = sheet.text(columns.backbone) if columns.backbone in sheet.columns else nothing
    tables = sheet.text(columns.table) if columns.table in sheet.columns else nothing
    backbones = [columns.backbones.get(name, name) for name in held]
    return list(zip(*sides, backbones, tables, strict=True))


def _require_known(
    sheet: Sheet,
    rows: Sequence[tuple[str, str, str, str]],
    measured: Measured,
    columns: ScoreColumns,
) -> None:
    """Raises InputError with every name that is not one of the study's, and its near miss."""
    of = (columns.source, columns.target, columns.backbone, columns.table)
    accepted = [
        measured.names_at(0),
        measured.names_at(1),
        [*measured.names_at(2), ""],
        [*measured.tables, ""],
    ]
    strangers: dict[tuple[int, str], int] = {}
    for index, row in enumerate(rows):
        for side, name in enumerate(row):
            if (side, name) not in strangers and name not in accepted[side]:
                strangers[side, name] = int(sheet.rows[index])
    if len(strangers) == 1:
        ((side, name), where) = next(iter(strangers.items()))
        what = unknown(("source", "target", "backbone", "table")[side], name, accepted[side])
        raise InputError(f"{sheet.name}: row {where}, column {quoted(of[side])}: {what}")
    if strangers:
        lines = [
            _stranger(where, of[side], name, accepted[side])
            for (side, name), where in strangers.items()
        ]
        shown = first_of(lines, MOST_NAMED, "; ")
        raise InputError(f"{sheet.name}: {len(lines)} names are not in the study: {shown}")


def _stranger(row: int, column: str, name: str, accepted: Sequence[str]) -> str:
    near = near_miss(name, filter(None, accepted))
    hint = f" (did you mean {quoted(near)}?)" if near else ""
    return f"row {row}, column {quoted(column)} {quoted(name)}{hint}"


def template(measured: Measured) -> bytes:
    """A table of scores to fill in, as CSV: a row for each pair that the study measured."""
    rows = [
        [key, source, target, ""]
        for key, some in measured.tables.items()
        for source, target in dict.fromkeys(transfer[:2] for transfer in some)
    ]
    return as_csv(["table", "source", "target", "score"], rows)


def measured_in(study_file: Path) -> Measured:
    """The transfers that a study measured.

    Raises
    ------
    InputError
        When the study or a table of it is not accepted.
    """
    study = load_study(study_file)
    return Measured(study, read_transfers(study, study_file.parent))


def matched_lines(added: Added, measured: Measured) -> list[tuple[str, str]]:
    """How many transfers of each table have a score, and what of the scores was not taken."""
    counts = [
        f"{len(added.scores[key]):,} of {len(some):,} transfers of {key}"
        for key, some in measured.tables.items()
    ]
    lines = [("scores", ", ".join(counts)), *repeated_rows(added.repeated)]
    if count := len(added.unmeasured):
        named = first_of(added.unmeasured, MOST_NAMED)
        lines.append(("left out", f"{count:,} transfers that were not measured: {named}"))
    return lines
