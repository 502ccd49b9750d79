"""Do the tables by family say what their definitions say?

Beside the families of the study stand two more, which overlap and are of both roles; so the audit
has something to look at where a study names none.
"""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from setupscope.analysis.audit import slow
from setupscope.analysis.audit.differences import (
    Compared,
    compare_numbers,
    compare_row,
    compare_words,
)
from setupscope.analysis.audit.winners import compare_flips
from setupscope.analysis.questions.flips import flips_by_family
from setupscope.analysis.questions.leave_one_out import leave_one_family_out
from setupscope.analysis.slices.slices import Slice
from setupscope.analysis.tables import table_of
from setupscope.data.study.measured import MeasuredStudy, Names

WORDS = {"family": "", "without_family": "all but ", "pool_without_family": "pools without "}
"""What stands before a family's name, by kind of part."""


def with_families(study: MeasuredStudy, scenario: str) -> MeasuredStudy:
    """A study with two families more."""
    names = study.names_of(scenario)
    both = {
        "first half": (*_half(names.givens), *_half(names.candidates)),
        "one of each": (names.givens[0], names.candidates[-1]),
    }
    return replace(study, families={**study.families, **both})


def _half(names: tuple[str, ...]) -> tuple[str, ...]:
    return names[: (len(names) + 1) // 2]


def _prepared(slice_: Slice) -> tuple[Slice, Names]:
    scenario = slice_.scenario_names()[0]
    study = with_families(slice_.study, scenario)
    return replace(slice_, study=study), study.names_of(scenario)


def _parts(
    slice_: Slice, names: Names, frame: pd.DataFrame
) -> Mapping[tuple[str, str], pd.DataFrame]:
    families = slice_.study.families
    return slow.parts_by_family(frame, families, names.givens, names.candidates)


def win_rates_by_family(frame: pd.DataFrame, slice_: Slice) -> pd.DataFrame:
    """Win rates split by family."""
    return table_of("win-rates", slice_, frame, by=["family"])


def audit_win_rates_by_family(slice_: Slice, frame: pd.DataFrame) -> Compared:
    """Which setups each part has, and the rates of the metrics that cover all its contests."""
    own, names = _prepared(slice_)
    known, where = own.study.metric_keys, f"win-rates by family: {slice_}"
    table = win_rates_by_family(frame, own)
    found = {label: part for label, part in table.groupby("family", sort=False) if len(part)}
    parts = {
        f"{WORDS[kind]}{family}": part
        for (kind, family), part in _parts(own, names, frame).items()
        if len(part)
    }
    yield compare_words(where, "parts", sorted(map(str, found)), [sorted(parts)])
    for label, part in parts.items():
        rates = slow.field_rates(part, slow.field(part, known, known), known)
        counts = {"setups": len(part), "givens": part["given"].nunique()}
        for row in found[label].to_dict("records") if label in found else ():
            what, metric = f"{label}, {row['metric']}", row["metric"]
            wanted = {"win_rate": rates[metric]} if metric in rates else {}
            yield from compare_row(where, what, row, {**counts, **wanted})


def audit_leave_one_family_out(slice_: Slice, frame: pd.DataFrame) -> Compared:
    """The winner and its lead without each family of givens."""
    own, names = _prepared(slice_)
    known, where = own.study.metric_keys, f"leave-one-family-out: {slice_}"
    expected = slow.leave_one_family_out(frame, own.study.families, names.givens, known, known)
    table = leave_one_family_out(frame, own.study).dropna(subset="family")
    yield compare_numbers(where, "number of families", len(table), len(expected))
    for row in table.to_dict("records"):
        winners, lead = expected[row["family"]]
        what = f"without {row['family']}"
        yield compare_words(where, f"winner {what}", row["winner"], winners or [None])
        yield compare_numbers(where, f"lead {what}", row["lead"], lead)


def audit_flips_by_family(slice_: Slice, frame: pd.DataFrame) -> Compared:
    """What each restriction to a family changes."""
    own, names = _prepared(slice_)
    where, parts = f"flips-by-family: {slice_}", _parts(own, names, frame)
    table = flips_by_family(frame, own.study)
    rows = table.dropna(subset="component").to_dict("records")
    wanted = sum(0 < len(part) < len(frame) for part in parts.values())
    yield compare_numbers(where, "number of restrictions", len(rows), wanted if rows else 0)
    left = [parts[row["component"], row["value"]] for row in rows]
    yield from compare_flips(where, frame, own.study.metric_keys, rows, left)
