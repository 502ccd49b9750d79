"""Which number does a cell mean, as people write numbers in tables?

Plain numbers are read as they stand. Words and signs for "no value" are missing; a minus sign,
marks such as bold, thousands, per cent signs and `mean ± deviation` are understood where only one
reading is possible, and counted, so that the reader of a table can say what was understood.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from setupscope.data.errors import quoted
from setupscope.data.limits import MAX_NUMBER

MISSING = frozenset(
    "|-|--|---|–|—|−|?|n/a|#n/a|n.a.|na|<na>|nan|-nan|null|none|missing".split("|")  # noqa: SIM905
)
"""Cells without a value, in lower case."""
MINUS, DEVIATION = "minus sign", "number after ±"
MARK, THOUSANDS, PERCENT = "mark around a number", "thousands separator", "per cent sign"
TOO_MUCH = 200
"""Characters from which on a cell is no number, whatever is around it."""

_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_PLAIN = re.compile(_NUMBER)
_DEVIATION = re.compile(
    rf"(.*[\d%}}*_>`])\s*(?:[_^]\{{\s*)?(?:±|\+/-|\+-|\\pm|\$\\pm\$)\s*{_NUMBER}%?\s*\}}?"
)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([,' \u00a0\u2009\u202f])\d{3})(?:\1\d{3})*(\.\d+)?")
_MARKS = (
    re.compile(r"(\*\*|__|\*|_|`|\$)(.+)\1"),
    re.compile(r"<(b|strong|i|em|u)>(.+)</\1>", re.IGNORECASE),
    re.compile(r"\\(textbf|textit|underline|mathbf|emph)\{(.+)\}"),
    re.compile(r"()(.*[\d%])\s*[*†‡§]+"),
)


@dataclass(frozen=True)
class Numbers:
    """What the cells of one column mean.

    Attributes
    ----------
    values : array of float64, shape (rows,)
        NaN where a cell holds no value.
    missing : mapping of int to str
        By index of its row, each cell that says in words or signs that there is no value.
    understood : mapping of int to tuple of str
        By index, what was read around a number.
    wrong : mapping of int to str
        By index, why a cell is no number.
    percent : bool
        Whether every number had a per cent sign; the values are fractions then.
    """

    values: NDArray[np.float64]
    missing: Mapping[int, str] = field(default_factory=dict)
    understood: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    wrong: Mapping[int, str] = field(default_factory=dict)
    percent: bool = False


@dataclass(frozen=True)
class _Meaning:
    """One cell: a number in plain digits, or why there is none."""

    number: str | None = None
    signs: tuple[str, ...] = ()
    wrong: str = ""
    doubtful: bool = False
    comma: bool = False


def read_numbers(cells: pa.ChunkedArray, missing: Iterable[str], decimal_commas: bool) -> Numbers:
    """The numbers of a column of text.

    Parameters
    ----------
    cells : pyarrow.ChunkedArray
        Text; "" where a cell is empty.
    missing : iterable of str
        Cells that hold no value, besides the usual ones; case does not matter.
    decimal_commas : bool
        Whether a comma is a decimal comma; else it can only separate thousands.
    """
    trimmed = pc.utf8_trim_whitespace(cells)
    plain = pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)
    values = None if decimal_commas else _plain(plain)
    if values is not None and not any(word in pc.unique(plain).to_pylist() for word in missing):
        return Numbers(values)
    return _odd(trimmed.to_pylist(), frozenset(word.casefold() for word in missing), decimal_commas)


def _plain(cells: pa.ChunkedArray) -> NDArray[np.float64] | None:
    """The numbers of cells that need no reading; None where some cell does."""
    try:
        numbers = cells.cast(pa.float64())
    except pa.ArrowInvalid:
        return None
    found = numbers.drop_null().to_numpy()
    if not (np.abs(found) <= MAX_NUMBER).all():
        return None
    return np.asarray(pc.fill_null(numbers, float("nan")).to_numpy(), dtype=np.float64)


def _odd(cells: list[str], missing: frozenset[str], commas: bool) -> Numbers:
    """The numbers of a column in which some cell is no plain number."""
    words = MISSING | missing
    lacks = {index: cell for index, cell in enumerate(cells) if cell.casefold() in words}
    others = {cell for index, cell in enumerate(cells) if index not in lacks}
    meanings = {cell: _meaning(cell, commas) for cell in others}
    _settle(meanings)
    values = np.full(len(cells), np.nan)
    understood, wrong = {}, {}
    for index, cell in enumerate(cells):
        if index in lacks:
            continue
        meaning = meanings[cell]
        if meaning.wrong or meaning.number is None:
            wrong[index] = meaning.wrong
            continue
        values[index] = float(meaning.number)
        if meaning.signs:
            understood[index] = meaning.signs
    said = {index: cell for index, cell in lacks.items() if cell}
    percent = bool(others) and all(PERCENT in meaning.signs for meaning in meanings.values())
    return Numbers(values / 100 if percent else values, said, understood, wrong, percent)


def _settle(meanings: dict[str, _Meaning]) -> None:
    """Decides what one cell alone leaves open, by the others of its column."""
    signs = Counter(PERCENT in meaning.signs for meaning in meanings.values() if meaning.number)
    points = any("." in cell for cell, meaning in meanings.items() if not meaning.comma)
    for cell, meaning in meanings.items():
        if signs[True] and signs[False] and PERCENT in meaning.signs:
            why = "but other cells of the column have no per cent sign; use the same in all cells"
            meanings[cell] = _Meaning(wrong=why)
        elif meaning.comma and points:
            why = "but other cells of the column have a decimal point; use the same in all cells"
            meanings[cell] = _Meaning(wrong=why)
        elif meaning.doubtful and not points:
            why = "which is a thousand or a decimal comma; write it with a decimal point"
            meanings[cell] = _Meaning(wrong=why)


def _meaning(cell: str, commas: bool) -> _Meaning:
    """What a cell means by itself."""
    if len(cell) > TOO_MUCH:
        return _Meaning(wrong=_why(cell, commas))
    signs = []
    text = _without_marks(cell)
    text = text.removesuffix("\\%") + "%" if text.endswith("\\%") else text
    if text != cell:
        signs.append(MARK)
    if "\u2212" in text:
        text = text.replace("\u2212", "-")
        signs.append(MINUS)
    comma = commas and "," in text
    text = _with_points(text) if comma else text
    if deviation := _DEVIATION.fullmatch(text):
        text = _without_marks(deviation[1].strip())
        signs += [MARK] * (text != deviation[1].strip()) + [DEVIATION]
    if text.endswith("%"):
        text = text.removesuffix("%").strip()
        signs.append(PERCENT)
    doubtful = False
    if grouped := _GROUPED.fullmatch(text):
        doubtful = grouped[1] == "," and not grouped[2] and text.count(",") == 1
        text = text.replace(grouped[1], "")
        signs.append(THOUSANDS)
    if not _PLAIN.fullmatch(text) or not abs(float(text)) <= MAX_NUMBER:
        return _Meaning(wrong=_why(cell, commas))
    return _Meaning(text, tuple(dict.fromkeys(signs)), doubtful=doubtful, comma=comma)


def _without_marks(cell: str) -> str:
    """The cell without what makes it bold, underlined or starred."""
    for mark in _MARKS:
        if found := mark.fullmatch(cell):
            return _without_marks(found[2].strip())
    return cell


def _with_points(text: str) -> str:
    """A number that has a decimal comma, with a decimal point."""
    if groups := re.fullmatch(r"([+-]?\d{1,3}(?:\.\d{3})+),(\d+)", text):
        return f"{groups[1].replace('.', '')}.{groups[2]}"
    return text.replace(",", ".", 1)


def _why(cell: str, commas: bool) -> str:
    bounds = f"but must be a number between -{MAX_NUMBER:g} and {MAX_NUMBER:g}"
    if re.search(r"\d\s*\(.*\d.*\)", cell):
        return f"{bounds}; a number in brackets needs a column of its own"
    if "," in cell and not commas:
        return f"{bounds}, with a decimal point and without thousands separators"
    if not re.search(r"\d", cell) and len(cell) <= TOO_MUCH:
        return f"{bounds}; if there is no value, add --missing {quoted(cell)}"
    return bounds
