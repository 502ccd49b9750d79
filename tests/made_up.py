"""Made-up frames of setups with ties, nulls and missing coverage."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from setupscope.data.scoring.outcomes import OutcomeCodes, ranks
from setupscope.data.study.study import Study

METRICS = ("one", "two", "three")
PARTIAL = (*METRICS, "partial")
"""The same and one that lacks scores."""
OWN_BIT = {("s", "x"): 3, ("s", "y"): 4}
"""Givens of scenario s that are candidates too."""
CANDIDATES = ("a", "b", "c", "d", "e")
GIVENS = (*"xyz", *"abcdefghi")
FAMILIES = {"first": ("x", "a"), "some": ("x", "y", "b", "c")}
NAMED = SimpleNamespace(
    names_of=lambda scenario: SimpleNamespace(candidates=CANDIDATES, givens=GIVENS),
    families=FAMILIES,
    families_among=lambda names: Study.families_among(NAMED, names),
)
"""As much of a study as candidates and families take."""

NULL = float("nan")
VALUE = st.sampled_from([NULL, -0.5, 0.0, 0.25, 1.0])
ROWS = st.sampled_from([(7,), (7, 7, 3), (7, 7, 7, 5, 3, 0)]).flatmap(
    lambda masks: st.lists(
        st.tuples(
            st.sampled_from(["s", "t"]),
            st.sampled_from(["x", "y", "z"]),
            st.sampled_from(["frozen", "fine-tuned"]),
            st.sampled_from(["pearson", "kendall", "rel_at_1"]),
            st.integers(1, 31),
            st.sampled_from(masks),
            *[VALUE] * 3,
        ),
        max_size=30,
    )
)
"""Setups of two scenarios with three givens: all metrics complete, one partial, or several."""


def _of_many_givens(masks, count):
    own = st.lists(
        st.tuples(
            st.sampled_from(["pearson", "kendall"]),
            st.sampled_from([3, 5, 6, 7]),
            st.sampled_from(masks),
            *[VALUE] * count,
        ),
        min_size=1,
        max_size=4,
    )
    return st.lists(own, min_size=5, max_size=9).map(_named)


def _named(of_givens):
    return [
        ("t", given, "frozen", *row)
        for given, own in zip("abcdefghi", of_givens, strict=False)
        for row in own
    ]


MANY_GIVENS = st.sampled_from([(7,), (7, 7, 3)]).flatmap(lambda masks: _of_many_givens(masks, 3))
"""Setups of five to nine givens of one scenario, where the third metric may be partial."""
WITH_A_PARTIAL_METRIC = _of_many_givens((7, 15), 4)
"""The same of four metrics, of which the last may be partial, and no other."""


def setup(given, *values, covered=7, measure="kendall", pool=7, backbone="frozen", scenario="t"):
    """A row of a frame of setups."""
    return (scenario, given, backbone, measure, pool, covered, *values)


def frame_of(rows, metrics=METRICS):
    """A frame of setups with rosters and outcomes as the store has them.

    A row is scenario, given, backbone, measure, pool, covered, and a value per metric.
    """
    keys = ["scenario", "given", "backbone", "measure", "pool", "covered", *metrics]
    frame = pd.DataFrame(rows, columns=keys)
    held = zip(frame["scenario"], frame["given"], strict=True)
    own = np.array([1 << OWN_BIT[pair] if pair in OWN_BIT else 0 for pair in held], np.int64)
    frame["pool"] = frame["pool"].to_numpy(np.int64) & ~own
    frame["roster"] = frame["pool"].to_numpy(np.int64) | own
    frame["pool_size"] = np.bitwise_count(frame["pool"].to_numpy(np.int64)).astype(np.int8)
    covered = frame["covered"].to_numpy(np.int64)[:, None] >> np.arange(len(metrics)) & 1
    values = np.where(covered, frame[list(metrics)].to_numpy(np.float32), np.float32("nan"))
    frame["outcome"] = OutcomeCodes().encode(ranks(values)) if len(frame) else []
    return frame.assign(**dict(zip(metrics, values.T, strict=True)))
