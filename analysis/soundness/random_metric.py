"""How often does a metric win that knows nothing at all?"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

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
        sums = _sums(found, own, columns)
    rows = _rows(sums, len(complete))
    return pd.DataFrame(
        [{"scenario": scenario, **row, "draws": draws, "pools": pools} for row in rows],
        columns=COLUMNS,
    )


COLUMNS = [
    *("scenario", "backbone", "win_rate", "q95", "metrics"),
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
    found: Sequence[SampledBlock], own: Sequence[OwnValues], columns: Sequence[Array]
) -> BlockSums:
    """Wins of each random metric beside the study's: (B, draws)."""
    measures = len(own) // len(found)
    sums = np.zeros((2, len(found), columns[0].shape[1]))
    for place, one in enumerate(own):
        at, members = place // measures, one.sampled.members
        performances = one.sampled.block.performances
        values = values_of_columns(one.measure, performances, columns[at], members, "scores")
        sums[:, at] += _share_beside(values[one.compared], one.values[one.compared])
    return BlockSums(found, *sums)


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


def _rows(sums: BlockSums, complete: int) -> Iterator[dict[str, object]]:
    for name, shares in sums.by_backbone():
        drawn = rates(shares)
        givens = int((~np.isnan(shares)).any(axis=1).sum())
        row: dict[str, object] = {"backbone": name, "metrics": complete, "givens": givens}
        if not complete or not givens:
            yield {**row, "reason": NO_CONTEST if complete else NO_COMPLETE}
            continue
        q95 = float(np.quantile(drawn, 0.95))
        yield {**row, "win_rate": float(drawn.mean()), "q95": q95, "reason": None}


def against_random(random: pd.DataFrame, rates: pd.DataFrame) -> pd.DataFrame:
    """Which metrics win more often than a random one, and which do not.

    Parameters
    ----------
    random : pandas.DataFrame
        The table of `random_metric`.
    rates : pandas.DataFrame
        The table of `win_rates`, with a column `backbone`.

    Returns
    -------
    pandas.DataFrame
        A row per backbone and metric that covers all contests: `scenario`, `backbone`, `metric`;
        `win_rate`, `low`, `high` of the metric among those of the study; `random`, `q95`: mean
        and 95 % quantile of a random metric's win rate; `place`: "above" where the interval lies
        above `q95`, "below" where the win rate is less than `random`, else "within"; null
        without an interval, below 6 givens, unless it is below; `reason` of a null.
    """
    keys = ["scenario", "backbone"]
    chance = random[[*keys, "win_rate", "q95", "reason"]]
    chance = chance.rename(columns={"win_rate": "random", "reason": "why"})
    own = rates[~rates["partial"].astype(bool)]
    table = own[[*keys, "metric", "win_rate", "low", "high", "reason"]].merge(chance, on=keys)
    table["place"] = [_place(row) for row in table.to_dict("records")]
    table["reason"] = table["why"].where(table["why"].notna(), table["reason"])
    return table[[*keys, *PLACE_COLUMNS]]


PLACE_COLUMNS = ("metric", "win_rate", "low", "high", "random", "q95", "place", "reason")
ABOVE, WITHIN, BELOW = "above", "within", "below"


def _place(row: Mapping[Hashable, Any]) -> str | None:
    if row["win_rate"] < row["random"]:
        return BELOW
    if np.isnan(row["low"]) or np.isnan(row["q95"]):
        return None
    return ABOVE if row["low"] > row["q95"] else WITHIN
