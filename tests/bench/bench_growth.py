"""How does the cost of scoring grow with candidates, givens, metrics and pools?

Prints seconds of one processor for all four measures of sampled pools, one factor at a time, and
the slope of each curve on logarithmic axes beside the one that the design predicts: products of
pools by candidates by candidates, once for each metric, measure and given.
"""

import sys
import time

import numpy as np
from report import Section, parser
from threadpoolctl import threadpool_limits

from setupscope.data.measures import MEASURES
from setupscope.data.pools import PoolRule, pools
from setupscope.data.scoring.blocks import Block
from setupscope.data.scoring.scoring import score

KEYS = ("pearson", "kendall", "weighted_kendall", "rel_at_1")
USUAL = {"candidates": 160, "givens": 2, "metrics": 8, "pools": 1000}
CURVES = {
    "candidates": (160, 320, 640, 1280),
    "givens": (1, 2, 4, 8),
    "metrics": (4, 8, 16, 32),
    "pools": (500, 1000, 2000, 4000),
}
SLOPES = {"candidates": 2.0, "givens": 1.0, "metrics": 1.0, "pools": 1.0}
OFF = 0.1
"""By how much a slope may differ."""
RUNS = 3


def made(candidates, givens, metrics):
    """Blocks of made-up numbers that have all candidates in common."""
    draw = np.random.default_rng(0)
    names = tuple(f"model {index}" for index in range(candidates))
    for given in range(givens):
        numbers = draw.random(candidates).round(4), draw.normal(size=(candidates, metrics))
        yield Block(
            *("s", str(given), "b"), np.arange(candidates), None, candidates, names, *numbers
        )


def spent(candidates, givens, metrics, pools_of_each):
    """Seconds of one processor that scoring takes; the pools are drawn before."""
    rule = PoolRule(sample=pools_of_each, fractions=(0.5,))
    every = list(made(candidates, givens, metrics))
    masks = pools(rule, every[0].candidates)
    started = time.process_time()
    for block in every:
        for key in KEYS:
            score(block, MEASURES[key], masks)
    return time.process_time() - started


def curve(factor):
    """The least seconds of a few runs for each value of a factor."""
    sides = [USUAL | {factor: value} for value in CURVES[factor]]
    return [
        min(
            spent(side["candidates"], side["givens"], side["metrics"], side["pools"])
            for _ in range(RUNS)
        )
        for side in sides
    ]


def main():
    """Prints the curves; exits with 1 where a slope is off."""
    asked = parser(__doc__).parse_args()
    missed = False
    with Section("growth", asked.json) as figures, threadpool_limits(1, user_api="blas"):
        for factor, wanted in SLOPES.items():
            seconds = curve(factor)
            slope = float(np.polyfit(np.log(CURVES[factor]), np.log(seconds), 1)[0])
            off = abs(slope - wanted) > OFF
            missed |= off
            figures[factor] = {"at": CURVES[factor], "cpu_seconds": seconds, "slope": slope}
            shown = ", ".join(
                f"{value}: {own:.2f} s" for value, own in zip(CURVES[factor], seconds, strict=True)
            )
            print(f"{factor:11} slope {slope:.2f}, {wanted:g} is predicted   {shown}")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
