"""What do the columns of tables of results seem to hold, by their names and their cells?

A guess is a proposal: whoever brings the tables sees it beside them, and may choose otherwise.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from setupscope.data.importing.column_names import likely
from setupscope.data.importing.file_names import quantities
from setupscope.data.importing.layout import SIDES, Layout, Side
from setupscope.data.importing.metric_columns import COUNTS, metric_columns
from setupscope.data.importing.shapes import holds_numbers
from setupscope.data.limits import MAX_LABEL_LENGTH
from setupscope.data.readers.sheets import Sheet

MOST_WORDS = 62
"""Different texts of a column up to which they may be names of metrics."""
PER_CENT = (1.5, 100.0)
"""The largest number of what seems to be per cent is between these."""


@dataclass(frozen=True)
class Guess:
    """What columns of tables seem to hold, and what may be chosen instead.

    Attributes
    ----------
    source, target, performance, performance_error, backbone, run, metric, score : str, optional
        Columns, as in a `Layout`; the performance may be the name of a pivot or of a metric.
    metrics : tuple of str
        Columns of wide tables that seem to be metrics.
    others : mapping of str to str
        Columns of numbers that seem to be none, and why.
    pivots : tuple of str
        Names of the tables that seem to be pivots.
    facts : str, optional
        Name of the table that seems to hold facts about sources or targets, and no results.
    columns : {"source", "target"}, optional
        What the columns of pivots, or the files of `by_file`, seem to be.
    by_file : bool
        Whether there seems to be a file for each source, or for each target, with a column for
        each quantity; these are no pivots.
    names : tuple of str
        Columns of all tables.
    numbers : tuple of str
        Columns of numbers of tables that are no pivots.
    words : mapping of str to tuple of str
        The texts of each column that has only few different ones.
    quantities : tuple of str
        What pivots are called by their files or their headers.
    per_cent : tuple of str
        Columns and pivots of numbers that seem to be per cent.
    """

    source: str | None = None
    target: str | None = None
    performance: str | None = None
    performance_error: str | None = None
    backbone: str | None = None
    run: str | None = None
    metric: str | None = None
    score: str | None = None
    metrics: tuple[str, ...] = ()
    others: Mapping[str, str] = field(default_factory=dict)
    pivots: tuple[str, ...] = ()
    facts: str | None = None
    columns: Side | None = None
    by_file: bool = False
    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    quantities: tuple[str, ...] = ()
    per_cent: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Seen:
    """One table: its columns of numbers and of text, and which of them hold what."""

    sheet: Sheet
    numbers: tuple[str, ...]
    texts: tuple[str, ...]
    held: Mapping[str, str]
    pivot: bool

    def is_named(self, column: str) -> bool:
        """Whether a column holds names, or tells rows apart."""
        return column in self.held.values()


def guess(sheets: Sequence[Sheet]) -> Guess:
    """What the columns of tables seem to hold; those of one table are taken for all."""
    seen = [_look(sheet) for sheet in sheets]
    facts = next((one for one in seen if _holds_facts(one, seen)), None)
    seen = [one for one in seen if one is not facts]
    by_file = _are_by_file(seen)
    tables = [one for one in seen if by_file or not one.pivot]
    pivots = [one for one in seen if one not in tables]
    held: dict[str, str] = {}
    for one in (*tables, *pivots):
        held = {**one.held, **held}
    found = Guess(
        source=held.get("source"),
        target=held.get("target"),
        backbone=held.get("backbone"),
        run=held.get("run"),
        pivots=tuple(one.sheet.name for one in pivots),
        facts=facts.sheet.name if facts else None,
        columns=_columns(tables, tables if by_file else pivots),
        by_file=by_file,
        names=_distinct(column for one in seen for column in one.sheet.columns),
        numbers=_distinct(column for one in tables for column in one.numbers),
        words={name: words for one in seen for name, words in _words(one).items()},
        quantities=_quantities(pivots),
    )
    return _with_numbers(found, tables, pivots, held.get("metric"))


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _look(sheet: Sheet) -> _Seen:
    """Which columns of a table hold names, and whether it is a pivot."""
    numbers = tuple(column for column in sheet.columns if holds_numbers(sheet, column))
    known = set(numbers)
    others = [column for column in sheet.columns if column not in known]
    texts = tuple(column for column in others if _filled(sheet, column))
    held = {
        what: column for what in ("source", "target") if (column := likely(sheet.columns, what))
    }
    for what, among in (("backbone", sheet.columns), ("metric", texts), ("run", sheet.columns)):
        if column := likely([name for name in among if name not in held.values()], what):
            held[what] = column
    if "source" not in held and "backbone" in held:
        held["source"] = held.pop("backbone")
    held |= _by_values(sheet, texts, held)
    rows = next((column for column in texts if held.get("metric") != column), None)
    named = rows is not None or any(not text.strip().isdigit() for text in sheet.index)
    across = [column for column in numbers if column not in held.values()]
    pivot = not {"source", "target"} <= held.keys() and named and len(across) > 1
    if not pivot:
        held |= _metric_by_values(sheet, texts, held, across)
    return _Seen(sheet, numbers, texts, held, pivot)


def _filled(sheet: Sheet, column: str) -> bool:
    return any(text.strip() for text in sheet.text(column))


def _by_values(sheet: Sheet, texts: Sequence[str], held: Mapping[str, str]) -> dict[str, str]:
    """Columns of names that are called by no usual name: of text, most of which repeats."""
    free = [column for column in texts if column not in held.values()]
    repeats = [column for column in free if len(set(sheet.text(column))) < len(sheet)]
    known = [held[side] for side in SIDES if side in held]
    if any(len(set(sheet.text(column))) == len(sheet) for column in known):
        return {}
    lacking = [side for side in SIDES if side not in held]
    return dict(zip(lacking, repeats, strict=False)) if len(repeats) >= len(lacking) else {}


def _metric_by_values(
    sheet: Sheet, texts: Sequence[str], held: Mapping[str, str], numbers: Sequence[str]
) -> dict[str, str]:
    """The column of metrics' names: the only further text, which tells rows of a pair apart."""
    free = [column for column in texts if column not in held.values()]
    if "metric" in held or len(free) != 1 or len(numbers) > 2 or not _sided(held):
        return {}
    ends = [sheet.text(held[side]) for side in SIDES]
    pairs = list(zip(*ends, strict=True))
    told = set(zip(*ends, sheet.text(free[0]), strict=True))
    few = len(set(sheet.text(free[0]))) <= MOST_WORDS
    return {"metric": free[0]} if few and len(set(pairs)) < len(told) == len(pairs) else {}


def _sided(held: Mapping[str, str]) -> bool:
    return SIDES.keys() <= held.keys()


def _known(tables: Sequence[_Seen]) -> dict[Side, set[str]]:
    """The sources and the targets of tables."""
    return {
        side: {
            text.strip()
            for one in tables
            if side in one.held
            for text in one.sheet.text(one.held[side])
        }
        for side in SIDES
    }


def _holds_facts(one: _Seen, seen: Sequence[_Seen]) -> bool:
    """Whether the rows of a table are names of others, and its columns are not."""
    if _sided(one.held) or not one.texts or not one.numbers:
        return False
    known = _known([other for other in seen if _sided(other.held)])
    rows = {text.strip() for text in one.sheet.text(one.texts[0])}
    heads = set(one.sheet.columns)
    return any(rows & known[side] for side in SIDES) and not heads & (
        known["source"] | known["target"]
    )


def _are_by_file(seen: Sequence[_Seen]) -> bool:
    """Whether several tables lack one side, and have the same columns, one of a performance."""
    same = len({one.numbers for one in seen}) == 1 and len(seen) > 1
    return same and all(one.pivot and likely(one.numbers, "performance") for one in seen)


def _columns(tables: Sequence[_Seen], pivots: Sequence[_Seen]) -> Side | None:
    """What the columns of pivots are, by what their rows are called or whose names they are."""
    known = _known(tables)
    for one in pivots:
        for side in SIDES:
            if side in one.held:
                return SIDES[side]
        heads = {name for pair in one.sheet.levels for name in pair} | set(one.numbers)
        fits = {side: len(heads & known[side]) for side in SIDES}
        if fits["source"] != fits["target"]:
            return max(SIDES, key=fits.__getitem__)
    return None


def _words(one: _Seen) -> dict[str, tuple[str, ...]]:
    found = {column: _distinct(map(str.strip, one.sheet.text(column))) for column in one.texts}
    return {column: words for column, words in found.items() if _are_few(words)}


def _are_few(words: Sequence[str]) -> bool:
    return len(words) <= MOST_WORDS and max(map(len, words)) <= MAX_LABEL_LENGTH


def _quantities(pivots: Sequence[_Seen]) -> tuple[str, ...]:
    """What pivots are called by their files, or in headers of two rows."""
    plain = quantities([one.sheet.name for one in pivots if not one.sheet.levels])
    return _distinct((*plain, *(name for one in pivots for name in _levels(one))))


def _levels(one: _Seen) -> Sequence[str]:
    """The names in that row of a header of two rows which names a performance, else in both.

    Objects by source and target have them in front of their rows.
    """
    if one.sheet.levels and likely(one.sheet.index, "performance"):
        return one.sheet.index
    pairs = [
        pair
        for column, pair in zip(one.sheet.columns, one.sheet.levels, strict=False)
        if column in one.numbers and not one.is_named(column)
    ]
    rows = [_distinct(filter(None, names)) for names in zip(*pairs, strict=True)]
    return next((row for row in rows if likely(row, "performance")), sum(rows, ()))


def _with_numbers(
    found: Guess, tables: Sequence[_Seen], pivots: Sequence[_Seen], metric: str | None
) -> Guess:
    """The guess with what columns of numbers are, and which column names metrics."""
    named = {found.source, found.target, found.backbone, found.run}
    numbers = [column for column in found.numbers if column not in named]
    error = likely(numbers, "performance error")
    score = likely(numbers, "score") if metric and tables else None
    words = found.words.get(metric or "", ())
    offered = [*(name for name in numbers if name not in (error, score)), *words, *found.quantities]
    performance = likely(offered, "performance")
    if metric and tables and score is None:
        rest = [name for name in numbers if name not in (error, performance)]
        score = rest[0] if len(rest) == 1 else None
    long = metric if score or pivots else None
    found = replace(
        found, metric=long, score=score, performance=performance, performance_error=error
    )
    metrics, others = ((), {}) if score else _metrics(found, tables)
    return replace(found, metrics=metrics, others=others, per_cent=tuple(_per_cent(tables, pivots)))


def _metrics(found: Guess, tables: Sequence[_Seen]) -> tuple[tuple[str, ...], dict[str, str]]:
    """Which columns of wide tables are metrics, and why others are none."""
    metrics: list[str] = []
    others: dict[str, str] = {}
    for one in tables:
        if _sided(one.held):
            layout = Layout(
                one.held["source"],
                one.held["target"],
                found.performance or "",
                performance_error=found.performance_error,
                backbone=one.held.get("backbone"),
                run=one.held.get("run"),
            )
            columns = metric_columns(one.sheet, layout)
            metrics += columns.metrics
            others |= columns.others
        else:
            own = [name for name in one.numbers if not one.is_named(name)]
            metrics += [n for n in own if n != found.performance and n.casefold() not in COUNTS]
    return _distinct(metrics), others


def _per_cent(tables: Sequence[_Seen], pivots: Sequence[_Seen]) -> Iterable[str]:
    """Columns and pivots whose numbers are between 0 and 100, and not fractions."""
    for one in tables:
        yield from (column for column in one.numbers if _seems_per_cent(one.sheet, [column]))
    labels = quantities([one.sheet.name for one in pivots if not one.sheet.levels])
    plain = [one for one in pivots if not one.sheet.levels]
    for label, one in zip(labels, plain, strict=True):
        across = [column for column in one.numbers if not one.is_named(column)]
        if across and _seems_per_cent(one.sheet, across):
            yield label


def _seems_per_cent(sheet: Sheet, columns: Sequence[str]) -> bool:
    found = [sheet.meant(column) for column in columns]
    numbers = np.concatenate([one.values[~np.isnan(one.values)] for one in found])
    low, high = PER_CENT
    signs = any(one.percent for one in found)
    return not signs and bool(len(numbers)) and numbers.min() >= 0 and low < numbers.max() <= high
