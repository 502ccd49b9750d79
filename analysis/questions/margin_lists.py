"""Which setups come first in a list by margin?"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from setupscope.analysis.frames.rows import Integers

WIDEST, NARROWEST, AGAINST = "widest", "narrowest", "against"
ORDERS = (WIDEST, NARROWEST)
"""Setups with the largest margin first, or with the smallest."""


def first_of(margins: NDArray[np.float64], order: str, most: int) -> Integers:
    """Positions of the first margins in an order, `most` of them at most.

    Equal margins stay in their order, and those that are NaN come last.
    """
    sign = 1.0 if order == NARROWEST else -1.0
    return np.argsort(np.nan_to_num(sign * margins, nan=np.inf), kind="stable")[:most]


def first_listed(
    tables: Sequence[pd.DataFrame], columns: Sequence[str], order: str, most: int
) -> pd.DataFrame:
    """The first setups of several lists, each in that order by the size of its `margin`."""
    filled = [table for table in tables if len(table)]
    if not filled:
        return pd.DataFrame(columns=list(columns))
    every = pd.concat(filled, ignore_index=True)
    size = np.abs(every["margin"].to_numpy(np.float64))
    return every.iloc[first_of(size, order, most)].reset_index(drop=True)
