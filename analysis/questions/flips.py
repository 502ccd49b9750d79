"""Which single choice changes the winner?"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from setupscope.analysis.frames.rows import Components, Metrics, Setups, fetch
from setupscope.analysis.questions.conclusion import NO_RIVAL, NO_WINNER
from setupscope.analysis.questions.documentation import documented
from setupscope.analysis.questions.leads import Array, ranked_metrics
from setupscope.analysis.questions.restrictions import Restrictions
from setupscope.analysis.resampling.bootstrap import TOO_FEW_GIVENS, draws_for, interval, resampled
from setupscope.data.study.measured import MeasuredStudy

NO_CHOICE = "no part of the slice can be restricted any further"


@documented
def flips(
    setups: Setups,
    study: MeasuredStudy,
    metrics: Metrics = None,
    by: Components = (),
    seed: int = 0,
) -> pd.DataFrame:
    """Every single restriction of each scenario, and whether it dethrones the winner.

    {parameters}
    study : MeasuredStudy
        Whose setups these are; it names the candidates.

    Returns
    -------
    pandas.DataFrame
        A row per scenario, part and restriction that leaves some of the setups, but not
        all; ordered as `restrictions.RESTRICTED` and the levels are:

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

    {raises}
    """
    found: list[dict[str, object]] = []
    for levels, part in fetch(setups, metrics, by).parts(by):
        found += _table(levels, Restrictions.of(part, study, str(levels["scenario"])), seed)
    return pd.DataFrame(found, columns=["scenario", *by, *COLUMNS])


COLUMNS = (
    *("component", "value", "winner", "by", "low", "high", "flips"),
    *("setups", "givens", "reason"),
)


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
    for index, rival in enumerate(rivals):
        left = found.setups[index]
        component, value = found.names[index]
        restricted = {"component": component, "value": str(value), "flips": False}
        counts = {"setups": int(left.sum()), "givens": int((left > 0).sum())}
        ends = {"low": low[index], "high": high[index]}
        row = _outcome(found.metrics, rates[index], old, rival)
        few = TOO_FEW_GIVENS if np.isnan(low[index]) else None
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
    for index, rival in enumerate(rivals):
        if rival is not None:
            together[(found.setups[index] > 0).tobytes()].append((index, rival))
    for pairs in together.values():
        index, best = np.array(pairs).T
        present = found.setups[index[0]] > 0
        count = int(present.sum())
        weights = draws_for({count}, seed).get(count)
        if weights is not None:
            of_rival = found.shares[index, :, best][:, present].T
            of_old = found.shares[index, :, old][:, present].T
            draws = resampled(of_rival, weights) - resampled(of_old, weights)
            low[index], high[index] = interval(draws, count)
    return low, high
