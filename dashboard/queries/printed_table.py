"""What a printed table comes to, held against what a store was built from."""

from dataclasses import dataclass

from setupscope.analysis.questions.check_table import TableCheck, check_table
from setupscope.data.importing.printed import printed_scenario
from setupscope.data.readers.sheets import Sheet
from setupscope.data.study.study import Scenario, Study
from setupscope.data.study.transfers import Transfers


@dataclass(frozen=True)
class CheckedTable:
    """A printed table with its check.

    Attributes
    ----------
    name : str
        What the table is called.
    study, scenario : Study, Scenario
        What it was held against.
    check : TableCheck
        What became of it.
    notes : tuple of str
        How its names were matched, and more that its reader should know.
    """

    name: str
    study: Study
    scenario: Scenario
    check: TableCheck
    notes: tuple[str, ...]


def checked_table(
    sheet: Sheet,
    study: Study,
    transfers: Transfers,
    scenario: str | None = None,
    measure: str | None = None,
) -> CheckedTable:
    """The check of a table, in the scenario of which it names the most givens.

    Raises
    ------
    InputError
        As `printed_scenario` and `check_table`.
    """
    name, printed = printed_scenario(sheet, study, transfers, scenario)
    check = check_table(printed.cells, study, transfers, name, measure)
    return CheckedTable(sheet.name, study, study.scenario(name), check, printed.notes)
