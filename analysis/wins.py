"""Who wins: in what share of the setups is each metric the best of those compared?"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from narwhals.typing import IntoFrame

from analysis.counts import count_rankings, covers, metrics_of

NEVER_COVERED = "the metric has no score for all candidates of any pool here"


def win_rates(
    setups: IntoFrame, metrics: Sequence[str] | None = None, by: Sequence[str] = ()
) -> pd.DataFrame:
    """Win rates of the metrics, in each scenario and in each part of it.

    In a setup, the best metric has a share of 1; k metrics that tie for the best have 1/k
    each. A win rate is the mean over givens of each given's mean share, so each given
    weighs the same, with its backbones and measures pooled.

    Parameters
    ----------
    setups : frame of setups
        Anything that narwhals takes: a DuckDB relation, a pandas or Polars frame, ...
    metrics : sequence of str, optional
        Keys of the metrics compared; by default all that the frame has.
    by : sequence of str
        Components whose levels are parts: given, backbone, measure, pool_size.

    Returns
    -------
    pandas.DataFrame
        A row per scenario, part and metric, ordered by scenario and part, with the metrics
        in the order given:

        - `scenario`, then the components of `by`;
        - `metric`: its key;
        - `wins`: sum of its shares over the setups that it covers;
        - `win_rate`: from 0 to 1; null where it covers no setup of the part;
        - `undefined`: setups that it covers but in which it has no value, and cannot win;
        - `not_covered`: setups that it leaves, for lack of a score of a pool member;
        - `setups`, `givens`: how many the part has;
        - `reason`: why `win_rate` is null, else null.

        Empty where the frame is.

    Raises
    ------
    InputError
        When a metric or component is unknown.

    Notes
    -----
    Win rates follow Agostinelli et al. 2022 (arXiv 2204.01403), with ties shared and givens
    weighted equally.
    """
    known = metrics_of(setups)
    metrics = list(known if metrics is None else metrics)
    counts = count_rankings(setups, metrics, by)
    parts = ["scenario", *by]
    by_given = _shares(counts, metrics, known, list(dict.fromkeys([*parts, "given"])))
    by_given["share"] = by_given["wins"] / by_given["covered"].where(by_given["covered"] > 0)
    totals = by_given.groupby([*parts, "metric"], observed=True)
    table = totals[["wins", "undefined", "not_covered", "setups"]].sum()
    table.insert(1, "win_rate", totals["share"].mean())
    table["givens"] = totals["given"].nunique() if "given" not in by else 1
    table["reason"] = table["win_rate"].isna().map({True: NEVER_COVERED, False: None})
    return table.reset_index().astype({"metric": "str"})


def _shares(
    counts: pd.DataFrame, metrics: Sequence[str], known: Sequence[str], keys: list[str]
) -> pd.DataFrame:
    """A row per `keys` and metric: `wins`, `covered`, `undefined`, `not_covered`, `setups`.

    Setups are counted by how many metrics tie, as integers, and only then divided, so that
    the order of rows cannot touch the last digit.
    """
    values = counts[list(metrics)].to_numpy()
    covered = covers(counts, metrics, known)
    best = values == np.nanmax(np.where(covered, values, -np.inf), axis=1, initial=-np.inf)[:, None]
    tied = best.sum(axis=1)
    long = counts[keys].loc[counts.index.repeat(len(metrics))].reset_index(drop=True)
    long["metric"] = pd.Categorical(list(metrics) * len(counts), categories=list(metrics))
    setups = np.repeat(counts["setups"].to_numpy(), len(metrics))
    long["setups"] = setups
    long["covered"] = setups * covered.ravel()
    long["undefined"] = setups * (covered & np.isnan(values)).ravel()
    long["not_covered"] = setups * ~covered.ravel()
    sharing = range(1, len(metrics) + 1)
    for k in sharing:
        long[f"best of {k}"] = setups * (best & (tied == k)[:, None]).ravel()
    sums = long.groupby([*keys, "metric"], observed=True).sum().reset_index()
    sums["wins"] = 0.0
    for k in sharing:
        sums["wins"] += sums.pop(f"best of {k}") / k
    return sums
