"""In which formats can figures and tables leave, and which does a file's name ask for?"""

from pathlib import Path

from data import InputError
from data.errors import listed

FIGURE_FORMATS = ("pdf", "svg", "png", "html")
TABLE_FORMATS = ("csv", "json", "latex", "markdown", "parquet")
SUFFIXES = {
    ".csv": "csv",
    ".json": "json",
    ".tex": "latex",
    ".md": "markdown",
    ".parquet": "parquet",
    **{f".{form}": form for form in FIGURE_FORMATS},
}
SUFFIX_OF = {form: suffix for suffix, form in SUFFIXES.items()}


def format_of(asked: str | None, out: Path | None, accepted: tuple[str, ...], first: str) -> str:
    """The format asked for, else that of the file's ending, else the first.

    Raises
    ------
    InputError
        When the ending is none of an accepted format.
    """
    if asked or out is None:
        return asked or first
    form = SUFFIXES.get(out.suffix.lower(), "")
    if form not in accepted:
        endings = listed(SUFFIX_OF[name] for name in accepted)
        raise InputError(f"{out}: unknown ending {out.suffix!r} (accepted: {endings})")
    return form
