"""The command line: `setupscope`."""

from collections.abc import Callable, Sequence
from pathlib import Path

import click

from setupscope.dashboard.cli.build_options import pool_options, rule_of, say_waiting
from setupscope.dashboard.cli.errors import Commands
from setupscope.dashboard.cli.own_studies import add_metric_command, import_command
from setupscope.dashboard.cli.progress import Bar
from setupscope.data.storage.building import build, ensure
from setupscope.data.storage.places import DEFAULT_STORE, STORE_VARIABLE, store_path
from setupscope.data.study.study import SHIPPED_STUDY

FORMAT_NAMES = ("csv", "json", "latex", "markdown", "parquet")
Option = str | int | tuple[str, ...]
STORE_OPTION = click.option(
    "--store",
    type=click.Path(path_type=Path),
    help=f"Where the store is.  [default: ${STORE_VARIABLE}, else {DEFAULT_STORE}]",
)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    package_name="setupscope", prog_name="setupscope", message="%(prog)s %(version)s"
)
def main() -> None:
    """Does a conclusion about transferability metrics survive a change of setup?"""


@main.command("build")
@click.argument("study", required=False, type=click.Path(path_type=Path), metavar="[STUDY.toml]")
@STORE_OPTION
@pool_options
def build_command(
    study: Path | None, store: Path | None, leave_out: int | None, min_pool: int | None
) -> None:
    """Score a study into a store; without STUDY.toml, the study that ships.

    The former store stays whole until the new one is complete.
    """
    rule = rule_of(leave_out, min_pool)
    place = store_path(store)
    with Bar() as bar:
        build(study or SHIPPED_STUDY, place, rule=rule, progress=bar.update, on_wait=say_waiting)
    click.echo(f"{place}: {bar.total:,} setups")


@main.command("info")
@STORE_OPTION
def info_command(store: Path | None) -> None:
    """Say what a store holds, and check every file of it against its manifest."""
    from setupscope.dashboard.text.store_summary import description
    from setupscope.data.storage.manifest import verify
    from setupscope.data.storage.opening import open_store

    opened = open_store(store)
    verify(opened.path, opened.manifest, always_hash=True)
    click.echo(description(opened))


def exhibit_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options that tables and figures share."""
    for option in reversed(
        (
            click.option(
                "--slice", "query", default="", metavar="QUERY", help="Which setups. [default: all]"
            ),
            STORE_OPTION,
            click.option("--by", multiple=True, metavar="C", help="Split by a component."),
            click.option("--measure", default="", metavar="M", help="Of which values."),
            click.option("--setup", default="", metavar="ID", help="Which one setup."),
            click.option("--metric", default="", metavar="M", help="Whose wins."),
            click.option("--order", default="", help="Of wins: widest or narrowest margin first."),
            click.option("--shown", multiple=True, metavar="M", help="A metric that is drawn."),
            click.option(
                "--against", default="", metavar="QUERY", help="The slice to compare with."
            ),
            click.option(
                "--better", default="", metavar="M", help="The metric that a claim favours."
            ),
            click.option("--worse", default="", metavar="M", help="The metric it is said to beat."),
            click.option(
                "--shows", default="", metavar="SETUP-OR-QUERY", help="What shows the claim."
            ),
            click.option(
                "--seed", type=click.IntRange(0), default=0, show_default=True, help="Of draws."
            ),
        )
    ):
        command = option(command)
    return command


@main.command("table")
@click.argument("name", metavar="NAME")
@exhibit_options
@click.option("--format", "form", type=click.Choice([*FORMAT_NAMES]), help="[default: csv]")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write.")
def table_command(
    name: str,
    query: str,
    store: Path | None,
    form: str | None,
    out: Path | None,
    **options: Option,
) -> None:
    """Answer a question of a slice as a table.

    NAME is one of docs/tables.md, such as win-rates or conclusion, or setups for the rows
    themselves. QUERY is as in docs/queries.md, C one of given, backbone, measure, pool_size,
    candidate. The format follows the ending of FILE unless it is given. Caption and provenance
    are written beside FILE.
    """
    from setupscope.dashboard.cli.exhibits import exhibit_of, write_table
    from setupscope.data.storage.opening import open_store

    opened = open_store(store)
    write_table(opened, exhibit_of("table", name, opened, query, options), kind=form, out=out)


@main.command("figure")
@click.argument("name", metavar="NAME")
@exhibit_options
@click.option("--preset", metavar="P", help="Width and letters of a venue. [default: lncs]")
@click.option("--width", type=float, metavar="MM", help="Another width.")
@click.option("--font", metavar="F", help="serif or sans.")
@click.option("--size", type=float, metavar="PT", help="Another size of text.")
@click.option("--grey", is_flag=True, help="Shades of grey in place of colours.")
@click.option("--dpi", type=int, default=300, show_default=True, help="Of PNG: 150, 300, 600.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="File to write: .pdf, .svg, .png or .html.",
)
def figure_command(
    name: str,
    query: str,
    store: Path | None,
    preset: str | None,
    width: float | None,
    font: str | None,
    size: float | None,
    grey: bool,
    dpi: int,
    out: Path,
    **options: Option,
) -> None:
    """Draw a figure of the pages for print.

    NAME and P are those of docs/figures.md, such as win-rates and lncs; QUERY is as in
    docs/queries.md. Caption and provenance are written beside FILE. PDF, SVG and PNG take a
    Chrome or Chromium on this machine.
    """
    from setupscope.dashboard.cli.exhibits import exhibit_of, write_figure
    from setupscope.dashboard.export.presets import style_of
    from setupscope.data.storage.opening import open_store

    style = style_of(preset, width, font, size, grey, dpi)
    opened = open_store(store)
    write_figure(opened, exhibit_of("figure", name, opened, query, options), style, out)


@main.command("report")
@STORE_OPTION
@click.option("--preset", default="lncs", show_default=True, metavar="P", help="Width and letters.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Folder to write: a new one, or an empty one.",
)
def report_command(store: Path | None, preset: str, out: Path) -> None:
    """Write the study's standard set of figures and tables, as an appendix.

    appendix.pdf holds them all; beside it each figure and table as files for LaTeX, with captions
    and provenance. PDF takes a Chrome or Chromium on this machine.
    """
    from setupscope.dashboard.cli.exhibits import write_report
    from setupscope.data.storage.opening import open_store

    for name, reason in write_report(open_store(store), preset, out).items():
        click.echo(f"Note: {name} is not there: {reason}", err=True)
    click.echo(str(out))


@main.command("audit")
@STORE_OPTION
@click.option("--setups", type=click.IntRange(0), default=500, show_default=True)
@click.option("--slices", type=click.IntRange(0), default=10, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True)
def audit_command(store: Path | None, setups: int, slices: int, seed: int) -> None:
    """Recompute random setups with SciPy, and random slices of every table by definition.

    Every difference is reported; exit code 1 where there is one.
    """
    from setupscope.dashboard.cli.exhibits import audit
    from setupscope.data.storage.opening import open_store

    if audit(open_store(store), {"setups": setups, "tables": slices}, seed, click.echo):
        raise SystemExit(1)


@main.command("dashboard")
@click.option(
    "--store",
    "stores",
    type=click.Path(path_type=Path),
    multiple=True,
    help=f"Which store; several to switch.  [default: ${STORE_VARIABLE}, else {DEFAULT_STORE}]",
)
@click.option("--address", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option(
    "--allow-uploads/--no-uploads",
    "uploads",
    default=None,
    help="Whether readers may bring tables.  [default: on a loopback address alone]",
)
@click.option("--port", type=click.IntRange(1, 65535), help="[default: the next free from 8501]")
def dashboard_command(
    stores: tuple[Path, ...], address: str, uploads: bool | None, port: int | None
) -> None:
    """Serve the pages; the default store is built first if it is missing or out of date."""
    from setupscope.dashboard.server.serve import free_port, is_loopback, serve
    from setupscope.dashboard.settings import allow_uploads

    places = [store_path(store) for store in stores or (None,)]
    port = free_port(address, port)
    if DEFAULT_STORE in places:
        with Bar() as bar:
            ensure(SHIPPED_STUDY, DEFAULT_STORE, progress=bar.update, on_wait=say_waiting)
    served = different(places, lambda message: click.echo(f"Note: {message}", err=True))
    allow_uploads(is_loopback(address) if uploads is None else uploads)
    serve(served, address, port, lambda url: click.echo(f"Setupscope is ready: {url}"))


def different(places: Sequence[Path], note: Callable[[str], None]) -> list[Path]:
    """Stores that can be opened, each of other contents; a note for each that says nothing new."""
    from setupscope.data.storage.opening import open_store

    found: dict[str, Path] = {}
    for place in places:
        first = found.setdefault(open_store(place).digest, place)
        if first is not place:
            note(f"{place}: holds the same as {first}, and is offered once")
    return list(found.values())


main.add_command(add_metric_command)
main.add_command(import_command)
