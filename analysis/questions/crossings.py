"""Where along a sweep does the winner change, and from where on is it the same in most draws?"""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import pandas as pd

STEADY = 0.95
"""Share of draws in which a metric is first from which random parts count as enough."""


class Stretch(NamedTuple):
    """Steps one after another with the same winners.

    Attributes
    ----------
    first, last : float
        Its first and its last step.
    winners : tuple of str
        The metrics with the highest win rate, ties all; none where no metric has a value.
    steps : int
        How many steps it has.
    decided : int
        In how many of them the lead is clear, at least for these candidates.
    known : int
        In how many there are givens enough to tell.
    """

    first: float
    last: float
    winners: tuple[str, ...]
    steps: int
    decided: int
    known: int


def crossings(table: pd.DataFrame) -> list[Stretch]:
    """The stretches of a sweep of one part, in order; between two of them the winner changes.

    `table` is one of `analysis.sweep`.
    """
    found = []
    for winners, steps in groupby(_steps(table), key=lambda step: step[1]):
        own = list(steps)
        verdicts = [decided for _, _, decided in own if decided is not None]
        ends = (own[0][0], own[-1][0])
        found.append(Stretch(*ends, winners, len(own), sum(verdicts), len(verdicts)))
    return found


def _steps(table: pd.DataFrame) -> Iterator[tuple[float, tuple[str, ...], bool | None]]:
    """Each step, its winners, and whether their lead is clear."""
    rows = table.dropna(subset="step").sort_values("step", kind="stable")
    columns = (rows[name].tolist() for name in ("step", "metric", "winner", "decided"))
    for step, own in groupby(zip(*columns, strict=True), key=itemgetter(0)):
        of_step = list(own)
        best = tuple(str(metric) for _, metric, winner, _ in of_step if winner)
        known = [bool(decided) for *_, decided in of_step if not pd.isna(decided)]
        yield float(step), best, known[0] if known else None


def steady_from(table: pd.DataFrame, metric: str, share: float = STEADY) -> float | None:
    """The smallest step from which a metric is first in at least that share of draws; else none.

    `table` is a sweep of one part over random setups or givens.
    """
    rows = table[(table["metric"] == metric) & table["p_first"].notna()].sort_values("step")
    below = rows.loc[rows["p_first"] < share, "step"]
    enough = rows[rows["step"] > below.max()] if len(below) else rows
    return float(enough["step"].iloc[0]) if len(enough) else None
