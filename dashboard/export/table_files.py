"""How does a table become the bytes of a file?"""

from collections.abc import Mapping

import pandas as pd

from dashboard.export.exhibits import Exhibit
from dashboard.export.raw_tables import FORMATS
from dashboard.export.table_recipes import rows, verdicts
from dashboard.paper.latex import latex_terms
from dashboard.paper.tables import PaperTable, as_latex, as_markdown, paper_table
from dashboard.questions import Ask
from data import Store


def on_paper(ask: Ask, store: Store, exhibit: Exhibit) -> PaperTable:
    """A settled table as it is set in a paper."""
    return _set(ask, store, exhibit, rows(ask, store, exhibit))


def table_as(ask: Ask, store: Store, exhibit: Exhibit, form: str) -> bytes:
    """A settled table in one of `TABLE_FORMATS`."""
    table = rows(ask, store, exhibit)
    if form in FORMATS:
        return FORMATS[form](table)
    paper = _set(ask, store, exhibit, table)
    return as_latex(paper, latex_terms(store.study)) if form == "latex" else as_markdown(paper)


def for_latex(ask: Ask, store: Store, exhibit: Exhibit) -> tuple[Mapping[str, bytes], str]:
    """A settled table as LaTeX and as CSV, by format, and all words that LaTeX sets."""
    table = rows(ask, store, exhibit)
    paper = _set(ask, store, exhibit, table)
    latex = as_latex(paper, latex_terms(store.study))
    return {"latex": latex, "csv": FORMATS["csv"](table)}, paper.words()


def _set(ask: Ask, store: Store, exhibit: Exhibit, table: pd.DataFrame) -> PaperTable:
    judged = verdicts(ask, store, exhibit)
    return paper_table(exhibit.name, table, store.study, exhibit.by, judged)
