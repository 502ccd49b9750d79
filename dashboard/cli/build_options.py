"""Options and messages of all commands that build a store."""

from collections.abc import Callable

import click

from setupscope.data.errors import InputError
from setupscope.data.importing.option_text import measures_in
from setupscope.data.measures import MEASURES
from setupscope.data.pools import SMALLEST_POOL, PoolRule


def pool_options(command: Callable[..., None]) -> Callable[..., None]:
    """The two options of a pool rule; see `rule_of`."""
    least = click.IntRange(SMALLEST_POOL)
    command = click.option(
        "--min-pool", type=least, metavar="K", help="Use pools of K or more candidates."
    )(command)
    most = "Use pools that leave out at most N candidates."
    return click.option("--leave-out", type=click.IntRange(0), metavar="N", help=most)(command)


def measures_option(command: Callable[..., None]) -> Callable[..., None]:
    """The option of measures: their keys, none where it is left out."""
    return click.option(
        "--measures",
        callback=lambda _, __, text: measures_in(text),
        default="",
        metavar="MEASURE,…",
        help=f"Use these measures: {', '.join(MEASURES)}.  [default: those of the study]",
    )(command)


def rule_of(leave_out: int | None, min_pool: int | None) -> PoolRule | None:
    """The pool rule of two options that exclude each other."""
    if leave_out is not None and min_pool is not None:
        raise InputError("--leave-out and --min-pool cannot be combined; give one of them")
    if leave_out is None and min_pool is None:
        return None
    return PoolRule(leave_out=leave_out, min_pool=min_pool)


def say_waiting() -> None:
    """Says that another build has the store."""
    click.echo("Another process is building this store; waiting for it to finish.", err=True)
