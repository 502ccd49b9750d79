"""How are random parts of a slice drawn, each of which goes on from a smaller one?"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from setupscope.analysis.frames.rows import Integers, Rows
from setupscope.analysis.questions.restrictions import mean_shares
from setupscope.analysis.questions.shares import Array, Tally

DRAWS = 4_000


@dataclass(frozen=True)
class Drawn:
    """The random parts of one step.

    Attributes
    ----------
    number : int
        How many setups or givens each has.
    rates : array, shape (D, k), optional
        Win rates of k metrics in each; none where nothing is drawn, since it is the whole.
    setups, givens : float
        How many there are, on average over all parts that can be drawn.
    """

    number: int
    rates: Array | None
    setups: float
    givens: float


def numbers_of_setups(total: int) -> list[int]:
    """1, 3, 10, 30, ... below a number, and that."""
    powers = range(len(str(total)))
    steps = [step * 10**power for power in powers for step in (1, 3)]
    return [*(step for step in steps if step < total), total]


def of_setups(
    part: Rows, tally: Tally, given: Integers, whole: Array, seed: int
) -> Iterator[Drawn]:
    """Random setups of random givens, with replacement.

    How often setups with the same shares of the win are drawn is multinomial, so none is drawn
    by itself.

    Parameters
    ----------
    part : Rows
        The setups, with a winner.
    tally : Tally
        Of the field.
    given : array of int, shape (n,)
        Which of G givens each element of the counts is of.
    whole : array, shape (G, k + 2)
        The sums of `tally` by given.
    seed : int
        Of the draws.
    """
    contests, givens = whole[:, -2], int((whole[:, -2] > 0).sum())
    total = int(contests.sum())
    units, chance = _chances(part, tally, given, contests)
    rng, before = np.random.default_rng(seed), 0
    times = np.zeros((DRAWS, len(chance)))
    *steps, last = numbers_of_setups(total)
    for number in steps:
        times += rng.multinomial(number - before, chance, size=DRAWS)
        # No BLAS here: its threads would touch the last digit.
        rates = np.einsum("dc,ck->dk", times, units) / (number * tally.unit)
        drawn_givens = givens * (1 - (1 - 1 / givens) ** number)
        yield Drawn(number, rates, float(number), float(drawn_givens))
        before = number
    yield Drawn(last, None, float(last), float(givens))


def _chances(part: Rows, tally: Tally, given: Integers, contests: Array) -> tuple[Array, Array]:
    """The ways to share a win, (c, k), in units and in order; and how likely each is drawn: (c,).

    A setup of a given is drawn the less often, the more contests that has.
    """
    counts = part.counts
    counted = tally.contest[counts.ranking]
    ranking, own = counts.ranking[counted], given[counted]
    often = np.ones(len(own)) if counts.times is None else counts.times[counted]
    weight = np.bincount(ranking, often / contests[own], len(tally.units))
    units, way = np.unique(tally.units[weight > 0], axis=0, return_inverse=True)
    chance = np.bincount(way.ravel(), weight[weight > 0], len(units))
    # To 12 digits, so that draws do not hang on the last one; what is missing goes to the last way.
    return units, np.floor(1e12 * chance / chance.sum() + 0.01) / 1e12


def of_givens(
    part: Rows, tally: Tally, given: Integers, whole: Array, seed: int
) -> Iterator[Drawn]:
    """Random givens with all their setups, without replacement; parameters as of `of_setups`."""
    counted = whole[:, -2] > 0
    shares = mean_shares(whole, tally)[counted]
    size, mean = len(shares), float(whole[counted, -1].mean())
    rng = np.random.default_rng(seed)
    order = rng.permuted(np.broadcast_to(np.arange(size), (DRAWS, size)), axis=1)
    total = np.zeros((DRAWS, shares.shape[1]))
    for number in range(1, size):
        total += shares[order[:, number - 1]]
        yield Drawn(number, total / number, mean * number, float(number))
    yield Drawn(size, None, mean * size, float(size))
