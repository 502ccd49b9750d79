"""How does the command line ask for a table or a figure, and hand it over?"""

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from setupscope.analysis.audit.audit import AUDITS
from setupscope.analysis.questions.usefulness import remarks
from setupscope.analysis.slices.emptiness import emptiness
from setupscope.dashboard.cli.progress import Bar
from setupscope.dashboard.cli.several import with_all
from setupscope.dashboard.export.across_section import across_section
from setupscope.dashboard.export.appendix import appendix
from setupscope.dashboard.export.bundle import contents
from setupscope.dashboard.export.caption import caption, caption_in_latex, exhibit_coverage_note
from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.figure_files import figure_as
from setupscope.dashboard.export.file_formats import figure_format, table_format
from setupscope.dashboard.export.presets import FIRST, PRESETS, Style, style_of
from setupscope.dashboard.export.provenance import as_json, provenance
from setupscope.dashboard.export.raw_tables import write_setups
from setupscope.dashboard.export.recipes.across import ACROSS, said_beside
from setupscope.dashboard.export.recipes.resolve import refuse_options, resolved
from setupscope.dashboard.export.recipes.tables import TABLES
from setupscope.dashboard.export.report import collected, sections
from setupscope.dashboard.export.section import Section
from setupscope.dashboard.export.table_files import table_as
from setupscope.dashboard.queries.queries import Beside, Queries
from setupscope.dashboard.rendering.renderer import NoBrowserError, can_render, print_document
from setupscope.dashboard.text.emptiness import why_empty
from setupscope.dashboard.text.markdown import strip_markdown
from setupscope.data import InputError, Store
from setupscope.data.complete import require_writable, whole_file, whole_folder
from setupscope.data.errors import unknown

SETUPS = "setups"
PATIENCE = 1.0
"""Seconds after which a table says how far it is."""
NO_TEXT = "parquet is not a text format; name the file to write with --out"


def write_table(
    store: Store, exhibit: Exhibit, *, kind: str | None, out: Path | None, beside: Beside = dict
) -> None:
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
    if out is not None:
        require_writable(out)
    exhibit = with_all(exhibit, beside)
    with Bar(exhibit.name, " steps", wait=PATIENCE) as bar:
        queries = Queries(store, progress=bar.update, beside=beside)
        if exhibit.name == SETUPS:
            _write_rows(store, exhibit, form, out)
        else:
            exhibit = resolved(queries, exhibit)
            content = table_as(queries, exhibit, form)
            _remark(queries, exhibit)
            _write(content, form, out)
        if out is not None:
            caption_text = caption(queries, exhibit)
            arguments = [] if kind is None else ["--format", kind]
            _write_beside(queries, exhibit, out, caption_text, arguments)


def write_figure(
    store: Store, exhibit: Exhibit, style: Style, out: Path, beside: Beside = dict
) -> None:
    """Writes a figure of a slice to a file, its caption and its provenance beside it.

    Raises
    ------
    InputError
        When the figure, an option or the ending of the file is not accepted, there is no
        Chrome or Chromium to draw with, or the file cannot be written.
    """
    form, queries = figure_format(out), Queries(store, beside=beside)
    require_writable(out)
    one = resolved(queries, with_all(exhibit, beside))
    if one.slice_.scenario_names() != exhibit.slice_.scenario_names():
        print(f"Note: the figure shows {one.slice_.caption()}.", file=sys.stderr)
    caption_text = caption(queries, one)
    save(figure_as(queries, one, style, form, caption_text), out)
    _write_beside(queries, one, out, caption_text, style=style)


def write_report(store: Store, beside: Beside, preset: str, out: Path) -> dict[str, str]:
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
    style, queries = style_of(preset), Queries(store, beside=beside)
    _require_room(out)
    return _write_sections(queries, sections(queries), preset, style, out)


def write_across(
    store: Store, beside: Beside, exhibit: Exhibit, preset: str, out: Path
) -> dict[str, str]:
    """Writes what several studies say together into a folder, as `write_report` does."""
    style, queries = style_of(preset), Queries(store, beside=beside)
    _require_room(out)
    part = across_section(queries, with_all(exhibit, beside))
    return _write_sections(queries, [part], preset, style, out)


def _write_sections(
    queries: Queries, parts: list[Section], preset: str, style: Style, out: Path
) -> dict[str, str]:
    with Bar("Report", " exhibits") as bar:
        made = contents(
            queries,
            collected(parts, preset, style),
            ("svg",),
            lambda done, of, name: bar.update(done, of),
        )
        files, failed = dict(made.files), dict(made.failed)
        if can_render():
            files["appendix.pdf"] = print_document(*appendix(queries, parts, made, style))
        else:
            failed["appendix.pdf"] = str(NoBrowserError())
        bar.update(bar.total, bar.total)
    _fill(out, files)
    return failed


def _require_room(out: Path) -> None:
    """Raises InputError where a folder cannot be filled without touching what is in it."""
    if out.exists() and not out.is_dir():
        raise InputError(f"{out}: is not a folder")
    if out.exists() and any(out.iterdir()):
        raise InputError(f"{out}: is not empty (accepted: a new or an empty folder)")
    require_writable(next(place for place in (out, *out.parents) if place.parent.exists()))


def _fill(out: Path, files: Mapping[str, bytes]) -> None:
    with whole_folder(out) as unfinished:
        for place, content in files.items():
            (unfinished / place).parent.mkdir(parents=True, exist_ok=True)
            (unfinished / place).write_bytes(content)


def _write_beside(
    queries: Queries,
    exhibit: Exhibit,
    out: Path,
    caption_text: str,
    arguments: Sequence[str] = (),
    style: Style = PRESETS[FIRST].style,
) -> None:
    """A file's caption, as text and as LaTeX, and its provenance."""
    origin = provenance(queries, exhibit, caption_text, out.name, style, arguments)
    for ending, content in (
        ("caption.txt", f"{caption_text}\n".encode()),
        ("caption.tex", f"{caption_in_latex(queries.study, caption_text)}\n".encode()),
        ("provenance.json", as_json(origin)),
    ):
        save(content, out.with_name(f"{out.name}.{ending}"))


def _remark(queries: Queries, exhibit: Exhibit) -> None:
    """What a table should not be read without."""
    if exhibit.name.startswith(ACROSS):
        for said in filter(None, said_beside(queries, exhibit)):
            print(f"Note: {strip_markdown(said)}", file=sys.stderr)
        return
    if not queries.setup_count(exhibit.slice_):
        causes = [(one, emptiness(one)) for one in exhibit.slice_.by_scenario()]
        why = dict.fromkeys(why_empty(one, cause) for one, cause in causes if cause)
        note = f"Note: no setups match the slice: {exhibit.slice_.caption()}."
        print(" ".join([note, *map(strip_markdown, why)]), file=sys.stderr)
        return
    lacking = "" if exhibit.setup else exhibit_coverage_note(exhibit)
    if lacking:
        print(f"Note: {strip_markdown(lacking)}", file=sys.stderr)
    if exhibit.name == "conclusion":
        setups = exhibit.slice_.narrow(queries.store.setups())
        for remark in remarks(setups, exhibit.slice_.metric_keys()):
            print(f"Note: {remark}.", file=sys.stderr)


def _write_rows(store: Store, exhibit: Exhibit, form: str, out: Path | None) -> None:
    if exhibit.by:
        raise InputError("setups cannot be split; leave out --by")
    refuse_options(exhibit, ())
    setups = exhibit.slice_.narrow(store.setups())
    if out is not None:
        with whole_file(out) as unfinished:
            write_setups(setups, unfinished, form)
    elif form == "parquet":
        raise InputError(NO_TEXT)
    else:
        write_setups(setups, sys.stdout.buffer, form)


def _write(content: bytes, form: str, out: Path | None) -> None:
    if out is not None:
        save(content, out)
    elif form == "parquet":
        raise InputError(NO_TEXT)
    else:
        sys.stdout.write(content.decode())


def save(content: bytes, out: Path) -> None:
    """Writes a file, which takes its name only when it is complete."""
    with whole_file(out) as unfinished:
        unfinished.write_bytes(content)


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
    say("no differences" if not differences else f"{differences:,} differences")
    return differences
