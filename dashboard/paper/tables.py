"""How does a table of numbers become one that a paper prints?"""

from collections.abc import Mapping, Sequence

import pandas as pd

from setupscope.dashboard.paper.cells import Cell, PaperTable
from setupscope.dashboard.paper.draft import RawTable, present
from setupscope.dashboard.paper.formats import as_latex, as_markdown
from setupscope.dashboard.paper.names import Words
from setupscope.dashboard.paper.setup_tables import SETUP_SHAPES, anything
from setupscope.dashboard.paper.slice_tables import SHAPES
from setupscope.dashboard.paper.studies_tables import STUDIES_SHAPES
from setupscope.data.study.measured import MeasuredStudy

__all__ = ["Cell", "PaperTable", "as_latex", "as_markdown", "paper_table"]


def paper_table(
    name: str,
    table: pd.DataFrame,
    study: MeasuredStudy,
    by: Sequence[str] = (),
    verdicts: pd.DataFrame | None = None,
    elsewhere: Mapping[str, str] | None = None,
) -> PaperTable:
    """A table as the readers of a paper see it.

    What is the same in every row, scenario or part, has no column: the caption says it.
    Shares are in per cent to one decimal, leads in percentage points, values to two decimals
    and those of single setups to four. Numbers that are null are a dash, and columns of
    nothing else are left out; a note says why.

    Parameters
    ----------
    name : str
        Its name on the command line; a table of any other is laid out by its columns.
    table : pandas.DataFrame
        As `analysis` gives it.
    study : MeasuredStudy
        Whose names it has.
    by : sequence of str
        The components of its parts, as it was asked for.
    verdicts : pandas.DataFrame, optional
        The table of `analysis.conclusion` by the same components; where it is given, the
        best win rates are marked where their lead is not clear.
    elsewhere : mapping of str to str, optional
        Labels of metrics that only other studies have.
    """
    rows = table.reset_index(drop=True)
    raw = RawTable(rows, Words.of(rows, study, elsewhere), tuple(by), verdicts)
    if name in SHAPES:
        draft = SHAPES[name](raw.in_order())
    else:
        draft = {**SETUP_SHAPES, **STUDIES_SHAPES}.get(name, anything)(raw)
    columns = present(draft.columns)
    return PaperTable(
        columns=tuple(column.head for column in columns),
        rows=tuple(zip(*(column.cells for column in columns), strict=True)),
        notes=tuple(note for note in draft.notes if note),
        groups=draft.groups,
    )
