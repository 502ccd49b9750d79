"""Would another run of the fine-tuning have the same winner?

The performances of a study are measured once, or averaged over a few runs. They are moved by
noise of a known or assumed size, and everything is scored again.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from setupscope.analysis.questions.shares import NO_WINNER, ONE_METRIC, ranked_metrics
from setupscope.analysis.soundness.family_ablation import shares_among
from setupscope.analysis.soundness.many_columns import values_of_columns
from setupscope.analysis.soundness.sampled import (
    Array,
    BlockSums,
    OwnValues,
    SampledBlock,
    filled_scores,
    measures_of,
    one_thread,
    own_values,
    rates,
    sampled_blocks,
    with_all,
)
from setupscope.data.scoring.blocks import blocks
from setupscope.data.study.gain import gains
from setupscope.data.study.study import Study
from setupscope.data.study.transfers import Transfers
from setupscope.data.vocabulary import PERFORMANCE_ERROR

Progress = Callable[[int, int], None]
"""Is told how many steps of how many are done."""

DRAWS = 200
POOLS = 150
"""Pools of a given that are scored again at most: half of what the sample else has, for time."""
SIZES = (0.005, 0.01, 0.02)
"""Assumed standard errors, in units of the performance's bounds or range."""
MEASURED, ASSUMED = "measured", "assumed"


def nothing(*_: object) -> None:
    """Tells nobody."""


def seed_noise(
    study: Study,
    transfers: Transfers,
    scenario: str,
    draws: int = DRAWS,
    pools: int = POOLS,
    seed: int = 0,
    progress: Progress = nothing,
) -> pd.DataFrame:
    """The winner where performances are moved by the noise of another run.

    Parameters
    ----------
    study, transfers, scenario
        Whose complete metrics are compared. Where the transfers have a column
        `performance_error`, noise has these standard errors, and none where one is null.
    draws : int
        Rescorings; each size of noise has the same ones, scaled.
    pools : int
        Pools of a given that are scored, at most.
    seed : int
        Of the noise and of the pools.
    progress : callable
        Is told how many blocks of how many are scored; what it raises ends the work.

    Returns
    -------
    pandas.DataFrame
        A row per size of noise and backbone ("all" where there are several):

        - `scenario`, `backbone`;
        - `noise`: "measured", or "assumed" where the study has no standard errors;
        - `size`: the assumed standard error, in units of the bounds that the study states of its
          performance, or else of its range; null where it is measured;
        - `winner`: the metric with the highest win rate in these pools without noise;
        - `lead_without`: its lead over the next, 0 to 1;
        - `same`: share of the draws in which it wins, ties shared;
        - `lead`: mean over the draws of its win rate minus that of the best other metric, −1 to
          1; `lead_q05`: its 5 % quantile;
        - `draws`, `pools` (of a given, at most), `givens`;
        - `reason`: why a number is null, else null.

    Raises
    ------
    InputError
        When a given has too few candidates for a single pool.

    Notes
    -----
    Performances are cut off at bounds only where the study states these.
    """
    found = sampled_blocks(study, transfers, scenario, pools, seed)
    rerun = Rerun.of(study, transfers, scenario, draws, seed)
    table = []
    with one_thread():
        complete, own = own_values(found, measures_of(study, scenario))
        metrics = [study.metric_keys[place] for place in complete]
        if len(metrics) > 1:
            for step, (size, every) in enumerate(rerun.performances()):
                steps = (step * len(found), len(rerun.sizes) * len(found))
                sums = _sums(found, own, every, complete, (progress, *steps))
                table += [{**size, **row} for row in _rows(found, own, sums, metrics)]
        else:
            backbones = with_all([one.block.backbone for one in found])
            table = [{"backbone": backbone, "reason": ONE_METRIC} for backbone in backbones]
    named = {"scenario": scenario, "draws": draws, "pools": pools}
    return pd.DataFrame([{**named, **row} for row in table], columns=COLUMNS)


COLUMNS = [
    *("scenario", "backbone", "noise", "size", "winner", "lead_without", "same"),
    *("lead", "lead_q05", "draws", "pools", "givens", "reason"),
]


@dataclass(frozen=True)
class Rerun:
    """The performances of other runs, for the blocks of a scenario.

    Attributes
    ----------
    study, transfers, scenario
        Whose performances are moved.
    noise : array, shape (N, draws)
        Standard normal, for each transfer of the scenario's table.
    sizes : list of tuple
        For each size of noise its name, the assumed size (else NaN), and the standard error of each
        transfer: (N,) or a number.
    """

    study: Study
    transfers: Transfers
    scenario: str
    noise: Array
    sizes: list[tuple[str, float, Array]]

    @classmethod
    def of(
        cls, study: Study, transfers: Transfers, scenario: str, draws: int, seed: int
    ) -> "Rerun":
        """Draws of noise for a scenario."""
        table = study.table(study.scenario(scenario).table)
        rows = transfers.of_table(table.key)
        noise = np.random.default_rng([seed, 2]).standard_normal((len(rows), draws))
        errors = standard_errors(rows)
        if errors is not None:
            sizes = [(MEASURED, np.nan, errors)]
        else:
            low, high = table.performance_bounds or _range(rows)
            sizes = [(ASSUMED, size, np.full(len(rows), size * (high - low))) for size in SIZES]
        return cls(study, Transfers(rows), scenario, noise, sizes)

    def performances(self) -> Iterator[tuple[dict[str, object], list[Array]]]:
        """Each size of noise, and the performances of each block's candidates: (n, draws)."""
        scenario = self.study.scenario(self.scenario)
        measured = self.transfers.table["performance"].to_numpy().astype(np.float64)
        bounds = self.study.table(scenario.table).performance_bounds
        for name, size, errors in self.sizes:
            moved = measured[:, None] + errors[:, None] * self.noise
            moved = moved if bounds is None else moved.clip(*bounds)
            yield {"noise": name, "size": size}, self._of_blocks(moved)

    def _of_blocks(self, moved: Array) -> list[Array]:
        """Performances of the transfers, (N, draws), as each block has its candidates."""
        if self.study.scenario(self.scenario).performance == "gain":
            moved = gains(self.transfers.table.to_pandas(), pd.DataFrame(moved)).to_numpy()
        return [moved[rows] for rows in self._rows_of_blocks()]

    def _rows_of_blocks(self) -> list[NDArray[np.int64]]:
        """The rows of the transfers that are each block's candidates, in the block's order."""
        table = self.transfers.table
        place = table.column_names.index("performance")
        rows = pa.array(np.arange(len(table), dtype=np.float64))
        numbered = Transfers(table.set_column(place, "performance", rows))
        scenario = replace(self.study.scenario(self.scenario), performance="measured")
        study = replace(self.study, scenarios=(scenario,))
        found = blocks(study, numbered, self.scenario)
        return [block.performances.astype(np.int64) for block in found]


def standard_errors(rows: pa.Table) -> Array | None:
    """The standard error of each transfer's performance, 0 where there is none; none of them."""
    if PERFORMANCE_ERROR not in rows.column_names:
        return None
    errors = rows[PERFORMANCE_ERROR].to_numpy().astype(np.float64)
    return None if np.isnan(errors).all() else np.nan_to_num(errors)


def _range(rows: pa.Table) -> tuple[float, float]:
    performances = rows["performance"].to_numpy()
    return float(performances.min()), float(performances.max())


def _sums(
    found: Sequence[SampledBlock],
    own: Sequence[OwnValues],
    performances: Sequence[Array],
    complete: Sequence[int],
    told: tuple[Progress, int, int],
) -> BlockSums:
    """Wins of the complete metrics among themselves in each draw: (B, q, draws)."""
    progress, done, total = told
    draws, measures = performances[0].shape[1], len(own) // len(found)
    wins, contests = np.zeros((len(found), len(complete), draws)), np.zeros((len(found), 1, draws))
    for place, one in enumerate(own):
        at = place // measures
        each = [
            values_of_columns(
                one.measure, scores, performances[at], one.sampled.members, "performances"
            )[one.compared]
            for scores in filled_scores(one.sampled.block, complete).T
        ]
        best = np.fmax.reduce(each)
        tied = np.maximum(np.sum([values == best for values in each], axis=0), 1)
        wins[at] += [((values == best) / tied).sum(axis=0) for values in each]
        contests[at] += (~np.isnan(best)).sum(axis=0)
        if place % measures == measures - 1:
            progress(done + at + 1, total)
    return BlockSums(found, wins, contests)


def _rows(
    found: Sequence[SampledBlock],
    own: Sequence[OwnValues],
    sums: BlockSums,
    metrics: Sequence[str],
) -> Iterator[dict[str, object]]:
    without = dict(shares_among(found, own, len(own) // len(found)).by_backbone())
    for backbone, shares in sums.by_backbone():
        before = rates(without[backbone])
        givens = int((~np.isnan(without[backbone])).any(axis=1).sum())
        row: dict[str, object] = {"backbone": backbone, "givens": givens}
        if np.isnan(before).any():
            yield {**row, "reason": NO_WINNER}
            continue
        first, second = ranked_metrics(before)[:2].tolist()
        drawn = rates(shares.transpose(0, 2, 1))
        best = drawn == drawn.max(axis=1, keepdims=True)
        lead = drawn[:, first] - np.delete(drawn, first, axis=1).max(axis=1)
        yield {
            **row,
            "winner": metrics[first],
            "lead_without": float(before[first] - before[second]),
            "same": float((best[:, first] / best.sum(axis=1)).mean()),
            "lead": float(lead.mean()),
            "lead_q05": float(np.quantile(lead, 0.05)),
            "reason": None,
        }
