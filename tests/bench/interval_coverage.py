"""How often does an interval over givens hold the mean of the population that givens are from?"""

import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from setupscope.analysis.questions.leads import at_once, intervals
from setupscope.analysis.questions.shares import GivenShares
from setupscope.analysis.questions.wins import parts_of
from setupscope.analysis.resampling.bootstrap import TOLERANCE, interval, resampled, weights_of
from setupscope.analysis.resampling.near_bounds import SHARE, widened
from setupscope.data import open_store
from setupscope.data.storage.building import build
from setupscope.data.study.study_file import SHIPPED_STUDY

AT_ONCE = 100
"""Samples that one set of bootstrap draws serves."""

Array = NDArray[np.float64]
Draw = Callable[[np.random.Generator, tuple[int, int]], Array]


def rare(rate: float) -> Draw:
    """1 for a given in so many, else 0."""
    return lambda rng, shape: (rng.random(shape) < rate).astype(np.float64)


SHARES: dict[str, tuple[Draw, float]] = {
    "Beta(.2, .2)": (lambda rng, shape: rng.beta(0.2, 0.2, shape), 0.5),
    "0, and 1 for one given in 10": (rare(0.1), 0.1),
    "0, and 1 for one given in 20": (rare(0.05), 0.05),
    "Beta(20, 20)": (lambda rng, shape: rng.beta(20, 20, shape), 0.5),
    "normal(.5, .05)": (lambda rng, shape: rng.normal(0.5, 0.05, shape).clip(0, 1), 0.5),
}
"""Shares of the win within a given, and their mean."""

LEADS: dict[str, tuple[Draw, float]] = {
    "2 Beta(.2, .2) − 1": (lambda rng, shape: 2 * rng.beta(0.2, 0.2, shape) - 1, 0.0),
    "−1, and 1 for one given in 10": (lambda rng, shape: 2 * rare(0.1)(rng, shape) - 1, -0.8),
    "normal(.1, .2)": (lambda rng, shape: rng.normal(0.1, 0.2, shape), 0.1),
    "0, and 1 for one given in 10": (rare(0.1), 0.1),
}
"""Leads of one metric over another within a given, and their mean."""


AHEAD = np.array([1.0, 0, 0, 0, 0])
NORMAL = (lambda rng, givens: AHEAD + rng.standard_normal((givens, 5)), AHEAD)
"""Numbers of five metrics within each given, one ahead of the others, and their means."""


def of_shares(by_given: Array, seed: int) -> tuple[Array, Array]:
    """The product's intervals of win rates: shares (G, k) to two ends (k,)."""
    givens = len(by_given)
    draws = resampled(by_given, weights_of(givens, seed))
    return widened(interval(draws, givens), by_given, SHARE)


def of_leads(by_given: Array, seed: int) -> tuple[Array, Array]:
    """The product's intervals of leads: (G, k) to two ends (k,)."""
    return intervals(resampled(by_given, weights_of(len(by_given), seed)), by_given)


def holds(ends: tuple[Array, Array], truth: float | Array) -> NDArray[np.bool_]:
    """Which intervals hold the truth."""
    return (ends[0] <= truth + TOLERANCE) & (truth - TOLERANCE <= ends[1])


def coverage(
    ends_of: Callable[[Array, int], tuple[Array, Array]],
    population: tuple[Draw, float],
    givens: int,
    samples: int,
    seed: int = 0,
) -> float:
    """Share of samples of so many givens whose interval holds the population's mean."""
    draw, truth = population
    rng = np.random.default_rng([seed, givens])
    batches = range(0, samples, AT_ONCE)
    found = [
        holds(ends_of(draw(rng, (givens, min(AT_ONCE, samples - start))), start), truth)
        for start in batches
    ]
    return float(np.concatenate(found).mean())


def of_population(shares: Array) -> tuple[Draw, float]:
    """Givens drawn from those of a study: (population,) shares and their mean."""
    return lambda rng, shape: rng.choice(shares, shape), float(shares.mean())


def of_givens(shares: Array) -> Callable[[np.random.Generator, int], Array]:
    """Givens drawn from those of a study, with the shares of all metrics: (population, k)."""
    return lambda rng, givens: shares[rng.integers(0, len(shares), givens)]


def joint_coverage(
    draw: Callable[[np.random.Generator, int], Array],
    truth: Array,
    givens: int,
    samples: int,
    found: bool = False,
) -> float:
    """Share of samples in which the simultaneous intervals hold all leads of the winner.

    Parameters
    ----------
    draw : callable
        From a generator and a number of givens to shares (G, k), or other numbers whose
        differences are leads.
    truth : array, shape (k,)
        Their means.
    found : bool
        Whether the winner is that of each sample, as in the product; else that of the truth.
    """
    rng = np.random.default_rng(givens)
    held = []
    for index in range(samples):
        sample = draw(rng, givens)
        winner = int((sample.mean(axis=0) if found else truth).argmax())
        by_given = np.delete(sample[:, [winner]] - sample, winner, axis=1)
        leads = np.delete(truth[winner] - truth, winner)
        held.append(bool(holds(at_once(by_given, index), leads).all()))
    return float(np.mean(held))


def shipped_shares() -> dict[tuple[str, str], GivenShares]:
    """How the metrics share the win within each given, by scenario and measure, or all of them."""
    with tempfile.TemporaryDirectory() as folder:
        build(SHIPPED_STUDY, Path(folder) / "store")
        setups = open_store(Path(folder) / "store").setups()
        parts = [*parts_of(setups), *parts_of(setups, None, ["measure"])]
    return {
        (str(part.levels["scenario"]), str(part.levels.get("measure", "all"))): part.field_shares()
        for part in parts
    }
