"""Tables of questions: made by analysis, described here."""

from dataclasses import replace

import pandas as pd

from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.export.exhibit import Exhibit, table_options
from setupscope.dashboard.export.recipes.caption_parts import INTERVALS
from setupscope.dashboard.export.recipes.recipe import Caption, TableRecipe
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.coverage import EACH, EVERY


def ask(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    """A table of `analysis`."""
    beside = table_options(exhibit)
    return queries.table(exhibit.slice_, exhibit.name, exhibit.by, exhibit.seed, beside)


def _resolve(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For what names another slice, or what shows a claim: both are written in full."""
    beside = table_options(exhibit)
    against = beside.against.link() if beside.against else ""
    shows = beside.shows.link() if isinstance(beside.shows, Slice) else str(beside.shows or "")
    return replace(exhibit, against=against, shows=shows)


def question(
    name: str,
    title: str,
    heading: str,
    method: str = "",
    *,
    takes: tuple[str, ...] = ("by",),
    counting: str = EACH,
    caption: Caption | None = None,
) -> TableRecipe:
    """The recipe of a table of `analysis`."""
    return TableRecipe(name, title, ask, _resolve, takes, caption, heading, method, counting)


TABLES = (
    question(
        "conclusion",
        "Conclusion",
        "The metric with the highest win rate, its lead over the next, and the verdict",
        f"95 % intervals {INTERVALS}. A lead is clear if it also survives other"
        " candidates (delete-d jackknife), clear for these candidates if its interval is above 0.",
    ),
    question(
        "ranks",
        "Ranks",
        "Mean ranks of the metrics over givens, and whether they differ",
        "In each setup the metrics are ranked, 1 the best, ties averaged; each given's mean"
        " ranks are ranked again. Tests have givens as blocks, candidates held: Friedman's, 10,000"
        " permutations within givens, and Nemenyi's critical difference at the 5 % level.",
        counting=EVERY,
    ),
    question(
        "claim",
        "Claim check",
        "How the setups that are like the one shown speak on a claim",
        "Comparable: of the same measure, and without the shown setups; of a component: setups"
        " that differ in it alone. Percentile: of the shown margin among theirs, 100 the"
        " strongest.",
        takes=("by", "better", "worse", "shows"),
    ),
)
