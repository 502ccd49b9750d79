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
from dashboard.answered import setups_in
from dashboard.asked_once import once
from dashboard.coverage import of_exhibit
from dashboard.export.appendix import appendix
from dashboard.export.bundle import contents
from dashboard.export.captions import caption, caption_in_latex
from dashboard.export.exhibits import Exhibit
from dashboard.export.figure_files import figure_as
from dashboard.export.file_formats import figure_format, table_format
from dashboard.export.presets import FIRST, PRESETS, Style, style_of
from dashboard.export.provenance import as_json, provenance
from dashboard.export.raw_tables import write_setups
from dashboard.export.report import collected, sections
from dashboard.export.settling import refuse_options, settled
from dashboard.export.table_files import table_as
from dashboard.export.table_recipes import TABLES
from dashboard.progress import Bar
from dashboard.questions import Ask
from dashboard.rendering.renderer import NoBrowserError, can_render, print_document
from dashboard.wording import spoken
from data import InputError, Store
from data.errors import unknown

SETUPS = "setups"
PATIENCE = 1.0
"""Seconds after which a table says how far it is."""
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
    if exhibit.name not in (*TABLES, SETUPS):
        raise InputError(unknown("table", exhibit.name, (*TABLES, SETUPS)))
    form = table_format(kind, out)
    with Bar(exhibit.name, " steps", wait=PATIENCE) as bar:
        ask = once(bar.at)
        if exhibit.name == SETUPS:
            _write_rows(store, exhibit, form, out)
        else:
            exhibit = settled(ask, store, exhibit)
            content = table_as(ask, store, exhibit, form)
            _remark(ask, store, exhibit)
            _write(content, form, out)
        if out is not None:
            said = caption(ask, store, exhibit)
            _write_beside(
                ask, store, exhibit, out, said, [] if kind is None else ["--format", kind]
            )


def write_figure(store: Store, exhibit: Exhibit, style: Style, out: Path) -> None:
    """Writes a figure of a slice to a file, its caption and its provenance beside it.

    Raises
    ------
    InputError
        When the figure, an option or the ending of the file is not accepted, there is no
        Chrome or Chromium to draw with, or the file cannot be written.
    """
    form, ask = figure_format(out), once()
    one = settled(ask, store, exhibit)
    if one.slice_.scenario_names() != exhibit.slice_.scenario_names():
        print(f"Note: the figure shows {one.slice_.caption()}.", file=sys.stderr)
    said = caption(ask, store, one)
    _save(figure_as(ask, store, one, style, form, said), out)
    _write_beside(ask, store, one, out, said, style=style)


def write_report(store: Store, preset: str, out: Path) -> dict[str, str]:
    """Writes the standard set of figures and tables into a folder, and one document of all.

    Returns
    -------
    dict
        Why an exhibit, or the document, could not be made, by its name.

    Raises
    ------
    InputError
        When the preset is unknown, or the folder is not empty or cannot be written.
    """
    style, ask = style_of(preset), once()
    _require_room(out)
    parts = sections(ask, store)
    with Bar("Report", " exhibits") as bar:
        made = contents(
            ask,
            store,
            collected(parts, preset, style),
            ("svg",),
            lambda done, of, name: bar.at(done, of),
        )
        files, failed = dict(made.files), dict(made.failed)
        if can_render():
            files["appendix.pdf"] = print_document(*appendix(ask, store, parts, made, style))
        else:
            failed["appendix.pdf"] = str(NoBrowserError())
        bar.at(bar.total, bar.total)
    _fill(out, files)
    return failed


def _require_room(out: Path) -> None:
    """Raises InputError where a folder cannot be filled without touching what is in it."""
    if out.exists() and not out.is_dir():
        raise InputError(f"{out}: is no folder")
    if out.exists() and any(out.iterdir()):
        raise InputError(f"{out}: is not empty (accepted: a new folder, or an empty one)")


def _fill(out: Path, files: Mapping[str, bytes]) -> None:
    try:
        for place, content in files.items():
            (out / place).parent.mkdir(parents=True, exist_ok=True)
            (out / place).write_bytes(content)
    except OSError as error:
        raise InputError(f"{out}: cannot be written ({error.strerror or error})") from error


def _write_beside(
    ask: Ask,
    store: Store,
    exhibit: Exhibit,
    out: Path,
    said: str,
    arguments: Sequence[str] = (),
    style: Style = PRESETS[FIRST].style,
) -> None:
    """A file's caption, as text and as LaTeX, and its provenance."""
    origin = provenance(ask, store, exhibit, said, out.name, style, arguments)
    for ending, content in (
        ("caption.txt", f"{said}\n".encode()),
        ("caption.tex", f"{caption_in_latex(store, said)}\n".encode()),
        ("provenance.json", as_json(origin)),
    ):
        _save(content, out.with_name(f"{out.name}.{ending}"))


def _remark(ask: Ask, store: Store, exhibit: Exhibit) -> None:
    """What a table should not be read without."""
    if not setups_in(ask, store, exhibit.slice_):
        print(f"Note: no setup is left in the slice: {exhibit.slice_.caption()}.", file=sys.stderr)
        return
    lacking = "" if exhibit.setup else of_exhibit(exhibit)
    if lacking:
        print(f"Note: {spoken(lacking)}", file=sys.stderr)
    if exhibit.name == "conclusion":
        setups = exhibit.slice_.narrow(store.setups())
        for remark in remarks(setups, exhibit.slice_.metric_keys()):
            print(f"Note: {remark}.", file=sys.stderr)


def _write_rows(store: Store, exhibit: Exhibit, form: str, out: Path | None) -> None:
    if exhibit.by:
        raise InputError("setups cannot be split; leave --by out")
    refuse_options(exhibit, ())
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
        _save(content, out)
    elif form == "parquet":
        raise InputError(NO_TEXT)
    else:
        sys.stdout.write(content.decode())


def _save(content: bytes, out: Path) -> None:
    with _replacing(out) as unfinished:
        unfinished.write_bytes(content)


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
