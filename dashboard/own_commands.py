"""The commands that bring a metric or a table of one's own: `add-metric` and `import`."""

import csv
import os
import shlex
from collections.abc import Callable
from pathlib import Path

import click

from dashboard.progress import Bar
from data.errors import InputError, quoted
from data.pools import SMALLEST_POOL, PoolRule
from data.study import SHIPPED_STUDY

FILE = click.Path(path_type=Path)
STORE = click.option("--store", type=FILE, metavar="DIR", help="Where the store goes.")


def names_in(text: str) -> tuple[str, ...]:
    """Names with commas between; a name with a comma stands in double quotes."""
    return tuple(next(csv.reader([text], skipinitialspace=True), []))


def renamed_in(text: str) -> dict[str, str]:
    """The new name of each old one, from pairs `old=new` with commas between."""
    pairs = [pair.partition("=") for pair in names_in(text)]
    for old, sign, new in pairs:
        if not (old and sign and new):
            raise InputError(f"{quoted(old + sign + new)} is no pair such as True=fine-tuned")
    return {old: new for old, _, new in pairs}


def _names(*_: object) -> tuple[str, ...]:
    return names_in(str(_[-1]))


def _renamed(*_: object) -> dict[str, str]:
    return renamed_in(str(_[-1]))


def shared_options(command: Callable[..., None]) -> Callable[..., None]:
    """What both commands take."""
    for option in (
        click.option("--dry-run", is_flag=True, help="Say what was understood, and build nothing."),
        click.option("--replace", is_flag=True, help="Take the place of a store that is there."),
        click.option(
            "--encoding", metavar="E", help="Of the text, such as cp1252. [default: utf-8]"
        ),
        click.option(
            "--study", type=FILE, metavar="DIR", help="Where the study goes. [default: DIR.study]"
        ),
        STORE,
        click.option(
            "--map-backbone",
            "backbones",
            callback=_renamed,
            default="",
            metavar="OLD=NEW,…",
            help="What values of the backbone are called.",
        ),
    ):
        command = option(command)
    return command


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
@click.option("--leave-out", type=click.IntRange(0), help="Pools leave out at most N candidates.")
@click.option("--min-pool", type=click.IntRange(SMALLEST_POOL), help="Pools have K or more.")
@click.option(
    "--only", type=click.Choice(["source", "target"]), help="Rank these alone. [default: both]"
)
@shared_options
def import_command(
    results: Path,
    name: str,
    only: str | None,
    leave_out: int | None,
    min_pool: int | None,
    encoding: str | None,
    store: Path | None,
    study: Path | None,
    replace: bool,
    dry_run: bool,
    **columns: object,
) -> None:
    """Make a study of a table of results, and score it into a store.

    RESULTS is CSV, Parquet or Feather: long, with a row for each transfer and metric, or wide,
    with a column for each metric. See docs/own-data.md.
    """
    from dashboard.bringing import bring, destination
    from data.files import read_sheet
    from data.importing import import_results
    from data.results import Layout, read_results

    layout, rule = Layout(**columns), rule_of(leave_out, min_pool)  # type: ignore[arg-type]
    to = None if dry_run else destination(store, study, replace)
    sheet = read_sheet(results, encoding)
    found = read_results(sheet, layout)
    imported = import_results(name, found, layout, results.name, rule, only)
    said = [("read", f"{results}: {sheet.form}, {len(sheet):,} rows")]
    if found.repeated:
        said.append(("repeated", f"{found.repeated:,} rows that say what others say, taken once"))
    with Bar() as bar:
        former = bring(imported.draft, said, imported.notes, to, click.echo, bar.at, say_waiting)
    if to:
        _say_done(to.store, to.study, former, None)


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
@shared_options
def add_metric_command(
    scores: Path | None,
    name: str | None,
    lower_is_better: bool,
    to: Path | None,
    template: Path | None,
    encoding: str | None,
    store: Path | None,
    study: Path | None,
    replace: bool,
    dry_run: bool,
    **columns: object,
) -> None:
    """Add a metric of your own to a study, and score it into a store.

    SCORES is CSV, Parquet or Feather with columns source, target, score, and where needed
    backbone and table. Pairs without a score are allowed. See docs/own-data.md.
    """
    from dashboard.bringing import bring, destination
    from data.adding import with_metric
    from data.files import read_sheet
    from data.keys import key_of
    from data.matching import ScoreColumns, measured_in, read_scores, said_of
    from data.matching import template as pairs

    study_file = to or SHIPPED_STUDY
    measured = measured_in(study_file)
    if template:
        write_new(template, pairs(measured))
        click.echo(f"{template}: fill in the column score; leave it empty where there is none")
        return
    if scores is None or name is None:
        raise InputError("a file of scores and its metric's --name are needed, or --template FILE")
    place = None if dry_run else destination(store, study, replace)
    sheet = read_sheet(scores, encoding)
    added = read_scores(sheet, measured, ScoreColumns(**columns))  # type: ignore[arg-type]
    draft = with_metric(study_file, name, "lower" if lower_is_better else "higher", added)
    said = [("read", f"{scores}: {sheet.form}, {len(sheet):,} rows"), *said_of(added, measured)]
    with Bar() as bar:
        former = bring(draft, said, (), place, click.echo, bar.at, say_waiting)
    if place:
        _say_done(place.store, place.study, former, key_of(name))


def rule_of(leave_out: int | None, min_pool: int | None) -> PoolRule | None:
    """The pool rule of two options that exclude each other."""
    if leave_out is not None and min_pool is not None:
        raise InputError("--leave-out and --min-pool exclude each other; give one of them")
    if leave_out is None and min_pool is None:
        return None
    return PoolRule(leave_out=leave_out, min_pool=min_pool)


def say_waiting() -> None:
    """Says that another build has the store."""
    click.echo("Another build of this store is under way; waiting for it to end.", err=True)


def write_new(path: Path, content: bytes) -> None:
    """Writes a file that is not there yet."""
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise InputError(f"{path}: is there already; name another file") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror})") from error


def _say_done(store: Path, study: Path, former: Path | None, metric: str | None) -> None:
    """The store and the study, how things stand, and what to do next."""
    from dashboard.standing import standing
    from data.opening import open_store

    opened = open_store(store)
    click.echo(f"{store}: {opened.setup_count:,} setups")
    click.echo(f"{study}: the study, to edit, keep and share")
    if former:
        click.echo(f"{former}: the study that it replaced")
    for line in standing(opened, metric):
        click.echo(line, err=line.startswith("Note: "))
    place = shlex.quote(os.path.relpath(store) if store.is_relative_to(Path.cwd()) else str(store))
    click.echo(f"Next: setupscope dashboard --store {place}")
