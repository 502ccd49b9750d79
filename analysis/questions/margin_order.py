"""Which place do setups take when all are put in the order of a margin?

Margins may be tens of millions. They are counted in narrow bins first; then only those are
put in order whose bin has several places, or one that is asked for.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from setupscope.analysis.frames.rows import Integers
from setupscope.analysis.questions.order import upper_bits
from setupscope.analysis.questions.pair_values import Numbers

FEW, FEW_BITS, BITS = 2**20, 15, 20
"""Setups up to which bins are wide: a number's upper 15 bits, else its upper 20."""


class MarginOrder:
    """How many margins fall into each narrow bin, and what is asked of their order.

    Parameters
    ----------
    setups : int
        How many there are.
    places : int
        Of how many setups, at equal distances, the rank is asked for; all where they are fewer.
    parts : int
        Into how many parts the order is cut, equally long.

    Attributes
    ----------
    counts : array of int, shape (bins,)
        Margins of each bin.
    """

    def __init__(self, setups: int, places: int, parts: int) -> None:
        self._bits = FEW_BITS if setups <= FEW else BITS
        self.places, self.parts = places, parts
        self.counts = np.zeros(2**self._bits, np.int64)

    def add(self, margin: Numbers) -> None:
        """Counts more margins."""
        self.counts += np.bincount(self.bins_of(margin), minlength=len(self.counts))

    def bins_of(self, margin: Numbers) -> NDArray[np.uint32]:
        """Bins of margins, in their order, which rounding to 32 bits keeps."""
        return upper_bits(margin.astype(np.float32), self._bits)

    @property
    def total(self) -> int:
        """How many margins there are."""
        return int(self.counts.sum())

    @property
    def asked(self) -> NDArray[np.int64]:
        """The ranks that are asked for, from 0, ascending."""
        if not self.total:
            return np.empty(0, np.int64)
        return np.unique(np.linspace(0, self.total - 1, self.places).round().astype(np.int64))

    @property
    def before(self) -> NDArray[np.int64]:
        """How many margins are in lower bins than each."""
        return np.cumsum(self.counts) - self.counts

    def part_of(self, rank: Integers) -> NDArray[np.int64]:
        """The part in which a rank lies."""
        return np.asarray(rank * self.parts // max(self.total, 1))

    def open_bins(self) -> Integers:
        """The bins whose setups have to be put in order, ascending."""
        before = self.before
        last = before + self.counts - 1
        open_ = (self.counts > 0) & (self.part_of(before) < self.part_of(last))
        open_[np.searchsorted(last, self.asked)] = True
        return np.flatnonzero(open_)

    def in_order(
        self, margin: Numbers, number: Integers, index: Integers
    ) -> Iterator[tuple[Integers, NDArray[np.int64]]]:
        """Puts the setups of open bins in order, bin by bin.

        Equal margins are shuffled, the same way each time: the store's order would make a
        pattern of what is none.

        Parameters
        ----------
        margin : array, shape (m,)
            Of all setups of the open bins.
        number : array of int, shape (m,)
            Which of the open bins each is in, from 1.
        index : array of int, shape (m,)
            Where they stand among all that have a margin, ascending.

        Yields
        ------
        tuple
            Positions of some setups among the m, in order, and the rank of each.
        """
        shuffled, before = _shuffled(index, self.total), self.before
        shuffled = shuffled[np.argsort(number[shuffled], kind="stable")]
        bins, end = self.open_bins(), 0
        for first, count in zip(before[bins], self.counts[bins], strict=True):
            own = shuffled[end : end + count]
            end += count
            margins = margin[own]
            if margins.min() < margins.max():
                own = own[np.argsort(margins, kind="stable")]
            yield own, np.arange(first, first + count)


def _shuffled(index: Integers, total: int) -> Integers:
    """Positions of some of `total` setups, in the order in which a shuffle of all has them."""
    # Numbers of 32 bits are shuffled as those of 64 are, in half the memory.
    every = np.arange(total, dtype=np.int32)
    np.random.default_rng(0).shuffle(every)
    chosen = np.zeros(total, bool)
    chosen[index] = True
    found = every[chosen[every]]
    # From here on, each number's own place holds its position among the chosen.
    every[index] = np.arange(len(index), dtype=np.int32)
    return every[found]
