"""How do setups rank the metrics: who is best, and do they compare them at all?"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import lcm

import numpy as np
from numpy.typing import NDArray
from scipy import stats

LARGEST_UNIT = 2**26
"""Sums of 100 million such units are exact in float64."""


@dataclass(frozen=True)
class Rankings:
    """The distinct rankings among some setups, best first where values are highest.

    Attributes
    ----------
    values : array of float64, shape (R, q)
        Orders the metrics as the setups of that ranking do: higher is better, equal is
        tied; NaN without a value.
    covered : array of bool, shape (R, q)
        Whether the metric has a score for every pool member.
    """

    values: NDArray[np.float64]
    covered: NDArray[np.bool_]

    def compare(self, index: Sequence[int]) -> "Rankings":
        """The same rankings of some of the metrics."""
        if list(index) == list(range(self.values.shape[1])):
            return self
        return Rankings(self.values[:, list(index)], self.covered[:, list(index)])

    @cached_property
    def contests(self) -> NDArray[np.bool_]:
        """Whether setups of each ranking compare the metrics: (R,).

        They do where two metrics or more cover the pool, and one of them has a value.
        """
        several = self.covered.sum(axis=1) > 1
        return np.asarray(several & ~np.isnan(self.values).all(axis=1))

    @cached_property
    def common_contests(self) -> NDArray[np.bool_]:
        """Whether they are contests that every metric covers: (R,)."""
        return np.asarray(self.contests & self.covered.all(axis=1))

    @cached_property
    def ordered(self) -> NDArray[np.float64]:
        """The values, with what has none below all others: (R, q)."""
        return np.where(np.isnan(self.values), -np.inf, self.values)

    @cached_property
    def best(self) -> NDArray[np.bool_]:
        """Whether each metric is among the tied best: (R, q)."""
        highest = self.ordered.max(axis=1, keepdims=True, initial=-np.inf)
        return np.asarray((self.ordered == highest) & (highest > -np.inf))

    @cached_property
    def shares(self) -> NDArray[np.float64]:
        """Share of the win: (R, q); 1/k for k tied best."""
        return np.asarray(self.best / self._tied[:, None])

    @cached_property
    def units(self) -> NDArray[np.float64]:
        """Shares of the win in whole numbers of `unit`: (R, q).

        Sums of whole numbers are exact, so that no order of setups touches the last digit.
        """
        return np.asarray(
            self.shares if self.unit == 1 else self.best * (self.unit // self._tied[:, None])
        )

    @cached_property
    def unit(self) -> int:
        """How many units make a whole win: divisible by each number of tied metrics.

        1 where the sums would be too large to be exact; units are shares then.
        """
        whole = lcm(*np.unique(self._tied).tolist())
        return whole if whole <= LARGEST_UNIT else 1

    @cached_property
    def _tied(self) -> NDArray[np.int64]:
        """How many metrics share the best value, at least 1: (R,)."""
        return np.asarray(np.maximum(self.best.sum(axis=1), 1))

    @cached_property
    def all_tied(self) -> NDArray[np.bool_]:
        """Whether all metrics have one and the same value: (R,)."""
        return np.asarray(self.best.all(axis=1))

    @cached_property
    def places(self) -> NDArray[np.float64]:
        """Rank of each metric, 1 the best, ties averaged: (R, q).

        Metrics without a value come last, tied with each other.
        """
        return np.asarray(stats.rankdata(-self.ordered, axis=1))
