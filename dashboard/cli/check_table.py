"""The command that checks a printed table: `check-table`."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from setupscope.dashboard.cli.places import PathOrUrl, opened
from setupscope.data.errors import InputError
from setupscope.data.storage.urls import Url

if TYPE_CHECKING:
    from setupscope.data.readers.sheets import Sheet
    from setupscope.data.study.study import Study
    from setupscope.data.study.transfers import Transfers

FILE = click.Path(path_type=Path)
ENDINGS = (".pdf", ".csv", ".md", ".txt")


@click.command("check-table")
@click.argument("printed", type=FILE, metavar="PRINTED")
@click.option(
    "--scores", type=FILE, multiple=True, metavar="FILE", help="Read scores here.  [repeatable]"
)
@click.option(
    "--performances",
    type=FILE,
    multiple=True,
    metavar="FILE",
    help="Read performances here; scores may be in it too.  [repeatable]",
)
@click.option(
    "--store", type=PathOrUrl(), metavar="DIR", help="Take what this store was built from."
)
@click.option("--scenario", metavar="NAME", help="Check this scenario.  [default: by the names]")
@click.option("--measure", metavar="KEY", help="Try this definition alone.  [default: all]")
@click.option("--source", metavar="COLUMN", help="Read sources from this column.")
@click.option("--target", metavar="COLUMN", help="Read targets from this column.")
@click.option("--performance", metavar="COLUMN", help="Read performances from this column.")
@click.option("--metric", metavar="COLUMN", help="Read names of metrics from this column.")
@click.option("--score", metavar="COLUMN", help="Read scores from this column.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to this file: .pdf (one page), .csv (each cell), .md or .txt.",
)
def check_table_command(
    printed: Path,
    scores: tuple[Path, ...],
    performances: tuple[Path, ...],
    store: Path | Url | None,
    scenario: str | None,
    measure: str | None,
    out: Path | None,
    **columns: str | None,
) -> None:
    """Check a printed table against scores and performances.

    PRINTED has metrics on one side and targets on the other. Which definition of a measure
    reproduces its numbers, which cells does none, does its winner hold? docs/check-table.md
    explains it. A PDF needs Chrome or Chromium.
    """
    from setupscope.dashboard.queries.printed_table import checked_table
    from setupscope.dashboard.text.check_table import statement
    from setupscope.data.readers.files import read_sheet

    _require_ending(out)
    files = [*performances, *scores]
    if bool(files) == bool(store) or (files and not performances):
        raise InputError("give --performances and --scores, or --store")
    study, transfers, notes = (
        _of_store(store) if store else _of_files([read_sheet(file) for file in files], columns)
    )
    found = checked_table(read_sheet(printed), study, transfers, scenario, measure)
    found = replace(found, notes=(*found.notes, *notes))
    if out is None or out.suffix.lower() in (".md", ".txt"):
        text = "\n".join(statement(study, found.scenario, found.check, found.notes)) + "\n"
        _write(text.encode(), out)
    elif out.suffix.lower() == ".csv":
        _write(found.check.cells.to_csv(index=False).encode(), out)
    else:
        from setupscope.dashboard.export.check_page import check_page
        from setupscope.dashboard.rendering.renderer import print_document

        _write(print_document(*check_page(found)), out)


def _require_ending(out: Path | None) -> None:
    if out is not None and out.suffix.lower() not in ENDINGS:
        raise InputError(f"{out}: has no ending that is known (accepted: {', '.join(ENDINGS)})")


def _of_store(path: Path | Url) -> "tuple[Study, Transfers, tuple[str, ...]]":
    store = opened(path)
    return store.study, store.transfers(), ()


def _of_files(
    sheets: "list[Sheet]", columns: dict[str, str | None]
) -> "tuple[Study, Transfers, tuple[str, ...]]":
    from setupscope.data.importing.measured_tables import measured_tables

    return measured_tables(sheets, columns)


def _write(content: bytes, out: Path | None) -> None:
    from setupscope.dashboard.cli.exhibits import save

    if out is None:
        click.echo(content.decode(), nl=False)
    else:
        save(content, out)
