"""What does a researcher know of sources and targets before any transfer is measured?

Facts stand in columns of the table of results, the same in all rows of a source or target, or in
a table of their own with a row for each name.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from setupscope.data.errors import InputError, first_of, quoted, unknown
from setupscope.data.importing.layout import Layout
from setupscope.data.importing.results import Results
from setupscope.data.importing.shapes import Shaped
from setupscope.data.readers.sheets import Sheet
from setupscope.data.study.keys import key_of
from setupscope.data.study.study import OTHERS, STATIC, Fact, Role

FAMILY = "family"
"""Column of a table of facts that says which names are alike."""
MOST_NAMED = 6

Values = Mapping[str, float]


@dataclass(frozen=True)
class FactOptions:
    """Where facts stand besides the table of results, and how all are read.

    Attributes
    ----------
    beside : Sheet, optional
        A table of facts: names in its first column, a fact in each other one, but for `family`.
    fewer_is_better : tuple of str
        Facts of which less predicts better transfer.
    log : tuple of str
        Facts that are taken as their logarithm; facts are named by their columns.
    """

    beside: Sheet | None = None
    fewer_is_better: tuple[str, ...] = ()
    log: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """What is known beforehand.

    Attributes
    ----------
    facts : tuple of Fact
        In the order of their columns.
    families : mapping of str to tuple of str
        Names by the family that they belong to.
    notes : tuple of str
        What to look at, a sentence each.
    """

    facts: tuple[Fact, ...] = ()
    families: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def lines(self) -> list[tuple[str, str]]:
        """What was read, for the summary."""
        lines = [("facts", "; ".join(map(_described, self.facts)))] if self.facts else []
        sizes = [f"{quoted(name)} {len(names)}" for name, names in self.families.items()]
        return [*lines, *([("families", ", ".join(sizes))] if sizes else [])]


@dataclass(frozen=True)
class Column:
    """The values of one fact, and whose they are."""

    label: str
    values: Values
    sides: tuple[Role, ...]
    sheet: Sheet


def read_facts(
    tables: Sequence[Shaped], layout: Layout, results: Results, options: FactOptions
) -> Known:
    """The facts of a table of results, and of a table of facts beside it.

    Parameters
    ----------
    tables, layout : sequence of Shaped, Layout
        The tables of results, and which of their columns are facts.
    results : Results
        What it says.
    options : FactOptions
        The table of facts, if there is one, and how facts are read.

    Raises
    ------
    InputError
        When a cell is not accepted, two rows contradict each other, a name is there twice, no
        name is known, a fact has no value or the name of a metric, or an option names none.
    """
    sides = _sides(results)
    columns = list(_beside_results(tables, layout, results.renamed))
    families: dict[str, tuple[str, ...]] = {}
    notes: list[str] = []
    if options.beside is not None:
        names = _distinct_names(options.beside, results.renamed)
        notes = _strangers(options.beside, names, sides)
        columns += _of_table(options.beside, names, sides)
        families = _families(options.beside, names, sides)
    _require_distinct(columns, results)
    labels = [column.label for column in columns]
    for option in (*options.fewer_is_better, *options.log):
        if option not in labels:
            raise InputError(unknown("fact", option, labels))
    return Known(tuple(_fact(column, options) for column in columns), families, tuple(notes))


def _sides(results: Results) -> dict[Role, set[str]]:
    return {
        "source": {source for source, _, _ in results.performances},
        "target": {target for _, target, _ in results.performances},
    }


def _beside_results(
    tables: Sequence[Shaped], layout: Layout, renamed: Mapping[str, str]
) -> Iterator[Column]:
    """The facts that stand in the tables of results."""
    sides: tuple[tuple[Role, tuple[str, ...]], ...] = (
        ("source", layout.source_facts),
        ("target", layout.target_facts),
    )
    for at, (side, labels) in enumerate(sides):
        for label in labels:
            table = next(table for table in tables if label in table.sheet.columns)
            column = table.layout.plain[at]
            names = [renamed.get(n.strip(), n.strip()) for n in table.sheet.text(column)]
            values = _same_in_all_rows(table.sheet, names, label, side)
            yield Column(label, values, (side,), table.sheet)


def _same_in_all_rows(sheet: Sheet, names: Sequence[str], label: str, side: str) -> Values:
    """The number of each name that has one, which all of its rows must agree on."""
    first: dict[str, int] = {}
    found: dict[str, float] = {}
    rows = zip(names, sheet.numbers(label).to_pylist(), strict=True)
    for index, (name, value) in enumerate(rows):
        if value is None:
            continue
        if found.setdefault(name, value) != value:
            raise InputError(
                f"{sheet.name}: row {sheet.rows[index]}, column {quoted(label)} is {value!r}, but"
                f" row {sheet.rows[first[name]]} says {found[name]!r} for the same {side}"
                f" {quoted(name)}; a fact is the same in all rows of a {side}"
            )
        first.setdefault(name, index)
    return found


def _distinct_names(sheet: Sheet, renamed: Mapping[str, str]) -> list[str]:
    """The names in the first column of a table of facts."""
    cells = (cell.strip() for cell in sheet.names(sheet.columns[0]).to_pylist())
    names = [renamed.get(cell, cell) for cell in cells]
    first: dict[str, int] = {}
    for row, name in zip(sheet.rows, names, strict=True):
        if first.setdefault(name, row) != row:
            raise InputError(
                f"{sheet.name}: row {row} repeats {quoted(name)} of row {first[name]}; a table of"
                " facts has one row for each name"
            )
    return names


def _strangers(sheet: Sheet, names: Sequence[str], sides: Mapping[Role, set[str]]) -> list[str]:
    """A note on the names that are neither source nor target."""
    known = set().union(*sides.values())
    strangers = [name for name in names if name not in known]
    if len(strangers) == len(names):
        what = unknown("source or target", names[0], sorted(known))
        raise InputError(f"{sheet.name}: column {quoted(sheet.columns[0])}: {what}")
    if not strangers:
        return []
    listed = first_of([quoted(name) for name in strangers], MOST_NAMED)
    return [
        f"{len(strangers)} of {len(names)} names of {sheet.name} are neither source nor target, and"
        f" are left out: {listed}"
    ]


def _of_table(
    sheet: Sheet, names: Sequence[str], sides: Mapping[Role, set[str]]
) -> Iterator[Column]:
    """The facts of a table of facts, each of the sides that it has values for."""
    for label in sheet.columns[1:]:
        if label == FAMILY:
            continue
        sheet.require([label])
        numbers = zip(names, sheet.numbers(label).to_pylist(), strict=True)
        values = {
            name: value
            for name, value in numbers
            if value is not None and any(name in some for some in sides.values())
        }
        whose = tuple(side for side, some in sides.items() if not some.isdisjoint(values))
        yield Column(label, values, whose, sheet)


def _families(
    sheet: Sheet, names: Sequence[str], sides: Mapping[Role, set[str]]
) -> dict[str, tuple[str, ...]]:
    """The names of each family, in the order of the table."""
    if FAMILY not in sheet.columns[1:]:
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for name, family in zip(names, sheet.text(FAMILY), strict=True):
        if family.strip() and any(name in some for some in sides.values()):
            found[family.strip()] = (*found.get(family.strip(), ()), name)
    return found


def _require_distinct(columns: Iterable[Column], results: Results) -> None:
    taken = {metric.key: f"the metric {quoted(metric.label)}" for metric in results.metrics}
    taken |= {
        built_in.key: f"the baseline {quoted(built_in.label)}" for built_in in (STATIC, OTHERS)
    }
    for column in columns:
        key = key_of(column.label)
        if key in taken:
            raise InputError(
                f"{column.sheet.name}: fact {quoted(column.label)} would have the key {quoted(key)}"
                f" of {taken[key]}; rename one of them"
            )
        if not column.values:
            raise InputError(
                f"{column.sheet.name}: fact {quoted(column.label)} has no value; leave it out"
            )
        taken[key] = f"the fact {quoted(column.label)}"


def _fact(column: Column, options: FactOptions) -> Fact:
    scale: Literal["linear", "log"] = "log" if column.label in options.log else "linear"
    for name, value in column.values.items():
        if scale == "log" and value <= 0:
            raise InputError(
                f"{column.sheet.name}: fact {quoted(column.label)} is {value:g} for {quoted(name)},"
                " which has no logarithm; give it without --log-facts"
            )
    better: Literal["more", "fewer"] = (
        "fewer" if column.label in options.fewer_is_better else "more"
    )
    return Fact(
        key=key_of(column.label),
        label=column.label,
        values=dict(column.values),
        source=better if "source" in column.sides else None,
        target=better if "target" in column.sides else None,
        scale=scale,
    )


def _described(fact: Fact) -> str:
    whose = " and ".join(
        f"{side}s" for side, better in (("source", fact.source), ("target", fact.target)) if better
    )
    inside = [f"{len(fact.values)} {whose}", f"{fact.source or fact.target} is better"]
    inside += ["logarithm"] * (fact.scale == "log")
    return f"{fact.label} ({', '.join(inside)})"


def fact_entry(fact: Fact) -> dict[str, object]:
    """A fact as a study's TOML has it."""
    sides = {"source": fact.source, "target": fact.target}
    entry = {"key": fact.key, "label": fact.label, **{k: v for k, v in sides.items() if v}}
    return {**entry, **({"scale": "log"} if fact.scale == "log" else {}), "values": fact.values}
