"""How does a table become the bytes of a file?"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.raw_tables import FORMATS
from setupscope.dashboard.export.recipes.across import labels_elsewhere
from setupscope.dashboard.export.recipes.tables import rows, verdicts
from setupscope.dashboard.paper.formats import place_of
from setupscope.dashboard.paper.latex import latex_terms
from setupscope.dashboard.paper.page import Page, Place
from setupscope.dashboard.paper.tables import PaperTable, as_latex, as_markdown, paper_table
from setupscope.dashboard.queries.queries import Queries
from setupscope.data.masks import as_masks, as_text


def on_paper(queries: Queries, exhibit: Exhibit) -> PaperTable:
    """A resolved table as it is set in a paper."""
    return _set(queries, exhibit, rows(queries, exhibit))


def table_as(queries: Queries, exhibit: Exhibit, form: str) -> bytes:
    """A resolved table in one of `TABLE_FORMATS`."""
    table = rows(queries, exhibit)
    if form in FORMATS:
        return FORMATS[form](_written(queries, table))
    paper = _set(queries, exhibit, table)
    return as_latex(paper, latex_terms(queries.study)) if form == "latex" else as_markdown(paper)


@dataclass(frozen=True)
class TableForPage:
    """A table's files, and what the document has to know of it.

    Attributes
    ----------
    files : mapping of str to bytes
        As LaTeX and as CSV, by format.
    words : str
        All its texts.
    place : Place
        Where it stands on the page.
    """

    files: Mapping[str, bytes]
    words: str
    place: Place


def for_latex(queries: Queries, exhibit: Exhibit, page: Page) -> TableForPage:
    """A resolved table for a document: in a column of the page, or over its whole text."""
    table = rows(queries, exhibit)
    paper = _set(queries, exhibit, table)
    place = place_of(paper, page)
    width = page.column if place == "column" else page.text
    latex = as_latex(paper, latex_terms(queries.study), width)
    return TableForPage(
        {"latex": latex, "csv": FORMATS["csv"](_written(queries, table))}, paper.words(), place
    )


def _written(queries: Queries, table: pd.DataFrame) -> pd.DataFrame:
    """The table with its pools as the store writes them: long masks are text."""
    digits = queries.study.pool_digits
    if not digits or "pool" not in table:
        return table
    return table.assign(pool=as_text(as_masks(table["pool"]), digits))


def _set(queries: Queries, exhibit: Exhibit, table: pd.DataFrame) -> PaperTable:
    judged = verdicts(queries, exhibit)
    elsewhere = labels_elsewhere(queries, exhibit) if exhibit.beside else {}
    return paper_table(exhibit.name, table, queries.study, exhibit.by, judged, elsewhere)
