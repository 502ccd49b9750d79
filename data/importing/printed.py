"""What does a printed table say: a value of each metric for each target, or the other way round?"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from setupscope.data.errors import InputError, first_of, quoted, unknown
from setupscope.data.importing.spellings import plain
from setupscope.data.readers.sheets import Sheet
from setupscope.data.study.study import Study
from setupscope.data.study.transfers import Transfers

LEAST_LETTERS = 3
"""Letters that a name must share with another of which it is the beginning."""
MOST_NAMED = 6
DECIMALS = re.compile(r"\d*[.,](\d+)")


@dataclass(frozen=True)
class Printed:
    """A printed table, its names those of a study.

    Attributes
    ----------
    cells : pandas.DataFrame
        A row per cell that has a number: `metric` (key), `given`, `printed` (float64),
        `text` (as it stands there), `decimals`.
    notes : tuple of str
        Names that were matched though they differ, and names that were left out.
    """

    cells: pd.DataFrame
    notes: tuple[str, ...]


def read_printed(sheet: Sheet, study: Study, givens: Sequence[str]) -> Printed:
    """The cells of a table that has metrics on one side and a scenario's givens on the other.

    Names match in any spelling, or where one is the beginning of the other.

    Raises
    ------
    InputError
        When it has no such sides, or a cell is no number.
    """
    rows, heads = _sides(sheet)
    metrics = {metric.key: metric.label for metric in study.metrics}
    known = {given: study.label(given) for given in givens}
    upright = matched(rows, metrics), matched(heads, known)
    turned = matched(heads, metrics), matched(rows, known)
    found = max(upright, turned, key=lambda pair: len(pair[0]) * len(pair[1]))
    if not (found[0] and found[1]):
        raise InputError(
            f"{sheet.name}: needs metrics on one side and {_some(known)} on the other; its rows are"
            f" {_some(rows)}, its columns {_some(heads)}, and the metrics {_some(metrics.values())}"
        )
    of_metric, of_given = found
    cells = [
        {
            "metric": of_metric[row if found is upright else head],
            "given": of_given[head if found is upright else row],
            "printed": number,
            "text": text.strip(),
            "decimals": _decimals(text),
        }
        for head in heads
        if head in (of_given if found is upright else of_metric)
        for row, text, number in zip(
            rows, sheet.text(head), sheet.numbers(head).to_pylist(), strict=True
        )
        if number is not None and row in (of_metric if found is upright else of_given)
    ]
    if not cells:
        raise InputError(f"{sheet.name}: holds no number")
    return Printed(pd.DataFrame(cells), tuple(_notes(found, [*rows, *heads], {**metrics, **known})))


def _sides(sheet: Sheet) -> tuple[list[str], list[str]]:
    """Names of the rows, from the first column even if it has no name, and of the columns."""
    if sheet.index and not all(text.strip().isdigit() for text in sheet.index):
        return [text.strip() for text in sheet.index], sheet.columns
    first, *heads = sheet.columns
    return [text.strip() for text in sheet.text(first)], heads


def matched(names: Iterable[str], known: Mapping[str, str]) -> dict[str, str]:
    """The key of each name that is known by its key or its label; of several, the first name."""
    found: dict[str, str] = {}
    for name in names:
        key = _key(name, known)
        if key is not None and key not in found.values():
            found[name] = key
    return found


def _key(name: str, known: Mapping[str, str]) -> str | None:
    own = _letters(name)
    called = {key: {_letters(key), _letters(label)} for key, label in known.items()}
    same = [key for key, names in called.items() if own in names]
    if same or len(own) < LEAST_LETTERS:
        return same[0] if same else None
    begun = [key for key, names in called.items() if any(_begins(own, other) for other in names)]
    return begun[0] if len(begun) == 1 else None


def _letters(name: str) -> str:
    return plain(unicodedata.normalize("NFKC", name))


def _begins(one: str, other: str) -> bool:
    """Whether one name is the beginning of the other."""
    short, long = sorted((one, other), key=len)
    return len(short) >= LEAST_LETTERS and long.startswith(short)


def _decimals(text: str) -> int:
    found = DECIMALS.search(text)
    return len(found[1]) if found else 0


def _notes(
    found: tuple[dict[str, str], dict[str, str]], names: Sequence[str], known: Mapping[str, str]
) -> Iterable[str]:
    matches = {**found[0], **found[1]}
    for name, key in matches.items():
        if _letters(name) not in (_letters(key), _letters(known[key])):
            yield f"{quoted(name)} is taken for {quoted(known[key])}"
    left = [name for name in names if name and name not in matches]
    if left:
        yield f"left out, as no scores or performances have the name: {_some(left)}"


def _some(names: Iterable[str]) -> str:
    return first_of([quoted(name) for name in names], MOST_NAMED)


def printed_scenario(
    sheet: Sheet, study: Study, transfers: Transfers, scenario: str | None = None
) -> tuple[str, Printed]:
    """The scenario of which a table names the most givens, and what the table says.

    Raises
    ------
    InputError
        When the scenario is unknown, or the table names no metric or given of any.
    """
    names = [one.name for one in study.scenarios]
    if scenario is not None and scenario not in names:
        raise InputError(unknown("scenario", scenario, names))
    read: dict[str, Printed] = {}
    refused: list[InputError] = []
    for one in study.scenarios:
        if scenario in (None, one.name):
            givens = transfers.of_table(one.table)[one.given].unique().to_pylist()
            try:
                read[one.name] = read_printed(sheet, study, sorted(givens))
            except InputError as error:
                refused.append(error)
    if not read:
        raise refused[0]
    best = max(read, key=lambda name: len(read[name].cells))
    return best, read[best]
