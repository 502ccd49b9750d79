"""How often is chance called clear, and how often do intervals hold the truth?

Prints a table of docs/calibration.md after another; exits with 1 where a target is missed by
more than three standard errors. `--divide` takes fewer samples, for a quicker look.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import groupby, product
from math import sqrt
from multiprocessing import get_context
from typing import Any

import numpy as np
from interval_coverage import (
    LEADS,
    NORMAL,
    SHARES,
    Array,
    coverage,
    joint_coverage,
    of_givens,
    of_leads,
    of_population,
    of_shares,
    shipped_shares,
)
from report import Section, parser
from worlds import UNITS, Shipped, World, made_up

from setupscope.analysis.questions.leads import CLEAR, DECIDED
from setupscope.analysis.questions.shares import GivenShares

GIVENS = (6, 9, 17)
WORLDS, SAMPLES, JOINT, OF_SHIPPED = 1000, 10_000, 4000, 2000
MOST_ERRORS, LEAST_COVERAGE, LOW = 0.05, 0.93, 0.925
MOST_LUCK = 0.1
"""How often luck with the candidates may be called clear: 5 % is not reached everywhere."""

shipped = cache(Shipped.of)
ALIKE = 4
SPARSE = f"alike but for {ALIKE} givens"
WORLDS_OF: dict[str, Callable[[int, int, np.random.Generator], World]] = {
    "made up, sources": lambda *size: made_up(*size, both=False),
    "made up, datasets": lambda *size: made_up(*size, both=True),
    "classification-source": lambda *size: shipped("classification-source").sample(*size),
    "segmentation-source": lambda *size: shipped("segmentation-source").sample(*size),
    SPARSE: lambda *size: made_up(*size, both=False).alike(ALIKE),
}
"""Worlds of so many givens and metrics; "datasets" are givens and candidates."""

Figures = dict[str, Any]
"""What goes into the report."""
Case = tuple[int, str, str, int]
"""Number of metrics, world, unit of the shuffles, number of givens."""


def main():
    """Prints every table."""
    options = parser(__doc__)
    options.add_argument("--divide", type=int, default=1, help="the numbers of samples")
    asked = options.parse_args()
    with Section("calibration", asked.json) as figures:
        missed = tables(asked.divide, figures)
    print("\n".join(f"missed: {what}" for what in missed))
    sys.exit(1 if missed else 0)


def tables(divisor: int, figures: Figures) -> list[str]:
    """Prints and notes every table; what misses its target."""
    missed = [*verdicts(WORLDS // divisor, figures), *single(SAMPLES // divisor, figures)]
    shares = shipped_shares()
    missed += joint(shares["segmentation-source", "all"].shares, JOINT // divisor, figures)
    of_shipped(shares, OF_SHIPPED // divisor, figures)
    return missed


def note(figures: Figures, table: str, row: str, numbers: Sequence[object]) -> None:
    """Puts a row of a table into the report."""
    figures.setdefault(table, {})[" ".join(row.split())] = list(numbers)


def cases() -> list[Case]:
    """What verdicts are simulated of; nine shipped targets allow no 17 givens."""
    two = [(2, world, unit) for world in WORLDS_OF if world != SPARSE for unit in UNITS]
    five = [(5, world, "given") for world in WORLDS_OF if world != SPARSE]
    every = product([*two, (2, SPARSE, "given"), *five], GIVENS)
    cases = [(*row, givens) for row, givens in every]
    return [case for case in cases if (case[1], case[3]) != ("classification-source", 17)]


def rates_of(case: Case, worlds: int) -> tuple[float, float]:
    """Share of worlds that are called clear, and that are called clear or clear here."""
    metrics, world, unit, givens = case
    rng = np.random.default_rng([metrics, givens, list(WORLDS_OF).index(world)])
    said: Counter[str | None] = Counter()
    for _ in range(worlds):
        said[WORLDS_OF[world](givens, metrics, rng).shuffled(unit, rng).verdict()] += 1
    return said[CLEAR] / worlds, sum(said[word] for word in DECIDED) / worlds


def verdicts(worlds: int, figures: Figures) -> Iterator[str]:
    """Prints how often chance is called clear; yields what misses its target."""
    error = sqrt(MOST_ERRORS * (1 - MOST_ERRORS) / worlds)
    print(f"\nchance called clear / clear for these candidates or better, of {worlds:,} worlds")
    print(f"(% at {', '.join(map(str, GIVENS))} givens; standard error at 5 %: {100 * error:.1f})")
    for (metrics, world, unit), rates in rates_by_row(worlds):
        name = f"{metrics} metrics  {world:<22} per {unit:<10}"
        print(name + "   ".join(f"{100 * a:4.1f} / {100 * b:4.1f}" for a, b in rates), flush=True)
        note(figures, "verdicts", name, rates)
        # The weaker verdict holds the candidates, and so may be luck with them.
        rate, most = (0, MOST_LUCK) if unit == "candidate" else (1, MOST_ERRORS)
        if max(both[rate] for both in rates) > most + 3 * error:
            yield name


def rates_by_row(worlds: int) -> Iterator[tuple[tuple[int, str, str], list[tuple[float, float]]]]:
    """The two rates at each number of givens, a row of the table at a time."""
    every = cases()
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        found = pool.map(rates_of, every, [worlds] * len(every))
        for row, group in groupby(zip(every, found, strict=True), lambda pair: pair[0][:3]):
            yield row, [rates for _, rates in group]


def single(samples: int, figures: Figures) -> Iterator[str]:
    """Prints the coverage of single intervals; yields what misses its target."""
    error = sqrt(LEAST_COVERAGE * (1 - LEAST_COVERAGE) / samples)
    print(f"\ncoverage of single 95 % intervals, of {samples:,} samples ({error:.4f})")
    kinds = (("share", of_shares, SHARES), ("lead", of_leads, LEADS))
    for kind, ends_of, populations in kinds:
        for index, (name, population) in enumerate(populations.items()):
            found = [coverage(ends_of, population, g, samples, seed=index) for g in GIVENS]
            print(f"{kind:<6} {name:<30}" + "   ".join(f"{rate:.3f}" for rate in found), flush=True)
            note(figures, f"coverage of a {kind}", name, found)
            if min(found) < LEAST_COVERAGE - 3 * error:
                yield f"coverage of a {kind}, {name}"


def joint(shares: Array, samples: int, figures: Figures) -> Iterator[str]:
    """Prints how often intervals for all leads at once hold all; yields what misses its target."""
    error = sqrt(LEAST_COVERAGE * (1 - LEAST_COVERAGE) / samples)
    print(f"\njoint coverage of the winner's four leads, of {samples:,} samples ({error:.4f})")
    shipped_givens = (of_givens(shares), shares.mean(axis=0))
    rows = {
        "normal": (*NORMAL, False),
        "segmentation-source": (*shipped_givens, False),
        "segmentation-source, the sample's winner": (*shipped_givens, True),
    }
    for name, (draw, truth, found) in rows.items():
        rates = [joint_coverage(draw, truth, givens, samples, found) for givens in GIVENS]
        print(f"{name:<42}" + "   ".join(f"{rate:.3f}" for rate in rates), flush=True)
        note(figures, "joint coverage", name, rates)
        if name == "normal" and min(rates) < LEAST_COVERAGE - 3 * error:
            yield f"joint coverage, {name}"


def of_shipped(
    shares: Mapping[tuple[str, str], GivenShares], samples: int, figures: Figures
) -> None:
    """Prints the coverage of the win rates of the shipped study, its givens as population."""
    columns = [column for part in shares.values() for column in part.shares.T]
    print(f"\ncoverage of {len(columns)} shipped win rates, of {samples:,} samples each")
    for givens in GIVENS:
        found = [
            coverage(of_shares, of_population(column), givens, samples, index)
            for index, column in enumerate(columns)
        ]
        print(
            f"{givens:>2} givens: {np.mean(found):.3f} on average, {min(found):.3f} at least,"
            f" {np.mean(np.array(found) < LOW):.0%} below {LOW}"
        )
        note(figures, "coverage of shipped win rates", f"{givens} givens", found)


if __name__ == "__main__":
    main()
