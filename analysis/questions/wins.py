"""Who wins: in what share of the setups is each metric the best of those compared?"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from setupscope.analysis.frames.counts import count_rankings, covers, metrics_of
from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.fetched import in_order
from setupscope.analysis.frames.rankings import Rankings
from setupscope.analysis.frames.rows import Components, Metrics, Scenarios, Setups, compact
from setupscope.analysis.questions.documentation import documented
from setupscope.analysis.questions.shares import NEVER_COVERED, GivenShares, RankedSetups
from setupscope.analysis.resampling.bootstrap import (
    TOO_FEW_GIVENS,
    first_place,
    interval,
    resampled,
    weights_of,
)
from setupscope.analysis.resampling.near_bounds import SHARE, widened
from setupscope.analysis.slices.slices import origin_of

PARTIAL = "the metric lacks scores, and only metrics with all scores can be first"
NOTHING_COMPARED = "the metric covers no setup that compares the metrics"


@documented
def win_rates(
    setups: Setups, metrics: Metrics = None, by: Components = (), seed: int = 0
) -> pd.DataFrame:
    """Win rates of the metrics, in each scenario and in each part of it.

    In a setup, the best metric has a share of 1; k metrics that tie for the best have 1/k
    each. A win rate is the mean over givens of each given's mean share, so each given
    weighs the same, with its backbones and measures pooled. Only *contests* count: setups in
    which at least two of the metrics have scores for the whole pool, and one has a value. The
    metrics that cover all contests are compared among themselves; one that does not (a
    *partial* metric) with all of these, over the contests that it covers.

    {parameters}
    seed : int
        Of the draws behind `low`, `high` and `p_best`.

    Returns
    -------
    pandas.DataFrame
        A row per scenario, part and metric, ordered by scenario and part, with the metrics
        in the order given:

        - `scenario`, then the components of `by`;
        - `metric`: its key;
        - `wins`: sum of its shares over the contests that it covers;
        - `win_rate`: from 0 to 1; null where it has no contest, or fewer than two metrics
          cover all contests;
        - `low`, `high`: 95 % expanded percentile interval of the win rate over givens,
          10,000 draws, widened near 0 and 1; null below 6 givens;
        - `p_best`: share of those draws in which it has the highest win rate, ties shared;
          a description, no verdict; null as the interval is, and for a partial metric;
        - `undefined`: setups that it covers but in which it has no value, and cannot win;
        - `not_covered`: setups that it leaves, for lack of a score of a pool member;
        - `no_contest`: setups that do not compare the metrics; the same for all of a part;
        - `partial`: whether it lacks scores for some contest, or for all setups;
        - `setups`, `givens`: how many the part has; `covered_givens`: those in which the
          metric has contests, which the win rate and its interval are over;
        - `reason`: why a number of the row is null, else null.

        Empty where the frame is.

    {raises}

    Notes
    -----
    Win rates follow Agostinelli et al. 2022 (arXiv 2204.01403), with ties shared and givens
    weighted equally; the interval is that of Hesterberg 2015, and near a bound the wider one
    of it and Jeffreys'.
    """
    found = [row for part in parts_of(setups, metrics, by) for row in _table(part, seed)]
    return pd.DataFrame(found, columns=["scenario", *by, *COLUMNS])


COLUMNS = (
    *("metric", "wins", "win_rate", "low", "high", "p_best", "undefined", "not_covered"),
    *("no_contest", "partial", "covered_givens", "setups", "givens", "reason"),
)


def _table(part: RankedSetups, seed: int) -> Iterator[dict[str, object]]:
    """The rows of one part, a metric each."""
    field, why = _numbers(part.field_shares(), seed), part.why_no_winner()
    common = {"no_contest": part.no_contest, "setups": part.setups, "givens": len(part.givens)}
    for metric, counts in zip(part.metrics, _counts(part), strict=True):
        if metric in part.field:
            row = {"partial": False, **field[metric]}
        else:
            row = {"partial": counts["not_covered"] > 0}
            row |= _numbers(part.beside(metric), seed)[metric]
            row |= {"p_best": np.nan, "reason": row["reason"] or PARTIAL}
        if np.isnan(row["win_rate"]):
            never = counts["not_covered"] == part.setups
            row |= {"covered_givens": part.givens_of(metric)}
            row |= {"reason": NEVER_COVERED if never else why or NOTHING_COMPARED}
        yield {**part.levels, "metric": metric, **row, **counts, **common}


def _numbers(shares: GivenShares, seed: int) -> dict[str, dict[str, Any]]:
    """Wins, win rate and its doubt of each metric that the shares are of."""
    nothing, givens = np.full(len(shares.metrics), np.nan), len(shares.givens)
    low = high = p_best = nothing
    weights = weights_of(givens, seed)
    if weights is not None:
        draws = resampled(shares.shares, weights)
        low, high = widened(interval(draws, givens), shares.shares, SHARE)
        p_best = first_place(draws)
    wins = [own.sum() for own in shares.wins.T]
    columns = (wins, shares.rates, low, high, p_best)
    rows = [dict(zip(NUMBERS, row, strict=True)) for row in zip(*columns, strict=True)]
    few = TOO_FEW_GIVENS if weights is None else None
    rows = [{**row, "covered_givens": givens, "reason": few} for row in rows]
    return dict(zip(shares.metrics, rows, strict=True))


NUMBERS = ("wins", "win_rate", "low", "high", "p_best")


def _counts(part: RankedSetups) -> Iterator[dict[str, int]]:
    """Setups in which each metric has no value, or lacks scores."""
    covered, valued = part.rankings.covered, ~np.isnan(part.rankings.values)
    undefined, not_covered = part.often @ (covered & ~valued), part.often @ ~covered
    for numbers in zip(undefined.tolist(), not_covered.tolist(), strict=True):
        yield dict(zip(("undefined", "not_covered"), numbers, strict=True))


def parts_of(setups: Setups, metrics: Metrics = None, by: Components = ()) -> list[RankedSetups]:
    """The parts of a frame in their order, ready to be asked who wins.

    A frame is counted in its engine; rows that were fetched already, and those of a store, as
    they are.
    """
    if isinstance(setups, Scenarios) or origin_of(setups) is not None:
        rows = fetch(setups, metrics, by)
        return [RankedSetups.of(part, levels) for levels, part in rows.parts(by)]
    known = metrics_of(setups)
    compared = list(known if metrics is None else metrics)
    counts = count_rankings(setups, compared, by)
    return list(counted_parts(counts, compared, known, by))


def counted_parts(
    counts: pd.DataFrame, metrics: Sequence[str], known: Sequence[str], by: Sequence[str]
) -> Iterator[RankedSetups]:
    """The parts that were counted, in their order.

    `counts` is a table of `count_rankings` that has at least the components of `by`.
    """
    values = counts[list(metrics)].to_numpy(np.float64)
    covered = covers(counts, metrics, known)
    names, given = np.unique(counts["given"].to_numpy(str), return_inverse=True)
    setups = counts["setups"].to_numpy(np.int64)
    for levels, index in _parts(counts, by):
        group, occur = compact(given[index], len(names))
        rankings = Rankings(values[index], covered[index])
        own, each = tuple(names[occur].tolist()), np.arange(len(index))
        yield RankedSetups(levels, tuple(metrics), own, group, each, setups[index], rankings)


def _parts(
    counts: pd.DataFrame, by: Sequence[str]
) -> Iterator[tuple[dict[str, str | int], NDArray[np.intp]]]:
    """The levels and the positions of each part's rows."""
    names = ["scenario", *by]
    groups = counts.groupby(names, observed=True).indices.items()
    found = [(levels if isinstance(levels, tuple) else (levels,), own) for levels, own in groups]
    for levels, index in sorted(found, key=lambda part: [in_order(level) for level in part[0]]):
        yield dict(zip(names, levels, strict=True)), np.asarray(index)
