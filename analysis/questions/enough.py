"""How many setups, and how many givens, are enough for a ranking of the metrics that lasts?"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from setupscope.analysis.frames.contests import in_field
from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.rows import Components, Integers, Metrics, Rows, Setups, compact
from setupscope.analysis.questions.documentation import documented
from setupscope.analysis.questions.rank_correlation import tau_b
from setupscope.analysis.questions.shares import RankedSetups

DRAWS = 1_000
SIZES = tuple(2**power for power in range(1, 13))
"""Of samples of setups: 2, 4, 8, ... 4096."""
STABLE = 0.9
"""Mean agreement of two rankings from which they count as the same."""
AT_ONCE = 100_000
"""Sampled setups that are held at a time, few enough for the cache."""
NOT_HERE = "not within this slice"
TOO_FEW_GIVENS = "two samples of givens take 2 givens"

Numbers = NDArray[np.float64]


@documented
def enough(
    setups: Setups,
    metrics: Metrics = None,
    by: Components = (),
    seed: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """Agreement of two rankings from n setups each, and from n givens each.

    Contests of the metrics that cover all of them are ranked; see `win_rates`.

    {parameters}
    seed : int
        Of the samples.
    progress : callable, optional
        Is told how many numbers of units, of how many, are sampled; what it raises ends the
        work.

    Returns
    -------
    pandas.DataFrame
        A row per scenario, part, unit and n:

        - `scenario`, the components of `by`;
        - `unit`: setups or givens; `n`: how many of them; null where there is nothing to draw;
        - `tau`: mean Kendall τ-b of the two rankings of the metrics by their mean rank within
          setups, over 1,000 draws, −1 to 1; 0 where one of them ties them all. Setups are two
          independent samples with replacement of n = 2, 4, 8, ... 4096, each of which holds the
          one before; givens two disjoint samples of n = 1, 2, ... G/2, each with all its setups;
        - `q05`: the 5 % quantile of τ-b over draws;
        - `same_winner`: share of draws in which the two have a best metric in common;
        - `stable`: the smallest n from which `tau` stays at .9 or above, the same for all n
          of a unit; null where there is none within the slice;
    {counted}

    {raises}
    """
    parts = list(fetch(setups, metrics, by).parts(by))
    tick = _ticker(progress, sum(len(SIZES) + part.givens // 2 for _, part in parts))
    found = [
        {**levels, **row}
        for levels, part in parts
        for row in _table(part, np.random.default_rng(seed), tick)
    ]
    return pd.DataFrame(found, columns=["scenario", *by, *COLUMNS])


def _ticker(progress: Callable[[int, int], None] | None, total: int) -> Callable[[], None]:
    """What is called after each step."""
    done = count(1)

    def tick() -> None:
        if progress is not None:
            progress(next(done), total)

    return tick


COLUMNS = ("unit", "n", "tau", "q05", "same_winner", "stable", "setups", "givens", "reason")


def _table(
    part: Rows, rng: np.random.Generator, tick: Callable[[], None]
) -> Iterator[dict[str, object]]:
    ranked = in_field(part)
    nothing = RankedSetups.of(part, {}).why_no_winner()
    common = {"setups": len(part), "givens": part.givens}
    for unit, samples in (("setups", _of_setups), ("givens", _of_givens)):
        few = TOO_FEW_GIVENS if unit == "givens" and ranked.givens < 2 else None
        reason = nothing or few
        if reason:
            yield {"unit": unit, **common, "reason": reason}
            continue
        of_n = []
        for n, two in samples(ranked, rng):
            of_n.append((n, *_agreement(*two)))
            tick()
        stable = _stable([(n, float(tau.mean())) for n, tau, _ in of_n])
        for n, tau, same in of_n:
            numbers = {"n": n, "tau": tau.mean(), "q05": np.quantile(tau, 0.05)}
            row = {"unit": unit, **numbers, "same_winner": same.mean(), "stable": stable, **common}
            yield {**row, "reason": NOT_HERE if np.isnan(stable) else None}


Samples = Iterator[tuple[int, tuple[Numbers, Numbers]]]
"""A number of units, and for each of two samples the sum of ranks in each draw: (draws, q)."""


def _of_setups(ranked: Rows, rng: np.random.Generator) -> Samples:
    """Two independent samples of setups with replacement, which grow to 2, 4, 8, ... each."""
    packed = Packed.of(ranked.rankings.places)
    zeros = np.zeros((DRAWS, packed.metrics))
    first, second, drawn = zeros, zeros, 0
    for n in SIZES:
        first = first + _sums(ranked, packed, n - drawn, rng)
        second = second + _sums(ranked, packed, n - drawn, rng)
        drawn = n
        yield n, (first, second)


@dataclass(frozen=True)
class Packed:
    """Ranks of several metrics as one number each, which are added up together.

    Attributes
    ----------
    columns : list of array of int64, shape (R,)
        Twice the ranks of as many metrics as have room, the sum of 4096 of each below 2 ** width.
    width : int
        Bits of a metric.
    metrics : int
        How many there are.
    """

    columns: list[NDArray[np.int64]]
    width: int
    metrics: int

    @classmethod
    def of(cls, places: Numbers) -> "Packed":
        """Ranks, ties averaged: (R, q)."""
        metrics = places.shape[1]
        width = (2 * metrics * SIZES[-1]).bit_length()
        each = 63 // width
        twice = (2 * places).astype(np.int64)
        shifts = width * np.arange(each)
        parts = (twice[:, start : start + each] for start in range(0, metrics, each))
        return cls([(own << shifts[: own.shape[1]]).sum(axis=1) for own in parts], width, metrics)

    def sums(self, index: Integers) -> Numbers:
        """Sums of ranks over each row of rankings: (draws, n) to (draws, q)."""
        shifts = self.width * np.arange(63 // self.width)
        added = [own.take(index).sum(axis=1)[:, None] >> shifts for own in self.columns]
        return (np.concatenate(added, axis=1)[:, : self.metrics] & ((1 << self.width) - 1)) / 2


def _sums(ranked: Rows, packed: Packed, n: int, rng: np.random.Generator) -> Numbers:
    sizes = [min(AT_ONCE // n, DRAWS - start) for start in range(0, DRAWS, AT_ONCE // n)]
    shapes = [(size, n) for size in sizes]
    # The same numbers as of 64 bits, in less time.
    drawn = (rng.integers(len(ranked), size=shape, dtype=np.uint32) for shape in shapes)
    return np.concatenate([packed.sums(ranked.ranking.take(index)) for index in drawn])


def _of_givens(ranked: Rows, rng: np.random.Generator) -> Samples:
    """Two disjoint samples of givens with all their setups, of 1, 2, ... up to half of them."""
    counts, size = ranked.counts, ranked.givens
    given, _ = compact(counts.codes["given"], len(ranked.levels["given"]))
    total = np.column_stack([counts.sums(given, size, own) for own in ranked.rankings.places.T])
    count = counts.sums(given, size)[:, None]
    for n in range(1, size // 2 + 1):
        order = rng.permuted(np.broadcast_to(np.arange(size), (DRAWS, size)), axis=1)
        first, second = order[:, :n], order[:, n : 2 * n]
        # Means, since samples of givens differ in their numbers of setups.
        means = [total[one].sum(axis=1) / count[one].sum(axis=1) for one in (first, second)]
        yield n, (means[0], means[1])


def _agreement(first: Numbers, second: Numbers) -> tuple[Numbers, NDArray[np.bool_]]:
    """Kendall's τ-b of two rankings, and whether they share a winner, draw by draw."""
    # Sums of equal ranks may differ in their last digit.
    sums = [own.round(9) for own in (first, second)]
    tau = np.nan_to_num(tau_b(*sums), nan=0.0)
    best = [own == own.min(axis=1, keepdims=True) for own in sums]
    return tau, (best[0] & best[1]).any(axis=1)


def _stable(of_n: Sequence[tuple[int, float]]) -> float:
    """The smallest n from which agreement stays; NaN where it does not."""
    found = np.nan
    for n, tau in reversed(of_n):
        if tau < STABLE:
            break
        found = float(n)
    return found
