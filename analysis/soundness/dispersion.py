"""Do givens rank the candidates differently, so that there is something to predict?

Where all givens rank them alike, one list serves every given, and no metric can show what it
is for.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, groupby

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from setupscope.data.pools import SMALLEST_POOL
from setupscope.data.scoring.blocks import Block, blocks
from setupscope.data.study.study import Study
from setupscope.data.study.transfers import Transfers

Numbers = NDArray[np.float64]
NO_PAIR = f"no two givens have {SMALLEST_POOL} candidates in common that differ"


def dispersion(study: Study, transfers: Transfers, scenario: str) -> pd.DataFrame:
    """How alike the true rankings of the candidates are, for every two givens.

    Parameters
    ----------
    study, transfers, scenario
        Whose performances are ranked: of a gain scenario, the gains.

    Returns
    -------
    pandas.DataFrame
        A row per backbone:

        - `scenario`, `backbone`;
        - `tau`: mean of Kendall's τ-b between the rankings of two givens, over all pairs of
          givens that have three or more candidates in common; −1 to 1;
        - `low`, `high`: the lowest and the highest of them, no interval;
        - `pairs`: how many pairs there are; `givens`;
        - `reason`: why there is no number, else null.

    Raises
    ------
    InputError
        When a given has too few candidates for a single pool.
    """
    pairs = dispersion_pairs(study, transfers, scenario)
    found = []
    for backbone, own in _by_backbone(blocks(study, transfers, scenario)):
        taus = pairs.loc[pairs["backbone"] == backbone, "tau"].dropna().to_numpy(np.float64)
        row: dict[str, object] = {"scenario": scenario, "backbone": backbone}
        row |= {"pairs": len(taus), "givens": len(own)}
        if len(taus):
            row |= {"tau": float(taus.mean()), "low": float(taus.min()), "high": float(taus.max())}
        found.append({**row, "reason": None if len(taus) else NO_PAIR})
    return pd.DataFrame(found, columns=COLUMNS)


COLUMNS = ["scenario", "backbone", "tau", "low", "high", "pairs", "givens", "reason"]


def dispersion_pairs(study: Study, transfers: Transfers, scenario: str) -> pd.DataFrame:
    """How alike two givens rank the candidates that they have in common.

    Returns
    -------
    pandas.DataFrame
        A row per backbone and unordered pair of givens with three or more such candidates:
        `scenario`, `backbone`, `given_a`, `given_b`, `tau` (Kendall's τ-b; null where all
        performances of one are equal), `candidates` (in common).
    """
    found = [
        {"scenario": scenario, "backbone": backbone, **row}
        for backbone, own in _by_backbone(blocks(study, transfers, scenario))
        for row in _pairs(own)
    ]
    return pd.DataFrame(found, columns=PAIR_COLUMNS)


PAIR_COLUMNS = ["scenario", "backbone", "given_a", "given_b", "tau", "candidates"]


def _by_backbone(every: Iterator[Block]) -> Iterator[tuple[str, list[Block]]]:
    ordered = sorted(every, key=lambda block: block.backbone)
    for backbone, own in groupby(ordered, lambda block: block.backbone):
        yield backbone, list(own)


def _pairs(own: Sequence[Block]) -> Iterator[dict[str, object]]:
    for one, other in combinations(own, 2):
        _, here, there = np.intersect1d(one.bits, other.bits, return_indices=True)
        if len(here) < SMALLEST_POOL:
            continue
        signs = [_signs(block.performances[at]) for block, at in ((one, here), (other, there))]
        yield {
            "given_a": one.given,
            "given_b": other.given,
            "tau": _tau(*signs),
            "candidates": len(here),
        }


def _signs(performances: Numbers) -> Numbers:
    """Which of each two candidates is better: (n, n)."""
    return np.sign(np.subtract.outer(performances, performances))


def _tau(one: Numbers, other: Numbers) -> float:
    untied = np.sqrt((one**2).sum() * (other**2).sum())
    return float((one * other).sum() / untied) if untied else np.nan
