"""The command line: `setupscope`."""

from pathlib import Path

import click

from dashboard.failures import Commands
from dashboard.progress import Bar
from data.building import build, ensure
from data.errors import InputError
from data.places import DEFAULT_STORE, STORE_VARIABLE, store_path
from data.pools import SMALLEST_POOL, PoolRule
from data.study import SHIPPED_STUDY

STORE_OPTION = click.option(
    "--store",
    type=click.Path(path_type=Path),
    help=f"Where the store is.  [default: ${STORE_VARIABLE}, else data/store]",
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
@click.option("--leave-out", type=click.IntRange(0), help="Pools leave out at most N candidates.")
@click.option("--min-pool", type=click.IntRange(SMALLEST_POOL), help="Pools have K or more.")
def build_command(
    study: Path | None, store: Path | None, leave_out: int | None, min_pool: int | None
) -> None:
    """Score a study into a store; without STUDY.toml, the study that ships.

    The former store stays whole until the new one is complete.
    """
    rule = _rule(leave_out, min_pool)
    place = store_path(store)
    with Bar() as bar:
        build(study or SHIPPED_STUDY, place, rule=rule, progress=bar.at, on_wait=_say_waiting)
    click.echo(f"{place}: {bar.total:,} setups")


@main.command("info")
@STORE_OPTION
def info_command(store: Path | None) -> None:
    """Say what a store holds, and check every file of it against its manifest."""
    from dashboard.describing import description
    from data.manifest import verify
    from data.opening import open_store

    opened = open_store(store)
    verify(opened.path, opened.manifest, always_hash=True)
    click.echo(description(opened))


@main.command("dashboard")
@STORE_OPTION
@click.option("--address", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--port", type=click.IntRange(1, 65535), help="[default: the next free from 8501]")
def dashboard_command(store: Path | None, address: str, port: int | None) -> None:
    """Serve the pages; the default store is built first if it is missing or out of date."""
    from dashboard.serving import free_port, serve
    from data.opening import open_store

    place = store_path(store)
    port = free_port(address, port)
    if place == DEFAULT_STORE:
        with Bar() as bar:
            ensure(SHIPPED_STUDY, place, progress=bar.at, on_wait=_say_waiting)
    open_store(place)
    serve(place, address, port, lambda url: click.echo(f"Setupscope is ready: {url}"))


def _rule(leave_out: int | None, min_pool: int | None) -> PoolRule | None:
    if leave_out is not None and min_pool is not None:
        raise InputError("--leave-out and --min-pool exclude each other; give one of them")
    if leave_out is None and min_pool is None:
        return None
    return PoolRule(leave_out=leave_out, min_pool=min_pool)


def _say_waiting() -> None:
    click.echo("Another build of this store is under way; waiting for it to end.", err=True)
