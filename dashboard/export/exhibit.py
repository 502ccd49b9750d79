"""What can leave the tool: a figure or a table of a slice, named so that it can be made again."""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from setupscope.analysis.slices.slices import Slice

FIGURE, TABLE = "figure", "table"
OPTIONS = (
    *("by", "measure", "setup", "metric", "order", "shown"),
    *("against", "better", "worse", "shows"),
)
"""What an exhibit can be asked besides its slice; each is an option of the command line."""


SEVERAL = ("by", "shown")
"""Options that hold several values."""


def from_options(options: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """Fields of an exhibit from its options, as `Exhibit.options` gives them."""
    return {key: values if key in SEVERAL else values[0] for key, values in options.items()}


@dataclass(frozen=True)
class Exhibit:
    """A figure or a table.

    Attributes
    ----------
    kind : {"figure", "table"}
        Which of the two.
    name : str
        Its name on the command line.
    slice_ : Slice
        Of which setups.
    by : tuple of str
        Components by which it is split.
    measure, setup, metric, order : str
        Whose values it shows, which setup, whose wins in which order; empty where the
        exhibit does not ask for one.
    shown : tuple of str
        Metrics that are drawn, where they are a choice.
    against : str
        Query of the slice that it is compared with.
    better, worse, shows : str
        The metrics of a claim, and the setup or the query that shows it.
    seed : int
        Of its draws.
    """

    kind: str
    name: str
    slice_: Slice
    by: tuple[str, ...] = ()
    measure: str = ""
    setup: str = ""
    metric: str = ""
    order: str = ""
    shown: tuple[str, ...] = ()
    against: str = ""
    better: str = ""
    worse: str = ""
    shows: str = ""
    seed: int = 0

    def options(self) -> Mapping[str, tuple[str, ...]]:
        """The options that it was given, each with its values."""
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        several = {
            key: (given[key],) if isinstance(given[key], str) else given[key] for key in OPTIONS
        }
        return {key: values for key, values in several.items() if any(values)}

    def command(self, out: str, arguments: Sequence[str] = ()) -> str:
        """The line that makes it again, for any shell of Unix."""
        pairs = [(f"--{key}", value) for key, values in self.options().items() for value in values]
        seed = [("--seed", str(self.seed))] if self.seed else []
        options = [word for pair in [*pairs, *seed] for word in pair]
        start = ["setupscope", self.kind, self.name, "--slice", self.slice_.link()]
        return shlex.join([*start, *options, *arguments, "--out", out])
