"""The seed that commands take."""

from collections.abc import Callable
from typing import Any

import click


def seed_option(about: str = "Use this seed for random draws.") -> Callable[..., Any]:
    """Adds `--seed` to a command, 0 by default."""
    return click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help=about)
