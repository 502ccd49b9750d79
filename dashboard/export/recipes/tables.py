"""How is each table of the pages and of the command line made?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from setupscope.analysis.questions.claim import shown_in
from setupscope.analysis.questions.won_setups import ORDERS
from setupscope.analysis.slices.slices import Slice
from setupscope.analysis.tables import TABLES as QUESTIONS
from setupscope.analysis.tables import TableOptions
from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.recipes.defaults import (
    resolve_baselines,
    resolve_few,
    resolve_pair,
    resolve_pair_under,
    resolve_setup,
    the_setup,
)
from setupscope.dashboard.export.recipes.recipe import Resolve
from setupscope.dashboard.queries.answer import scenario_of
from setupscope.dashboard.queries.queries import Queries
from setupscope.data import InputError
from setupscope.data.errors import unknown


@dataclass(frozen=True)
class TableRecipe:
    """How one table is made.

    Attributes
    ----------
    name, title : str
        Its name on the command line, and what it is called where it is kept.
    rows : callable
        From queries and exhibit to the table.
    resolve : callable
        Fills in the options that the exhibit leaves out, or raises InputError.
    takes : tuple of str
        The options that it has.
    """

    name: str
    title: str
    rows: Callable[[Queries, Exhibit], pd.DataFrame]
    resolve: Resolve
    takes: tuple[str, ...] = ()


def rows(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    """The table of an exhibit that is resolved."""
    return TABLES[exhibit.name].rows(queries, exhibit)


def verdicts(queries: Queries, exhibit: Exhibit) -> pd.DataFrame | None:
    """The verdict on each comparison of a table of win rates; none where there is none."""
    if exhibit.name != "win-rates" or not queries.fits_memory(exhibit.slice_):
        return None
    return queries.table(exhibit.slice_, "conclusion", exhibit.by, exhibit.seed)


def _asked(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    """A table of `analysis`."""
    beside = table_options(exhibit)
    return queries.table(exhibit.slice_, exhibit.name, exhibit.by, exhibit.seed, beside)


def table_options(exhibit: Exhibit) -> TableOptions:
    """What a table asks besides its slice, from the exhibit's texts."""
    study = exhibit.slice_.study
    against = Slice.parse(exhibit.against, study) if exhibit.against else None
    shows = shown_in(exhibit.shows, study) if exhibit.shows else None
    return TableOptions(against, exhibit.better, exhibit.worse, shows)


def _resolve_asked(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For what names another slice, or what shows a claim: both are written in full."""
    beside = table_options(exhibit)
    against = beside.against.link() if beside.against else ""
    shows = beside.shows.link() if isinstance(beside.shows, Slice) else str(beside.shows or "")
    return replace(exhibit, against=against, shows=shows)


def _usefulness(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    return queries.evidence(exhibit.slice_, exhibit.seed).useful


def _setup(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    one = the_setup(queries, exhibit)
    columns = ["candidate", "performance", *exhibit.slice_.metric_keys()]
    table = one.candidates[columns].reset_index(drop=True)
    table.insert(0, "scenario", one.id.scenario)
    table.insert(1, "setup", str(one.id))
    return table


def _neighbours(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    one = the_setup(queries, exhibit)
    parts = ["component", "given", "backbone", "measure", "pool"]
    table = queries.neighbours(one)[[*parts, *exhibit.slice_.metric_keys()]]
    table.insert(0, "scenario", one.id.scenario)
    return table


def _won(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    return queries.won_setups(exhibit.slice_, exhibit.metric, exhibit.order)[0]


def _resolve_won(queries: Queries, exhibit: Exhibit) -> Exhibit:
    one = resolve_few(queries, exhibit)
    metrics = one.slice_.metric_keys()
    found = queries.rates(one.slice_)
    best = found.sort_values("win_rate", ascending=False, kind="stable")["metric"].iloc[0]
    metric, order = one.metric or str(best), one.order or ORDERS[0]
    if metric not in metrics:
        raise InputError(unknown("metric of this slice", metric, metrics))
    if order not in ORDERS:
        raise InputError(unknown("order", order, ORDERS))
    return replace(one, metric=metric, order=order)


def _baselines(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    return queries.baselines(scenario_of(exhibit.slice_).name)[0]


def margins(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    """How far the two metrics of an exhibit are apart, under its measure."""
    table = queries.margins(exhibit.slice_, *_pair(exhibit))
    return table[table["measure"] == exhibit.measure]


def density(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    """Where the values of the two metrics of an exhibit lie, under its measure."""
    return queries.density(exhibit.slice_, *_pair(exhibit), exhibit.measure)


def specification(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    """The margins of the two metrics of an exhibit, in order."""
    return queries.specification(exhibit.slice_, *_pair(exhibit))


def _pair(exhibit: Exhibit) -> tuple[str, str]:
    first, second = exhibit.shown
    return first, second


OWN = (
    TableRecipe("margins", "Margins", margins, resolve_pair_under, ("shown", "measure")),
    TableRecipe("density", "Density", density, resolve_pair_under, ("shown", "measure")),
    TableRecipe("specification", "Specification curve", specification, resolve_pair, ("shown",)),
    TableRecipe("usefulness", "How good the winner is", _usefulness, resolve_few),
    TableRecipe("setup", "One setup", _setup, resolve_setup, ("setup",)),
    TableRecipe("neighbours", "Neighbours", _neighbours, resolve_setup, ("setup",)),
    TableRecipe("won", "Setups won", _won, _resolve_won, ("metric", "order")),
    TableRecipe("baselines", "Beside baselines", _baselines, resolve_baselines),
)
"""What pages show and `analysis` has no table of."""
TITLES = {
    "win-rates": "Win rates",
    "conclusion": "Conclusion",
    "scores": "Values",
    "pairs": "Pairs",
    "stability": "Stability",
    "leave-one-out": "Without each given",
    "flips": "What flips it",
    "enough": "How many are enough",
    "importance": "Importance",
    "ranks": "Ranks",
    "agreement": "Agreement",
    "compare": "Two slices",
    "claim": "Claim check",
}
TAKES = {
    "agreement": ("by", "against"),
    "compare": ("against",),
    "claim": ("by", "better", "worse", "shows"),
}
"""Options of tables that ask more than a slice; others take `by` alone."""
TABLES: Mapping[str, TableRecipe] = {
    **{
        name: TableRecipe(name, TITLES[name], _asked, _resolve_asked, TAKES.get(name, ("by",)))
        for name in QUESTIONS
    },
    **{recipe.name: recipe for recipe in OWN},
}
"""Every table, by name."""
