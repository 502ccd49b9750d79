"""And is it so: which metric does a slice favour, by how much, and does that survive?

A conclusion is about one scenario. Its doubt has two axes: the givens and the candidates
that happen to be in the study.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd
from narwhals.typing import IntoFrame
from numpy.typing import NDArray
from scipy import stats

from analysis.bootstrap import LEVEL, TOO_FEW_GIVENS, Weights, draws_for, interval, resampled
from analysis.counts import count_rankings, metrics_of
from analysis.jackknife import Candidates, standard_error, variance
from analysis.rows import Integers, Rows, compact, fetch, means
from analysis.wins import GivenShares, given_shares

ALL = "all"
CLEAR = "clear"
CLEAR_HERE = "clear for these candidates"
UNDECIDED = "undecided"
DEPENDS = "depends on the measure"
NO_WINNER = "no metric has a value in any setup"
NO_RIVAL = "only one metric is compared"

Part = dict[str, str | int]


@dataclass(frozen=True)
class Lead:
    """The lead of the winner over another metric.

    Attributes
    ----------
    metric : str
        The other metric.
    lead : float
        Difference of the two win rates.
    low, high : float
        95 % expanded percentile interval over givens; NaN below 6 givens.
    half_width : float
        Half-width t · SE over givens and candidates; NaN where there is none.
    reason : str or None
        Why the interval or the half-width is missing.
    """

    metric: str
    lead: float
    low: float
    high: float
    half_width: float
    reason: str | None


def conclusion(
    setups: IntoFrame,
    metrics: Sequence[str] | None = None,
    by: Sequence[str] = (),
    seed: int = 0,
) -> pd.DataFrame:
    """The metric that each scenario favours, its lead, and the verdict on it.

    Parameters
    ----------
    setups : frame of setups
        Anything that narwhals takes: a DuckDB relation, a pandas or Polars frame, ...
    metrics : sequence of str, optional
        Keys of the metrics compared; by default all that the frame has.
    by : sequence of str
        Components whose levels are parts: given, backbone, measure, pool_size.
    seed : int
        Of the draws of givens.

    Returns
    -------
    pandas.DataFrame
        A row per scenario, part and measure, and, where a part has several measures, one
        for all of them together:

        - `scenario`, then the components of `by`;
        - `measure`: its key, or "all";
        - `winner`: the metric with the highest win rate, the first of those that tie; null
          where no metric has a value;
        - `runner_up`, `lead`: the next, and the difference of the two win rates, 0 to 1;
        - `low`, `high`: 95 % expanded percentile interval of the lead over givens, the
          candidates held; null below 6 givens;
        - `verdict`: "clear" where every lead of the winner exceeds t · SE over givens and
          candidates; "clear for these candidates" where the interval over givens of every
          lead is above 0; else "undecided". For all measures together, "depends on the
          measure" where their winners differ;
        - `setups`, `givens`: how many there are;
        - `reason`: why a number is null or the candidates could not be resampled.

        Empty where the frame is.

    Raises
    ------
    InputError
        When a metric or component is unknown.

    Notes
    -----
    Two metrics or givens that win together are a tie: the lead is 0, and undecided.
    """
    known = metrics_of(setups)
    compared = list(known if metrics is None else metrics)
    counts = count_rankings(setups, compared, [*by, "measure"])
    rows = fetch(setups, compared, by)
    together = {_key(part.levels): part for part in given_shares(counts, compared, known, by)}
    weights = draws_for({len(part.givens) for part in together.values()}, seed)
    split = [*by, *([] if "measure" in by else ["measure"])]
    found = []
    for key, part_rows in _keyed(rows, by):
        singles = _keyed(part_rows, split)
        of_measure = {_key(s.levels): s for s in given_shares(counts, compared, known, split)}
        single = [
            _conclude(of_measure[at], r, weights, _measure(of_measure[at])) for at, r in singles
        ]
        found += single
        if len(single) > 1:
            found.append(_overall(_conclude(together[key], part_rows, weights, ALL), single))
    return pd.DataFrame(found, columns=["scenario", *dict.fromkeys([*by, "measure"]), *COLUMNS])


COLUMNS = (
    *("winner", "runner_up", "lead", "low", "high"),
    *("verdict", "setups", "givens", "reason"),
)


def leads_of_winner(
    setups: IntoFrame, metrics: Sequence[str] | None = None, seed: int = 0
) -> pd.DataFrame:
    """Every lead of each scenario's winner, with both kinds of doubt; all measures together.

    Parameters
    ----------
    setups, metrics, seed
        As for `conclusion`.

    Returns
    -------
    pandas.DataFrame
        A row per scenario and metric besides the winner, the smallest lead first:
        `scenario`, `winner`, `metric`, `lead` (0 to 1); `low`, `high` (95 % interval over
        givens, candidates held; null below 6 givens); `half_width` (t · SE over givens and
        candidates; null where candidates cannot be resampled); `verdict` of the scenario,
        whatever its measures say one by one; `reason` of a null.
    """
    known = metrics_of(setups)
    compared = list(known if metrics is None else metrics)
    counts = count_rankings(setups, compared, ())
    parts = list(given_shares(counts, compared, known, ()))
    weights = draws_for({len(part.givens) for part in parts}, seed)
    found: list[dict[str, object]] = []
    for part, (_, rows) in zip(parts, fetch(setups, compared).parts(()), strict=True):
        order = np.argsort(-np.nan_to_num(part.rates, nan=-1.0), kind="stable")
        every = leads(part, rows, order, weights.get(len(part.givens)))
        common = {**part.levels, "winner": part.metrics[order[0]], "verdict": verdict(every)}
        found += [{**common, **asdict(lead)} for lead in every]
    return pd.DataFrame(found, columns=["scenario", "winner", *LEAD_COLUMNS])


LEAD_COLUMNS = ("metric", "lead", "low", "high", "half_width", "verdict", "reason")


def _key(levels: Part) -> tuple[str | int, ...]:
    return tuple(levels.values())


def _keyed(rows: Rows, by: Sequence[str]) -> Iterator[tuple[tuple[str | int, ...], Rows]]:
    for levels, part in rows.parts(by):
        yield _key(levels), part


def _measure(part: GivenShares) -> str:
    return str(part.levels["measure"])


def _conclude(
    part: GivenShares, rows: Rows, weights: Mapping[int, Weights], measure: str
) -> dict[str, object]:
    """One row of the table."""
    found: dict[str, object] = {**part.levels, "measure": measure, "verdict": UNDECIDED}
    found |= {"setups": int(part.setups.sum()), "givens": len(part.givens)}
    if not np.nansum(part.rates) > 0:
        return {**found, "reason": NO_WINNER}
    order = np.argsort(-np.nan_to_num(part.rates, nan=-1.0), kind="stable")
    found["winner"] = part.metrics[order[0]]
    if len(order) < 2:
        return {**found, "reason": NO_RIVAL}
    every = leads(part, rows, order, weights.get(len(part.givens)))
    first = every[0]
    return {
        **found,
        "runner_up": first.metric,
        "lead": first.lead,
        "low": first.low,
        "high": first.high,
        "verdict": verdict(every),
        "reason": first.reason,
    }


def _overall(row: dict[str, object], single: list[dict[str, object]]) -> dict[str, object]:
    """The row of all measures, whose verdict depends on them where their winners differ."""
    winners = {part.get("winner") for part in single} - {None}
    return {**row, "verdict": DEPENDS} if len(winners) > 1 else row


def verdict(every: Sequence[Lead]) -> str:
    """The verdict on a winner by all its leads; what cannot be resampled is undecided."""
    if all(lead.lead > lead.half_width for lead in every):
        return CLEAR
    return CLEAR_HERE if all(lead.low > 0 for lead in every) else UNDECIDED


def leads(
    part: GivenShares, rows: Rows, order: NDArray[np.intp], weights: Weights | None
) -> list[Lead]:
    """The leads of the first metric of `order` over each other, in that order."""
    winner, others = order[0], order[1:]
    by_given = part.shares[:, [winner]] - part.shares[:, others]
    # The lead of the win rates; where all givens are covered it is the mean of the leads.
    lead = part.rates[winner] - part.rates[others]
    nothing = np.full(len(others), np.nan)
    low, high = nothing, nothing
    if weights is not None:
        draws = resampled(part.shares, weights)
        low, high = interval(draws[:, [winner]] - draws[:, others], len(part.givens))
    margin, candidates = margins(by_given, rows, winner, others)
    reason = TOO_FEW_GIVENS if weights is None else candidates.reason
    names = [part.metrics[metric] for metric in others]
    numbers = zip(lead.tolist(), low.tolist(), high.tolist(), margin.tolist(), strict=True)
    return [Lead(name, *n, reason) for name, n in zip(names, numbers, strict=True)]


def margins(
    by_given: NDArray[np.float64], rows: Rows, winner: int, others: NDArray[np.intp]
) -> tuple[NDArray[np.float64], Candidates]:
    """Half-widths t · SE of leads: (k,), NaN where there is no standard error.

    `by_given` has the leads within each given, (G, k).
    """

    def lead_of_sets(part: Rows, sets: Integers, many: int) -> NDArray[np.float64]:
        shares = rates_of_sets(part, sets, many)
        return shares[:, [winner]] - shares[:, others]

    of_candidates, candidates = variance(rows, lead_of_sets)
    givens = len(by_given)
    if givens < 2 or candidates.free < 2:
        return np.full(len(others), np.nan), candidates
    of_givens = by_given.var(axis=0, ddof=1) / givens
    errors = [
        standard_error(c, g, candidates) for c, g in zip(of_candidates, of_givens, strict=True)
    ]
    freedom = min(givens, candidates.free) - 1
    return stats.t.ppf((1 + LEVEL) / 2, freedom) * np.array(errors), candidates


def rates_of_sets(rows: Rows, sets: Integers, many: int) -> NDArray[np.float64]:
    """Win rates over the setups of each set of candidates, each given weighing the same.

    Returns
    -------
    array, shape (many, q)
    """
    givens = len(rows.levels["given"])
    cell, cells = compact(sets * givens + rows.codes["given"], many * givens)
    by_given = means(cell, rows.rankings.shares[rows.ranking])
    return means(cells // givens, by_given)
