"""What can be exported: a figure or a table of a slice, named so that it can be reproduced."""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from setupscope.analysis.questions.claim import shown_in
from setupscope.analysis.slices.slices import Slice
from setupscope.analysis.tables import TableOptions
from setupscope.dashboard.export.options import OPTIONS

FIGURE, TABLE = "figure", "table"


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
    along : str
        What a sweep goes along.
    beside : tuple of str
        Digests of the stores of other studies that it takes too.
    alias : tuple of str
        Keys of metrics that are one, as "other=own".
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
    along: str = ""
    beside: tuple[str, ...] = ()
    alias: tuple[str, ...] = ()
    seed: int = 0

    @classmethod
    def from_options(
        cls,
        kind: str,
        name: str,
        slice_: Slice,
        options: Mapping[str, Sequence[str]],
        seed: int = 0,
    ) -> "Exhibit":
        """An exhibit with the options that another one gives as `Exhibit.options`."""
        given: dict[str, Any] = {
            key: tuple(values) if OPTIONS[key].several else values[0]
            for key, values in options.items()
        }
        return cls(kind, name, slice_, **given, seed=seed)

    def options(self) -> Mapping[str, tuple[str, ...]]:
        """The options that it was given, each with its values."""
        given = {key: getattr(self, key) for key in OPTIONS}
        several = {key: value if OPTIONS[key].several else (value,) for key, value in given.items()}
        return {key: values for key, values in several.items() if any(values)}

    def command(self, out: str, arguments: Sequence[str] = ()) -> str:
        """The command that reproduces it, for any shell of Unix."""
        pairs = [(f"--{key}", value) for key, values in self.options().items() for value in values]
        seed = [("--seed", str(self.seed))] if self.seed else []
        options = [word for pair in [*pairs, *seed] for word in pair]
        start = ["setupscope", self.kind, self.name, "--slice", self.slice_.link()]
        return shlex.join([*start, *options, *arguments, "--out", out])


def table_options(exhibit: Exhibit) -> TableOptions:
    """What a table asks besides its slice, from the exhibit's texts."""
    study = exhibit.slice_.study
    against = Slice.parse(exhibit.against, study) if exhibit.against else None
    shows = shown_in(exhibit.shows, study) if exhibit.shows else None
    along = exhibit.along or TableOptions.along
    return TableOptions(against, exhibit.better, exhibit.worse, shows, along)
