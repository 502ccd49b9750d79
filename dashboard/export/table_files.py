"""How does a table become the bytes of a file?"""

from dashboard.export.exhibits import Exhibit
from dashboard.export.raw_tables import FORMATS
from dashboard.export.table_recipes import rows, verdicts
from dashboard.paper.latex import latex_terms
from dashboard.paper.tables import PaperTable, as_latex, as_markdown, paper_table
from dashboard.questions import Ask
from data import Store


def on_paper(ask: Ask, store: Store, exhibit: Exhibit) -> PaperTable:
    """A settled table as it is set in a paper."""
    table, judged = rows(ask, store, exhibit), verdicts(ask, store, exhibit)
    return paper_table(exhibit.name, table, store.study, exhibit.by, judged)


def table_as(ask: Ask, store: Store, exhibit: Exhibit, form: str) -> bytes:
    """A settled table in one of `TABLE_FORMATS`."""
    if form in FORMATS:
        return FORMATS[form](rows(ask, store, exhibit))
    table = on_paper(ask, store, exhibit)
    return as_latex(table, latex_terms(store.study)) if form == "latex" else as_markdown(table)
