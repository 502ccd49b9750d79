"""The options that have Spark do the work, and what comes of them."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from setupscope.dashboard.cli.places import PATIENCE, opened
from setupscope.dashboard.cli.progress import Bar
from setupscope.data.errors import InputError
from setupscope.data.storage.building import Score
from setupscope.data.storage.opening import Store
from setupscope.data.storage.urls import Url

if TYPE_CHECKING:
    from setupscope.data.spark.jobs import Jobs

LOCAL, SPARK = "local", "spark"


def engine_options(what: str) -> Callable[..., Callable[..., None]]:
    """Adds `--engine` and `--master` to a command; `what` says what the engine does."""

    def add(command: Callable[..., None]) -> Callable[..., None]:
        command = click.option(
            "--master",
            default="",
            metavar="URL",
            help="Use the Spark of this master, such as spark://HOST:7077.  [default: that of"
            " Spark's configuration, else local[*]]",
        )(command)
        return click.option(
            "--engine",
            type=click.Choice([LOCAL, SPARK]),
            default=LOCAL,
            show_default=True,
            help=f"{what} on this machine, or on an Apache Spark cluster.",
        )(command)

    return add


def score_of(engine: str, master: str) -> Score | None:
    """What scores the setups of a build: None for this machine."""
    if not is_spark(engine, master):
        return None
    from setupscope.data.spark.scoring import score_by

    return partial(score_by, master)


@contextmanager
def jobs_of(engine: str, master: str) -> "Iterator[Jobs | None]":
    """What asks Spark, while the command runs, and shows it; None for this machine."""
    if not is_spark(engine, master):
        yield None
        return
    from setupscope.data.spark.jobs import Jobs
    from setupscope.data.spark.session import spark_session

    with (
        Bar("Spark", " tasks", wait=PATIENCE) as bar,
        spark_session(master) as session,
        closing(Jobs(session, bar.restart)) as jobs,
    ):
        yield jobs


def opened_by(jobs: "Jobs | None") -> Callable[[Path | Url | None], Store]:
    """What opens a store, for Spark or for this machine; what it takes to fetch it is shown."""
    if jobs is None:
        return opened
    from setupscope.data.spark.store import open_on_spark

    return lambda place: opened(place, partial(open_on_spark, jobs=jobs))


def is_spark(engine: str, master: str) -> bool:
    """Whether Spark is asked for. Raises InputError for a master without it."""
    if master and engine != SPARK:
        raise InputError("--master is of Spark; add --engine spark")
    return engine == SPARK
