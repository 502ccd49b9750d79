"""What stands in the cells of a table that a user gave, and where?

Every cell is kept as text until it is asked for, so that one that is not accepted can be
named by row, column and value.
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from setupscope.data.errors import InputError, listed, quoted, unknown
from setupscope.data.limits import MAX_NAME_LENGTH, MAX_NUMBER


@dataclass(frozen=True)
class Sheet:
    """The cells of one table.

    Attributes
    ----------
    name : str
        What messages call it: its path.
    form : str
        Its format in words.
    cells : pyarrow.Table
        Text columns, "" where a cell is empty; rows without any text are left out.
    rows : array of int, shape (rows,)
        Where each row stands in the file.
    decimal_commas : bool
        Whether a comma in a number is a decimal comma; else no number has one.
    unreadable : mapping of str to str
        Columns whose cells hold no single value, and what they hold.
    """

    name: str
    form: str
    cells: pa.Table
    rows: NDArray[np.int64]
    decimal_commas: bool = False
    unreadable: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> list[str]:
        """Names of the columns that can be read."""
        return list(self.cells.column_names)

    def __len__(self) -> int:
        return len(self.cells)

    def require(self, names: Sequence[str]) -> None:
        """Raises InputError where a column is not there, or holds no single values."""
        for name in names:
            if name in self.unreadable:
                raise InputError(
                    f"{self.name}: column {quoted(name)} holds {self.unreadable[name]}, but every"
                    " cell must hold one text or number; split it into several columns"
                )
        missing = [name for name in names if name not in self.columns]
        if len(missing) == 1:
            raise InputError(f"{self.name}: {unknown('column', missing[0], self.columns)}")
        if missing:
            raise InputError(
                f"{self.name}: has no columns {listed(missing)}; it has {listed(self.columns)}"
            )

    def text(self, name: str) -> list[str]:
        """The cells of a column."""
        found: list[str] = self.cells[name].to_pylist()
        return found

    def names(self, name: str) -> pa.ChunkedArray:
        """A column of names, verbatim.

        Raises
        ------
        InputError
            When a cell is empty, is longer than 1,000 characters, or has control characters.
        """
        column = self.cells[name]
        self._require_filled(name)
        long = pc.greater(pc.utf8_length(column), MAX_NAME_LENGTH)
        limit = f"but a name has at most {MAX_NAME_LENGTH:,} characters; shorten it"
        self._refuse(name, long, lambda cell: f"is {quoted(cell)}, {limit}")
        control = pc.match_substring_regex(column, r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
        self._refuse(
            name, control, lambda cell: f"is {quoted(cell)}, but a name has no control characters"
        )
        return column

    def numbers(self, name: str, *, needed: bool = False) -> pa.ChunkedArray:
        """A column of numbers: float64, correctly rounded, null where a cell is empty.

        Raises
        ------
        InputError
            When a cell is no finite number, is too large to calculate with, or is empty
            though one is `needed`.
        """
        if needed:
            self._require_filled(name)
        trimmed = pc.utf8_trim_whitespace(self.cells[name])
        cells = pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)
        if self.decimal_commas:
            cells = self._with_points(name, cells)
        if not are_numbers(cells):
            lengths = range(len(cells) + 1)
            first = bisect_left(lengths, True, key=lambda n: not are_numbers(cells.slice(0, n)))
            raise self.refusal(first - 1, name, self._why_no_number)
        return cells.cast(pa.float64())

    def _require_filled(self, name: str) -> None:
        blank = pc.equal(pc.utf8_trim_whitespace(self.cells[name]), "")
        self._refuse(name, blank, lambda _: "is empty, but every row needs a value")

    def _with_points(self, name: str, cells: pa.ChunkedArray) -> pa.ChunkedArray:
        """Numbers with decimal points, where the column has decimal commas."""
        comma = pc.fill_null(pc.match_substring(cells, ","), False)
        point = pc.fill_null(pc.match_substring(cells, "."), False)
        if pc.any(comma).as_py() and pc.any(point).as_py():
            reason = "but other cells of the column have a decimal point; use the same in all cells"
            self._refuse(name, comma, lambda cell: f"is {quoted(cell)}, {reason}")
        return pc.replace_substring(cells, ",", ".", max_replacements=1)

    def _why_no_number(self, cell: str) -> str:
        bounds = f"between -{MAX_NUMBER:g} and {MAX_NUMBER:g}"
        text = f"is {quoted(cell)}, but must be a number {bounds}"
        if cell.strip().lower().lstrip("+-") in ("nan", "na", "n/a", "null", "none", "-", "?", ""):
            return f"{text}; leave the cell empty if there is none"
        if cell.strip().endswith("%"):
            return f"{text}; leave out the sign"
        if "," in cell and not self.decimal_commas:
            return f"{text}, with a decimal point and without thousands separators"
        return text

    def _refuse(self, name: str, wrong: pa.ChunkedArray, why: Callable[[str], str]) -> None:
        """Names the first cell that is wrong, if any is."""
        index = pc.index(wrong, True).as_py()
        if index >= 0:
            raise self.refusal(index, name, why)

    def refusal(self, index: int, name: str, why: Callable[[str], str]) -> InputError:
        """The error that names a cell of a column by row, and says why it is not accepted."""
        text = why(self.cells[name][index].as_py())
        return InputError(f"{self.name}: row {self.rows[index]}, column {quoted(name)} {text}")


def are_numbers(cells: pa.ChunkedArray) -> bool:
    """Whether every cell is null or holds a number in range, as Arrow reads numbers."""
    try:
        numbers = cells.cast(pa.float64()).drop_null().to_numpy()
    except pa.ArrowInvalid:
        return False
    return bool((np.abs(numbers) <= MAX_NUMBER).all())


def sheet_of(
    name: str,
    form: str,
    header: Sequence[str],
    table: pa.Table,
    first: int,
    *,
    decimal_commas: bool = False,
    unreadable: Mapping[str, str] = MappingProxyType({}),
) -> Sheet:
    """A sheet of a table of text whose first row is row `first` of the file.

    Columns without a name, such as the index that pandas writes, are left out, and so are
    rows without any text.

    Raises
    ------
    InputError
        When the columns' names are not distinct, or no row is left.
    """
    named = [column for column in header if column.strip()]
    if not named:
        raise InputError(f"{name}: is empty, but needs a header with the names of the columns")
    twice = [column for column in dict.fromkeys(named) if named.count(column) > 1]
    if twice:
        raise InputError(f"{name}: the header names {listed(twice)} more than once")
    cells = table.select([index for index, column in enumerate(header) if column.strip()])
    cells = cells.rename_columns(named)
    filled = _any([pc.not_equal(cells[column], "") for column in named])
    if not pc.any(filled).as_py():
        raise InputError(f"{name}: has a header but no rows")
    rows = np.flatnonzero(filled.to_numpy()) + first
    return Sheet(name, form, cells.filter(filled), rows, decimal_commas, unreadable)


def _any(columns: Sequence[pa.ChunkedArray]) -> pa.ChunkedArray:
    """Where any of the columns is true."""
    first, *others = columns
    for other in others:
        first = pc.or_(first, other)
    return first
