"""Which tables can be asked for, by which names and of which components?"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import narwhals as nw
import pandas as pd
from narwhals.typing import IntoFrame

from analysis.conclusion import conclusion
from analysis.enough import enough
from analysis.flips import flips
from analysis.importance import importance
from analysis.leave_one_out import leave_one_out
from analysis.pairs import pairs
from analysis.ranks import ranks
from analysis.scores import scores
from analysis.slices import Slice, in_pool
from analysis.stability import stability
from analysis.wins import win_rates
from data.errors import InputError, unknown
from data.vocabulary import COMPONENTS

CANDIDATE = "candidate"
SPLITS = (*COMPONENTS, CANDIDATE)
"""What a table can be split by, besides the scenario."""


@dataclass(frozen=True)
class Table:
    """A table that can be asked for by name.

    Attributes
    ----------
    name, question : str
        Its name on the command line, and what it answers.
    function : callable
        From setups, metrics and components to the table.
    seeded : bool
        Whether it also takes the seed of its draws.
    names_candidates : bool
        Whether it also takes the study, which names the candidates.
    """

    name: str
    question: str
    function: Callable[..., pd.DataFrame]
    seeded: bool = False
    names_candidates: bool = False


TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        Table("win-rates", "who wins?", win_rates, seeded=True),
        Table("conclusion", "and is it so?", conclusion, seeded=True),
        Table("scores", "how well?", scores),
        Table("pairs", "who beats whom?", pairs),
        Table("stability", "how stable?", stability, seeded=True),
        Table("leave-one-out", "does one given carry it?", leave_one_out),
        Table("flips", "what flips it?", flips, seeded=True, names_candidates=True),
        Table("importance", "what matters?", importance),
        Table("enough", "how many are enough?", enough, seeded=True),
        Table("ranks", "are the ranks different?", ranks, seeded=True),
    )
}
"""Every table, by name."""


def table_of(
    name: str, slice_: Slice, setups: IntoFrame, by: Sequence[str] = (), seed: int = 0
) -> pd.DataFrame:
    """A table of a slice.

    Parameters
    ----------
    name : str
        Key of `TABLES`.
    slice_ : Slice
        Which setups, and which metrics are compared.
    setups : frame of setups
        All setups of the store; narrowed here.
    by : sequence of str
        given, backbone, measure, pool_size, and candidate: for each candidate of a
        scenario, the setups in whose pools it stands ("with NAME") and the others
        ("without NAME").
    seed : int
        Of the draws, where the table has any.

    Raises
    ------
    InputError
        When the table or a component is unknown, or the table cannot be split by it.
    """
    if name not in TABLES:
        raise InputError(unknown("table", name, TABLES))
    for component in by:
        if component not in SPLITS:
            raise InputError(unknown("component", component, SPLITS))
    table = TABLES[name]
    extra: dict[str, object] = {"seed": seed} if table.seeded else {}
    if table.names_candidates:
        extra["study"] = slice_.study
    others = [component for component in dict.fromkeys(by) if component != CANDIDATE]
    narrowed, metrics = slice_.narrow(setups), slice_.metric_keys()
    if CANDIDATE not in by:
        return table.function(narrowed, metrics=metrics, by=others, **extra)
    parts = [
        _with_column(table.function(part, metrics=metrics, by=others, **extra), label)
        for label, part in _candidate_parts(slice_, narrowed)
    ]
    return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)


def _candidate_parts(slice_: Slice, setups: IntoFrame) -> Iterator[tuple[str, IntoFrame]]:
    """The setups with and without each candidate, scenario by scenario."""
    frame = nw.from_native(setups).lazy()
    for scenario in slice_.scenario_names():
        here = nw.col("scenario") == scenario
        for bit, candidate in enumerate(slice_.study.names_of(scenario).candidates):
            yield f"with {candidate}", frame.filter(here & in_pool(bit)).to_native()
            yield f"without {candidate}", frame.filter(here & ~in_pool(bit)).to_native()


def _with_column(table: pd.DataFrame, label: str) -> pd.DataFrame:
    table.insert(1, CANDIDATE, label)
    return table
