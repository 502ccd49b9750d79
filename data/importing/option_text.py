"""How are several names, or pairs of them, written in one text?"""

import csv

from setupscope.data.errors import InputError, quoted, unknown
from setupscope.data.measures import MEASURES
from setupscope.data.readers.sheets import Sheet


def names_in(text: str) -> tuple[str, ...]:
    """Names with commas between; a name with a comma stands in double quotes."""
    return tuple(next(csv.reader([text], skipinitialspace=True), []))


def measures_in(text: str) -> tuple[str, ...]:
    """Keys of measures with commas between; none where the text is empty.

    Raises
    ------
    InputError
        When one is unknown, or named twice.
    """
    keys = names_in(text)
    for key in keys:
        if key not in MEASURES:
            raise InputError(unknown("measure", key, MEASURES))
        if keys.count(key) > 1:
            raise InputError(f"measure {quoted(key)} is named {keys.count(key)} times")
    return keys


def renamed_in(text: str) -> dict[str, str]:
    """The new name of each old one, from pairs `old=new` with commas between."""
    pairs = [pair.partition("=") for pair in names_in(text)]
    for old, sign, new in pairs:
        if not (old and sign and new):
            raise InputError(f"{quoted(old + sign + new)} is not a pair such as True=fine-tuned")
    return {old: new for old, _, new in pairs}


def names_map(sheet: Sheet) -> dict[str, str]:
    """What names are called, from a table with the old name and the new one in each row."""
    old, new = (sheet.names(column).to_pylist() for column in sheet.columns[:2])
    return dict(zip((name.strip() for name in old), (name.strip() for name in new), strict=True))
