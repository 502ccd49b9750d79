"""Can any two metrics be compared in a scenario, and if not, in which pools could they?"""

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from setupscope.data.pools import SMALLEST_POOL, count_among
from setupscope.data.scoring.blocks import Block, blocks
from setupscope.data.study.study import Scenario, Study
from setupscope.data.study.transfers import Transfers


def nothing_competes(study: Study, transfers: Transfers, scenario: Scenario) -> str:
    """Why no setup of a scenario has scores of two metrics for all candidates; empty if one has.

    A study of one metric has nothing to compare but baselines, which is no gap in it.
    """
    if len(study.metrics) < 2:
        return ""
    most = 0
    for block in blocks(study, transfers, scenario.name):
        common = list(_common(block))
        if any(count_among(study.pools, block.candidates, mask) for mask in common):
            return ""
        most = max(most, *(mask.bit_count() for mask in common))
    what = f"{scenario.candidates}s of a {scenario.given}"
    why = (
        f"no two metrics can be compared in {scenario.name}: no pool has scores of two metrics for"
        f" all of its candidates ({study.pools}; two metrics share at most {most} {what})"
    )
    if most < SMALLEST_POOL:
        return f"{why}, and a pool needs {SMALLEST_POOL}"
    return (
        f"{why}; use smaller pools (--min-pool {most}), or keep only what every metric scores"
        " (--complete)"
    )


def _common(block: Block) -> Iterator[int]:
    """The candidates of a block that both metrics of each pair score, as a mask."""
    for one, other in combinations((~np.isnan(block.scores)).T, 2):
        yield sum(1 << place for place in np.flatnonzero(one & other).tolist())
