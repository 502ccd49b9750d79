"""Which option does an import lack, and what was probably meant?"""

from collections.abc import Mapping, Sequence

from setupscope.data.errors import InputError, first_of, quoted
from setupscope.data.importing.guesses import Guess, guess
from setupscope.data.importing.layout import SIDES
from setupscope.data.readers.sheets import Sheet

MOST_NAMED = 20


def require_given(sheets: Sequence[Sheet], given: Mapping[str, object]) -> None:
    """Raises InputError where an import lacks an option, and names what was probably meant.

    Parameters
    ----------
    sheets : sequence of Sheet
        The tables.
    given : mapping of str to object
        What was given as `source`, `target`, `columns` and `performance`; empty where nothing was.
    """
    sides = [side for side in SIDES if not given[side]]
    if given["performance"] and (given["columns"] or not sides):
        return
    # Whether the other side has a column is seen in one table: pivots come in many files.
    looked_at = sheets[:1] if given["performance"] and len(sides) == 1 else sheets
    found = guess(looked_at)
    lacking = [] if given["performance"] else ["performance"]
    if len(found.pivots) < len(looked_at):
        # A table has a column for each side; what stands in no column is said elsewhere.
        lacking += [side for side in sides if getattr(found, side) or len(sides) > 1]
    elif not given["columns"] and len(sides) > 1:
        lacking += [side for side in SIDES if getattr(found, side)] or ["columns"]
    if lacking:
        raise InputError(
            "; ".join(f"--{what} is not given{_meant(found, what)}" for what in lacking)
        )


def _meant(found: Guess, what: str) -> str:
    meant = getattr(found, what)
    if meant:
        return f"; did you mean {quoted(meant)}?"
    if what == "columns":
        return ", which says whether the columns of the pivot are sources or targets"
    offered = found.quantities if what == "performance" and found.quantities else found.names
    there = first_of([quoted(one) for one in offered], MOST_NAMED)
    return f", and no name tells which it is; there are {there}"
