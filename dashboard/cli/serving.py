"""The command that serves the pages: `dashboard`."""

from collections.abc import Callable, Sequence
from pathlib import Path

import click

from setupscope.dashboard.cli.build_options import say_waiting
from setupscope.dashboard.cli.engine_options import engine_options, jobs_of, opened_by
from setupscope.dashboard.cli.limit_options import limit_options
from setupscope.dashboard.cli.places import PathOrUrl, fetch
from setupscope.dashboard.cli.progress import Bar
from setupscope.data.storage.building import ensure
from setupscope.data.storage.copies import fetched, tables_fetched
from setupscope.data.storage.opening import Store, open_store
from setupscope.data.storage.places import DEFAULT_STORE, STORE_VARIABLE, readable_store
from setupscope.data.storage.urls import Url
from setupscope.data.study.study_file import SHIPPED_STUDY


@click.command("dashboard", context_settings={"auto_envvar_prefix": "SETUPSCOPE"})
@click.option(
    "--store",
    "stores",
    type=PathOrUrl(),
    multiple=True,
    help="Show this store, by its path or URL, or this study of the catalogue; repeat the option to"
    " let readers switch between several."
    f"  [default: ${STORE_VARIABLE}, else {DEFAULT_STORE}]",
)
@click.option("--address", default="127.0.0.1", show_default=True, help="Listen on this address.")
@click.option(
    "--allow-uploads/--no-uploads",
    default=None,
    help="Let readers upload tables.  [default: only readers at this machine]",
)
@click.option(
    "--host-name",
    "host_names",
    multiple=True,
    metavar="NAME",
    help="Answer to this host name, besides addresses, localhost and the name of the machine; a"
    " proxy's name needs it.  [repeatable]",
)
@click.option(
    "--base-path",
    default="",
    metavar="PATH",
    help="Serve the pages beneath this path, such as /setupscope; a proxy passes it on whole.",
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    help="Listen on this port.  [default: the first free one from 8501]",
)
@engine_options("Read the setups")
@limit_options
@click.option(
    "--log-format",
    type=click.Choice(["none", "text", "json"]),
    default="none",
    show_default=True,
    help="Write a line for each request and each page to standard error.",
)
@click.option("--metrics", is_flag=True, help="Count for Prometheus, at /metrics.")
def dashboard_command(
    stores: tuple[Path | Url, ...],
    address: str,
    allow_uploads: bool | None,
    host_names: tuple[str, ...],
    base_path: str,
    port: int | None,
    log_format: str,
    metrics: bool,
    engine: str,
    master: str,
) -> None:
    """Serve the pages in a browser.

    The default store is built first if it is missing or out of date. Each option can be given as a
    variable too: SETUPSCOPE_ and its name, such as SETUPSCOPE_BASE_PATH; see docs/operate.md.
    """
    from setupscope.dashboard.server.base_path import parsed_base_path
    from setupscope.dashboard.server.fresh import keep_fresh
    from setupscope.dashboard.server.serve import free_port, is_loopback, serve
    from setupscope.dashboard.session.spark_jobs import use_spark
    from setupscope.dashboard.settings import allow_uploads as set_uploads
    from setupscope.dashboard.settings import name_server, set_reports

    base = parsed_base_path(base_path)
    places = [readable_store(store) for store in stores or (None,)]
    port = free_port(address, port)
    if DEFAULT_STORE in places:
        with Bar() as bar:
            ensure(SHIPPED_STUDY, DEFAULT_STORE, progress=bar.update, on_wait=say_waiting)
    if allow_uploads is None:
        set_uploads("local" if is_loopback(address) else "no")
    else:
        set_uploads("yes" if allow_uploads else "no")
    set_reports(log_format, metrics)
    name_server(host_names)
    with jobs_of(engine, master) as jobs:
        how = fetched if jobs is None else tables_fetched
        served = different([fetch(place, how) for place in places], _note, opened_by(jobs))
        keep_fresh([place for place in places if isinstance(place, Url)], how, _note)
        if jobs is not None:
            use_spark(jobs)
        serve(served, address, port, base, lambda url: click.echo(f"Setupscope is ready: {url}"))


def _note(message: str) -> None:
    click.echo(f"Note: {message}", err=True)


def different(
    places: Sequence[Path],
    note: Callable[[str], None],
    open_: Callable[[Path | Url | None], Store] = open_store,
) -> list[Path]:
    """Stores that can be opened, each of other contents; a note for each that says nothing new."""
    found: dict[str, Path] = {}
    for place in places:
        first = found.setdefault(open_(place).digest, place)
        if first is not place:
            note(f"{place} has the same content as {first}; it is offered once")
    return list(found.values())
