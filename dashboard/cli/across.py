"""The command that holds several studies beside each other: `across`."""

from pathlib import Path

import click

from setupscope.dashboard.cli.formats import FORMAT_NAMES
from setupscope.dashboard.cli.places import PathOrUrl
from setupscope.dashboard.cli.seed_option import seed_option
from setupscope.data.storage.urls import Url


@click.command("across")
@click.argument("stores", nargs=-1, required=True, type=PathOrUrl())
@click.option(
    "--slice",
    "query",
    default="",
    metavar="QUERY",
    help="Select scenarios, measures or metrics, by the names of the first study.",
)
@click.option("--shown", metavar="METRIC", multiple=True, help="Compare this metric with another.")
@click.option(
    "--alias",
    metavar="KEY=KEY",
    multiple=True,
    help="Take a metric of other studies, by its key, for one of the first.",
)
@seed_option()
@click.option(
    "--format",
    "form",
    type=click.Choice([*FORMAT_NAMES]),
    help="Write the table in this format.  [default: the ending of --out, else csv]",
)
@click.option(
    "--preset",
    default="lncs",
    show_default=True,
    metavar="PRESET",
    help="Use the width and the font of this venue for figures.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Write the table to this file; or figures and tables to this folder, if it has no ending."
    "  [default: standard output]",
)
def across_command(
    stores: tuple[Path | Url, ...],
    query: str,
    shown: tuple[str, ...],
    alias: tuple[str, ...],
    seed: int,
    form: str | None,
    preset: str,
    out: Path | None,
) -> None:
    """Say who beats whom over several studies, each in a store of its own.

    Metrics are the same where their keys are, or where --alias or a study says so; notes name what
    was matched and what was left out. Three studies or more have a summary.
    """
    from setupscope.analysis.slices.slices import Slice
    from setupscope.dashboard.cli.exhibits import write_across, write_table
    from setupscope.dashboard.cli.several import open_several
    from setupscope.dashboard.export.exhibit import TABLE, Exhibit

    opened, beside = open_several(stores)
    slice_ = Slice.parse(query, opened.study)
    exhibit = Exhibit(TABLE, "across", slice_, shown=shown, alias=alias, seed=seed)
    if out is None or out.suffix or form is not None:
        write_table(opened, exhibit, kind=form, out=out, beside=beside)
        return
    for name, reason in write_across(opened, beside, exhibit, preset, out).items():
        click.echo(f"Note: {name} could not be made: {reason}", err=True)
    click.echo(str(out))
