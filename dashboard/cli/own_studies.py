"""The command for a metric of your own, `add-metric`, and what `import` shares with it."""

import os
import shlex
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from setupscope.dashboard.cli.build_options import measures_option, say_waiting
from setupscope.dashboard.cli.places import LocalPath
from setupscope.dashboard.cli.progress import Bar
from setupscope.data.complete import whole_file
from setupscope.data.errors import InputError
from setupscope.data.importing.option_text import names_in, renamed_in
from setupscope.data.importing.proposals import Proposal
from setupscope.data.importing.publish import Destination, DestinationOptions, publish
from setupscope.data.study.study_file import SHIPPED_STUDY

FILE = LocalPath()


def names_option(_: object, __: object, text: str) -> tuple[str, ...]:
    """Names with commas between, as an option has them."""
    return names_in(text)


def _renamed(_: object, __: object, text: str) -> dict[str, str]:
    return renamed_in(text)


def with_destination(command: Callable[..., None]) -> Callable[..., None]:
    """Adds the options of both commands; the destination reaches them as `destination_options`."""

    @wraps(command)
    def withwith_destination(
        *, store: Path | None, study: Path | None, replace: bool, dry_run: bool, **others: object
    ) -> None:
        command(destination_options=DestinationOptions(store, study, replace, dry_run), **others)

    run: Callable[..., None] = withwith_destination
    for option in OPTIONS:
        run = option(run)
    return run


OPTIONS = (
    click.option(
        "--dry-run", is_flag=True, help="Check the table and print its summary, but build nothing."
    ),
    click.option("--replace", is_flag=True, help="Replace an existing store."),
    click.option(
        "--encoding",
        metavar="ENCODING",
        help="Read text in this encoding, such as cp1252.  [default: utf-8]",
    ),
    click.option(
        "--study",
        type=FILE,
        metavar="DIR",
        help="Write the study here.  [default: the store, with .study]",
    ),
    click.option("--store", type=FILE, metavar="DIR", help="Write the store here."),
    click.option(
        "--map-backbone",
        "backbones",
        callback=_renamed,
        default="",
        metavar="OLD=NEW,…",
        help="Rename values of the backbone.",
    ),
)


@click.command("add-metric")
@click.argument("scores", type=FILE, required=False, metavar="SCORES")
@click.option("--name", help="Give the metric this name.")
@click.option(
    "--lower-is-better", is_flag=True, help="Low scores of the metric predict better transfer."
)
@click.option(
    "--to",
    type=FILE,
    metavar="STUDY.toml",
    help="Add the metric to this study.  [default: the one that ships]",
)
@click.option(
    "--source",
    default="source",
    show_default=True,
    help="Read sources from this column.",
    metavar="COLUMN",
)
@click.option(
    "--target",
    default="target",
    show_default=True,
    help="Read targets from this column.",
    metavar="COLUMN",
)
@click.option(
    "--score",
    default="score",
    show_default=True,
    help="Read scores from this column.",
    metavar="COLUMN",
)
@click.option(
    "--backbone",
    default="backbone",
    show_default=True,
    help="Read how the source was fine-tuned from this column, if it exists.",
    metavar="COLUMN",
)
@click.option(
    "--table",
    default="table",
    show_default=True,
    help="Read which table of the study a row belongs to from this column, if it exists.",
    metavar="COLUMN",
)
@click.option(
    "--template",
    type=FILE,
    metavar="FILE",
    help="Write all pairs to this file, for you to fill in their scores.",
)
@measures_option
@with_destination
def add_metric_command(
    scores: Path | None,
    name: str | None,
    lower_is_better: bool,
    to: Path | None,
    template: Path | None,
    encoding: str | None,
    measures: tuple[str, ...],
    destination_options: DestinationOptions,
    **columns: Any,  # noqa: ANN401
) -> None:
    """Add a metric of your own to a study, and score it.

    SCORES is a CSV, JSON, Excel, Parquet or Feather file with the columns source, target and score,
    and where needed backbone and table. Pairs may lack a score. docs/own-data.md explains it.
    """
    from setupscope.data.importing.proposals import propose_metric
    from setupscope.data.importing.scores import ScoreColumns, measured_in
    from setupscope.data.importing.scores import template as pairs
    from setupscope.data.readers.files import read_sheet

    study_file = to or SHIPPED_STUDY
    if template:
        write_new(template, pairs(measured_in(study_file)))
        click.echo(
            f"{template}: fill in the column score; leave it empty for a pair without a score"
        )
        return
    if scores is None or name is None:
        raise InputError("give a file of scores and the --name of its metric, or --template FILE")
    place, sheet = destination_options.destination(), read_sheet(scores, encoding)
    named = ScoreColumns(**columns)
    bring(propose_metric(sheet, study_file, name, lower_is_better, named, measures), place)


def write_new(path: Path, content: bytes) -> None:
    """Writes a file that is not there yet."""
    if path.exists():
        raise InputError(f"{path}: already exists; choose another file")
    with whole_file(path) as unfinished:
        unfinished.write_bytes(content)


def bring(proposal: Proposal, to: Destination | None) -> None:
    """Prints the summary of a table, and builds a study and a store from it."""
    with Bar() as bar:
        former = publish(proposal, to, click.echo, bar.update, say_waiting, bar.resume)
    if to:
        _say_done(to, former, proposal.metric)


def _say_done(to: Destination, former: Path | None, metric: str | None) -> None:
    """The store and the study, how things stand, and what to do next."""
    from setupscope.analysis.slices.slices import Slice
    from setupscope.dashboard.queries.queries import Queries
    from setupscope.dashboard.queries.standing import standings
    from setupscope.dashboard.text.standing import alike, lines
    from setupscope.data.storage.opening import open_store

    store = open_store(to.store)
    click.echo(f"{to.store}: {store.setup_count:,} setups")
    click.echo(f"{to.study}: the study, which you can edit, keep and share")
    if former:
        click.echo(f"{former}: the study that it replaced")
    table = standings(Queries(store), Slice(store.study), metric or "")
    for line in lines(store.study, table, store.setup_count):
        click.echo(line)
    for note in alike(store.study, store.setups(), metric):
        click.echo(f"Note: {note}.", err=True)
    own = to.store.is_relative_to(Path.cwd())
    place = shlex.quote(os.path.relpath(to.store) if own else str(to.store))
    click.echo(f"Next: setupscope dashboard --store {place}")
    click.echo(f"      setupscope figure standing --store {place} --out standing.pdf")
