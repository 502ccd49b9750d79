"""Which study comes of a table that a researcher brings: with a metric more, or anew?"""

from dataclasses import dataclass
from pathlib import Path

from data.adding import with_metric
from data.drafts import Draft
from data.importing import import_results
from data.keys import key_of
from data.matching import ScoreColumns, measured_in, read_scores, said_of
from data.pools import PoolRule
from data.results import Layout, read_results
from data.sheets import Sheet
from data.study import Metric
from data.understanding import repeated_in


@dataclass(frozen=True)
class Drafted:
    """A study that is not built yet, and what was understood on the way.

    Attributes
    ----------
    draft : Draft
        The study.
    said : tuple of (str, str)
        What was read of the table.
    notes : tuple of str
        What its maker should know.
    metric : str, optional
        Key of the metric that was added.
    """

    draft: Draft
    said: tuple[tuple[str, str], ...]
    notes: tuple[str, ...] = ()
    metric: str | None = None


def metric_added(
    sheet: Sheet, study_file: Path, name: str, lower_is_better: bool, columns: ScoreColumns
) -> Drafted:
    """A study with the metric more whose scores a table holds; raises InputError."""
    measured = measured_in(study_file)
    added = read_scores(sheet, measured, columns)
    metric = Metric(key_of(name), name, direction="lower" if lower_is_better else "higher")
    draft = with_metric(study_file, metric, added)
    return Drafted(draft, (_read(sheet), *said_of(added, measured)), metric=metric.key)


def results_imported(
    sheet: Sheet, name: str, layout: Layout, origin: str, rule: PoolRule | None, only: str | None
) -> Drafted:
    """The study of a table of results; raises InputError."""
    found = read_results(sheet, layout)
    imported = import_results(name, found, layout, origin, rule, only)
    said = (_read(sheet), *repeated_in(found.repeated))
    return Drafted(imported.draft, said, imported.notes)


def _read(sheet: Sheet) -> tuple[str, str]:
    return "read", f"{sheet.name}: {sheet.form}, {len(sheet):,} rows"
