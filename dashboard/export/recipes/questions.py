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


def resolve_beside(queries: Queries, exhibit: Exhibit) -> Exhibit:
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
    return TableRecipe(name, title, ask, resolve_beside, takes, caption, heading, method, counting)


TABLES = (
    question(
        "conclusion",
        "Conclusion",
        "The metric with the highest win rate, its lead over the runner-up, and the verdict",
        f"95 % intervals {INTERVALS}. A winner is clear for these candidates if, for every lead,"
        " the interval is above 0 and the sign-flip test over givens has p ≤ .05; it is clear if"
        " every lead also survives resampling the candidates (delete-d jackknife). Below 6 givens"
        " there is no verdict.",
    ),
    question(
        "ranks",
        "Ranks",
        "Mean ranks of the metrics over givens, with tests of whether they differ",
        "The metrics are ranked in each setup (1 is the best, ties get the mean rank), and the mean"
        " ranks of each given are ranked again. Tests use the givens as blocks, with the candidates"
        " fixed: Friedman's test, 10,000 permutations within givens, and Nemenyi's critical"
        " difference at the 5 % level.",
        counting=EVERY,
    ),
    question(
        "bradley-terry",
        "Bradley–Terry",
        "Strengths of the metrics by Bradley and Terry, from their duels",
        "A metric of strength a beats one of strength b with probability 1/(1 + exp(b − a)); ties"
        " count half, and near-copies do not take strength from each other. 95 % intervals"
        " over givens, with the candidates fixed.",
    ),
)
