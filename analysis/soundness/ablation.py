"""Does a conclusion live on one candidate?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.rows import Metrics, Rows, Setups
from setupscope.analysis.questions.flips import why_not
from setupscope.analysis.questions.restrictions import WITH, WITHOUT, Restrictions
from setupscope.analysis.questions.shares import NO_WINNER, ranked_metrics
from setupscope.analysis.soundness.parts import by_backbone
from setupscope.analysis.soundness.sampled import ALL, Array, one_thread
from setupscope.data.masks import Masks
from setupscope.data.study.measured import MeasuredStudy

NO_VALUE = "the metric has no value with it, or none without it"
IN_EACH_POOL = "no pool leaves it out"


class Ablation(NamedTuple):
    """Two tables on what is left out: who wins without it, and what values change."""

    winners: pd.DataFrame
    values: pd.DataFrame


WINNER_COLUMNS = [
    *("scenario", "backbone", "left_out", "winner", "without", "stays", "by"),
    *("candidates", "givens", "reason"),
]
VALUE_COLUMNS = [
    *("scenario", "backbone", "left_out", "measure", "metric"),
    *("mean", "mean_without", "change", "reason"),
]


def candidate_ablation(setups: Setups, study: MeasuredStudy, metrics: Metrics = None) -> Ablation:
    """The pools without each candidate: does the winner stay, and what do values change by?

    Parameters
    ----------
    setups : frame of setups
        Anything that narwhals takes: a DuckDB relation, a pandas or Polars frame, ...
    study : MeasuredStudy
        Whose setups these are; it names the candidates.
    metrics : sequence of str, optional
        Keys of the metrics compared; by default all that the frame has.

    Returns
    -------
    Ablation
        `winners` has a row per scenario, backbone ("all" where there are several) and candidate
        that some pools have and others have not:

        - `scenario`, `backbone`, `left_out`: the candidate;
        - `winner`: the metric with the highest win rate over all pools; `without`: that over
          the pools without the candidate, `winner` where it ties for it;
        - `stays`: whether the winner is still among the best;
        - `by`: the win rate of the best other metric minus the old winner's, −1 to 1: above 0
          where the winner does not stay;
        - `candidates` (those left), `givens`;
        - `reason`: why there is no winner, else null. One row with a reason alone where no
          metric wins, or no pool leaves a candidate out.

        `values` has one per scenario, backbone, such candidate, measure and metric: `mean`,
        `mean_without`: mean value over all pools and over those without it, each given weighing
        the same, in units of the measure; `change`: the second minus the first; `reason` of a
        null.

    Raises
    ------
    InputError
        When a metric is unknown.
    """
    rows = fetch(setups, metrics)
    winners = [
        {**levels, **row}
        for levels, part in by_backbone(rows)
        for row in _winners(part, study, levels["scenario"])
    ]
    values = [
        {**levels, **row}
        for levels, part in rows.parts(())
        for row in _values(part, study, str(levels["scenario"]))
    ]
    return Ablation(
        pd.DataFrame(winners, columns=WINNER_COLUMNS), pd.DataFrame(values, columns=VALUE_COLUMNS)
    )


def _winners(part: Rows, study: MeasuredStudy, scenario: str) -> Iterator[dict[str, object]]:
    found = Restrictions.of(part, study, scenario, (WITH, WITHOUT))
    nothing = why_not(found)
    if nothing:
        yield {"givens": part.givens, "reason": nothing}
        return
    old = int(ranked_metrics(found.whole_rates)[0])
    count = len(study.names_of(scenario).candidates)
    for (kind, name), rates, left in zip(found.names, found.rates, found.setups, strict=True):
        if kind == WITHOUT:
            row = {"left_out": str(name), "candidates": count - 1, "givens": int((left > 0).sum())}
            yield {**row, **beside_old(found.metrics, rates, old)}


def beside_old(metrics: tuple[str, ...], rates: Array, old: int) -> dict[str, object]:
    """Who wins by some rates, and whether that is still the metric that won before."""
    row: dict[str, object] = {"winner": metrics[old]}
    if np.isnan(rates).all():
        return {**row, "reason": NO_WINNER}
    others = np.where(np.isnan(rates), -np.inf, rates)
    others[old] = -np.inf
    best = int(others.argmax())
    by = float(rates[best] - rates[old])
    return {**row, "without": metrics[best if by > 0 else old], "stays": by <= 0, "by": by}


@dataclass(frozen=True)
class ValueSums:
    """Sums and counts of values by backbone, given, measure and metric: (B, G, M, q) each."""

    sums: Array
    counts: Array

    def means(self, backbone: int | None) -> Array:
        """Means over givens of each given's mean, of one backbone or of all: (M, q)."""
        chosen = slice(None) if backbone is None else slice(backbone, backbone + 1)
        sums, counts = self.sums[chosen].sum(axis=0), self.counts[chosen].sum(axis=0)
        return mean_of_givens(sums, counts)


def mean_of_givens(sums: Array, counts: Array) -> Array:
    """Means over the first axis of sums over counts, leaving out what has none."""
    known = counts > 0
    means = np.divide(sums, counts, out=np.zeros(sums.shape), where=known)
    total, often = means.sum(axis=0), known.sum(axis=0)
    return np.asarray(np.divide(total, often, out=np.full(total.shape, np.nan), where=often > 0))


def _values(part: Rows, study: MeasuredStudy, scenario: str) -> Iterator[dict[str, object]]:
    names = study.names_of(scenario).candidates
    whole, inside = _value_sums(part, len(names))
    backbones = list(part.levels["backbone"])
    several = part.level_count("backbone") > 1
    for place in [*range(len(backbones)), *([None] if several else [])]:
        if place is not None and not whole.counts[place].any():
            continue
        backbone = ALL if place is None else str(backbones[place])
        means = whole.means(place)
        for bit, name in enumerate(names):
            own = inside[bit]
            without = ValueSums(whole.sums - own.sums, whole.counts - own.counts)
            if own.counts.any() and without.counts.any():
                row: dict[str, object] = {"backbone": backbone, "left_out": name}
                keys = part.levels["measure"], part.metrics
                yield from changes(row, keys, means, without.means(place))


def changes(
    row: dict[str, object],
    keys: tuple[tuple[str, ...] | tuple[int, ...], tuple[str, ...]],
    means: Array,
    without: Array,
) -> Iterator[dict[str, object]]:
    """A row per measure and metric: mean values before and after, (M, q) each."""
    for at, measure in enumerate(keys[0]):
        for metric, before, after in zip(keys[1], means[at], without[at], strict=True):
            numbers = {"mean": before, "mean_without": after, "change": after - before}
            reason = NO_VALUE if np.isnan(after - before) else None
            if not np.isnan(means[at]).all():
                yield {**row, "measure": measure, "metric": metric, **numbers, "reason": reason}


def _value_sums(part: Rows, candidates: int) -> tuple[ValueSums, list[ValueSums]]:
    """Sums over all setups, and over those with each candidate in the pool."""
    shape = tuple(len(part.levels[name]) for name in ("backbone", "given", "measure"))
    group = np.ravel_multi_index(
        tuple(part.codes[name] for name in ("backbone", "given", "measure")), shape
    )
    order = np.argsort(group, kind="stable")
    values = part.values[order].astype(np.float64)
    known = ~np.isnan(values)
    numbers = np.concatenate([np.where(known, values, 0.0), known], axis=1)
    inside = _inside(part.number("pool")[order], candidates)
    ends = np.cumsum(np.bincount(group, minlength=int(np.prod(shape))))
    total = np.zeros((candidates + 1, len(ends), numbers.shape[1]))
    with one_thread():
        for place, (start, end) in enumerate(zip([0, *ends[:-1]], ends, strict=True)):
            total[0, place] = numbers[start:end].sum(axis=0)
            total[1:, place] = inside[start:end].T.astype(np.float64) @ numbers[start:end]
    split = np.split(total.reshape(candidates + 1, *shape, -1), 2, axis=-1)
    whole, *own = (ValueSums(*both) for both in zip(*split, strict=True))
    return whole, own


def _inside(pools: Masks, candidates: int) -> NDArray[np.uint8]:
    """1 where a candidate is in the pool: (N, candidates)."""
    if pools.dtype == object:
        return np.array([pools >> bit & 1 for bit in range(candidates)], np.uint8).T
    octets = pools.astype("<i8").view(np.uint8).reshape(-1, 8)
    return np.unpackbits(octets, axis=1, count=candidates, bitorder="little")
