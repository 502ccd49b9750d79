"""How does a table become the bytes of a file?"""

from collections.abc import Mapping

import pandas as pd

from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.raw_tables import FORMATS
from setupscope.dashboard.export.recipes.tables import rows, verdicts
from setupscope.dashboard.paper.latex import latex_terms
from setupscope.dashboard.paper.tables import PaperTable, as_latex, as_markdown, paper_table
from setupscope.dashboard.queries.queries import Queries


def on_paper(queries: Queries, exhibit: Exhibit) -> PaperTable:
    """A resolved table as it is set in a paper."""
    return _set(queries, exhibit, rows(queries, exhibit))


def table_as(queries: Queries, exhibit: Exhibit, form: str) -> bytes:
    """A resolved table in one of `TABLE_FORMATS`."""
    table = rows(queries, exhibit)
    if form in FORMATS:
        return FORMATS[form](table)
    paper = _set(queries, exhibit, table)
    return as_latex(paper, latex_terms(queries.study)) if form == "latex" else as_markdown(paper)


def for_latex(queries: Queries, exhibit: Exhibit) -> tuple[Mapping[str, bytes], str]:
    """A resolved table as LaTeX and as CSV, by format, and all words that LaTeX sets."""
    table = rows(queries, exhibit)
    paper = _set(queries, exhibit, table)
    latex = as_latex(paper, latex_terms(queries.study))
    return {"latex": latex, "csv": FORMATS["csv"](table)}, paper.words()


def _set(queries: Queries, exhibit: Exhibit, table: pd.DataFrame) -> PaperTable:
    judged = verdicts(queries, exhibit)
    return paper_table(exhibit.name, table, queries.study, exhibit.by, judged)
