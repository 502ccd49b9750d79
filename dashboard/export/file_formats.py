"""In which formats can figures and tables leave, and which does a file's name ask for?"""

from pathlib import Path

from setupscope.data import InputError
from setupscope.data.errors import listed

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


def figure_format(out: Path) -> str:
    """The format that a figure's file asks for by its ending.

    Raises
    ------
    InputError
        When it asks for none of `FIGURE_FORMATS`.
    """
    form = SUFFIXES.get(out.suffix.lower(), "")
    return _accepted(out, form, FIGURE_FORMATS)


def table_format(asked: str | None, out: Path | None) -> str:
    """The format asked for, else that of a file's ending, else CSV.

    Raises
    ------
    InputError
        When the ending is that of a figure.
    """
    form = SUFFIXES.get(out.suffix.lower(), "csv") if out else "csv"
    return asked or _accepted(out, form, TABLE_FORMATS)


def _accepted(out: Path | None, form: str, accepted: tuple[str, ...]) -> str:
    if form not in accepted:
        endings = listed(SUFFIX_OF[name] for name in accepted)
        ending = out.suffix if out else ""
        raise InputError(f"{out}: unknown ending {ending!r} (accepted: {endings})")
    return form
