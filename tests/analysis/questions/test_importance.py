"""Importance equals the analysis of variance by definition, and sums to 1."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from made_up import METRICS, ROWS, frame_of
from setupscope.analysis.audit import slow
from setupscope.analysis.audit.audit import random_slices
from setupscope.analysis.questions.importance import COMPONENTS, importance


def shares(table, a, b):
    of_pair = table[(table["a"] == a) & (table["b"] == b)].set_index("component")["share"]
    return of_pair.to_dict()


def assert_as_defined(frame, metrics, atol):
    for (a, b), part in importance(frame, metrics).groupby(["a", "b"]):
        expected = slow.importance(frame, a, b)
        found = part.set_index("component")
        for component in COMPONENTS:
            wanted = expected.get(component, np.nan)
            np.testing.assert_allclose(found["share"][component], wanted, atol=atol)
            assert pd.isna(found["reason"][component]) == (component in expected)
        if len(expected) == len(COMPONENTS):
            assert found["share"].sum() == pytest.approx(1)


@given(rows=ROWS)
def test_shares_equal_those_by_definition(rows):
    frame = frame_of(rows)
    for _, part in frame.groupby("scenario"):
        assert_as_defined(part, METRICS, 1e-12)


def test_random_slices_of_the_store_agree_with_the_definition(shipped):
    for slice_ in random_slices(shipped.study, np.random.default_rng(9), 6):
        frame = slice_.narrow(shipped.setups()).df()
        frame = frame[frame["pool"] % 53 == 3]
        if len(frame):
            assert_as_defined(frame, shipped.study.metric_keys, 1e-9)


def test_shares_of_every_scenario_sum_to_one(shipped):
    table = importance(shipped.setups())
    sums = table.groupby(["scenario", "a", "b"])["share"].sum()
    np.testing.assert_allclose(sums, 1, atol=1e-12)
    assert table["share"].between(0, 1).all()
    assert table["reason"].isna().all()


def cells(of_given_and_measure):
    """A frame of two setups in each cell, in which `one` wins as often as it says."""
    rows = [
        ("t", given, "frozen", measure, pool, 7, float(pool <= wins), 0.5, 0.0)
        for (given, measure), wins in of_given_and_measure.items()
        for pool in (1, 2)
    ]
    return frame_of(rows)


def test_what_only_the_given_decides_is_all_the_givens():
    frame = cells(
        {("x", "pearson"): 2, ("x", "kendall"): 2, ("y", "pearson"): 0, ("y", "kendall"): 0}
    )
    found = shares(importance(frame), "one", "two")
    assert found == {"pool": 0, "given": 1, "backbone": 0, "measure": 0, "interactions": 0}


def test_what_only_the_pool_decides_is_all_the_pools():
    frame = cells({(given, measure): 1 for given in "xy" for measure in ("pearson", "kendall")})
    assert shares(importance(frame), "one", "two")["pool"] == 1


def test_what_given_and_measure_decide_together_is_interaction():
    frame = cells(
        {("x", "pearson"): 2, ("x", "kendall"): 0, ("y", "pearson"): 0, ("y", "kendall"): 2}
    )
    assert shares(importance(frame), "one", "two")["interactions"] == 1


def test_what_is_not_known_says_why():
    frame = cells({("x", "pearson"): 1, ("y", "kendall"): 1})
    table = importance(frame)
    pair = table[(table["a"] == "one") & (table["b"] == "two")].set_index("component")
    assert pair["share"]["pool"] == 1
    assert "has no such setup" in pair["reason"]["given"]
    always = cells({("x", "pearson"): 2})
    assert set(importance(always)["reason"]) == {"the two metrics stand alike in every setup"}
    assert importance(frame_of([])).empty
