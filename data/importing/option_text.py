"""How are several names, or pairs of them, written in one text?"""

import csv

from setupscope.data.errors import InputError, quoted


def names_in(text: str) -> tuple[str, ...]:
    """Names with commas between; a name with a comma stands in double quotes."""
    return tuple(next(csv.reader([text], skipinitialspace=True), []))


def renamed_in(text: str) -> dict[str, str]:
    """The new name of each old one, from pairs `old=new` with commas between."""
    pairs = [pair.partition("=") for pair in names_in(text)]
    for old, sign, new in pairs:
        if not (old and sign and new):
            raise InputError(f"{quoted(old + sign + new)} is not a pair such as True=fine-tuned")
    return {old: new for old, _, new in pairs}
