"""The options that limit what readers of a server may take."""

import os
from collections.abc import Callable, Mapping

import click

LIMITS: Mapping[str, tuple[str, int, int, str]] = {
    "max-reader-uploads": ("MB", 1, 150, "Hold at most this much of one reader's files."),
    "max-uploads": ("MB", 1, 600, "Hold at most this much of the files of all readers."),
    "upload-workers": ("N", 1, 1, "Work on this many uploads at a time."),
    "upload-memory": ("MB", 2500, 3072, "Give each of these at most this much address space."),
}
"""By the name of an option: its unit, its least value, the default of `dashboard.limits`, and what
it does."""


def variable_of(name: str) -> str:
    """The variable that an option can be given as."""
    return f"SETUPSCOPE_{name.replace('-', '_').upper()}"


def limit_options(command: Callable[..., None]) -> Callable[..., None]:
    """Adds an option for each limit; `dashboard.limits`, imported later, reads variables."""
    for name, (unit, least, default, text) in reversed(list(LIMITS.items())):
        command = click.option(
            f"--{name}",
            type=click.IntRange(least),
            show_default=str(default),
            metavar=unit,
            help=text,
            expose_value=False,
            callback=_set,
        )(command)
    return command


def _set(_: click.Context, parameter: click.Parameter, value: int | None) -> None:
    if value is not None:
        os.environ[variable_of(str(parameter.name).replace("_", "-"))] = str(value)
