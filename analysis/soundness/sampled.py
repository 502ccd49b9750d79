"""Which pools are scored again where something besides the pools takes hundreds of turns?

A seeded sample of each given's pools, the same under all of its backbones and measures.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from setupscope.analysis.questions.ties import level_ties
from setupscope.analysis.soundness.many_columns import values_of_columns
from setupscope.data.masks import Masks, members
from setupscope.data.measures import MEASURES, Measure
from setupscope.data.pools import PoolRule, pools
from setupscope.data.scoring.blocks import Block, blocks
from setupscope.data.study.study import Study
from setupscope.data.study.transfers import Transfers

POOLS = 300
"""Pools of a given that are scored again at most."""
MOST_LISTED = 100_000
"""Pools up to which all are listed to draw some of them."""
ALL = "all"
"""All backbones together."""

Array = NDArray[np.float64]


@dataclass(frozen=True)
class SampledBlock:
    """Some pools of one given and backbone.

    Attributes
    ----------
    block : Block
        Its candidates, with their performances and scores.
    masks : array of masks, shape (N,)
        The pools, as masks over the block's candidates.
    members : array, shape (N, n)
        1 where the candidate is in the pool, else 0.
    weight : float
        How many of the block's pools each of them stands for.
    """

    block: Block
    masks: Masks
    members: Array
    weight: float


def sampled_blocks(
    study: Study, transfers: Transfers, scenario: str, most: int = POOLS, seed: int = 0
) -> list[SampledBlock]:
    """Up to `most` pools of each block of a scenario; blocks with the same candidates share them.

    Raises
    ------
    InputError
        When a given has too few candidates for a single pool.
    """
    found = list(blocks(study, transfers, scenario))
    givens = sorted({block.given for block in found})
    return [sampled(block, study.pools, most, [seed, givens.index(block.given)]) for block in found]


def sampled(block: Block, rule: PoolRule, most: int, seed: Sequence[int]) -> SampledBlock:
    """Up to `most` pools of a block, all where it has no more."""
    count = rule.count(len(block.bits))
    masks = _drawn(rule, block.candidates, min(most, count), np.random.default_rng(seed))
    return SampledBlock(block, masks, members(masks, len(block.bits)), count / len(masks))


def _drawn(
    rule: PoolRule, candidates: Sequence[str], wanted: int, rng: np.random.Generator
) -> Masks:
    count = rule.count(len(candidates))
    if wanted == count:
        return pools(rule, candidates)
    places = np.sort(rng.choice(count, wanted, replace=False, shuffle=False))
    if count <= MOST_LISTED or rule.sample is not None:
        return pools(rule, candidates)[places]
    return np.concatenate([pools(rule, candidates, at, at + 1) for at in places.tolist()])


def measures_of(study: Study, scenario: str) -> list[Measure]:
    """The evaluation measures of a scenario."""
    return [MEASURES[key] for key in study.measures_of(scenario)]


def one_thread() -> "AbstractContextManager[Any]":
    """Matrix products on one thread: they are too small to be shared among several."""
    limits: AbstractContextManager[Any] = threadpool_limits(1, user_api="blas")
    return limits


@dataclass(frozen=True)
class OwnValues:
    """What the complete metrics of a study get in the sampled pools of a block.

    Attributes
    ----------
    sampled : SampledBlock
        The pools.
    measure : Measure
        The evaluation measure.
    values : array of float32, shape (N, k)
        NaN without a value.
    compared : array of bool, shape (N,)
        The pools that all of them cover.
    """

    sampled: SampledBlock
    measure: Measure
    values: NDArray[np.float32]
    compared: NDArray[np.bool_]


def own_values(
    found: Sequence[SampledBlock], measures: Sequence[Measure], chosen: Sequence[int] | None = None
) -> tuple[list[int], list[OwnValues]]:
    """Positions of the complete metrics, and their values block by block and by measure.

    A metric is complete where it covers each pool that any metric covers; `chosen` are taken
    for complete.
    """
    covers = [one.members @ np.isnan(one.block.scores) == 0 for one in found]
    complete = list(_complete(np.concatenate(covers)) if chosen is None else chosen)
    return complete, [
        _values(one, measure, covers[place][:, complete], complete)
        for place, one in enumerate(found)
        for measure in measures
    ]


def _values(
    one: SampledBlock, measure: Measure, covers: NDArray[np.bool_], chosen: Sequence[int]
) -> OwnValues:
    filled = filled_scores(one.block, chosen)
    values = values_of_columns(measure, one.block.performances, filled, one.members, "scores")
    compared = np.asarray(covers.all(axis=1))
    return OwnValues(one, measure, np.where(covers, values, np.float32("nan")), compared)


def filled_scores(block: Block, chosen: Sequence[int]) -> Array:
    """Scores of some metrics, each missing one replaced by the metric's highest: (n, k).

    A missing score touches no pool that its metric covers.
    """
    scores = block.scores[:, chosen]
    highest = np.where(np.isnan(scores), -np.inf, scores).max(axis=0, initial=-np.inf)
    return np.where(np.isnan(scores), np.where(np.isfinite(highest), highest, 0.0), scores)


def _complete(covers: NDArray[np.bool_]) -> list[int]:
    """Positions of the metrics that cover each pool that any metric covers: of (N, q)."""
    some = covers.any(axis=1)
    return [int(place) for place in np.flatnonzero(covers[some].all(axis=0) & some.any())]


@dataclass(frozen=True)
class BlockSums:
    """Sums over the sampled pools of each block, all measures together.

    Attributes
    ----------
    found : sequence of SampledBlock
        The B blocks.
    wins : array, shape (B, ...)
        Sums of shares of the win.
    contests : array, shape (B, ...)
        Contests; broadcast against the wins.
    """

    found: Sequence[SampledBlock]
    wins: Array
    contests: Array

    def by_backbone(self) -> Iterator[tuple[str, Array]]:
        """For each backbone, and for all of several, the mean shares within givens: (G, ...).

        NaN without a contest.
        """
        names = [one.block.backbone for one in self.found]
        for name in with_all(names):
            chosen = np.array([name in (ALL, own) for own in names])
            yield name, self._shares(np.flatnonzero(chosen))

    def _shares(self, chosen: NDArray[np.intp]) -> Array:
        givens = [self.found[index].block.given for index in chosen]
        names, group = np.unique(givens, return_inverse=True)
        weight = np.array([self.found[index].weight for index in chosen])
        sums = []
        for numbers in (self.wins, np.broadcast_to(self.contests, self.wins.shape)):
            total = np.zeros((len(names), *numbers.shape[1:]))
            np.add.at(total, group, numbers[chosen] * weight.reshape(-1, *[1] * (numbers.ndim - 1)))
            sums.append(total)
        nothing = np.full(sums[0].shape, np.nan)
        return np.asarray(np.divide(sums[0], sums[1], out=nothing, where=sums[1] > 0))


def with_all(names: Sequence[str]) -> list[str]:
    """The different backbones in alphabetical order, and "all" where there are several."""
    each = sorted(set(names))
    return [*each, *([ALL] if len(each) > 1 else [])]


def rates(by_given: Array) -> Array:
    """Win rates from shares within givens, each given weighing the same: (G, ...) to (...)."""
    known = ~np.isnan(by_given)
    total, count = np.where(known, by_given, 0.0).sum(axis=0), known.sum(axis=0)
    mean = np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)
    return np.asarray(level_ties(mean))
