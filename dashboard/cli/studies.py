"""The commands for public studies: `studies`, and `studies get`."""

import os
import shlex
from collections.abc import Callable
from pathlib import Path

import click

from setupscope.dashboard.cli.build_options import say_waiting
from setupscope.dashboard.cli.import_tables import proposed_by
from setupscope.dashboard.cli.own_studies import bring
from setupscope.dashboard.cli.places import LocalPath
from setupscope.dashboard.cli.progress import Bar
from setupscope.data.catalogue.catalogue import Entry, entries, recipe_file, shipped
from setupscope.data.catalogue.files import fetched
from setupscope.data.catalogue.merged import merged, said_of_files
from setupscope.data.catalogue.recipe import Recipe, RecipeTable, load_recipe
from setupscope.data.errors import InputError
from setupscope.data.importing.proposals import Proposal
from setupscope.data.importing.publish import DestinationOptions
from setupscope.data.storage.building import ensure
from setupscope.data.storage.places import DEFAULT_STORE, catalogue_store
from setupscope.data.study.study_file import SHIPPED_STUDY

FOLDER = LocalPath()


@click.group("studies", invoke_without_command=True)
@click.pass_context
def studies_command(context: click.Context) -> None:
    """List the public studies that Setupscope knows.

    Nothing is downloaded before `setupscope studies get NAME` asks for it.
    """
    if context.invoked_subcommand is None:
        click.echo("\n\n".join(map(_described, entries())))


@studies_command.command("get")
@click.argument("name", metavar="NAME")
@click.option(
    "--from",
    "folder",
    type=FOLDER,
    metavar="FOLDER",
    help="Take the files from this folder, such as a clone of the repository, and download"
    " nothing.",
)
@click.option(
    "--store",
    type=FOLDER,
    metavar="DIR",
    help="Write the store here.  [default: beside the default store, with the study's name]",
)
@click.option("--replace", is_flag=True, help="Replace an existing store.")
@click.option(
    "--dry-run", is_flag=True, help="Check the files and print a summary, but build nothing."
)
def get_command(
    name: str, folder: Path | None, store: Path | None, replace: bool, dry_run: bool
) -> None:
    """Download a public study, check its files, and score it.

    NAME is one that `setupscope studies` lists, or the file of a recipe of your own, ending in
    .toml. docs/catalogue.md explains recipes.
    """
    if name == shipped().name:
        _get_shipped(folder or store)
        return
    file = recipe_file(name)
    recipe, place = load_recipe(file), store or catalogue_store(file.stem)
    to = DestinationOptions(place, None, replace, dry_run).destination()
    with Bar("Downloading", "B") as bar, fetched(recipe, folder, _counted(bar, recipe)) as tables:
        proposal = _proposal(file, recipe, tables)
    bring(proposal, to)


def _get_shipped(given: Path | None) -> None:
    """Builds the store of the study that ships, unless it is there."""
    if given is not None:
        raise InputError(
            "the study that ships needs no --from, and `setupscope build` takes its --store"
        )
    with Bar() as bar:
        ensure(SHIPPED_STUDY, DEFAULT_STORE, progress=bar.update, on_wait=say_waiting)
    click.echo(f"{DEFAULT_STORE}: is here")


def _proposal(file: Path, recipe: Recipe, tables: dict[str, Path]) -> Proposal:
    """The study of a recipe, out of its tables; their folder is named in no message."""
    folder = f"{next(iter(tables.values())).parent}{os.sep}"
    try:
        proposals = [proposed_by(_words(table, tables)) for table in recipe.tables]
        return said_of_files(merged(file.stem, recipe, proposals), folder)
    except InputError as error:
        raise InputError(f"{file}: {str(error).replace(folder, '')}") from error


def _words(table: RecipeTable, tables: dict[str, Path]) -> list[str]:
    """The words after `setupscope import` for a table, with the paths of its files."""
    words = [str(tables.get(word, word)) for word in shlex.split(table.options)]
    return [*words, "--name", table.name]


def _counted(bar: Bar, recipe: Recipe) -> Callable[[int], None]:
    """Adds up the bytes that came, for a bar that shows how many of all there are."""
    done = 0

    def count(came: int) -> None:
        nonlocal done
        done += came
        bar.update(done, max(done, recipe.bytes))

    return count


def _described(entry: Entry) -> str:
    """A study of the catalogue in four lines."""
    here = f"here: {entry.store}" if entry.is_here else "not here"
    return "\n".join(
        [
            f"{entry.name}: {entry.about}",
            f"  {entry.bytes / 1000:,.0f} kB, {entry.licence}; {here}",
            f"  {entry.citation}",
            f"  {entry.origin}",
        ]
    )
