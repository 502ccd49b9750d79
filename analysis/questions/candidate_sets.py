"""How is the win shared within each given when sets of candidates are taken out of all pools?

All sets are compared where pools leave out few candidates; else candidates are taken away one
after another.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from setupscope.analysis.frames.rows import Integers, Rows, compact
from setupscope.analysis.questions.leads import Array
from setupscope.analysis.questions.restrictions import Cells, mean_shares
from setupscope.analysis.questions.shares import Tally, ranked_metrics, rates_of
from setupscope.data.masks import MASK_BITS, Masks, as_masks, sizes_of

MOST_PAIRS = 2**19
"""Pairs of a pool and a set that it leaves out, up to which all sets are compared."""


@dataclass(frozen=True)
class CandidateSets:
    """S sets of candidates without which every given still has contests; the first is empty.

    Attributes
    ----------
    masks : array of int, shape (S,)
        The candidates of each set, as bits.
    shares : array, shape (S, G, k)
        Mean share of each metric within each given, over the pools without the set.
    setups : array of int, shape (S, G)
        How many setups of each given have such pools.
    names : tuple of str
        The scenario's candidates, in the order of their bits.
    candidates : int
        How many stand in some pool.
    exact : bool
        Whether these are all sets; else each has one candidate more than the one before.
    """

    masks: Integers
    shares: Array
    setups: NDArray[np.int64]
    names: tuple[str, ...]
    candidates: int
    exact: bool

    @property
    def sizes(self) -> NDArray[np.int64]:
        """How many candidates each set has: (S,)."""
        return np.bitwise_count(self.masks).astype(np.int64)

    def names_of(self, place: int) -> tuple[str, ...]:
        """The names of the candidates of one set."""
        mask = int(self.masks[place])
        return tuple(name for bit, name in enumerate(self.names) if mask >> bit & 1)


def largest_sets(part: Rows, candidates: Sequence[str], metrics: Sequence[str]) -> CandidateSets:
    """The sets of candidates that pools leave out.

    Parameters
    ----------
    part : Rows
        The setups; some of them compare the metrics.
    candidates : sequence of str
        The scenario's, in the order of their bits.
    metrics : sequence of str
        The k metrics that cover every contest.
    """
    tally = Tally.of(part.rankings, [part.metrics.index(metric) for metric in metrics])
    masks = np.unique(np.concatenate([_masks(piece) for piece, _ in part.by_rosters()]))
    ever = int(np.bitwise_or.reduce(masks))
    gone = ever & ~masks
    pairs = int((2.0 ** np.minimum(sizes_of(gone), MASK_BITS)).sum())
    if pairs <= MOST_PAIRS:
        every, sums = _all_sets(part, tally, masks, gone)
    else:
        every, sums = _one_after_another(part, tally, ever)
    sums = sums[:, sums[0, :, -2] > 0]
    whole = (sums[..., -2] > 0).all(axis=1)
    every, sums = every[whole], sums[whole]
    shares = mean_shares(sums, tally)
    held, names = sums[..., -1].astype(np.int64), tuple(candidates)
    return CandidateSets(every, shares, held, names, ever.bit_count(), pairs <= MOST_PAIRS)


def _masks(part: Rows) -> Masks:
    return part.grouping(("given", "pool")).codes["pool"]


def _all_sets(part: Rows, tally: Tally, masks: Masks, gone: Masks) -> tuple[Masks, Array]:
    """Every set that some pool leaves out, as masks, and what is left without it: (S, G, k + 2)."""
    pool, own = _left_out(gone)
    number, every = _numbered(own)
    has = csr_matrix((np.ones(len(pool)), (number, pool)), (len(every), len(masks)))
    _, occur = compact(part.counts.codes["given"], len(part.levels["given"]))
    sums = np.zeros((len(masks), len(occur), tally.units.shape[1] + 2))
    by_pool = part.grouping(("given", "pool"))
    # Groups of a given are there even where all of its setups are left out.
    held = np.isin(by_pool.codes["given"], occur)
    places = np.searchsorted(masks, by_pool.codes["pool"][held])
    givens = np.searchsorted(occur, by_pool.codes["given"][held])
    sums[places, givens] = part.whole_sums(tally.columns, by_pool.names)[held]
    added = has @ sums.reshape(len(masks), -1)
    return every, np.asarray(added).reshape(len(every), len(occur), -1)


def _numbered(sets: Masks) -> tuple[Integers, Masks]:
    """Masks as numbers from 0 in the same order, and those that occur."""
    size = int(sets.max()) + 1
    if sets.dtype != object and size <= MOST_PAIRS:  # else too far apart to be looked up
        return compact(sets, size)
    every, number = np.unique(sets, return_inverse=True)
    return number, every


def _left_out(gone: Masks) -> tuple[Integers, Masks]:
    """Each pool with each set of the candidates that it leaves out: positions and masks."""
    bits = _bits(gone)
    pools, sets = [np.arange(len(gone))], [np.zeros(len(gone), gone.dtype)]
    for size in range(1, bits.shape[1] + 1):
        for chosen in combinations(bits.T, size):
            has = np.flatnonzero(np.all(chosen, axis=0))
            pools.append(has)
            sets.append(np.bitwise_or.reduce([own[has] for own in chosen]))
    return np.concatenate(pools), np.concatenate(sets)


def _bits(masks: Masks) -> Masks:
    """The bits that are set in each mask, 0 where there are fewer: (P, most)."""
    most = int(sizes_of(masks).max(initial=0))
    found, left = np.zeros((len(masks), most), masks.dtype), masks.copy()
    for column in found.T:
        column[:] = left & -left
        left = left & ~column
    return found


def _one_after_another(part: Rows, tally: Tally, ever: int) -> tuple[Masks, Array]:
    """Sets that grow by the candidate without which the winner's smallest lead is smallest."""
    found = list(_grown(part, tally, ever))
    return as_masks([mask for mask, _ in found]), np.array([sums for _, sums in found])


def _grown(part: Rows, tally: Tally, ever: int) -> Iterator[tuple[int, Array]]:
    """Each set as a mask, and what is left without it."""
    _, occur = compact(part.counts.codes["given"], len(part.levels["given"]))
    rows, left, whole = part, ever, Cells.of(part, tally).whole
    held = whole[:, -2] > 0
    winner = int(ranked_metrics(rates_of(mean_shares(whole[held], tally)))[0])
    while True:
        yield ever & ~left, whole
        given = np.searchsorted(occur, rows.counts.codes["given"])
        inside = Cells(rows, tally, given, len(occur)).by_candidate(ever.bit_length())
        leads = _smallest_leads((whole - inside)[:, held], tally, winner)
        leads[[not left >> bit & 1 for bit in range(len(leads))]] = np.inf
        if not np.isfinite(leads).any():
            return
        bit = int(leads.argmin())
        left, rows, whole = (
            left & ~(1 << bit),
            rows.of_candidate(bit, inside=False),
            whole - inside[bit],
        )


def _smallest_leads(sums: Array, tally: Tally, winner: int) -> Array:
    """The winner's lead over its closest rival: (S, G, k + 2) to (S,); ∞ without a given."""
    rates = mean_shares(sums, tally).mean(axis=1)
    leads = (rates[:, [winner]] - np.delete(rates, winner, axis=1)).min(axis=1)
    return np.where((sums[:, :, -2] > 0).all(axis=1), leads, np.inf)
