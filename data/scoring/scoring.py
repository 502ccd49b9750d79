"""What value does every metric get in every setup of a study?

Setups are scored a batch of pools at a time, so that memory stays bounded however wide
the pool rule is. Their order is that of the store: scenario in the study's order, given,
backbone, measure in the study's order, pool size, pool.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from setupscope.data.errors import InputError
from setupscope.data.limits import MAX_SETUPS
from setupscope.data.measures import MEASURES, Measure
from setupscope.data.pools import members, pools, with_bits
from setupscope.data.scoring.blocks import Block, blocks
from setupscope.data.study.study import Study
from setupscope.data.study.transfers import Transfers

POOLS_AT_ONCE = 8192
"""Pools in one batch: their matrices stay in the processor's cache."""


@dataclass(frozen=True)
class Batch:
    """Setups of one block and measure.

    Attributes
    ----------
    block : Block
        Scenario, given and backbone.
    measure : Measure
        The evaluation measure.
    pool_size : array of int8, shape (N,)
        Number of candidates in the pool.
    pool, roster : array of int64, shape (N,)
        Masks over the scenario's candidates; the roster has the given put back.
    covered : array of int64, shape (N,)
        Bit i: metric i, in the study's order, has a score for every member of the pool.
    values : array of float32, shape (N, q)
        Value of each metric; NaN where it is undefined or the metric does not cover the pool.
    """

    block: Block
    measure: Measure
    pool_size: NDArray[np.int8]
    pool: NDArray[np.int64]
    roster: NDArray[np.int64]
    covered: NDArray[np.int64]
    values: NDArray[np.float32]


def count_setups(study: Study, transfers: Transfers) -> dict[str, int]:
    """Number of setups by scenario, in the study's order.

    Raises
    ------
    InputError
        When a given has too few candidates, a scenario too many, or there are more than
        100 million setups in all.
    """
    counts = {
        scenario.name: len(study.measures)
        * sum(study.pools.count(len(b.bits)) for b in blocks(study, transfers, scenario.name))
        for scenario in study.scenarios
    }
    if sum(counts.values()) > MAX_SETUPS:
        raise InputError(
            f"{study.pools} gives {sum(counts.values()):,} setups,"
            f" but at most {MAX_SETUPS:,} are accepted; narrow the pool rule"
        )
    return counts


def scored(study: Study, transfers: Transfers, scenario: str) -> Iterator[Batch]:
    """All setups of a scenario, in the store's order."""
    for block in blocks(study, transfers, scenario):
        all_pools = pools(study.pools, len(block.bits))
        for key in study.measures:
            for start in range(0, len(all_pools), POOLS_AT_ONCE):
                yield score(block, MEASURES[key], all_pools[start : start + POOLS_AT_ONCE])


def score(block: Block, measure: Measure, masks: NDArray[np.int64]) -> Batch:
    """The setups of one block and measure for pools given as masks over the block's candidates."""
    inside = members(masks, len(block.bits))
    covers = inside @ np.isnan(block.scores) == 0
    values = measure.block(block.performances, _filled(block.scores), inside)
    pool = with_bits(inside, block.bits)
    given = 0 if block.given_bit is None else 1 << block.given_bit
    return Batch(
        block=block,
        measure=measure,
        pool_size=inside.sum(axis=1).astype(np.int8),
        pool=pool,
        roster=pool | np.int64(given),
        covered=with_bits(covers, np.arange(covers.shape[1])),
        values=np.where(covers, values, np.nan).astype(np.float32),
    )


def _filled(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scores with each missing one replaced by one its metric has: it touches no covered pool."""
    filled = scores.copy()
    for column in filled.T:
        present = column[~np.isnan(column)]
        column[np.isnan(column)] = present[0] if len(present) else 0.0
    return filled
