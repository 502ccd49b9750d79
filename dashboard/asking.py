"""How does the command line ask for a table or a figure, and hand it over?"""

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from analysis.audit import AUDITS
from analysis.slices import Slice
from analysis.usefulness import remarks
from dashboard import questions
from dashboard.export.exhibits import Exhibit
from dashboard.export.presets import FIRST, PRESETS, Style
from dashboard.export.provenance import as_json, provenance
from dashboard.export.raw_tables import write_setups
from dashboard.export.table_recipes import TABLES
from data import InputError, Store
from data.errors import unknown

SETUPS = "setups"
NO_TEXT = "parquet is no text; say with --out which file to write"


def exhibit_of(
    kind: str, name: str, store: Store, query: str, options: Mapping[str, object]
) -> Exhibit:
    """The exhibit that a command line asks for."""
    return Exhibit(kind, name, Slice.parse(query, store.study), **options)  # type: ignore[arg-type]


def write_table(store: Store, exhibit: Exhibit, *, kind: str | None, out: Path | None) -> None:
    """Writes a table of a slice, or its setups, to a file or to standard output.

    Beside a file stand its caption and its provenance.

    Raises
    ------
    InputError
        When the table or an option is not accepted, or the file cannot be written.
    """
    from dashboard.export.file_formats import table_format
    from dashboard.export.settling import settled
    from dashboard.export.table_files import table_as

    if exhibit.name not in (*TABLES, SETUPS):
        raise InputError(unknown("table", exhibit.name, (*TABLES, SETUPS)))
    form = table_format(kind, out)
    if exhibit.name == SETUPS:
        _write_rows(store, exhibit, form, out)
    else:
        exhibit = settled(questions, store, exhibit)
        content = table_as(questions, store, exhibit, form)
        _remark(exhibit, store)
        _write(content, form, out)
    if out is not None:
        _write_beside(store, exhibit, out, [] if kind is None else ["--format", kind])


def write_figure(store: Store, exhibit: Exhibit, style: Style, out: Path) -> None:
    """Writes a figure of a slice to a file, its caption and its provenance beside it.

    Raises
    ------
    InputError
        When the figure, an option or the ending of the file is not accepted, there is no
        Chrome or Chromium to draw with, or the file cannot be written.
    """
    from dashboard.export.captions import caption
    from dashboard.export.figure_files import figure_as
    from dashboard.export.file_formats import figure_format
    from dashboard.export.settling import settled

    form = figure_format(out)
    one = settled(questions, store, exhibit)
    if one.slice_.scenario_names() != exhibit.slice_.scenario_names():
        print(f"Note: the figure shows {one.slice_.caption()}.", file=sys.stderr)
    said = caption(questions, store, one)
    content = figure_as(questions, store, one, style, form, said)
    with _replacing(out) as unfinished:
        unfinished.write_bytes(content)
    _write_beside(store, one, out, style=style)


def _write_beside(
    store: Store,
    exhibit: Exhibit,
    out: Path,
    arguments: Sequence[str] = (),
    style: Style = PRESETS[FIRST].style,
) -> None:
    """A file's caption, as text and as LaTeX, and its provenance."""
    from dashboard.export.captions import caption, caption_in_latex

    said = caption(questions, store, exhibit)
    origin = provenance(questions, store, exhibit, said, out.name, style, arguments)
    for ending, content in (
        ("caption.txt", f"{said}\n".encode()),
        ("caption.tex", f"{caption_in_latex(store, said)}\n".encode()),
        ("provenance.json", as_json(origin)),
    ):
        with _replacing(out.with_name(f"{out.name}.{ending}")) as unfinished:
            unfinished.write_bytes(content)


def _remark(exhibit: Exhibit, store: Store) -> None:
    """What a conclusion should not be read without."""
    if exhibit.name == "conclusion":
        setups = exhibit.slice_.narrow(store.setups())
        for remark in remarks(setups, exhibit.slice_.metric_keys()):
            print(f"Note: {remark}.", file=sys.stderr)


def _write_rows(store: Store, exhibit: Exhibit, form: str, out: Path | None) -> None:
    if exhibit.by:
        raise InputError("setups cannot be split; leave --by out")
    setups = exhibit.slice_.narrow(store.setups())
    if out is not None:
        with _replacing(out) as unfinished:
            write_setups(setups, unfinished, form)
    elif form == "parquet":
        raise InputError(NO_TEXT)
    else:
        write_setups(setups, sys.stdout.buffer, form)


def _write(content: bytes, form: str, out: Path | None) -> None:
    if out is not None:
        with _replacing(out) as unfinished:
            unfinished.write_bytes(content)
    elif form == "parquet":
        raise InputError(NO_TEXT)
    else:
        sys.stdout.write(content.decode())


@contextmanager
def _replacing(out: Path) -> Iterator[Path]:
    """A file that takes its name only when it is complete."""
    if out.exists() and not out.is_file():
        raise InputError(f"{out}: cannot be written (it is there, and no file)")
    unfinished = out.with_name(f".{out.name}.unfinished")
    try:
        yield unfinished
        os.replace(unfinished, out)
    except OSError as error:
        raise InputError(f"{out}: cannot be written ({error.strerror or error})") from error
    finally:
        unfinished.unlink(missing_ok=True)


def audit(store: Store, how_many: Mapping[str, int], seed: int, say: Callable[[str], None]) -> int:
    """Holds a store and its tables against their definitions; says and counts differences."""
    differences = 0
    for name, look in AUDITS.items():
        compared = 0
        for difference in look(store, np.random.default_rng(seed), how_many[name]):
            compared += 1
            if difference is not None:
                differences += 1
                say(str(difference))
        say(f"{name}: {compared:,} numbers compared")
    say("no difference" if not differences else f"{differences:,} differences")
    return differences
