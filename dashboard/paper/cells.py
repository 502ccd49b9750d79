"""How do names and numbers stand in the cells of a table for a paper?"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import pandas as pd

from setupscope.dashboard.text.numbers import NO_NUMBER, percent

MINUS = "−"


@dataclass(frozen=True)
class Cell:
    """One cell.

    Attributes
    ----------
    text : str
        Plain text, as it is read.
    number : bool
        Whether it is aligned as a number.
    bold : bool
        Whether it is the best of what it is compared with; a note says what that is.
    mark : {"", "†", "‡", "§"}
        A reservation; a note says which.
    """

    text: str
    number: bool = False
    bold: bool = False
    mark: str = ""


@dataclass(frozen=True)
class PaperTable:
    """A table as its readers see it.

    Attributes
    ----------
    columns : tuple of str
        Heads, in plain text.
    rows : tuple of tuple of Cell
        Cells of each row.
    notes : tuple of str
        Sentences in plain text that go below it: units, what is bold, marks, missing numbers.
    groups : int
        How many of the first columns name groups of rows.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...]
    groups: int = 0

    def words(self) -> str:
        """All its texts, for whoever has to know its letters."""
        cells = [cell.text for row in self.rows for cell in row]
        return "\n".join([*self.columns, *cells, *self.notes])

    def is_number(self, index: int) -> bool:
        """Whether a column is aligned as numbers."""
        return any(row[index].number for row in self.rows)


@dataclass(frozen=True)
class Column:
    """A column: its head in plain text, and its cells."""

    head: str
    cells: tuple[Cell, ...]

    @property
    def is_number(self) -> bool:
        """Whether its cells are aligned as numbers."""
        return any(cell.number for cell in self.cells)

    @property
    def is_empty(self) -> bool:
        """Whether it has numbers, and none of them is known."""
        return self.is_number and all(cell.text == NO_NUMBER for cell in self.cells)

    def with_bold(self, bold: Iterable[bool]) -> "Column":
        """The column, some of its cells bold."""
        pairs = zip(self.cells, bold, strict=True)
        return Column(self.head, tuple(replace(cell, bold=bool(own)) for cell, own in pairs))

    def with_marks(self, marks: Iterable[str]) -> "Column":
        """The column, its cells marked; "" is no mark."""
        pairs = zip(self.cells, marks, strict=True)
        return Column(self.head, tuple(replace(cell, mark=own) for cell, own in pairs))


def names(head: str, texts: Iterable[object]) -> Column:
    """A column of names; what is null is a dash."""
    shown = (text if isinstance(text, str) else NO_NUMBER for text in texts)
    return Column(head, tuple(Cell(text) for text in shown))


def numbers(head: str, series: pd.Series, say: Callable[[float], str]) -> Column:
    """A column of numbers; what is null is a dash."""
    shown = (NO_NUMBER if pd.isna(number) else say(float(number)) for number in series)
    return Column(head, tuple(Cell(text, number=True) for text in shown))


def ranges(head: str, low: pd.Series, high: pd.Series, say: Callable[[float], str]) -> Column:
    """A column of intervals, "38.0–62.1"; where one end is negative, "−3.0 to 8.1"."""
    pairs = list(zip(low, high, strict=True))
    ends = [None if pd.isna(a) or pd.isna(b) else (say(float(a)), say(float(b))) for a, b in pairs]
    signed = any(MINUS in end for pair in ends if pair for end in pair)
    joined = (
        NO_NUMBER if pair is None else (" to " if signed else "–").join(pair) for pair in ends
    )
    return Column(head, tuple(Cell(text, number=True) for text in joined))


def rate(share: float) -> str:
    """A share in per cent, without the sign: "49.8", "<0.1"."""
    return percent(share).removesuffix(" %")


def points(difference: float) -> str:
    """A difference of shares in percentage points: "12.3", "−0.4"; a little keeps its sign."""
    if 0 < abs(difference) < 0.0005:
        return "<0.1" if difference > 0 else f">{MINUS}0.1"
    return end_in_points(difference)


def end_in_points(difference: float) -> str:
    """An end of an interval in percentage points."""
    return f"{round(100 * difference, 1) + 0:.1f}".replace("-", MINUS)


def whole(number: float) -> str:
    """A count: "171,156"."""
    return f"{round(number):,}"
