"""Which tables can be asked for, by which names and of which components?"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd
from narwhals.typing import IntoFrame

from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.rows import Rows, Setups
from setupscope.analysis.option_tables import (
    agreement_table,
    before_after_table,
    claim_table,
    compare_table,
    map_table,
)
from setupscope.analysis.questions.bradley_terry import bradley_terry
from setupscope.analysis.questions.conclusion import ALL, conclusion
from setupscope.analysis.questions.enough import enough
from setupscope.analysis.questions.families import (
    FAMILY,
    NO_FAMILY,
    has_families,
    parts_by_family,
)
from setupscope.analysis.questions.flips import flips, flips_by_family
from setupscope.analysis.questions.fragility import fragility
from setupscope.analysis.questions.importance import importance
from setupscope.analysis.questions.leave_one_out import leave_one_family_out, leave_one_out
from setupscope.analysis.questions.one_setup import setups_with
from setupscope.analysis.questions.pairs import pairs
from setupscope.analysis.questions.ranks import ranks
from setupscope.analysis.questions.restrictions import RESTRICTED
from setupscope.analysis.questions.scores import scores
from setupscope.analysis.questions.stability import stability
from setupscope.analysis.questions.sweep import SETUPS, sweep
from setupscope.analysis.questions.winner_map import default_axes
from setupscope.analysis.questions.wins import win_rates
from setupscope.analysis.slices.slices import Slice
from setupscope.data.errors import InputError, unknown
from setupscope.data.study.setup_ids import SetupId
from setupscope.data.vocabulary import COMPONENTS

CANDIDATE = "candidate"
SPLITS = (*COMPONENTS, CANDIDATE, FAMILY)
"""What a table can be split by, besides the scenario."""
LEAVES_OUT_FAMILIES = "leave-one-family-out"

Progress = Callable[[int, int], None]
"""Is told how many steps of how many are done."""


@dataclass(frozen=True)
class Table:
    """A table that can be asked for by name.

    Attributes
    ----------
    name, question : str
        Its name on the command line, and what it answers.
    function : callable
        From setups, metrics and components, and what else it takes, to the table.
    takes : tuple of str
        What else: seed, study, progress, or a field of `Asked`.
    splits : bool
        Whether components split it into parts; else it takes them as they are.
    components : tuple of str
        Which components it can be asked by.
    """

    name: str
    question: str
    function: Callable[..., pd.DataFrame]
    takes: tuple[str, ...] = ()
    splits: bool = True
    components: tuple[str, ...] = SPLITS


@dataclass(frozen=True)
class TableOptions:
    """What some tables ask besides a slice.

    Attributes
    ----------
    against : Slice, optional
        The slice that another is compared with.
    better, worse : str
        The two metrics of a claim.
    shows : SetupId or Slice, optional
        What shows the claim.
    along : str
        What a sweep goes along; see `analysis.sweep`.
    """

    against: Slice | None = None
    better: str = ""
    worse: str = ""
    shows: SetupId | Slice | None = None
    along: str = SETUPS


TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        Table("win-rates", "who wins?", win_rates, ("seed",)),
        Table("conclusion", "and is it so?", conclusion, ("seed",)),
        Table("scores", "how well?", scores),
        Table("pairs", "who beats whom?", pairs),
        Table("stability", "how stable?", stability, ("seed",)),
        Table("leave-one-out", "does one given carry it?", leave_one_out),
        Table(LEAVES_OUT_FAMILIES, "does one family carry it?", leave_one_family_out, ("study",)),
        Table("flips", "what flips it?", flips, ("seed", "study")),
        Table("flips-by-family", "does a family flip it?", flips_by_family, ("seed", "study")),
        Table("fragility", "how few can be missed?", fragility, ("study",)),
        Table("sweep", "from where on?", sweep, ("seed", "study", "along")),
        Table("importance", "what matters?", importance),
        Table("enough", "how many are enough?", enough, ("seed", "progress")),
        Table("ranks", "are the ranks different?", ranks, ("seed",)),
        Table("bradley-terry", "who wins duels?", bradley_terry),
        Table(
            "agreement",
            "do they rank alike?",
            agreement_table,
            ("study", "against", "names"),
            splits=False,
        ),
        Table(
            "compare",
            "what changes between two slices?",
            compare_table,
            ("seed", "against"),
            splits=False,
        ),
        Table(
            "map",
            "where is each metric the best?",
            map_table,
            ("seed", "study", "axes"),
            splits=False,
            components=RESTRICTED,
        ),
        Table(
            "before-after",
            "what moved?",
            before_after_table,
            ("seed", "against", "metrics_before"),
            splits=False,
        ),
        Table("claim", "is it cherry-picked?", claim_table, ("shows", "better", "worse")),
    )
}
"""Every table, by name."""


def table_of(
    name: str,
    slice_: Slice,
    setups: IntoFrame,
    by: Sequence[str] = (),
    seed: int = 0,
    options: TableOptions | None = None,
    progress: Progress | None = None,
    narrowed: Setups | None = None,
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
        ("without NAME"). And family: for each family, the setups whose given is one of it
        ("NAME"), those whose given is not ("all but NAME"), and those whose pool has none of
        its candidates ("pools without NAME"); parts without setups are left out. For
        agreement, the components whose levels are compared; for map, those of rows, columns
        and panels, also with and without.
    seed : int
        Of the draws, where the table has any.
    options : TableOptions, optional
        What compare, claim, and agreement of two slices ask besides.
    progress : callable, optional
        Is told how many steps of how many are done, where it takes several; what it raises
        ends the work.
    narrowed : frame of setups, optional
        The slice's setups, where they are at hand already.

    Raises
    ------
    InputError
        When the table or a component is unknown, the table cannot be split by it, or lacks
        what it asks besides; and where there are no families to split by.
    """
    if name not in TABLES:
        raise InputError(unknown("table", name, TABLES))
    table = TABLES[name]
    for component in by:
        if component not in table.components:
            raise InputError(unknown("component", component, table.components))
    _require_splits(name, slice_, by)
    extra = _extra(slice_, setups, options or TableOptions(), seed)
    ask = partial(
        table.function,
        metrics=_compared(slice_, options),
        **{key: extra[key] for key in table.takes if key in extra},
    )
    followed = {"progress": progress} if "progress" in table.takes else {}
    others = [name for name in dict.fromkeys(by) if name not in (CANDIDATE, FAMILY)]
    own = slice_.narrow(setups) if narrowed is None else narrowed
    if len(others) == len(set(by)):
        return ask(own, by=others, **followed)
    if not table.splits:
        return ask(own, by=by)
    column = CANDIDATE if CANDIDATE in by else FAMILY
    parts = _candidate_parts(slice_, setups) if CANDIDATE in by else _family_parts(slice_, own)
    return _split(ask, column, list(parts), others, progress)


def _require_splits(name: str, slice_: Slice, by: Sequence[str]) -> None:
    """Raises InputError where a table of a slice cannot be split by some components."""
    if {CANDIDATE, FAMILY} <= {*by}:
        raise InputError("a table is split by candidate or by family, not by both")
    if FAMILY in by and not any(has_families(slice_.study, s) for s in slice_.scenario_names()):
        raise InputError(NO_FAMILY)
    if name == LEAVES_OUT_FAMILIES and FAMILY in by:
        raise InputError(f"{name} cannot be split by family: it leaves out each in turn")


def _compared(slice_: Slice, options: TableOptions | None) -> tuple[str, ...]:
    """The metrics compared; of two slices, those that both have: each has baselines of its own."""
    against = options.against if options else None
    known = (against or slice_).accepted("metrics")
    return tuple(metric for metric in slice_.metric_keys() if metric in known)


def _extra(slice_: Slice, setups: IntoFrame, options: TableOptions, seed: int) -> dict[str, object]:
    """All that a table may take besides setups, metrics and components."""
    against, shows = options.against, options.shows
    shown = setups_with(setups, slice_.study, shows) if isinstance(shows, SetupId) else None
    return {
        "seed": seed,
        "study": slice_.study,
        "axes": default_axes(slice_),
        "against": None if against is None else against.narrow(setups),
        "metrics_before": None if against is None else against.metric_keys(),
        "names": (str(slice_) or ALL, str(against) or ALL),
        "better": options.better,
        "worse": options.worse,
        "along": options.along,
        "shows": shows.narrow(setups) if isinstance(shows, Slice) else shown,
    }


def _split(
    ask: Callable[..., pd.DataFrame],
    column: str,
    parts: Sequence[tuple[str, Setups]],
    others: Sequence[str],
    progress: Progress | None,
) -> pd.DataFrame:
    """The table of each part, one below the other, with the part's label in a column."""
    tables = []
    for done, (label, part) in enumerate(parts):
        if progress is not None:
            progress(done, len(parts))
        # A scenario's own rows have no baselines of another one.
        compared = {"metrics": part.metrics} if isinstance(part, Rows) else {}
        table = ask(part, by=others, **compared)
        table.insert(1, column, label)
        tables.append(table)
    kept = [table for table in tables if len(table)] or tables[:1]
    return pd.concat(kept, ignore_index=True)


def _candidate_parts(slice_: Slice, setups: IntoFrame) -> Iterator[tuple[str, IntoFrame]]:
    """The setups with and without each candidate, scenario by scenario."""
    for one in slice_.by_scenario():
        for candidate in slice_.study.names_of(one.scenario_names()[0]).candidates:
            inside = one.replace(present=(*one.present, candidate))
            outside = one.replace(absent=(*one.absent, candidate))
            yield f"with {candidate}", inside.narrow(setups)
            yield f"without {candidate}", outside.narrow(setups)


def _family_parts(slice_: Slice, own: Setups) -> Iterator[tuple[str, Setups]]:
    """The parts by family of a slice's setups, scenario by scenario; else one without setups."""
    rows = fetch(own, slice_.metric_keys())
    nothing: Setups = rows
    parts = 0
    for levels, part in rows.parts(()):
        nothing = part.of_givens(())
        for label, setups in parts_by_family(part, slice_.study, str(levels["scenario"])):
            parts += 1
            yield label, setups
    if not parts:
        yield "", nothing
