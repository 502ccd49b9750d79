"""What do all tables for papers have in common: parts, counts, the best, and what is missing?"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from setupscope.dashboard.paper.cells import Column, names, numbers, whole
from setupscope.dashboard.paper.names import SCENARIO, Words
from setupscope.dashboard.text.labels import capital
from setupscope.dashboard.text.numbers import NO_NUMBER, join_names, quantity
from setupscope.data.measures import MEASURES

Keys = tuple[Hashable, ...]


@dataclass(frozen=True)
class RawTable:
    """A raw table and what is known of it.

    Attributes
    ----------
    rows : pandas.DataFrame
        As `analysis` gives it.
    words : Words
        The study's names.
    by : tuple of str
        The components of its parts, besides the scenario.
    verdicts : pandas.DataFrame, optional
        The conclusion on each part.
    """

    rows: pd.DataFrame
    words: Words
    by: tuple[str, ...] = ()
    verdicts: pd.DataFrame | None = None

    @property
    def keys(self) -> list[str]:
        """The columns that name a part, whether or not it is the only one."""
        return [name for name in dict.fromkeys((SCENARIO, *self.by)) if name in self.rows]

    @property
    def varying(self) -> list[str]:
        """The columns that name a part and differ over the table."""
        return [name for name in self.keys if self.rows[name].nunique(dropna=False) > 1]

    def parts(self, *more: str) -> list[Column]:
        """Columns of the levels that differ over the table; `more` name rows within a part."""
        return [self.level(name) for name in differing(self.rows, [*self.keys, *more])]

    def level(self, component: str) -> Column:
        """A column with the levels of a component."""
        levels, head = self.rows[component], capital(self.words.component(component))
        if pd.api.types.is_numeric_dtype(levels):
            return numbers(head, levels, whole)
        return names(head, [self.words.level(component, level) for level in levels])

    def metric(self, column: str, head: str) -> Column:
        """A column of metrics."""
        return names(head, [self.words.metric(key) for key in self.rows[column]])

    def counts(self) -> list[Column]:
        """How many setups and givens each row is over, where that differs over the table."""
        shown = differing(self.rows, ["setups", "givens"])
        if "given" in self.by:
            shown = [name for name in shown if name != "givens"]
        heads = {"setups": "Setups", "givens": capital(f"{self.words.noun('given')}s")}
        return [numbers(heads[name], self.rows[name], whole) for name in shown]

    def counted(self) -> str:
        """How many setups and givens every row is over, where they are the same; else empty."""
        nouns = {"setups": "setup", "givens": self.words.noun("given")}
        same = [name for name in nouns if self.rows[name].nunique() == 1]
        if "given" in self.by:
            same = [name for name in same if name != "givens"]
        text = " over ".join(quantity(int(self.rows[name].iloc[0]), nouns[name]) for name in same)
        return f"Each row: {text}." if text and len(self.rows) > 1 else f"{text}." if text else ""

    def each(self) -> str:
        """What is compared within, as the end of a sentence: " of each backbone"."""
        named = [self.words.component(name) for name in self.varying]
        return f" of each {' and '.join(named)}" if named else ""

    def best(self, column: str, *more: str, digits: int = 15) -> list[bool]:
        """Which rows have the highest number of their part; none where all are the same.

        Metrics that lack scores are not compared.
        """
        keys = [*dict.fromkeys((*self.keys, *more))]
        numbers_ = self.rows[column].astype(float).round(digits)
        if "partial" in self.rows:
            numbers_ = numbers_.mask(self.rows["partial"].astype(bool))
        printed = self.rows.assign(**{column: numbers_})
        of_part = printed.groupby(keys, dropna=False, sort=False)[column]
        high, low = of_part.transform("max"), of_part.transform("min")
        return list((printed[column] == high) & (high > low))

    def in_order(self) -> "RawTable":
        """The same with measures in their own order, all other parts as they are."""
        places = {key: index for index, key in enumerate(MEASURES)}
        codes = {
            f"_{name}": self.rows[name].map(places).fillna(len(places))
            if name == "measure"
            else pd.factorize(self.rows[name])[0]
            for name in self.keys
        }
        order = self.rows.assign(**codes).sort_values(list(codes), kind="stable").index
        return replace(self, rows=self.rows.loc[order].reset_index(drop=True))

    def ordered(self, column: str) -> "RawTable":
        """The parts as they are, the rows of each with the highest number first."""
        part = self.rows.groupby(self.keys, dropna=False, sort=False).ngroup()
        order = self.rows.assign(_part=part).sort_values(
            ["_part", column], ascending=[True, False], kind="stable"
        )
        return replace(self, rows=order.drop(columns="_part").reset_index(drop=True))


@dataclass(frozen=True)
class Draft:
    """Columns of a table for a paper, and what is said below it.

    Attributes
    ----------
    columns : list of Column
        From left to right.
    notes : list of str
        A sentence each; empty ones are left out.
    groups : int
        How many of the first columns name groups of rows.
    """

    columns: list[Column]
    notes: list[str]
    groups: int = 0


def differing(rows: pd.DataFrame, columns: Iterable[str]) -> list[str]:
    """Those of the columns that the table has and that are not the same in each row."""
    there = [name for name in dict.fromkeys(columns) if name in rows]
    return [name for name in there if rows[name].nunique(dropna=False) > 1]


def present(columns: Sequence[Column]) -> list[Column]:
    """The columns without those of numbers that are all null."""
    return [column for column in columns if not column.is_empty]


def missing(raw: RawTable, columns: Sequence[Column], otherwise: str = "") -> list[str]:
    """Why numbers are null: of columns that are left out, and of dashes; from the raw reasons."""
    left_out = [f"“{column.head}”" for column in columns if column.is_empty]
    shown = present(columns)
    dashed = [
        any(column.is_number and column.cells[index].text == NO_NUMBER for column in shown)
        for index in range(len(raw.rows))
    ]
    every = [True] * len(raw.rows)
    notes = [_because(f"No {join_names(left_out)}", raw, every)] if left_out else []
    if any(dashed):
        notes.append(_because(NO_NUMBER, raw, dashed) or otherwise)
    return notes


def _because(what: str, raw: RawTable, where: Sequence[bool]) -> str:
    """The reasons of some rows as a sentence; empty where there are none."""
    if "reason" not in raw.rows:
        return ""
    texts = raw.rows.loc[list(where), "reason"].dropna().unique()
    reasons = dict.fromkeys(raw.words.reason(text) for text in texts)
    return f"{what}: {'; '.join(reasons)}." if reasons else ""


def part_of(row: Mapping[Hashable, object], keys: Sequence[str]) -> Keys:
    """The part that a row belongs to."""
    return tuple(str(row[key]) for key in keys)
