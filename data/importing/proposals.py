"""Which study comes of a table that a researcher brings: with a metric more, or anew?"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from setupscope.data.importing.add_metric import with_metric
from setupscope.data.importing.directions import wrong_ways
from setupscope.data.importing.drafts import Draft
from setupscope.data.importing.facts import FactOptions, read_facts
from setupscope.data.importing.gaps import Complete, gap_note, only_complete
from setupscope.data.importing.import_results import import_results
from setupscope.data.importing.layout import Layout, Side
from setupscope.data.importing.results import results_of
from setupscope.data.importing.scores import ScoreColumns, matched_lines, measured_in, read_scores
from setupscope.data.importing.shapes import shape
from setupscope.data.importing.summary import repeated_rows
from setupscope.data.pools import PoolRule
from setupscope.data.readers.sheets import Sheet
from setupscope.data.study.keys import key_of
from setupscope.data.study.study import Metric


class StudyOptions(NamedTuple):
    """What is made of tables of results.

    Attributes
    ----------
    rule : PoolRule, optional
        Which pools; by default as many as give at most a million setups.
    only : {"source", "target"}, optional
        What is ranked; by default both.
    complete : {"candidates", "givens"}, optional
        Of which only those are kept that every metric scores.
    measures : tuple of str
        Keys of the evaluation measures; by default those of the paper.
    """

    rule: PoolRule | None = None
    only: Side | None = None
    complete: Complete | None = None
    measures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """A study that is not built yet, and the summary of its table.

    Attributes
    ----------
    draft : Draft
        The study.
    lines : tuple of (str, str)
        What was read of the table.
    notes : tuple of str
        What its maker should know.
    metric : str, optional
        Key of the metric that was added.
    """

    draft: Draft
    lines: tuple[tuple[str, str], ...]
    notes: tuple[str, ...] = ()
    metric: str | None = None


def propose_metric(
    sheet: Sheet,
    study_file: Path,
    name: str,
    lower_is_better: bool,
    columns: ScoreColumns,
    measures: Sequence[str] = (),
) -> Proposal:
    """A study with the metric more whose scores a table holds, under other measures if some are
    given; raises InputError.
    """
    measured = measured_in(study_file)
    added = read_scores(sheet, measured, columns)
    metric = Metric(key_of(name), name, direction="lower" if lower_is_better else "higher")
    draft = with_metric(study_file, metric, added, measures)
    return Proposal(draft, (_read(sheet), *matched_lines(added, measured)), metric=metric.key)


def propose_study(
    sheets: Sequence[Sheet],
    name: str,
    layout: Layout,
    origin: str,
    options: StudyOptions,
    facts: FactOptions | None = None,
) -> Proposal:
    """The study of tables of results, and of a table of facts; raises InputError."""
    tables = shape(sheets, layout)
    found = results_of(tables, layout)
    facts = facts or FactOptions()
    known = read_facts(tables, layout, found, facts)
    candidates = options.only or "source"
    gaps = gap_note(found, candidates, options.complete)
    notes = [*found.notes, *([gaps] if gaps else [])]
    if options.complete:
        found, kept = only_complete(found, candidates, options.complete)
        notes.append(kept)
    notes += wrong_ways(found, candidates)
    imported = import_results(
        name, found, layout, origin, options.rule, options.only, known, options.measures
    )
    lines = [*map(_read, sheets), *repeated_rows(found.repeated)]
    lines += [*([_read(facts.beside)] if facts.beside else []), *known.lines()]
    return Proposal(imported.draft, tuple(lines), (*notes, *imported.notes, *known.notes))


def _read(sheet: Sheet) -> tuple[str, str]:
    return "read", f"{sheet.name}: {sheet.form}, {len(sheet):,} rows"
