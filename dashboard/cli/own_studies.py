"""The commands that bring a metric or a table of one's own: `add-metric` and `import`."""

import os
import shlex
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from setupscope.dashboard.cli.build_options import pool_options, rule_of, say_waiting
from setupscope.dashboard.cli.progress import Bar
from setupscope.data.errors import InputError
from setupscope.data.importing.option_text import names_in, renamed_in
from setupscope.data.importing.proposals import Proposal
from setupscope.data.importing.publish import Destination, DestinationOptions, publish
from setupscope.data.limits import MAX_IN_MEMORY
from setupscope.data.study.study import SHIPPED_STUDY

FILE = click.Path(path_type=Path)


def _names(_: object, __: object, text: str) -> tuple[str, ...]:
    return names_in(text)


def _renamed(_: object, __: object, text: str) -> dict[str, str]:
    return renamed_in(text)


def _wanted(command: Callable[..., None]) -> Callable[..., None]:
    """What both commands take; where the study goes reaches them as `destination_options`."""

    @wraps(command)
    def with_wanted(
        *, store: Path | None, study: Path | None, replace: bool, dry_run: bool, **others: object
    ) -> None:
        command(destination_options=DestinationOptions(store, study, replace, dry_run), **others)

    run: Callable[..., None] = with_wanted
    for option in OPTIONS:
        run = option(run)
    return run


OPTIONS = (
    click.option("--dry-run", is_flag=True, help="Say what was understood, and build nothing."),
    click.option("--replace", is_flag=True, help="Take the place of a store that is there."),
    click.option("--encoding", metavar="E", help="Of the text, such as cp1252. [default: utf-8]"),
    click.option(
        "--study", type=FILE, metavar="DIR", help="Where the study goes. [default: DIR.study]"
    ),
    click.option("--store", type=FILE, metavar="DIR", help="Where the store goes."),
    click.option(
        "--map-backbone",
        "backbones",
        callback=_renamed,
        default="",
        metavar="OLD=NEW,…",
        help="What values of the backbone are called.",
    ),
)


@click.command("import")
@click.argument("results", type=FILE, metavar="RESULTS")
@click.option("--name", required=True, help="Of the study, and of its scenarios.")
@click.option("--source", required=True, help="Column of the sources.", metavar="COL")
@click.option("--target", required=True, help="Column of the targets.", metavar="COL")
@click.option("--performance", required=True, help="Column of what was measured.", metavar="COL")
@click.option("--metric", help="Long tables: column of the metrics' names.", metavar="COL")
@click.option("--score", help="Long tables: column of their scores.", metavar="COL")
@click.option(
    "--metrics",
    callback=_names,
    default="",
    metavar="NAME,…",
    help="Wide tables: a column for each metric.",
)
@click.option(
    "--lower-is-better",
    callback=_names,
    default="",
    metavar="NAME,…",
    help="Metrics that predict by low scores.",
)
@click.option("--backbone", help="Column that says how the source was fine-tuned.", metavar="COL")
@click.option("--percent", is_flag=True, help="Performances are per cent, not fractions.")
@pool_options
@click.option(
    "--only", type=click.Choice(["source", "target"]), help="Rank these alone. [default: both]"
)
@_wanted
def import_command(
    results: Path,
    name: str,
    only: str | None,
    leave_out: int | None,
    min_pool: int | None,
    encoding: str | None,
    destination_options: DestinationOptions,
    **columns: Any,  # noqa: ANN401
) -> None:
    """Make a study of a table of results, and score it into a store.

    RESULTS is CSV, Parquet or Feather: long, with a row for each transfer and metric, or wide,
    with a column for each metric. See docs/own-data.md.
    """
    from setupscope.data.importing.proposals import propose_study
    from setupscope.data.importing.results import Layout
    from setupscope.data.readers.files import read_sheet

    layout, rule = Layout(**columns), rule_of(leave_out, min_pool)
    to, sheet = destination_options.destination(), read_sheet(results, encoding)
    _bring(propose_study(sheet, name, layout, results.name, rule, only), to)


@click.command("add-metric")
@click.argument("scores", type=FILE, required=False, metavar="SCORES")
@click.option("--name", help="Of the metric.")
@click.option("--lower-is-better", is_flag=True, help="Low scores predict better transfer.")
@click.option(
    "--to", type=FILE, metavar="STUDY.toml", help="The study. [default: the one that ships]"
)
@click.option(
    "--source", default="source", show_default=True, help="Column of the sources.", metavar="COL"
)
@click.option(
    "--target", default="target", show_default=True, help="Column of the targets.", metavar="COL"
)
@click.option(
    "--score", default="score", show_default=True, help="Column of the scores.", metavar="COL"
)
@click.option(
    "--backbone", default="backbone", show_default=True, help="Column, if there.", metavar="COL"
)
@click.option(
    "--table", default="table", show_default=True, help="Column, if there.", metavar="COL"
)
@click.option("--template", type=FILE, metavar="FILE", help="Write all pairs to fill in, and end.")
@_wanted
def add_metric_command(
    scores: Path | None,
    name: str | None,
    lower_is_better: bool,
    to: Path | None,
    template: Path | None,
    encoding: str | None,
    destination_options: DestinationOptions,
    **columns: Any,  # noqa: ANN401
) -> None:
    """Add a metric of your own to a study, and score it into a store.

    SCORES is CSV, Parquet or Feather with columns source, target, score, and where needed
    backbone and table. Pairs without a score are allowed. See docs/own-data.md.
    """
    from setupscope.data.importing.proposals import propose_metric
    from setupscope.data.importing.scores import ScoreColumns, measured_in
    from setupscope.data.importing.scores import template as pairs
    from setupscope.data.readers.files import read_sheet

    study_file = to or SHIPPED_STUDY
    if template:
        write_new(template, pairs(measured_in(study_file)))
        click.echo(f"{template}: fill in the column score; leave it empty where there is none")
        return
    if scores is None or name is None:
        raise InputError("a file of scores and its metric's --name are needed, or --template FILE")
    place, sheet = destination_options.destination(), read_sheet(scores, encoding)
    named = ScoreColumns(**columns)
    _bring(propose_metric(sheet, study_file, name, lower_is_better, named), place)


def write_new(path: Path, content: bytes) -> None:
    """Writes a file that is not there yet."""
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise InputError(f"{path}: is there already; name another file") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror})") from error


def _bring(proposal: Proposal, to: Destination | None) -> None:
    """Says what was understood of a table, and makes a study and a store of it."""
    with Bar() as bar:
        former = publish(proposal, to, click.echo, bar.update, say_waiting)
    if to:
        _say_done(to, former, proposal.metric)


def _say_done(to: Destination, former: Path | None, metric: str | None) -> None:
    """The store and the study, how things stand, and what to do next."""
    from setupscope.analysis.frames.rows import fetch
    from setupscope.dashboard.text.standing import alike, standing
    from setupscope.data.storage.opening import open_store

    store = open_store(to.store)
    click.echo(f"{to.store}: {store.setup_count:,} setups")
    click.echo(f"{to.study}: the study, to edit, keep and share")
    if former:
        click.echo(f"{former}: the study that it replaced")
    small = store.setup_count <= MAX_IN_MEMORY
    setups = fetch(store.setups()) if small else store.setups()
    for line in standing(store.study, setups, metric):
        click.echo(line)
    for note in alike(store.study, setups, metric) if small else ():
        click.echo(f"Note: {note}.", err=True)
    own = to.store.is_relative_to(Path.cwd())
    place = os.path.relpath(to.store) if own else str(to.store)
    click.echo(f"Next: setupscope dashboard --store {shlex.quote(place)}")
