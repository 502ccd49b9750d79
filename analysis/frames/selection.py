"""Which setups of a store does a slice choose?

Where baselines are compared, a scenario is scored once more with them, when they are first asked
for; every question then finds them among the metrics.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from threading import Lock
from weakref import WeakKeyDictionary

import numpy as np

from setupscope.analysis.frames.rows import Marks, Part, Scenarios
from setupscope.analysis.frames.runs import Run
from setupscope.analysis.frames.scenarios import KNOWN, scenario_of
from setupscope.analysis.frames.stored import Stored
from setupscope.analysis.slices.slices import Slice
from setupscope.data.masks import mask_of
from setupscope.data.storage.derived import store_with_baselines
from setupscope.data.storage.opening import Store


@dataclass(eq=False)
class Derived:
    """A derived store, once it is scored; whoever needs it meanwhile waits for this one alone."""

    lock: Lock = field(default_factory=Lock)
    store: Store | None = None


BESIDE_BASELINES: WeakKeyDictionary[Store, dict[str, Derived]] = WeakKeyDictionary()
"""By the store that they come from, and gone with it; by scenario."""
LOCK = Lock()


@dataclass(frozen=True, eq=False)
class Several(Scenarios):
    """Setups of several scenarios of a store."""

    metrics: tuple[str, ...]
    scenarios: tuple[Stored, ...]

    def compare(self, metrics: tuple[str, ...]) -> "Several":
        """The same setups with some of the metrics, in the order given."""
        return Several(
            metrics,
            tuple(
                rows.compare(tuple(m for m in metrics if m in rows.metrics))
                for rows in self.scenarios
            ),
        )

    def parts(self, by: Sequence[str]) -> Iterator[Part]:
        """Each scenario's setups, or each part's of it."""
        for rows in self.scenarios:
            yield from rows.parts(by)


def rows_of(store: Store, slice_: Slice, metrics: tuple[str, ...]) -> Scenarios:
    """The setups of a slice of a store; scenarios in alphabetical order, as in all tables.

    `metrics` may name baselines; each scenario has those of its own.
    """
    each = sorted(slice_.by_scenario(), key=lambda one: one.scenario_names())
    found = [_narrowed(store, one, metrics) for one in each]
    return found[0] if len(found) == 1 else Several(metrics, tuple(found))


def _narrowed(store: Store, slice_: Slice, metrics: tuple[str, ...]) -> Stored:
    """The setups of a slice of one scenario."""
    (scenario,) = slice_.scenario_names()
    known = slice_.accepted("metrics")
    metrics = tuple(metric for metric in metrics if metric in known)
    if any(map(store.study.is_baseline, metrics)):
        store = beside_baselines(store, scenario)
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
    inside, outside = (mask_of(names, chosen) for chosen in (slice_.present, slice_.absent))
    return lambda _, run: ((run.pools & inside) == inside) & ((run.pools & outside) == 0)


def beside_baselines(store: Store, scenario: str) -> Store:
    """A scenario of a store scored with its baselines, once for as long as the store is there."""
    with LOCK:
        derived = BESIDE_BASELINES.setdefault(store, {}).setdefault(scenario, Derived())
    with derived.lock:
        if derived.store is None:
            derived.store = store_with_baselines(store, scenario)
        return derived.store


def forget_setups(store: Store) -> None:
    """Drops what is kept of the setups of a store, and those that were scored beside baselines."""
    KNOWN.pop(store, None)
    for derived in BESIDE_BASELINES.pop(store, {}).values():
        if derived.store is not None:
            forget_setups(derived.store)
            derived.store.close()
