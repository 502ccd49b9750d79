"""Options and messages of all commands that build a store."""

from collections.abc import Callable
from typing import Any

import click

from setupscope.data.errors import InputError, quoted
from setupscope.data.importing.option_text import measures_in
from setupscope.data.measures import MEASURES
from setupscope.data.pools import RULES, SMALLEST_POOL, PoolRule


def _numbers(kind: Callable[[str], Any], what: str) -> Callable[..., tuple[Any, ...]]:
    """What reads numbers with commas between them."""

    def read(_: click.Context, option: click.Parameter, text: str) -> tuple[Any, ...]:
        try:
            return tuple(kind(part) for part in text.split(",") if part.strip())
        except ValueError as error:
            found = f"{option.opts[0]} is {quoted(text)}"
            raise InputError(f"{found}, but {what} with commas between are needed") from error

    return read


POOL_OPTIONS: dict[str, dict[str, Any]] = {
    "--leave-out": {
        "type": click.IntRange(0),
        "metavar": "N",
        "help": "Use pools that leave out at most N candidates.",
    },
    "--min-pool": {
        "type": click.IntRange(SMALLEST_POOL),
        "metavar": "K",
        "help": "Use pools of K or more candidates.",
    },
    "--sample": {
        "type": click.IntRange(1),
        "metavar": "N",
        "help": "Draw N pools for each given, of --sizes or --fractions.",
    },
    "--sizes": {
        "callback": _numbers(int, "whole numbers"),
        "default": "",
        "metavar": "K,…",
        "help": "With --sample: how many candidates a pool has.",
    },
    "--fractions": {
        "callback": _numbers(float, "numbers up to 1"),
        "default": "",
        "metavar": "F,…",
        "help": "With --sample: the same as shares of a given's candidates, such as 0.5,0.9.",
    },
    "--sample-seed": {
        "type": click.IntRange(0),
        "metavar": "S",
        "help": "With --sample: another seed draws other pools.  [default: 0]",
    },
    "--pools": {
        "type": click.Choice([*RULES]),
        "help": f"by-ratio: {RULES['by-ratio']}.",
    },
}


def pool_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of a pool rule; see `take_rule`."""
    for name, settings in reversed(POOL_OPTIONS.items()):
        command = click.option(name, **settings)(command)
    return command


def measures_option(command: Callable[..., None]) -> Callable[..., None]:
    """The option of measures: their keys, none where it is left out."""
    return click.option(
        "--measures",
        callback=lambda _, __, text: measures_in(text),
        default="",
        metavar="MEASURE,…",
        help=f"Use these measures: {', '.join(MEASURES)}.  [default: those of the study]",
    )(command)


def take_rule(options: dict[str, Any]) -> PoolRule | None:
    """The pool rule that a command's options say, if any; they are taken out of them."""
    keys = [name[2:].replace("-", "_") for name in POOL_OPTIONS]
    given = {key: value for key in keys if (value := options.pop(key)) not in (None, ())}
    ways = [f"--{key.replace('_', '-')}" for key in WAYS if key in given]
    if len(ways) > 1:
        raise InputError(f"{' and '.join(ways)} cannot be combined; give one of them")
    if not given:
        return None
    if "pools" in given:
        return RULES[given["pools"]]
    if "sample_seed" in given:
        given["seed"] = given.pop("sample_seed")
    try:
        return PoolRule(**given)
    except ValueError as error:
        raise InputError(str(error)) from error


WAYS = ("leave_out", "min_pool", "sample", "pools")
"""Options that say by themselves which pools there are."""


def say_waiting() -> None:
    """Says that another build has the store."""
    click.echo("Another process is building this store; waiting for it to finish.", err=True)
