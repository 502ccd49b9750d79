"""How do a scenario's setups come out of a store?

Which pools each given has follows from the study and its pool rule, and setups stand in the
order of these; so the one column that is read is that of outcomes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from setupscope.analysis.frames.grid import Grid
from setupscope.analysis.frames.rankings import Rankings
from setupscope.analysis.frames.rows import Integers, Levels
from setupscope.analysis.frames.runs import Run
from setupscope.data.errors import InputError
from setupscope.data.masks import Masks, spread
from setupscope.data.pools import pools
from setupscope.data.storage.opening import Store
from setupscope.data.study.measured import Names, ScoredBlock
from setupscope.data.study.study import Study

KNOWN: WeakKeyDictionary[Store, dict[str, "StoredScenario"]] = WeakKeyDictionary()
"""By store, and gone with it; by name."""


@dataclass(frozen=True)
class StoredScenario:
    """All setups of one scenario of a store.

    Attributes
    ----------
    grid : Grid
        Their outcomes.
    levels : mapping of str to tuple
        Of scenario, given, backbone, measure and pool size.
    rankings : Rankings
        Of all metrics of the study.
    """

    grid: Grid
    levels: Levels
    rankings: Rankings


def scenario_of(store: Store, name: str) -> StoredScenario:
    """The setups of a scenario, read once for as long as the store is open.

    Raises
    ------
    InputError
        When the store holds another number of setups than its study has.
    """
    known = KNOWN.setdefault(store, {})
    if name not in known:
        known[name] = _read(store, name)
    return known[name]


def _read(store: Store, scenario: str) -> StoredScenario:
    study, names = store.study, store.study.names_of(scenario)
    low, high = names.sizes
    levels: dict[str, tuple[str, ...] | tuple[int, ...]] = {
        "scenario": (scenario,),
        "given": names.givens,
        "backbone": names.backbones,
        "measure": study.measures_of(scenario),
        "pool_size": tuple(range(low, high + 1)),
    }
    codes = store.outcome_codes(scenario)
    runs = list(_runs(study, names))
    measures = len(levels["measure"])
    if len(codes) != measures * sum(len(blocks) * len(masks) for _, blocks, masks in runs):
        raise InputError(f"{store.path}: its setups do not match its study; build the store again")
    patterns, covered = _coverage(names, runs, measures, study.metric_keys)
    codes, index = _occurring(codes, patterns, len(covered))
    ranks = store.outcomes().drop(columns="outcome").to_numpy(np.float64)
    outcome, pattern = np.divmod(index, len(covered))
    rankings = Rankings(-ranks[outcome], covered[pattern])
    sides = {name: len(levels[name]) for name in ("given", "backbone", "measure")}
    filled = tuple(_filled(runs, names, measures, codes))
    return StoredScenario(
        Grid(filled, np.arange(measures), sides, len(index), low), levels, rankings
    )


Pools = tuple[int, list[ScoredBlock], Masks]
"""The given's own bit, blocks next to each other, and the pools of all of them."""


def _runs(study: Study, names: Names) -> Iterator[Pools]:
    """Blocks that have the same candidates, and add the same bit to a roster."""
    bit_of = {name: 1 << bit for bit, name in enumerate(names.candidates)}

    def alike(block: ScoredBlock) -> tuple[int, int]:
        return block.candidates, bit_of.get(block.given, 0)

    for (candidates, own), blocks in groupby(names.blocks, alike):
        masks = pools(study.pools, names.of_mask(candidates))
        yield own, list(blocks), spread(masks, candidates, len(names.candidates))


def _coverage(
    names: Names, runs: list[Pools], measures: int, metrics: Sequence[str]
) -> tuple[Integers | None, NDArray[np.bool_]]:
    """Which metrics cover each setup: a number for each, and what the numbers mean; (C, q).

    None where every metric covers every setup.
    """
    if not names.lack(metrics):
        return None, np.ones((1, len(metrics)), bool)
    masks = [
        np.tile(_covering(block, masks, metrics), measures)
        for _, blocks, masks in runs
        for block in blocks
    ]
    levels, patterns = np.unique(np.concatenate(masks), return_inverse=True)
    return patterns, (levels[:, None] >> np.arange(len(metrics)) & 1).astype(bool)


def _covering(block: ScoredBlock, masks: Masks, metrics: Sequence[str]) -> NDArray[np.int64]:
    """The metrics that have a score for every member of each pool, as a mask."""
    found = np.zeros(len(masks), np.int64)
    for bit, metric in enumerate(metrics):
        found |= ((masks & ~block.scored[metric]) == 0).astype(np.int64) << bit
    return found


def _occurring(
    codes: Integers, patterns: Integers | None, count: int
) -> tuple[Integers, NDArray[np.int64]]:
    """Outcome and coverage together as numbers from 0; and which combinations these are."""
    if patterns is not None:
        codes = codes.astype(np.int64) * count + patterns
    index = _distinct(codes)
    place = np.zeros(int(index[-1]) + 1 if len(index) else 0, np.min_scalar_type(len(index)))
    place[index] = np.arange(len(index))
    return place.take(codes), index


def _distinct(codes: Integers) -> NDArray[np.int64]:
    """The numbers that occur, ascending."""
    occurs = np.zeros(int(codes.max(initial=0)) + 1, bool)
    occurs[codes] = True
    return np.flatnonzero(occurs)


def _filled(runs: list[Pools], names: Names, measures: int, codes: Integers) -> Iterator[Run]:
    """The runs with their outcomes."""
    start = 0
    for own, blocks, masks in runs:
        shape = (len(blocks), measures, len(masks))
        end = start + len(blocks) * measures * len(masks)
        yield Run(
            given=np.array([names.givens.index(block.given) for block in blocks]),
            backbone=np.array([names.backbones.index(block.backbone) for block in blocks]),
            own=own,
            pools=masks,
            outcomes=codes[start:end].reshape(shape),
            starts=np.arange(start, end, len(masks)).reshape(shape[:2]),
            places=np.arange(len(masks)),
        )
        start = end
