"""What was read into the cells of a table that hold more than plain numbers?"""

from collections import Counter
from collections.abc import Iterator

from setupscope.data.errors import quoted
from setupscope.data.readers.numbers import DEVIATION, MARK, MINUS, PERCENT, THOUSANDS
from setupscope.data.readers.sheets import Sheet

SIGNS = {
    MINUS: "the minus sign U+2212 is read as -",
    DEVIATION: "what follows ± is left out",
    MARK: "marks such as ** around a number are left out",
    THOUSANDS: "thousands separators are left out",
    PERCENT: "a per cent sign makes a number a fraction",
}


def understood(sheet: Sheet) -> Iterator[str]:
    """A clause for each kind of sign and for each word for "no value", with counts and places.

    Only columns that have been read as numbers count.
    """
    missing, signs = Counter[str](), Counter[str]()
    first: dict[str, str] = {}
    for name, numbers in sheet.meanings.items():
        for index, word in numbers.missing.items():
            missing[word] += 1
            first.setdefault(word, _place(sheet, index, name))
        for index, kinds in numbers.understood.items():
            signs.update(kinds)
            cell = quoted(sheet.cell(index, name))
            for kind in kinds:
                first.setdefault(kind, f"{_place(sheet, index, name)}: {cell}")
    for word, count in missing.items():
        yield f"{quoted(word)} means missing in {_cells(count)} of {sheet.name} ({first[word]})"
    for kind, count in signs.items():
        yield f"{SIGNS[kind]} in {_cells(count)} of {sheet.name} ({first[kind]})"


def _place(sheet: Sheet, index: int, name: str) -> str:
    return f"first in row {sheet.rows[index]}, column {quoted(name)}"


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count:,} cells"
