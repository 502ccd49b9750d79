"""Does a conclusion live on one family of candidates?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from setupscope.analysis.questions.shares import NO_WINNER, ONE_METRIC, ranked_metrics
from setupscope.analysis.soundness.ablation import (
    VALUE_COLUMNS,
    WINNER_COLUMNS,
    Ablation,
    beside_old,
    changes,
    mean_of_givens,
)
from setupscope.analysis.soundness.sampled import (
    ALL,
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
    with_all,
)
from setupscope.data.pools import SMALLEST_POOL
from setupscope.data.scoring.blocks import candidates
from setupscope.data.study.study import Study
from setupscope.data.study.transfers import Transfers

TOO_FEW = f"fewer than {SMALLEST_POOL} candidates, or than a pool needs, are left for any given"


def family_ablation(
    study: Study,
    transfers: Transfers,
    scenario: str,
    pools: int = POOLS,
    seed: int = 0,
) -> Ablation:
    """The study without each family of candidates, scored again under the same pool rule.

    Parameters
    ----------
    study, transfers, scenario
        Whose candidates are in `study.families`. Only its complete metrics are compared.
    pools : int
        Pools of a given that are scored at most, with the family and without it.
    seed : int
        Of the pools.

    Returns
    -------
    Ablation
        As of `candidate_ablation`, where `left_out` is a family that has candidates in the
        scenario, and not all of them. Givens that have too few candidates left are left out; if
        that leaves none, the numbers are null. Both tables are empty where no family is known.

    Raises
    ------
    InputError
        When a given of the whole study has too few candidates for a single pool.
    """
    families = study.families_among(candidates(study, transfers, scenario))
    if not families:
        empty = pd.DataFrame(columns=WINNER_COLUMNS), pd.DataFrame(columns=VALUE_COLUMNS)
        return Ablation(*empty)
    with one_thread():
        whole = Rescored.of(study, transfers, scenario, pools, seed)
        left = {
            family: _without(study, transfers, scenario, names, (pools, seed), whole.metrics)
            for family, names in families.items()
        }
    winners = [row for family, own in left.items() for row in _winners(whole, own, family)]
    values = [row for family, own in left.items() if own for row in _values(whole, own, family)]
    named = {"scenario": scenario}
    return Ablation(
        pd.DataFrame([{**named, **row} for row in winners], columns=WINNER_COLUMNS),
        pd.DataFrame([{**named, **row} for row in values], columns=VALUE_COLUMNS),
    )


@dataclass(frozen=True)
class Rescored:
    """The sampled pools of a scenario, and what its complete metrics get there.

    Attributes
    ----------
    metrics : tuple of str
        The complete metrics.
    measures : tuple of str
        Keys of the evaluation measures.
    candidates : int
        All that stand in some pool.
    wins : BlockSums
        Of the metrics among themselves.
    sums, counts : array, shape (B, measures, metrics)
        Of values, block by block.
    """

    metrics: tuple[str, ...]
    measures: tuple[str, ...]
    candidates: int
    wins: BlockSums
    sums: Array
    counts: Array

    @classmethod
    def of(
        cls,
        study: Study,
        transfers: Transfers,
        scenario: str,
        pools: int,
        seed: int,
        only: Sequence[str] | None = None,
    ) -> "Rescored":
        """The pools of a scenario, scored; of the complete metrics, or of those given."""
        found = sampled_blocks(study, transfers, scenario, pools, seed)
        measures = measures_of(study, scenario)
        chosen = None if only is None else [study.metric_keys.index(metric) for metric in only]
        complete, own = own_values(found, measures, chosen)
        metrics = tuple(study.metric_keys[place] for place in complete)
        everyone = np.unique(np.concatenate([one.block.bits for one in found]))
        shape = (len(found), len(measures), -1)
        each = zip(*map(_sums, own), strict=True)
        sums, counts = (np.array(numbers).reshape(shape) for numbers in each)
        wins = shares_among(found, own, len(measures))
        keys = tuple(measure.key for measure in measures)
        return cls(metrics, keys, len(everyone), wins, sums, counts)

    def means(self, backbone: str) -> Array:
        """Mean values, each given weighing the same: (measures, metrics)."""
        weighted = self.sums * self._weights, self.counts * self._weights
        chosen = [backbone in (ALL, one.block.backbone) for one in self.wins.found]
        givens = [one.block.given for one in self.wins.found]
        names, group = np.unique(givens, return_inverse=True)
        totals = [np.zeros((len(names), *self.sums.shape[1:])) for _ in weighted]
        for total, numbers in zip(totals, weighted, strict=True):
            np.add.at(total, group[chosen], numbers[chosen])
        return mean_of_givens(*totals)

    @property
    def _weights(self) -> Array:
        return np.array([one.weight for one in self.wins.found])[:, None, None]


def _sums(one: OwnValues) -> tuple[Array, Array]:
    values = one.values.astype(np.float64)
    return np.nansum(values, axis=0), (~np.isnan(values)).sum(axis=0).astype(np.float64)


def shares_among(
    found: Sequence[SampledBlock], own: Sequence[OwnValues], measures: int
) -> BlockSums:
    """How the complete metrics share the wins among themselves: (B, q)."""
    metrics = own[0].values.shape[1]
    wins, contests = np.zeros((len(found), metrics)), np.zeros((len(found), 1))
    for place, one in enumerate(own):
        values = one.values[one.compared]
        known = np.where(np.isnan(values), -np.inf, values)
        best = known.max(axis=1, keepdims=True, initial=-np.inf)
        first = (known == best) & (best > -np.inf)
        wins[place // measures] += (first / np.maximum(first.sum(axis=1), 1)[:, None]).sum(axis=0)
        contests[place // measures] += first.any(axis=1).sum()
    return BlockSums(found, wins, contests)


def _without(
    study: Study,
    transfers: Transfers,
    scenario: str,
    names: Sequence[str],
    sample: tuple[int, int],
    metrics: Sequence[str],
) -> Rescored | None:
    """The scenario without some candidates; none where no given has a pool left."""
    own = study.scenario(scenario)
    rows = transfers.of_table(own.table)
    rows = rows.filter(~pc.field(own.candidates).isin(list(names)))
    needed = study.pools.fewest
    sizes = rows.group_by([own.given, "backbone"]).aggregate([([], "count_all")])
    enough = sizes.filter(pc.field("count_all") >= needed).drop_columns("count_all")
    if not len(enough):
        return None
    kept: pa.Table = rows.join(enough, [own.given, "backbone"], join_type="inner")
    order = [(name, "ascending") for name in ("source", "target", "backbone")]
    return Rescored.of(study, Transfers(kept.sort_by(order)), scenario, *sample, metrics)


def _winners(whole: Rescored, left: Rescored | None, family: str) -> Iterator[dict[str, object]]:
    after = dict(left.wins.by_backbone()) if left else {}
    for backbone, shares in whole.wins.by_backbone():
        row: dict[str, object] = {"backbone": backbone, "left_out": family}
        before = rates(shares)
        if len(whole.metrics) < 2 or np.isnan(before).any():
            yield {**row, "reason": ONE_METRIC if len(whole.metrics) < 2 else NO_WINNER}
            continue
        old = int(ranked_metrics(before)[0])
        own = after.get(backbone)
        if left is None or own is None:
            yield {**row, "winner": whole.metrics[old], "reason": TOO_FEW}
            continue
        row |= {"candidates": left.candidates, "givens": int((~np.isnan(own)).any(axis=1).sum())}
        yield {**row, **beside_old(whole.metrics, rates(own), old)}


def _values(whole: Rescored, left: Rescored, family: str) -> Iterator[dict[str, object]]:
    for backbone in with_all([one.block.backbone for one in left.wins.found]):
        row: dict[str, object] = {"backbone": backbone, "left_out": family}
        after = left.means(backbone)
        yield from changes(row, (whole.measures, whole.metrics), whole.means(backbone), after)
