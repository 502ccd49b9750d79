"""Made-up frames of setups with ties, nulls and missing coverage."""

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from setupscope.data.scoring.outcomes import OutcomeCodes, ranks

METRICS = ("one", "two", "three")
OWN_BIT = {("s", "x"): 3, ("s", "y"): 4}
"""Givens of scenario s that are candidates too."""

VALUE = st.sampled_from([float("nan"), -0.5, 0.0, 0.25, 1.0])
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["s", "t"]),
        st.sampled_from(["x", "y", "z"]),
        st.sampled_from(["frozen", "fine-tuned"]),
        st.sampled_from(["pearson", "kendall", "rel_at_1"]),
        st.integers(1, 31),
        st.sampled_from([7, 7, 7, 5, 3, 0]),
        *[VALUE] * 3,
    ),
    max_size=30,
)


def frame_of(rows):
    """A frame of setups with rosters and outcomes as the store has them.

    A row is scenario, given, backbone, measure, pool, covered, and three values.
    """
    keys = ["scenario", "given", "backbone", "measure", "pool", "covered", *METRICS]
    frame = pd.DataFrame(rows, columns=keys)
    held = zip(frame["scenario"], frame["given"], strict=True)
    own = np.array([1 << OWN_BIT[pair] if pair in OWN_BIT else 0 for pair in held], np.int64)
    frame["pool"] = frame["pool"].to_numpy(np.int64) & ~own
    frame["roster"] = frame["pool"].to_numpy(np.int64) | own
    frame["pool_size"] = np.bitwise_count(frame["pool"].to_numpy(np.int64)).astype(np.int8)
    covered = frame["covered"].to_numpy(np.int64)[:, None] >> np.arange(len(METRICS)) & 1
    values = np.where(covered, frame[list(METRICS)].to_numpy(np.float32), np.float32("nan"))
    frame["outcome"] = OutcomeCodes().encode(ranks(values)) if len(frame) else []
    return frame.assign(**dict(zip(METRICS, values.T, strict=True)))
