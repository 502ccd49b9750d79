"""Is the winner clear, in a slice and under each single restriction of it?"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.rows import Metrics, Rows, Setups
from setupscope.analysis.questions.conclusion import COLUMNS, Conclusion
from setupscope.analysis.questions.leads import SIGNIFICANT, UNDECIDED, Array, is_decided
from setupscope.analysis.questions.restrictions import Restrictions
from setupscope.analysis.questions.shares import (
    GivenShares,
    RankedSetups,
    ranked_metrics,
    rates_of,
)
from setupscope.analysis.resampling.bootstrap import FEWEST_GIVENS
from setupscope.analysis.resampling.sign_flips import sign_flip_p
from setupscope.data.study.measured import MeasuredStudy


def whole_of(setups: Setups, metrics: Metrics = None, seed: int = 0) -> dict[str, object]:
    """What `conclusion` says of setups of one scenario over all measures, whatever each says.

    Returns
    -------
    dict
        The columns of `conclusion` but `measure`; empty without setups. The verdict is none below
        6 givens and where no metric wins, and never "depends on the measure"; see
        `measures_differ`.

    Raises
    ------
    InputError
        When a metric is unknown.
    """
    for levels, part in fetch(setups, metrics).parts(()):
        row = Conclusion.of(part, levels, seed).row()
        return {**dict.fromkeys(COLUMNS, np.nan), **row}
    return {}


def measures_differ(setups: Setups, metrics: Metrics = None, seed: int = 0) -> bool:
    """Whether clear winners differ between the measures of setups of one scenario.

    Raises
    ------
    InputError
        When a metric is unknown.
    """
    parts = fetch(setups, metrics, ("measure",)).parts(("measure",))
    every = [RankedSetups.of(part, {}).field_shares() for _, part in parts]
    won = [(shares, _winner(shares)) for shares in every if shares.givens]
    if len({winner for _, winner in won}) < 2:
        return False
    return len({winner for shares, winner in won if is_decided(shares, seed)}) > 1


def _winner(shares: GivenShares) -> str:
    return shares.metrics[int(ranked_metrics(shares.rates)[0])]


def verdicts(
    setups: Setups,
    study: MeasuredStudy,
    component: str,
    metrics: Metrics = None,
    seed: int = 0,
) -> pd.DataFrame:
    """The verdict on the winner under each restriction of one kind.

    Parameters
    ----------
    setups, study, metrics, seed
        As for `flips`.
    component : str
        given, backbone, measure, pool_size, with or without, or a kind of `families.FAMILIES`.

    Returns
    -------
    pandas.DataFrame
        A row per scenario and restriction that leaves some of the setups, but not all:
        `scenario`; `value`, the level, candidate or family; `verdict`, that of `conclusion` on the
        setups that are left, null below 6 givens and where no metric wins.
    """
    found: list[dict[str, object]] = []
    for levels, part in fetch(setups, metrics).parts(()):
        of_part = Restrictions.of(part, study, str(levels["scenario"]), (component,))
        for index, (_, value) in enumerate(of_part.names):
            verdict = verdict_under(of_part, index, study, seed)
            found.append({**levels, "value": value, "verdict": verdict})
    return pd.DataFrame(found, columns=["scenario", "value", "verdict"])


def verdict_under(found: Restrictions, index: int, study: MeasuredStudy, seed: int) -> str | None:
    """The verdict on the winner under one of several restrictions."""
    shares = found.shares[index]
    shares = shares[~np.isnan(shares).any(axis=1)]
    return verdict_of(shares, lambda: found.rows(index, study).compare(found.metrics), seed)


def verdict_of(shares: Array, rows: Callable[[], Rows], seed: int) -> str | None:
    """The verdict of `conclusion` on some setups, which are looked at only if it takes them.

    Parameters
    ----------
    shares : array, shape (G, k)
        Mean shares within each given that has contests.
    rows : callable
        Gives the setups, with these k metrics.
    """
    if len(shares) < FEWEST_GIVENS or shares.shape[1] < 2:
        return None
    first, *others = ranked_metrics(rates_of(shares)).tolist()
    if not (sign_flip_p(shares[:, [first]] - shares[:, others], seed) <= SIGNIFICANT).all():
        return UNDECIDED
    return Conclusion.of(rows(), {}, seed).verdict
