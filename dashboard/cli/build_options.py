"""What do all commands share that build a store?"""

from collections.abc import Callable

import click

from setupscope.data.errors import InputError
from setupscope.data.pools import SMALLEST_POOL, PoolRule


def pool_options(command: Callable[..., None]) -> Callable[..., None]:
    """The two options of a pool rule; see `rule_of`."""
    least = click.IntRange(SMALLEST_POOL)
    command = click.option("--min-pool", type=least, help="Pools have K or more.")(command)
    most = "Pools leave out at most N candidates."
    return click.option("--leave-out", type=click.IntRange(0), help=most)(command)


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
