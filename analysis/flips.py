"""Which single choice changes the winner?

Every restriction of a slice to one given, backbone, measure or pool size, and to the pools
with or without one candidate, is looked at; all of them come from two sets of counts.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.bootstrap import TOO_FEW_GIVENS, draws_for, interval, resampled
from analysis.conclusion import NO_RIVAL, NO_WINNER
from analysis.leads import Array, ranked_metrics
from analysis.rows import Integers, Rows, Setups, compact, fetch
from analysis.wins import Tally, mean_over_givens
from data.measured import MeasuredStudy
from data.vocabulary import COMPONENTS

NO_CHOICE = "no part of the slice can be restricted any further"
WITH, WITHOUT = "with", "without"
RESTRICTED = (*COMPONENTS, WITH, WITHOUT)
"""What a restriction can be of: a level of a component, a candidate in, a candidate out."""


def flips(
    setups: Setups,
    study: MeasuredStudy,
    metrics: Sequence[str] | None = None,
    by: Sequence[str] = (),
    seed: int = 0,
) -> pd.DataFrame:
    """Every single restriction of each scenario, and whether it dethrones the winner.

    Parameters
    ----------
    setups : frame of setups
        Anything that narwhals takes: a DuckDB relation, a pandas or Polars frame, ...
    study : MeasuredStudy
        Whose setups these are; it names the candidates.
    metrics : sequence of str, optional
        Keys of the metrics compared; by default all that the frame has.
    by : sequence of str
        Components whose levels are parts: given, backbone, measure, pool_size.
    seed : int
        Of the draws of givens.

    Returns
    -------
    pandas.DataFrame
        A row per scenario, part and restriction that leaves some of the setups, but not
        all; ordered as `RESTRICTED` and the levels are:

        - `scenario`, the components of `by`;
        - `component`: given, backbone, measure, pool_size, with or without;
        - `value`: the level, or the candidate that takes part or does not;
        - `winner`: metric with the highest win rate under the restriction; the old winner
          where it ties for it; null where no metric has a value;
        - `by`: that metric's win rate minus the old winner's, above 0 where it flips; where
          it does not, the best other metric's minus the old winner's, 0 or less;
        - `low`, `high`: 95 % expanded percentile interval of `by` over givens; null below
          6 givens;
        - `flips`: whether the old winner is no longer among the best;
        - `setups`, `givens`: how many the restriction leaves;
        - `reason`: why a number is null, else null.

        One row with a reason alone where no metric wins, or no restriction can be made.
        Empty where the frame is.

    Raises
    ------
    InputError
        When a metric or component is unknown.
    """
    found: list[dict[str, object]] = []
    for levels, part in fetch(setups, metrics, by).parts(by):
        found += _table(levels, Restrictions.of(part, study, str(levels["scenario"])), seed)
    return pd.DataFrame(found, columns=["scenario", *by, *COLUMNS])


def win_rates_by_candidate(
    setups: Setups, study: MeasuredStudy, metrics: Sequence[str] | None = None
) -> pd.DataFrame:
    """Win rates over the pools with each candidate, and over those without it.

    Returns
    -------
    pandas.DataFrame
        A row per scenario, restriction that leaves some of the setups but not all, and
        metric: `scenario`, `component` (with or without), `value` (the candidate),
        `metric`, `win_rate` (0 to 1, each given weighing the same; null where the metric
        covers no setup), `setups`, `givens`.
    """
    found: list[dict[str, object]] = []
    for levels, part in fetch(setups, metrics).parts(()):
        of_part = Restrictions.of(part, study, str(levels["scenario"]))
        for (component, value), rates, left in zip(
            of_part.names, of_part.rates, of_part.setups, strict=True
        ):
            if component in (WITH, WITHOUT):
                row = {**levels, "component": component, "value": value}
                row |= {"setups": int(left.sum()), "givens": int((left > 0).sum())}
                own = zip(of_part.metrics, rates.tolist(), strict=True)
                found += [{**row, "metric": metric, "win_rate": rate} for metric, rate in own]
    return pd.DataFrame(found, columns=["scenario", *RATE_COLUMNS])


RATE_COLUMNS = ("component", "value", "metric", "win_rate", "setups", "givens")
COLUMNS = (
    *("component", "value", "winner", "by", "low", "high", "flips"),
    *("setups", "givens", "reason"),
)


@dataclass(frozen=True)
class Restrictions:
    """All R restrictions of some setups, and what each leaves.

    Attributes
    ----------
    metrics : tuple of str
        The q metrics compared.
    names : list of tuple
        Component and value of each restriction.
    shares : array, shape (R, G, q)
        Mean share of each metric within each given; NaN over no setup.
    setups : array of int, shape (R, G)
        How many setups of each given are left.
    whole : array, shape (q,)
        Win rates without any restriction.
    total, givens : int
        Setups and givens without any restriction.
    """

    metrics: tuple[str, ...]
    names: list[tuple[str, str | int]]
    shares: Array
    setups: NDArray[np.int64]
    whole: Array
    total: int
    givens: int

    @classmethod
    def of(cls, part: Rows, study: MeasuredStudy, scenario: str) -> "Restrictions":
        """The restrictions of one part of a scenario."""
        tally = Tally(part.rankings, part.metrics)
        given, occur = compact(part.codes["given"], len(part.levels["given"]))
        cells = Cells(part, tally, given, len(occur))
        candidates = study.names_of(scenario).candidates
        names: list[tuple[str, str | int]] = []
        sums = []
        for component in COMPONENTS:
            levels, of_levels = cells.by_level(component)
            names += [(component, level) for level in levels]
            sums.append(of_levels)
        inside = cells.by_candidate(len(candidates))
        whole = inside[0] + inside[1]
        names += [(key, name) for key in (WITH, WITHOUT) for name in candidates]
        every = np.concatenate([*sums, *inside])
        left = every[:, :, -1].sum(axis=1)
        counted = (left > 0) & (left < whole[0, :, -1].sum())
        total = int(whole[0, :, -1].sum())
        kept = [name for name, there in zip(names, counted, strict=True) if there]
        every = every[counted]
        rates = mean_over_givens(_shares(whole[0], tally))
        return cls(
            part.metrics, kept, _shares(every, tally), every[:, :, -1], rates, total, len(occur)
        )

    @property
    def rates(self) -> Array:
        """Win rates under each restriction: (R, q)."""
        many, givens, metrics = self.shares.shape
        flat = self.shares.transpose(1, 0, 2).reshape(givens, many * metrics)
        return mean_over_givens(flat).reshape(many, metrics)


@dataclass(frozen=True)
class Cells:
    """Counts units of wins in cells of a part: (cells, G, 4 q + 1) each, as `Tally` does."""

    part: Rows
    tally: Tally
    given: Integers
    givens: int

    def by_level(self, component: str) -> tuple[list[str | int], NDArray[np.int64]]:
        """The levels of a component that occur, and the sums of each."""
        code, occur = compact(self.part.codes[component], len(self.part.levels[component]))
        cell = code * self.givens + self.given
        sums = self.tally.sums(cell, len(occur) * self.givens, self.part.ranking)
        levels = [self.part.levels[component][at] for at in occur]
        return levels, sums.reshape(len(occur), self.givens, -1)

    def by_candidate(self, many: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Sums over the setups with each candidate in the pool, and without it."""
        pools = np.array(self.part.levels["pool"], np.int64)
        cell, occur = compact(
            self.given * len(pools) + self.part.codes["pool"], self.givens * len(pools)
        )
        sums = self.tally.sums(cell, len(occur), self.part.ranking)
        given, mask = np.divmod(occur, len(pools))
        member = pools[mask][:, None] >> np.arange(many) & 1
        inside = np.zeros((many, self.givens, sums.shape[1]), np.int64)
        outside = inside.copy()
        for at in range(self.givens):
            # Floats are exact on these counts, and their product is the fast one.
            here, own = member[given == at].astype(float), sums[given == at].astype(float)
            inside[:, at] = here.T @ own
            outside[:, at] = own.sum(axis=0) - inside[:, at]
        return inside, outside


def _shares(sums: NDArray[np.int64], tally: Tally) -> Array:
    """Mean shares of the win: sums (..., 4 q + 1) to (..., q); NaN where nothing is covered."""
    units, covered, *_ = np.split(sums[..., :-1], 4, axis=-1)
    nothing = np.full(units.shape, np.nan)
    wins = units / tally.rankings.unit
    return np.asarray(np.divide(wins, covered, out=nothing, where=covered > 0))


def _table(
    levels: Mapping[str, str | int], found: Restrictions, seed: int
) -> Iterator[dict[str, object]]:
    """A row per restriction."""
    nothing = NO_WINNER if not np.nansum(found.whole) > 0 else NO_CHOICE
    if nothing == NO_WINNER or not found.names:
        counts = {"setups": found.total, "givens": found.givens}
        yield {**levels, **counts, "flips": False, "reason": nothing}
        return
    old = int(ranked_metrics(found.whole)[0])
    rates = found.rates
    rivals = [_rival(own, old) for own in rates]
    low, high = _intervals(found, rivals, old, seed)
    for at, rival in enumerate(rivals):
        left = found.setups[at]
        component, value = found.names[at]
        restricted = {"component": component, "value": str(value), "flips": False}
        counts = {"setups": int(left.sum()), "givens": int((left > 0).sum())}
        ends = {"low": low[at], "high": high[at]}
        row = _outcome(found.metrics, rates[at], old, rival)
        few = TOO_FEW_GIVENS if np.isnan(low[at]) else None
        yield {**levels, **restricted, **counts, **ends, "reason": few, **row}


def _rival(rates: Array, old: int) -> int | None:
    """The best metric besides the old winner; none where no metric has a value."""
    others = [metric for metric in ranked_metrics(rates).tolist() if metric != old]
    return others[0] if others and np.nansum(rates) > 0 else None


def _outcome(
    metrics: Sequence[str], rates: Array, old: int, rival: int | None
) -> dict[str, object]:
    """The winner under a restriction, and by how much."""
    if rival is None:
        alone = np.nansum(rates) > 0
        return {"winner": metrics[old], "reason": NO_RIVAL} if alone else {"reason": NO_WINNER}
    by = float(np.nan_to_num(rates[rival]) - np.nan_to_num(rates[old]))
    return {"winner": metrics[rival if by > 0 else old], "by": by, "flips": by > 0}


def _intervals(
    found: Restrictions, rivals: Sequence[int | None], old: int, seed: int
) -> tuple[Array, Array]:
    """Intervals over givens of each rival's lead; restrictions with the same givens together."""
    low, high = np.full(len(rivals), np.nan), np.full(len(rivals), np.nan)
    together: dict[bytes, list[tuple[int, int]]] = defaultdict(list)
    for at, rival in enumerate(rivals):
        if rival is not None:
            together[(found.setups[at] > 0).tobytes()].append((at, rival))
    for pairs in together.values():
        at, best = np.array(pairs).T
        present = found.setups[at[0]] > 0
        many = int(present.sum())
        weights = draws_for({many}, seed).get(many)
        if weights is not None:
            of_rival = found.shares[at, :, best][:, present].T
            of_old = found.shares[at, :, old][:, present].T
            draws = resampled(of_rival, weights) - resampled(of_old, weights)
            low[at], high[at] = interval(draws, many)
    return low, high
