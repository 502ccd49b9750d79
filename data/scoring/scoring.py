"""What value does every metric get in every setup of a study?

Setups are scored a row group at a time, so that memory stays bounded however wide the pool
rule is. Their order is that of the store: scenario in the study's order, given,
backbone, measure in the study's order, pool size, pool.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from setupscope.data.errors import InputError
from setupscope.data.limits import MAX_SETUPS
from setupscope.data.masks import Masks, members, sizes_of, with_bits
from setupscope.data.measures import MEASURES, Measure
from setupscope.data.pools import pools
from setupscope.data.scoring.blocks import Block, blocks
from setupscope.data.scoring.outcomes import Rankings, distinct, ranks
from setupscope.data.scoring.row_groups import RowGroup, row_groups
from setupscope.data.study.study import Study
from setupscope.data.study.transfers import Transfers

POOLS_AT_ONCE = 2048
"""Pools in one matrix product: its matrices stay in the cache of one core."""


@dataclass(frozen=True)
class Batch:
    """Setups of one block and measure.

    Attributes
    ----------
    block : Block
        Scenario, given and backbone.
    measure : Measure
        The evaluation measure.
    pool_size : array of int16, shape (N,)
        Number of candidates in the pool.
    pool, roster : array of masks, shape (N,)
        Over the scenario's candidates; the roster has the given put back.
    covered : array of int64, shape (N,)
        Bit i: metric i, in the study's order, has a score for every member of the pool.
    values : array of float32, shape (N, q)
        Value of each metric; NaN where it is undefined or the metric does not cover the pool.
    rankings : Rankings
        In which order they rank the metrics.
    """

    block: Block
    measure: Measure
    pool_size: NDArray[np.int16]
    pool: Masks
    roster: Masks
    covered: Masks
    values: NDArray[np.float32]
    rankings: Rankings


def count_setups(study: Study, transfers: Transfers, most: int | None = None) -> dict[str, int]:
    """Number of setups by scenario, in the study's order.

    Parameters
    ----------
    study, transfers
        What is scored.
    most : int, optional
        Setups in all that are accepted; by default 100 million.

    Raises
    ------
    InputError
        When a given has too few candidates or too many, or there are more setups than that.
    """
    counts = {
        scenario.name: len(study.measures_of(scenario.name))
        * sum(study.pools.count(len(b.bits)) for b in blocks(study, transfers, scenario.name))
        for scenario in study.scenarios
    }
    most = MAX_SETUPS if most is None else most
    if sum(counts.values()) > most:
        raise InputError(
            f"{study.pools} gives {sum(counts.values()):,} setups,"
            f" but at most {most:,} are accepted; narrow the pool rule"
        )
    return counts


def scored(study: Study, transfers: Transfers, scenario: str) -> Iterator[Batch]:
    """All setups of a scenario, in the store's order."""
    for group in row_groups(study, transfers, scenario):
        yield from score_group(group)


def score_group(group: RowGroup) -> list[Batch]:
    """The setups of a row group: a batch for each of its measures."""
    masks = pools(group.rule, group.block.candidates, group.start, group.stop)
    return [score(group.block, MEASURES[key], masks) for key in group.measures]


def score(block: Block, measure: Measure, masks: Masks) -> Batch:
    """The setups of one block and measure for pools given as masks over the block's candidates."""
    starts = range(0, len(masks), POOLS_AT_ONCE)
    few = [_score_few(block, measure, masks[start : start + POOLS_AT_ONCE]) for start in starts]
    pool, covered, values = (np.concatenate(parts) for parts in zip(*few, strict=True))
    given = 0 if block.given_bit is None else 1 << block.given_bit
    return Batch(
        block=block,
        measure=measure,
        pool_size=sizes_of(masks).astype(np.int16),
        pool=pool,
        roster=pool | given,
        covered=covered,
        values=values,
        rankings=distinct(ranks(values, measure.direction)),
    )


def _score_few(
    block: Block, measure: Measure, masks: Masks
) -> tuple[Masks, Masks, NDArray[np.float32]]:
    """The pools as masks over the scenario's candidates, who covers them, and the values."""
    inside = members(masks, len(block.bits))
    covers = inside @ np.isnan(block.scores) == 0
    values = measure.block(block.performances, _filled(block.scores), inside)
    return (
        with_bits(inside, block.bits, block.names),
        with_bits(covers, np.arange(covers.shape[1]), covers.shape[1]),
        np.where(covers, values, np.nan).astype(np.float32),
    )


def _filled(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scores with each missing one replaced by one its metric has: it touches no covered pool."""
    filled = scores.copy()
    for column in filled.T:
        present = column[~np.isnan(column)]
        column[np.isnan(column)] = present[0] if len(present) else 0.0
    return filled
