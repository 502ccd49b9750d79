"""Among many setups, most pairs are ruled out as near copies without a look at their ranks."""

import numpy as np
import pandas as pd
import pytest

from setupscope.analysis import Slice, near_copies
from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.questions import near_copies as module


@pytest.fixture
def possible(monkeypatch):
    """The pairs that were not ruled out, with all setups counting as many."""
    found, rule = [], module._possible

    def keep(part, pairs):
        found.append(rule(part, pairs))
        return found[-1]

    monkeypatch.setattr(module, "MANY", 1)
    monkeypatch.setattr(module, "_possible", keep)
    return found


def with_values(frame, rng):
    """Values with ties, a copy but for a little noise, one turned around, and one at 1 mostly."""
    base = rng.normal(size=len(frame)).astype(np.float32)
    near = base + np.float32(0.1) * rng.normal(size=len(frame)).astype(np.float32)
    mostly = np.where(rng.random(len(frame)) < 0.8, np.float32(1), rng.random(len(frame)))
    columns = {"leep": base, "nleep": near, "logme": -base, "hscore": mostly, "gbc": mostly * 2}
    return frame.assign(**{name: own.astype(np.float32) for name, own in columns.items()})


def test_those_that_are_left_are_the_same_as_without_ruling_any_out(small, possible, monkeypatch):
    frame = with_values(small.setups().df(), np.random.default_rng(1))
    found = near_copies(frame)
    monkeypatch.setattr(module, "MANY", 10**9)
    pd.testing.assert_frame_equal(found, near_copies(frame))
    assert {("leep", "nleep"), ("hscore", "gbc")} == set(zip(found["a"], found["b"], strict=True))
    assert all(len(pairs) < 6 for pairs in possible)


def test_a_pair_with_missing_values_is_always_looked_at(small, possible):
    frame = with_values(small.setups().df(), np.random.default_rng(1))
    frame.loc[::7, "logme"] = np.nan
    near_copies(frame)
    assert all({(0, 2), (1, 2), (2, 3), (2, 4)} <= set(pairs) for pairs in possible)


def test_no_pair_of_the_shipped_study_is_ruled_out_wrongly(shipped, possible):
    slice_ = Slice.parse("scenario=segmentation-source", shipped.study)
    near_copies(slice_.narrow(shipped.setups()))
    parts = fetch(slice_.narrow(shipped.setups())).parts(["measure"])
    for (_, part), pairs in zip(parts, possible, strict=True):
        values = pd.DataFrame(part.values)
        correlations = values.corr("spearman").to_numpy()
        for a, b in zip(*np.triu_indices(5, 1), strict=True):
            assert (a, b) in pairs or correlations[a, b] <= module.NEAR_COPY
        assert len(pairs) < 5
