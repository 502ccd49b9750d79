"""What matters: how much of what decides between two metrics is each choice of setup?"""

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from setupscope.analysis.frames.rows import Components, Metrics, Rows, Setups, fetch, means
from setupscope.analysis.questions.documentation import documented

MAIN = ("given", "backbone", "measure")
"""Components whose levels are crossed to cells; what is left within a cell is the pool."""
SAME_EVERYWHERE = "the two metrics stand alike in every setup"
NO_SETUP = "no setup has a value of both"
INCOMPLETE = "some combination of given, backbone and measure has no such setup"

Numbers = NDArray[np.float64]


@documented
def importance(setups: Setups, metrics: Metrics = None, by: Components = ()) -> pd.DataFrame:
    """Shares of the variance of who beats whom, component by component.

    {parameters}

    Returns
    -------
    pandas.DataFrame
        Five rows per scenario, part and pair of metrics:

        - `scenario`, the components of `by`, `a`, `b`: metrics, in the study's order;
        - `component`: pool, given, backbone, measure, interactions;
        - `share`: of the variance of +1 where `a` has the higher value, −1 where `b` has, 0
          where they tie; 0 to 1, and 1 in sum. Every combination of given, backbone and
          measure weighs the same; pool is what varies within one, interactions what is left
          between them. Null where the variance is 0, and, but for the pool, where a
          combination has no setup with both values;
    {counted}

    {raises}

    Notes
    -----
    A balanced analysis of variance; setups in which either metric has no value are left out.
    """
    rows = fetch(setups, metrics, by)
    found = [{**levels, **row} for levels, part in rows.parts(by) for row in _table(part)]
    return pd.DataFrame(found, columns=["scenario", *by, *COLUMNS])


COLUMNS = ("a", "b", "component", "share", "setups", "givens", "reason")
COMPONENTS = ("pool", *MAIN, "interactions")


def _table(part: Rows) -> Iterator[dict[str, object]]:
    common = {"setups": len(part), "givens": part.givens}
    pairs = list(combinations(range(len(part.metrics)), 2))
    for (a, b), (mean, square) in zip(pairs, _cells(part, pairs), strict=True):
        shares, reason = _shares(part, mean, square)
        for component in COMPONENTS:
            share = shares.get(component, np.nan)
            why = reason if np.isnan(share) else None
            named = {"a": part.metrics[a], "b": part.metrics[b], "component": component}
            yield {**named, "share": share, **common, "reason": why}


def _cells(part: Rows, pairs: Sequence[tuple[int, int]]) -> Iterator[tuple[Numbers, Numbers]]:
    """For each pair the mean of the signs and of their squares in each cell; NaN in an empty one.

    Both have an axis per main component, in the order of its levels in the part.
    """
    shape = tuple(part.groups([name])[1] for name in MAIN)
    place = np.zeros(len(part), np.int64)
    for name in MAIN:
        place = place * part.groups([name])[1] + part.groups([name])[0]
    for a, b in pairs:
        sign = np.sign(part.rankings.values[:, a] - part.rankings.values[:, b])[part.ranking]
        both = means(place, np.column_stack([sign, np.abs(sign)]))
        whole = np.full((int(np.prod(shape)), 2), np.nan)
        whole[: len(both)] = both
        yield whole[:, 0].reshape(shape), whole[:, 1].reshape(shape)


def _shares(part: Rows, mean: Numbers, square: Numbers) -> tuple[dict[str, float], str | None]:
    if np.isnan(mean).all():
        return {}, NO_SETUP
    within = float(np.nanmean(square - mean**2))
    between = float(np.nanmean((mean - np.nanmean(mean)) ** 2))
    total = within + between
    if total < 1e-15:
        return {}, SAME_EVERYWHERE
    pool = {"pool": within / total}
    if np.isnan(mean).any():
        return pool, INCOMPLETE
    shares = pool | {
        name: float(mean.mean(axis=tuple({0, 1, 2} - {axis})).var()) / total
        for axis, name in enumerate(MAIN)
    }
    return shares | {"interactions": max(0.0, 1 - sum(shares.values()))}, None
