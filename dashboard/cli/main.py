"""The command line: `setupscope`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from setupscope.dashboard.cli.across import across_command
from setupscope.dashboard.cli.build_options import (
    measures_option,
    pool_options,
    say_waiting,
    take_rule,
)
from setupscope.dashboard.cli.check_table import check_table_command
from setupscope.dashboard.cli.engine_options import (
    engine_options,
    jobs_of,
    opened_by,
    score_of,
)
from setupscope.dashboard.cli.errors import Commands
from setupscope.dashboard.cli.formats import FORMAT_NAMES
from setupscope.dashboard.cli.import_tables import import_command
from setupscope.dashboard.cli.own_studies import add_metric_command
from setupscope.dashboard.cli.places import PathOrUrl, opened
from setupscope.dashboard.cli.progress import Bar
from setupscope.dashboard.cli.seed_option import seed_option
from setupscope.dashboard.cli.serving import dashboard_command
from setupscope.dashboard.cli.studies import studies_command
from setupscope.dashboard.export.options import OPTIONS
from setupscope.data.storage.building import build
from setupscope.data.storage.places import (
    DEFAULT_STORE,
    STORE_VARIABLE,
    readable_store,
    store_path,
)
from setupscope.data.storage.urls import Url
from setupscope.data.study.study_file import SHIPPED_STUDY

STORE_OPTION = click.option(
    "--store",
    type=PathOrUrl(),
    help=f"Use the store at this path or URL.  [default: ${STORE_VARIABLE}, else {DEFAULT_STORE}]",
)

STORES_OPTION = click.option(
    "--store",
    "stores",
    type=PathOrUrl(),
    multiple=True,
    help="Use the store at this path or URL; what holds several studies beside each other takes the"
    f" option once for each.  [default: ${STORE_VARIABLE}, else {DEFAULT_STORE}]",
)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    package_name="setupscope", prog_name="setupscope", message="%(prog)s %(version)s"
)
def main() -> None:
    """Does a conclusion about transferability metrics survive a change of setup?"""


@main.command("build")
@click.argument("study", required=False, type=PathOrUrl(), metavar="[STUDY.toml]")
@STORE_OPTION
@pool_options
@measures_option
@engine_options("Score")
def build_command(
    study: Path | Url | None,
    store: Path | Url | None,
    measures: tuple[str, ...],
    engine: str,
    master: str,
    **pools: Any,  # noqa: ANN401
) -> None:
    """Score a study and write the setups to a store.

    Without STUDY.toml, this scores the study that ships with Setupscope. An existing store is
    replaced only once the new one is complete. A build that was stopped goes on where it was. The
    study and the store may be URLs, such as s3://bucket/store; docs/scale.md explains it.
    """
    rule, score = take_rule(pools), score_of(engine, master)
    place = store_path(store)
    with Bar() as bar, Bar("Uploading", "B") as uploaded:
        build(
            study or SHIPPED_STUDY,
            place,
            rule=rule,
            measures=measures,
            progress=bar.update,
            on_wait=say_waiting,
            on_resume=bar.resume,
            on_complete=bar.close,
            on_upload=uploaded.update,
            score=score,
        )
    click.echo(f"{place}: {bar.total:,} setups")


@main.command("info")
@STORE_OPTION
def info_command(store: Path | Url | None) -> None:
    """Describe a store, and check its files and its digest against the manifest."""
    from setupscope.dashboard.text.store_summary import description
    from setupscope.data.storage.manifest import verify_all

    found = opened(store)
    verify_all(found.path, found.manifest)
    click.echo(description(found, readable_store(store)))


def exhibit_options(command: Callable[..., None]) -> Callable[..., None]:
    """Adds the options that tables and figures share."""
    command = seed_option()(command)
    for option in reversed(list(OPTIONS.values())):
        command = click.option(
            f"--{option.name}",
            metavar=option.metavar,
            help=option.help,
            multiple=option.several,
            default=() if option.several else "",
        )(command)
    slice_ = click.option(
        "--slice",
        "query",
        default="",
        metavar="QUERY",
        help="Select these setups; leave it out for all.",
    )
    return slice_(STORES_OPTION(command))


@main.command("table")
@click.argument("name", metavar="NAME")
@exhibit_options
@engine_options("Read the setups")
@click.option(
    "--format",
    "form",
    type=click.Choice([*FORMAT_NAMES]),
    help="Write this format.  [default: the ending of --out, else csv]",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to this file.  [default: standard output]",
)
def table_command(
    name: str,
    query: str,
    stores: tuple[Path | Url, ...],
    form: str | None,
    out: Path | None,
    engine: str,
    master: str,
    **options: Any,  # noqa: ANN401
) -> None:
    """Answer a question about a slice with a table.

    NAME is the name of a table, such as win-rates or conclusion; an unknown name lists them all,
    and docs/tables.md explains them. "setups" gives the setups themselves. A QUERY looks like
    "scenario=segmentation-source&measure=kendall"; docs/queries.md explains it. With --out, the
    caption and the provenance of the table are written next to the file.
    """
    from setupscope.analysis.slices.slices import Slice
    from setupscope.dashboard.cli.exhibits import write_table
    from setupscope.dashboard.cli.several import open_several
    from setupscope.dashboard.export.exhibit import TABLE, Exhibit

    with jobs_of(engine, master) as jobs:
        first, beside = open_several(stores, opened_by(jobs))
        slice_ = Slice.parse(query, first.study)
        exhibit = Exhibit(TABLE, name, slice_, **options)
        write_table(first, exhibit, kind=form, out=out, beside=beside)


@main.command("figure")
@click.argument("name", metavar="NAME")
@exhibit_options
@engine_options("Read the setups")
@click.option(
    "--preset", metavar="PRESET", help="Use the width and the font of this venue.  [default: lncs]"
)
@click.option("--width", type=float, metavar="MM", help="Use another width, in millimetres.")
@click.option("--font", metavar="FONT", help="Use another font: serif or sans.")
@click.option("--size", type=float, metavar="PT", help="Use another font size, in points.")
@click.option("--grey", is_flag=True, help="Draw in shades of grey.")
@click.option(
    "--dpi",
    type=int,
    default=300,
    show_default=True,
    help="Set the resolution of a PNG: 150, 300 or 600.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="Write to this file; its ending is .pdf, .svg, .png or .html.",
)
def figure_command(
    name: str,
    query: str,
    stores: tuple[Path | Url, ...],
    preset: str | None,
    width: float | None,
    font: str | None,
    size: float | None,
    grey: bool,
    dpi: int,
    out: Path,
    engine: str,
    master: str,
    **options: Any,  # noqa: ANN401
) -> None:
    """Draw a figure of the pages for print.

    NAME is the name of a figure, such as win-rates; an unknown name lists them all, and
    docs/figures.md explains them and the presets. A QUERY looks like
    "scenario=segmentation-source&measure=kendall"; docs/queries.md explains it. The caption and
    the provenance of the figure are written next to the file. PDF, SVG and PNG need Chrome or
    Chromium on this machine.
    """
    from setupscope.analysis.slices.slices import Slice
    from setupscope.dashboard.cli.exhibits import write_figure
    from setupscope.dashboard.cli.several import open_several
    from setupscope.dashboard.export.exhibit import FIGURE, Exhibit
    from setupscope.dashboard.export.presets import style_of

    style = style_of(preset, width, font, size, grey, dpi)
    with jobs_of(engine, master) as jobs:
        first, beside = open_several(stores, opened_by(jobs))
        slice_ = Slice.parse(query, first.study)
        write_figure(first, Exhibit(FIGURE, name, slice_, **options), style, out, beside)


@main.command("report")
@STORES_OPTION
@engine_options("Read the setups")
@click.option(
    "--preset",
    default="lncs",
    show_default=True,
    metavar="PRESET",
    help="Use the width and the font of this venue.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Write to this folder, which must be new or empty.",
)
def report_command(
    stores: tuple[Path | Url, ...], preset: str, out: Path, engine: str, master: str
) -> None:
    """Write the standard set of figures and tables of a study, as an appendix.

    The folder gets appendix.pdf with all of them, and each figure and table as a file for LaTeX,
    with its caption and its provenance. With several --store, it is of the first, and a section
    holds all of them beside each other. PDF needs Chrome or Chromium on this machine.
    """
    from setupscope.dashboard.cli.exhibits import write_report
    from setupscope.dashboard.cli.several import open_several

    with jobs_of(engine, master) as jobs:
        failed = write_report(*open_several(stores, opened_by(jobs)), preset, out)
    for name, reason in failed.items():
        click.echo(f"Note: {name} could not be made: {reason}", err=True)
    click.echo(str(out))


@main.command("check")
@STORE_OPTION
@engine_options("Read the setups")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to this file.  [default: standard output]",
)
def check_command(store: Path | Url | None, out: Path | None, engine: str, master: str) -> None:
    """State on one page whether a study can tell metrics apart at all.

    The statement is Markdown, ready for a supplement: model space, dispersion of the true rankings,
    baselines, fidelity, noise and power, and where the data come from.
    """
    from setupscope.dashboard.cli.check import statement
    from setupscope.dashboard.cli.exhibits import save
    from setupscope.data.complete import require_writable

    if out is not None:
        require_writable(out)
    with jobs_of(engine, master) as jobs:
        text = statement(opened_by(jobs)(store))
    if out is None:
        click.echo(text, nl=False)
    else:
        save(text.encode(), out)


@main.command("audit")
@STORE_OPTION
@click.option(
    "--setups",
    type=click.IntRange(0),
    default=500,
    show_default=True,
    help="Recompute this many setups.",
)
@click.option(
    "--slices",
    type=click.IntRange(0),
    default=10,
    show_default=True,
    help="Recompute every table for this many slices, and for this many made-up studies.",
)
@seed_option("Choose setups and slices with this seed.")
def audit_command(store: Path | Url | None, setups: int, slices: int, seed: int) -> None:
    """Check a store and its tables against independent computations.

    Random setups are recomputed with SciPy, and every table for random slices by its definition;
    so are those of small made-up studies, with gaps, ties and few givens. Each difference is
    reported; the exit code is 1 if there is any.
    """
    from setupscope.dashboard.cli.exhibits import audit

    how_many = {"setups": setups, "tables": slices, "made-up tables": slices}
    if audit(opened(store), how_many, seed, click.echo):
        raise SystemExit(1)


main.add_command(across_command)
main.add_command(dashboard_command)
main.add_command(add_metric_command)
main.add_command(import_command)
main.add_command(studies_command)
main.add_command(check_table_command)
