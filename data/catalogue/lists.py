"""How does a table come out of a file that holds it as lists of numbers, such as a program?"""

import csv
import io
import re

from setupscope.data.catalogue.recipe import Lists
from setupscope.data.errors import InputError, quoted


def table_of(text: str, lists: Lists, where: str) -> bytes:
    """The lists of a text as CSV, a row for each number; `where` names the text in messages.

    Raises
    ------
    InputError
        When a list is not there, or has not a number for each item.
    """
    found = _lists_in(text, lists)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(lists.columns)
    for name in lists.names:
        if name not in found:
            raise InputError(f"{where}: has no list {quoted(name)}")
        numbers = [number.strip() for number in found[name].split(",")]
        if len(numbers) != len(lists.items):
            raise InputError(
                f"{where}: list {quoted(name)} has {len(numbers)} numbers, but"
                f" {len(lists.items)} are needed"
            )
        writer.writerows(zip([name] * len(numbers), lists.items, numbers, strict=True))
    return out.getvalue().encode()


def _lists_in(text: str, lists: Lists) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in re.finditer(lists.pattern, text):
        found.setdefault(match["name"], match["numbers"])
    return found
