"""If a metric sees a gap between two candidates, how large is the gap in performance?"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from setupscope.analysis.resampling.bootstrap import (
    TOO_FEW_GIVENS,
    interval,
    resampled,
    weights_of,
)
from setupscope.analysis.resampling.near_bounds import SHARE, widened
from setupscope.analysis.soundness.sampled import ALL, Array, with_all
from setupscope.data.scoring.blocks import Block, blocks
from setupscope.data.study.study import Study
from setupscope.data.study.transfers import Transfers

EDGES = (0.0, 0.25, 0.5, 1.0, 1.5, 2.0, np.inf)
"""Of bins of gaps in score, in standard deviations; each holds its lower end."""
LARGE = 1.0
"""Gaps in score above it should have the right sign."""
NO_PAIR = "no pair of candidates has a gap in score of this size"
NO_GAPS = "no given has two candidates with different scores and different performances"


def fidelity(study: Study, transfers: Transfers, scenario: str, seed: int = 0) -> pd.DataFrame:
    """How often a large gap between the scores of two candidates has the wrong sign.

    Parameters
    ----------
    study, transfers, scenario
        Whose candidates are taken in pairs: those of one given and backbone.
    seed : int
        Of the draws of givens.

    Returns
    -------
    pandas.DataFrame
        A row per backbone ("all" where there are several) and metric:

        - `scenario`, `backbone`, `metric`;
        - `wrong`: share of the pairs whose gap in score exceeds one standard deviation of the
          given's scores in which the candidate with the higher score performs worse; 0 to 1,
          mean over givens, each weighing the same;
        - `low`, `high`: 95 % expanded percentile interval over givens, candidates held; null
          below 6 givens with such pairs;
        - `pairs`: how many such pairs; `givens`: with some;
        - `reason`: why a number is null, else null.

    Raises
    ------
    InputError
        When a given has too few candidates for a single pool.
    """
    found = [
        {**levels, **_mean_over_givens(_wrong(own), seed, bounded=True, why=NO_PAIR, name="wrong")}
        for levels, own in _gaps_of_parts(study, transfers, scenario)
    ]
    return pd.DataFrame(found, columns=[*KEYS, "wrong", *DOUBT])


KEYS = ("scenario", "backbone", "metric")
DOUBT = ("low", "high", "pairs", "givens", "reason")


def fidelity_curve(
    study: Study, transfers: Transfers, scenario: str, seed: int = 0
) -> pd.DataFrame:
    """The mean gap in performance between two candidates, by the gap between their scores.

    Parameters
    ----------
    study, transfers, scenario, seed
        As for `fidelity`.

    Returns
    -------
    pandas.DataFrame
        A row per backbone ("all" where there are several), metric and bin:

        - `scenario`, `backbone`, `metric`;
        - `from_gap`, `to_gap`: the bin, in standard deviations of a given's scores; the last
          has no end (infinite);
        - `score_gap`: mean gap in score of its pairs, in the same unit;
        - `gap`: mean performance of the candidate with the higher score minus that of the
          other, in standard deviations of the given's performances;
        - `points`: the same in units of the performance;
        - `low`, `high`: 95 % expanded percentile interval of `gap` over givens; null below 6
          givens with such pairs;
        - `pairs`, `givens`; `reason`: why a number is null, else null.

        Means are over givens, each weighing the same. Pairs whose scores are equal are left
        out: they favour neither.
    """
    found = [
        {**levels, **row}
        for levels, own in _gaps_of_parts(study, transfers, scenario)
        for row in _bins(own, seed)
    ]
    columns = [*KEYS, "from_gap", "to_gap", "score_gap", "gap", "points", *DOUBT]
    return pd.DataFrame(found, columns=columns)


def _bins(own: pd.DataFrame, seed: int) -> Iterator[dict[str, object]]:
    place = np.searchsorted(EDGES, own["score"].to_numpy(np.float64), "right") - 1
    for index, (low, high) in enumerate(pairwise(EDGES)):
        inside = own[place == index]
        ends = {"from_gap": low, "to_gap": high}
        row = _mean_over_givens(inside, seed, bounded=False, why=NO_PAIR, name="gap")
        means = inside.groupby("given")[["score", "points"]].mean().mean()
        yield {**ends, **row, "score_gap": means["score"], "points": means["points"]}


def _wrong(own: pd.DataFrame) -> pd.DataFrame:
    large = own[own["score"] > LARGE]
    return large.assign(gap=(large["gap"] < 0).astype(np.float64))


def _mean_over_givens(
    own: pd.DataFrame, seed: int, *, bounded: bool, why: str, name: str
) -> dict[str, object]:
    """The mean of `gap` over givens, and its interval."""
    by_given = own.groupby("given")["gap"].mean().to_numpy(np.float64)[:, None]
    row: dict[str, object] = {"pairs": len(own), "givens": len(by_given)}
    if not len(by_given):
        return {**row, "reason": why}
    row[name] = float(by_given.mean())
    weights = weights_of(len(by_given), seed)
    if weights is None:
        return {**row, "reason": TOO_FEW_GIVENS}
    ends = interval(resampled(by_given, weights), len(by_given))
    low, high = widened(ends, by_given, SHARE) if bounded else ends
    return {**row, "low": float(low[0]), "high": float(high[0]), "reason": None}


def _gaps_of_parts(
    study: Study, transfers: Transfers, scenario: str
) -> Iterator[tuple[dict[str, object], pd.DataFrame]]:
    """The gaps of each backbone and metric."""
    every = list(blocks(study, transfers, scenario))
    gaps = [[_gaps(block, block.scores[:, at]) for block in every] for at in _places(study)]
    for backbone in with_all([block.backbone for block in every]):
        for metric, of_blocks in zip(study.metric_keys, gaps, strict=True):
            own = [
                g for g, b in zip(of_blocks, every, strict=True) if backbone in (ALL, b.backbone)
            ]
            levels: dict[str, object] = {
                "scenario": scenario,
                "backbone": backbone,
                "metric": metric,
            }
            yield levels, pd.concat(own, ignore_index=True)


def _places(study: Study) -> Sequence[int]:
    return range(len(study.metric_keys))


def _gaps(block: Block, scores: Array) -> pd.DataFrame:
    """Each pair of candidates with different scores, the higher one first.

    `given`; `score`, `gap`: differences of scores and of performances, each in the sample
    standard deviations of the block's; `points`: of performances as they are. Empty where all
    scores, or all performances, are equal.
    """
    known = ~np.isnan(scores)
    scores, performances = scores[known], block.performances[known]
    first, second = np.triu_indices(len(scores), 1)
    score, points = scores[first] - scores[second], performances[first] - performances[second]
    apart = score != 0
    if not apart.any() or not points.any():
        return pd.DataFrame({"given": [], "score": [], "gap": [], "points": []})
    sign = np.sign(score[apart])
    points = points[apart] * sign
    return pd.DataFrame(
        {
            "given": block.given,
            "score": score[apart] * sign / scores.std(ddof=1),
            "gap": points / performances.std(ddof=1),
            "points": points,
        }
    )
