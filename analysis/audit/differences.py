"""What is not as its definition says?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

TOLERANCE = 1e-9


@dataclass(frozen=True)
class Difference:
    """Something that is not what its definition says.

    Attributes
    ----------
    where : str
        Table or "setups", and the slice or setup.
    what : str
        Column, and the row it stands in.
    found, expected : object
        What the store or table says, and what the definition says.
    """

    where: str
    what: str
    found: object
    expected: object

    def __str__(self) -> str:
        return (
            f"{self.where}: {self.what} is {self.found}, but by definition it should be"
            f" {self.expected}"
        )


Compared = Iterator[Difference | None]
"""Of each number that was compared the difference, None where there is none."""


def compare_numbers(
    where: str, what: str, found: float, expected: float, relative: float = 0.0
) -> Difference | None:
    """None where two numbers agree or both are missing."""
    # Missing numbers of a column without any are None.
    number = np.nan if found is None else found
    same = np.isclose(number, expected, rtol=relative, atol=TOLERANCE, equal_nan=True)
    return None if same else Difference(where, what, found, expected)


def compare_words(
    where: str, what: str, found: object, accepted: Iterable[object]
) -> Difference | None:
    """None where a word is one of those accepted; a missing one is None."""
    words = [*accepted]
    # A missing word is None or NaN, which alone differs from itself.
    if (found if found == found else None) in words:
        return None
    return Difference(where, what, found, " or ".join(map(str, words)))


def compare_row(
    where: str, what: str, row: Mapping[Any, Any], expected: Mapping[str, float]
) -> Compared:
    """Compares the numbers of one row of a table, column by column."""
    for column, wanted in expected.items():
        yield compare_numbers(where, f"{column} of {what}", row[column], wanted)
