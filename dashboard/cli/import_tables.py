"""The command for tables of your own: `import`."""

import gc
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import click

from setupscope.dashboard.cli.build_options import measures_option, pool_options, take_rule
from setupscope.dashboard.cli.own_studies import FILE, bring, names_option, with_destination
from setupscope.data.errors import InputError
from setupscope.data.importing.proposals import Proposal
from setupscope.data.importing.publish import DestinationOptions

MANY_OBJECTS = 200_000
"""Objects after which garbage is looked for: a table becomes many, and none of them is garbage."""


@click.command("import")
@click.argument("results", type=FILE, metavar="RESULTS…", nargs=-1, required=True)
@click.option("--name", required=True, help="Give the study and its scenarios this name.")
@click.option(
    "--scores",
    type=FILE,
    multiple=True,
    metavar="FILE",
    help="Read scores from this file too, one metric a column or a pivot.  [repeatable]",
)
@click.option(
    "--sheet",
    "book_sheets",
    multiple=True,
    metavar="NAME",
    help="Read this sheet of a workbook, or several.  [repeatable; default: the first]",
)
@click.option(
    "--source",
    multiple=True,
    help="Read source models or datasets from this column, or from several.  [repeatable]",
    metavar="COLUMN",
)
@click.option(
    "--target",
    multiple=True,
    help="Read target datasets from this column. Without it, every other column is a target.",
    metavar="COLUMN",
)
@click.option(
    "--columns",
    type=click.Choice(["source", "target"]),
    help="What the columns of pivots are, where neither --source nor --target names their rows.",
)
@click.option(
    "--performance",
    help="Read measured performances from this column, this metric of a long table, or the pivot"
    " in this file.  [required]",
    metavar="COLUMN",
)
@click.option(
    "--metric", help="Read names of metrics from this column of a long table.", metavar="COLUMN"
)
@click.option("--score", help="Read scores from this column of a long table.", metavar="COLUMN")
@click.option(
    "--metrics",
    callback=names_option,
    default="",
    metavar="NAME,…",
    help="Read one metric from each of these columns of a wide table.  [default: all numbers]",
)
@click.option(
    "--except",
    "left_out",
    callback=names_option,
    default="",
    metavar="NAME,…",
    help="Take no metric from these columns.",
)
@click.option(
    "--lower-is-better",
    callback=names_option,
    default="",
    metavar="NAME,…",
    help="For these metrics, low scores predict better transfer. Name the performance too if it is"
    " an error.",
)
@click.option(
    "--backbone", help="Read how the source was fine-tuned from this column.", metavar="COLUMN"
)
@click.option(
    "--performance-error",
    metavar="COLUMN",
    help="Read standard errors of the performances from this column.",
)
@click.option(
    "--run",
    metavar="COLUMN",
    help="Average over the values of this column, such as seeds, and keep the standard error.",
)
@click.option(
    "--missing",
    callback=names_option,
    default="",
    metavar="TEXT,…",
    help="Cells with one of these texts hold no value, as those with - or N/A.",
)
@click.option(
    "--merge-spellings",
    is_flag=True,
    help="Names that differ only in case, blanks, hyphens or underscores are one.",
)
@click.option("--keep-spellings", is_flag=True, help="Such names are different models or datasets.")
@click.option(
    "--names",
    "names_file",
    type=FILE,
    metavar="FILE",
    help="Rename sources and targets: old names in the first column of this table, new ones in the"
    " second.",
)
@click.option(
    "--complete",
    type=click.Choice(["candidates", "givens"]),
    help="Keep only the candidates, or the givens, that every metric scores.",
)
@click.option("--percent", is_flag=True, help="Read performances as per cent, not as fractions.")
@click.option(
    "--source-facts",
    callback=names_option,
    default="",
    metavar="COLUMN,…",
    help="Read what is known of each source, such as its size, from these columns.",
)
@click.option(
    "--target-facts",
    callback=names_option,
    default="",
    metavar="COLUMN,…",
    help="Read what is known of each target from these columns.",
)
@click.option(
    "--facts",
    type=FILE,
    metavar="FILE",
    help="Read facts from this table: names of sources or targets in its first column, a fact in"
    " each other one; a column family says which names are alike.",
)
@click.option(
    "--fewer-is-better",
    callback=names_option,
    default="",
    metavar="FACT,…",
    help="Of these facts, less predicts better transfer.",
)
@click.option(
    "--log-facts",
    callback=names_option,
    default="",
    metavar="FACT,…",
    help="Take the logarithm of these facts.",
)
@pool_options
@measures_option
@click.option(
    "--only", type=click.Choice(["source", "target"]), help="Rank only these.  [default: both]"
)
@with_destination
def import_command(
    destination_options: DestinationOptions,
    **options: Any,  # noqa: ANN401
) -> None:
    """Make a study from tables of results, and score it.

    RESULTS are CSV, JSON, Excel, Parquet or Feather files, as they are or compressed with gzip:
    long, with one row for each transfer and metric; wide, with one column for each metric; or
    pivots, with one row for each source and one column for each target. docs/own-data.md has an
    example of each.
    """
    gc.set_threshold(MANY_OBJECTS)
    to = destination_options.destination()
    bring(proposed(**options), to)


def proposed_by(words: Sequence[str]) -> Proposal:
    """The study that `import` makes of files and options, without building it.

    Raises
    ------
    InputError
        When an option is not accepted, or a table.
    """
    try:
        options = import_command.make_context("import", list(words)).params
    except click.UsageError as error:
        raise InputError(error.format_message()) from error
    for option in DestinationOptions._fields:
        del options[option]
    return proposed(**options)


def proposed(
    results: tuple[Path, ...],
    scores: tuple[Path, ...],
    book_sheets: tuple[str, ...],
    name: str,
    only: Literal["source", "target"] | None,
    measures: tuple[str, ...],
    encoding: str | None,
    missing: tuple[str, ...],
    names_file: Path | None,
    complete: Literal["candidates", "givens"] | None,
    facts: Path | None,
    fewer_is_better: tuple[str, ...],
    log_facts: tuple[str, ...],
    **others: Any,  # noqa: ANN401
) -> Proposal:
    """The study that the options of `import` describe; raises InputError."""
    from setupscope.data.importing.facts import FactOptions
    from setupscope.data.importing.given import require_given
    from setupscope.data.importing.layout import Layout
    from setupscope.data.importing.option_text import names_map
    from setupscope.data.importing.proposals import StudyOptions, propose_study
    from setupscope.data.readers.files import read_sheet

    renamed = names_map(read_sheet(names_file, encoding)) if names_file else {}
    rule = take_rule(others)
    sheets = [
        replace(read_sheet(file, encoding, sheet), missing=missing)
        for file in (*results, *scores)
        for sheet in book_sheets or (None,)
    ]
    require_given(sheets, others)
    layout = Layout(names=renamed, **others)
    beside = read_sheet(facts, encoding) if facts else None
    known = FactOptions(beside, fewer_is_better, log_facts)
    origin = ", ".join(file.name for file in (*results, *scores))
    options = StudyOptions(rule, only, complete, measures)
    return propose_study(sheets, name, layout, origin, options, known)
