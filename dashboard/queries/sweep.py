"""Along which choices can a slice be swept, and what is each step as a slice?"""

from collections.abc import Sequence

import pandas as pd

from setupscope.analysis.questions.sweep import (
    FACT,
    GIVENS,
    RANDOM,
    SETUPS,
    SIZE,
    UP_TO_SIZE,
    fact_of,
    whole_of,
)
from setupscope.analysis.slices.slices import Slice
from setupscope.analysis.tables import TableOptions
from setupscope.dashboard.queries.queries import Queries

Fields = dict[str, tuple[str, ...] | tuple[int, int] | None]
"""Of a slice, with their values."""


def sweep_of(queries: Queries, slice_: Slice, along: str, seed: int = 0) -> pd.DataFrame:
    """The sweep of a slice of one scenario, without what the slice restricts of that choice."""
    options = TableOptions(along=along)
    return queries.table(whole_of(slice_, along), "sweep", (), seed, options)


def choices_along(slice_: Slice) -> list[str]:
    """Choices along which a slice of one scenario has several steps; at least random setups."""
    several = len(slice_.givens or slice_.accepted("given")) > 1
    low, high = slice_.all_sizes
    sizes = [SIZE, UP_TO_SIZE] if low < high else []
    return [SETUPS, *([GIVENS] if several else []), *sizes, *_facts(slice_)]


def _facts(slice_: Slice) -> list[str]:
    """Facts that differ between givens; of those that order all givens alike, the first."""
    found: dict[tuple[float | None, ...], str] = {}
    for fact in slice_.study.facts:
        values = tuple(fact.values.get(name) for name in slice_.accepted("given"))
        if len({*values} - {None}) > 1:
            found.setdefault(values, FACT + fact.key)
    return list(found.values())


def without_fact(slice_: Slice, along: str) -> tuple[str, ...]:
    """The givens of which the study does not state the fact that a sweep goes along."""
    fact = fact_of(slice_.study, along)
    every = slice_.accepted("given") if fact else ()
    return tuple(name for name in every if fact and name not in fact.values)


def fields_at(slice_: Slice, along: str, step: float | None) -> Fields:
    """The fields that make a step the slice; none of a choice is restricted where it has no step.

    Nothing where steps are random parts, which are no slices.
    """
    if along in RANDOM:
        return {}
    fact = fact_of(slice_.study, along)
    if fact:
        every = slice_.accepted("given")
        chosen = tuple(
            n for n in every if step is not None and fact.values.get(n, step + 1) <= step
        )
        return {"givens": () if step is None or chosen == every else chosen}
    if step is None:
        return {"sizes": None}
    low = slice_.all_sizes[0] if along == UP_TO_SIZE else int(step)
    return {"sizes": (low, int(step))}


def step_of(slice_: Slice, along: str, steps: Sequence[float]) -> float | None:
    """The step that a slice is, the last of several; none where it is no step."""
    whole = whole_of(slice_, along)
    own = [s for s in steps if whole.replace(**fields_at(slice_, along, s)) == slice_]
    return own[-1] if own else None
