"""Which setups of a store does a slice choose?"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

import numpy as np
from narwhals.typing import IntoFrame

from setupscope.analysis.frames.rows import Marks, Part, Scenarios
from setupscope.analysis.frames.runs import Run
from setupscope.analysis.frames.scenarios import scenario_of
from setupscope.analysis.frames.stored import Stored
from setupscope.analysis.slices.slices import Slice, origin_of
from setupscope.data.storage.opening import Store


@dataclass(frozen=True, eq=False)
class Several(Scenarios):
    """Setups of several scenarios of a store."""

    metrics: tuple[str, ...]
    scenarios: tuple[Stored, ...]

    def compare(self, metrics: tuple[str, ...]) -> "Several":
        """The same setups with some of the metrics, in the order given."""
        return Several(metrics, tuple(rows.compare(metrics) for rows in self.scenarios))

    def parts(self, by: Sequence[str]) -> Iterator[Part]:
        """Each scenario's setups, or each part's of it."""
        for rows in self.scenarios:
            yield from rows.parts(by)


def stored_rows(frame: IntoFrame, metrics: tuple[str, ...]) -> Scenarios | None:
    """The setups of a store's frame, narrowed by one slice or whole; none for any other frame."""
    origin = origin_of(frame)
    return None if origin is None else rows_of(*origin, metrics)


def rows_of(store: Store, slice_: Slice, metrics: tuple[str, ...]) -> Scenarios:
    """The setups of a slice of a store; scenarios in alphabetical order, as in all tables."""
    each = sorted(slice_.by_scenario(), key=lambda one: one.scenario_names())
    found = [_narrowed(store, one, metrics) for one in each]
    return found[0] if len(found) == 1 else Several(metrics, tuple(found))


def _narrowed(store: Store, slice_: Slice, metrics: tuple[str, ...]) -> Stored:
    """The setups of a slice of one scenario."""
    (scenario,) = slice_.scenario_names()
    whole = scenario_of(store, scenario)
    index = [store.study.metric_keys.index(metric) for metric in metrics]
    marks = {
        name: np.array([not chosen or level in chosen for level in whole.levels[name]], bool)
        for name, chosen in (
            ("given", slice_.givens),
            ("backbone", slice_.backbones),
            ("measure", slice_.measures),
        )
    }
    grid = whole.grid
    if slice_.sizes or not all(own.all() for own in marks.values()):
        grid = grid.of_sides(marks, slice_.sizes)
    if slice_.present or slice_.absent:
        grid = grid.of_pools(_with_candidates(slice_))
    rankings = whole.rankings.compare(index)
    rows = Stored(metrics, rankings, store.values_of(scenario), grid, whole.levels)
    if not slice_.covered:
        return rows
    compared = [store.study.metric_keys.index(metric) for metric in slice_.metric_keys()]
    return rows.of_rankings(np.asarray(whole.rankings.covered[:, compared].all(axis=1)))


def _with_candidates(slice_: Slice) -> Callable[[int, Run], Marks]:
    """Which pools of a run have the candidates that a slice asks for, and none that it bars."""
    names = slice_.study.names_of(slice_.scenario_names()[0]).candidates
    inside, outside = (
        reduce(or_, [1 << names.index(name) for name in chosen], 0)
        for chosen in (slice_.present, slice_.absent)
    )
    return lambda _, run: ((run.pools & inside) == inside) & ((run.pools & outside) == 0)
