"""How often does a metric win that knows nothing at all?"""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from setupscope.analysis.soundness.many_columns import values_of_columns
from setupscope.analysis.soundness.sampled import (
    POOLS,
    Array,
    BlockSums,
    OwnValues,
    SampledBlock,
    measures_of,
    one_thread,
    own_values,
    rates,
    sampled_blocks,
)
from setupscope.data.study.study import Study
from setupscope.data.study.transfers import Transfers

DRAWS = 200
NO_COMPLETE = "no metric has scores for all setups that are compared"
NO_CONTEST = "no metric has a value in any setup"


def random_metric(
    study: Study,
    transfers: Transfers,
    scenario: str,
    draws: int = DRAWS,
    pools: int = POOLS,
    seed: int = 0,
) -> pd.DataFrame:
    """The win rate of a metric of independent normal scores, as one metric more.

    Parameters
    ----------
    study, transfers, scenario
        Whose complete metrics it is compared with.
    draws : int
        Random metrics; each has one score for a source and target, the same for all backbones.
    pools : int
        Pools of a given that are scored, at most.
    seed : int
        Of the scores and of the pools.

    Returns
    -------
    pandas.DataFrame
        A row per backbone, and one for "all" where there are several:

        - `scenario`, `backbone`;
        - `win_rate`: mean over the draws, 0 to 1; each given weighs the same;
        - `q95`: the 95 % quantile over the draws;
        - `highest_q95`: that of the highest win rate among as many random metrics as there are
          complete ones, compared with each other alone: what a winner reaches by chance;
        - `metrics`: how many complete metrics there are;
        - `draws`, `pools` (of a given, at most), `givens`;
        - `reason`: why a number is null, else null.

    Raises
    ------
    InputError
        When a given has too few candidates for a single pool.
    """
    found = sampled_blocks(study, transfers, scenario, pools, seed)
    measures = measures_of(study, scenario)
    with one_thread():
        complete, own = own_values(found, measures)
        columns = random_scores(found, draws, seed)
        beside, alone = _sums(found, own, columns, len(complete), len(measures))
    rows = _rows(beside, alone, len(complete))
    return pd.DataFrame(
        [{"scenario": scenario, **row, "draws": draws, "pools": pools} for row in rows],
        columns=COLUMNS,
    )


COLUMNS = [
    *("scenario", "backbone", "win_rate", "q95", "highest_q95", "metrics"),
    *("draws", "pools", "givens", "reason"),
]


def random_scores(found: Sequence[SampledBlock], draws: int, seed: int = 0) -> list[Array]:
    """Scores of random metrics for the candidates of each block: (n, draws) each.

    Those of a given and a candidate are the same in all blocks.
    """
    givens = sorted({one.block.given for one in found})
    most = 1 + max(int(one.block.bits.max()) for one in found)
    every = np.random.default_rng([seed, 1]).standard_normal((len(givens), most, draws))
    return [every[givens.index(one.block.given), one.block.bits] for one in found]


def _sums(
    found: Sequence[SampledBlock],
    own: Sequence[OwnValues],
    columns: Sequence[Array],
    complete: int,
    measures: int,
) -> tuple[BlockSums, BlockSums]:
    """Wins of each random metric beside the study's, and of groups of them among themselves."""
    draws, group = columns[0].shape[1], max(complete, 1)
    beside = np.zeros((2, len(found), draws))
    alone = np.zeros((2, len(found), group, draws))
    for place, one in enumerate(own):
        at, block = place // measures, one.sampled.block
        values = values_of_columns(
            one.measure, block.performances, columns[at], one.sampled.members, "scores"
        )
        beside[:, at] += _share_beside(values[one.compared], one.values[one.compared])
        alone[:, at] += _shares_alone(values, group)
    return BlockSums(found, *beside), BlockSums(found, *alone)


def _share_beside(
    values: NDArray[np.float32], own: NDArray[np.float32]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Sums of the shares and of the contests of each column beside the study's metrics: (k,)."""
    known = np.where(np.isnan(own), -np.inf, own)
    best = known.max(axis=1, keepdims=True, initial=-np.inf)
    tied = (known == best).sum(axis=1, keepdims=True)
    contest = ~np.isnan(values) | (best > -np.inf)
    share = (values > best) + (values == best) / (1.0 + tied)
    return share.sum(axis=0), contest.sum(axis=0).astype(np.float64)


def _shares_alone(
    values: NDArray[np.float32], group: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Sums of the shares of each column and the next ones among themselves: (group, k).

    Group d holds the columns from d on, and goes on with the first after the last.
    """
    members = [np.roll(values, -step, axis=1) for step in range(group)]
    best = np.fmax.reduce(members)
    tied = np.maximum(np.sum([own == best for own in members], axis=0), 1)
    wins = np.stack([((own == best) / tied).sum(axis=0) for own in members])
    contests = (~np.isnan(best)).sum(axis=0).astype(np.float64)
    return wins, np.broadcast_to(contests, wins.shape)


def _rows(beside: BlockSums, alone: BlockSums, complete: int) -> Iterator[dict[str, object]]:
    highest = {name: rates(shares).max(axis=0) for name, shares in alone.by_backbone()}
    for name, shares in beside.by_backbone():
        drawn = rates(shares)
        givens = int((~np.isnan(shares)).any(axis=1).sum())
        row = {"backbone": name, "metrics": complete, "givens": givens}
        if not complete or not givens:
            yield {**row, "reason": NO_CONTEST if complete else NO_COMPLETE}
            continue
        yield {
            **row,
            "win_rate": float(drawn.mean()),
            "q95": float(np.quantile(drawn, 0.95)),
            "highest_q95": float(np.quantile(highest[name], 0.95)),
        }
