"""Do the tables over several studies say what their definitions say?"""

import numpy as np
import pandas as pd

from setupscope.analysis.audit import slow
from setupscope.analysis.audit.differences import Compared, compare_numbers, compare_row
from setupscope.analysis.audit.winners import draws
from setupscope.analysis.resampling.bootstrap import FEWEST_GIVENS
from setupscope.analysis.slices.slices import Slice
from setupscope.analysis.studies.improvements import improvements
from setupscope.analysis.studies.random_effects import summarize

MOST_STUDIES = 8


def audit_improvements(slice_: Slice, frame: pd.DataFrame) -> Compared:
    """The probability of improvement of every pair, and what a summary takes of it."""
    known = slice_.study.metric_keys
    for row in improvements(frame).to_dict("records"):
        by_given = slow.improvements_of_givens(frame, known, row["a"], row["b"])
        expected: dict[str, float] = {"covered_givens": len(by_given)}
        expected |= {"improvement": float(np.mean(by_given)) if by_given else np.nan}
        if len(by_given) >= FEWEST_GIVENS:
            ends = slow.interval_of_share(np.array(by_given), draws(len(by_given)))
            expected |= dict(zip(("adjusted", "variance"), slow.adjusted(by_given), strict=True))
            expected |= {"low": ends[0], "high": ends[1]}
        where, what = f"improvements: {slice_}", f"{row['a']} over {row['b']}"
        yield from compare_row(where, what, row, expected)


def audit_summary(rng: np.random.Generator, count: int) -> Compared:
    """The summaries of made-up studies."""
    for _ in range(count):
        studies = int(rng.integers(3, MOST_STUDIES + 1))
        y, v = rng.random(studies).tolist(), (rng.random(studies) ** 2 / 10 + 1e-4).tolist()
        found = summarize(y, v)
        for name, wanted in slow.summary(y, v).items():
            yield compare_numbers(
                f"summary of {studies} studies", name, getattr(found, name), wanted
            )
