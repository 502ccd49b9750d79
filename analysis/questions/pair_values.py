"""What are the values of two metrics in each setup, and by how much is the first ahead?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.rows import Integers, Part, Rows, Setups

SETUP = ("given", "backbone", "measure", "pool_size", "pool")
"""The components of a setup that tables of setups have."""

Numbers = NDArray[np.float64]
Chosen = slice | Integers


def parts_under(setups: Setups, a: str, b: str, measure: str | None) -> Iterator[Part]:
    """The setups of each scenario under each measure, or under one; of two metrics."""
    for levels, part in fetch(setups, (a, b)).parts(["measure"]):
        if measure in (None, levels["measure"]):
            yield levels, part


def margins_of(rows: Rows) -> Numbers:
    """By how much the first metric is ahead of the second in each setup; NaN without both."""
    ordered, values = rows.rankings.values, rows.values
    sign = np.sign(ordered[:, 0] - ordered[:, 1])
    size = np.abs(values[:, 0].astype(np.float64) - values[:, 1])
    return np.asarray(sign.take(rows.ranking) * size)


@dataclass(frozen=True)
class Pairs:
    """Setups that give both metrics a value, one element or row each.

    Attributes
    ----------
    position : array of int, shape (n,)
        Where each stands among the setups that were asked for, ascending.
    values : array of float32, shape (n, 2)
        Of both metrics.
    margin : array, shape (n,)
        See `margins_of`.
    """

    position: Integers
    values: NDArray[np.float32]
    margin: Numbers

    def __len__(self) -> int:
        return len(self.margin)

    def where(self, chosen: NDArray[np.bool_] | Integers) -> "Pairs":
        """Some of them, by a mask or in an order."""
        return Pairs(self.position[chosen], self.values[chosen], self.margin[chosen])


def pairs_of(rows: Rows) -> Iterator[tuple[Rows, Chosen, Pairs]]:
    """The setups in pieces, which of each piece give both metrics a value, and these."""
    start = 0
    for piece in rows.pieces():
        margin = margins_of(piece)
        every = Pairs(np.arange(start, start + len(piece)), piece.values, margin)
        known = np.flatnonzero(~np.isnan(margin))
        if len(known) == len(piece):
            yield piece, slice(None), every
        else:
            yield piece, known, every.where(known)
        start += len(piece)


def joined(parts: Sequence[Pairs]) -> Pairs:
    """Those of several pieces together."""
    return Pairs(
        np.concatenate([np.empty(0, np.int64), *(part.position for part in parts)]),
        np.concatenate([np.empty((0, 2), np.float32), *(part.values for part in parts)]),
        np.concatenate([np.empty(0), *(part.margin for part in parts)]),
    )


def listed(rows: Rows, pairs: Pairs) -> pd.DataFrame:
    """A row per setup of `pairs`: `scenario`, the parts of its id, `a`, `b`, `margin`."""
    levels, values = rows.levels_at(pairs.position), pairs.values.astype(np.float64)
    return pd.DataFrame({**levels, "a": values[:, 0], "b": values[:, 1], "margin": pairs.margin})
