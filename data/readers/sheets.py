"""What stands in the cells of a table that a user gave, and where?

Every cell is kept as text until it is asked for, so that one that is not accepted can be
named by row, column and value.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from setupscope.data.errors import InputError, first_of, listed, quoted, unknown
from setupscope.data.limits import MAX_NAME_LENGTH
from setupscope.data.readers.numbers import Numbers, read_numbers

MOST_PLACES = 5
"""Cells that one message names."""


def _empty(_: str) -> str:
    return "is empty, but every row needs a value"


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
    missing : tuple of str
        Cells that hold no value, besides the usual ones such as `-` and `N/A`.
    index : tuple of str
        What stands in front of each row, in a first column that has no name.
    levels : tuple of (str, str)
        The two names of each column, under a header of two rows.
    meanings : dict of str to Numbers
        What columns mean that have been read as numbers.
    """

    name: str
    form: str
    cells: pa.Table
    rows: NDArray[np.int64]
    decimal_commas: bool = False
    unreadable: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    index: tuple[str, ...] = ()
    levels: tuple[tuple[str, str], ...] = ()
    meanings: dict[str, Numbers] = field(
        init=False, default_factory=dict, compare=False, repr=False
    )

    @cached_property
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
        there = set(self.columns)
        missing = [name for name in names if name not in there]
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
        found = self.meant(name)
        if needed:
            self._refuse(name, pa.array(self.lacks(name)), _empty)
        self.require_numbers([name])
        return pa.chunked_array([pa.array(found.values, pa.float64(), from_pandas=True)])

    def meant(self, name: str) -> Numbers:
        """What the cells of a column mean as numbers, those that mean none included."""
        if name not in self.meanings:
            cells = self.cells[name]
            self.meanings[name] = read_numbers(cells, self.missing, self.decimal_commas)
        return self.meanings[name]

    def lacks(self, name: str) -> NDArray[np.bool_]:
        """Where a column of numbers holds no value."""
        found = self.meant(name)
        lacking = np.isnan(found.values)
        lacking[list(found.wrong)] = False
        return lacking

    def require_numbers(self, names: Sequence[str]) -> None:
        """Raises InputError where cells of these columns are no numbers, with all their places."""
        wrong = [(index, name) for name in names for index in sorted(self.meant(name).wrong)]
        if len(wrong) == 1:
            ((index, name),) = wrong
            raise self.refusal(index, name, lambda cell: f"is {quoted(cell)}, {self._why(*wrong)}")
        if wrong:
            places = [self._place(index, name) for index, name in wrong]
            raise InputError(
                f"{self.name}: {len(wrong):,} cells are no numbers:"
                f" {first_of(places, MOST_PLACES, '; ')}; the first one is"
                f" {quoted(self.cell(*wrong[0]))}, {self._why(wrong[0])}"
            )

    def _why(self, place: tuple[int, str]) -> str:
        return self.meant(place[1]).wrong[place[0]]

    def require_plain(self, names: Sequence[str]) -> None:
        """Raises InputError where a cell of these columns is neither a plain number nor empty."""
        self.require_numbers(names)
        for name in names:
            found = self.meant(name)
            odd = sorted({**found.missing, **found.understood})
            if odd:
                raise self.refusal(
                    odd[0],
                    name,
                    lambda cell: f"is {quoted(cell)}, but must be a plain number, or empty",
                )

    def cell(self, index: int, name: str) -> str:
        """The text of one cell."""
        cell: str = self.cells[name][index].as_py()
        return cell

    def _place(self, index: int, name: str) -> str:
        cell = quoted(self.cell(index, name))
        return f"row {self.rows[index]}, column {quoted(name)} is {cell}"

    def _require_filled(self, name: str) -> None:
        blank = pc.equal(pc.utf8_trim_whitespace(self.cells[name]), "")
        self._refuse(name, blank, _empty)

    def _refuse(self, name: str, wrong: pa.ChunkedArray, why: Callable[[str], str]) -> None:
        """Names the first cell that is wrong, if any is."""
        index = pc.index(wrong, True).as_py()
        if index >= 0:
            raise self.refusal(index, name, why)

    def refusal(self, index: int, name: str, why: Callable[[str], str]) -> InputError:
        """The error that names a cell of a column by row, and says why it is not accepted."""
        text = why(self.cells[name][index].as_py())
        return InputError(f"{self.name}: row {self.rows[index]}, column {quoted(name)} {text}")


def sheet_of(
    name: str,
    form: str,
    header: Sequence[str],
    table: pa.Table,
    first: int,
    *,
    decimal_commas: bool = False,
    unreadable: Mapping[str, str] = MappingProxyType({}),
    levels: Sequence[tuple[str, str]] = (),
) -> Sheet:
    """A sheet of a table of text whose first row is row `first` of the file.

    Columns without a name, such as the index that pandas writes, are left out, and so are
    rows without any text; names of columns lose the blanks around them.

    Raises
    ------
    InputError
        When the columns' names are not distinct, or no row is left.
    """
    header = [column.strip() for column in header]
    named = [column for column in header if column]
    if not named:
        raise InputError(f"{name}: is empty, but needs a header with the names of the columns")
    twice = [column for column, times in Counter(named).items() if times > 1]
    if twice:
        raise InputError(f"{name}: the header names {listed(twice)} more than once")
    kept = [index for index, column in enumerate(header) if column]
    cells = table.select(kept).rename_columns(named)
    filled = _any([pc.not_equal(cells[column], "") for column in named])
    if not pc.any(filled).as_py():
        raise InputError(f"{name}: has a header but no rows")
    rows = np.flatnonzero(filled.to_numpy()) + first
    index = () if header[0] else tuple(table[0].filter(filled).to_pylist())
    found = Sheet(name, form, cells.filter(filled), rows, decimal_commas, unreadable, index=index)
    return replace(found, levels=tuple(levels[at] for at in kept) if levels else ())


def _any(columns: Sequence[pa.ChunkedArray]) -> pa.ChunkedArray:
    """Where any of the columns is true."""
    first, *others = columns
    for other in others:
        first = pc.or_(first, other)
    return first
