"""Which setups are scored together, and stored in one row group?

A row group is what one core scores at a time. It holds one block, and as many of its measures
as it has room for, or else a part of the pools of one measure: so a filter on any of them
skips whole row groups.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from setupscope.data.pools import PoolRule
from setupscope.data.scoring.blocks import Block, blocks
from setupscope.data.study.study import Study
from setupscope.data.study.transfers import Transfers

ROW_GROUP = 65_536
"""Most rows of a row group."""


@dataclass(frozen=True)
class RowGroup:
    """Setups of one block that lie together; small, for nothing of them is computed yet.

    Attributes
    ----------
    block : Block
        Scenario, given and backbone, with their numbers.
    rule : PoolRule
        Which pools the block has.
    measures : tuple of str
        Keys of the evaluation measures.
    start, stop : int
        The pools of each measure: positions among the block's, from `start` to before `stop`.
    """

    block: Block
    rule: PoolRule
    measures: tuple[str, ...]
    start: int
    stop: int

    @property
    def setups(self) -> int:
        """Number of setups."""
        return len(self.measures) * (self.stop - self.start)


def row_groups(study: Study, transfers: Transfers, scenario: str) -> Iterator[RowGroup]:
    """The row groups of a scenario, in the store's order."""
    measures = study.measures_of(scenario)
    for block in blocks(study, transfers, scenario):
        pools = study.pools.count(len(block.bits))
        together = max(1, ROW_GROUP // pools)
        for first in range(0, len(measures), together):
            some = measures[first : first + together]
            for start in range(0, pools, ROW_GROUP):
                stop = min(start + ROW_GROUP, pools)
                yield RowGroup(block, study.pools, some, start, stop)
