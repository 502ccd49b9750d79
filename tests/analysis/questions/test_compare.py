"""Comparisons of two slices equal their definitions, draw by draw."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from made_up import METRICS, ROWS, frame_of
from setupscope.analysis import Slice, compare, win_rates
from setupscope.analysis.audit import slow
from setupscope.analysis.audit.audit import random_slices
from setupscope.analysis.resampling.bootstrap import draws_for
from setupscope.data.errors import InputError


@given(rows=ROWS, others=ROWS)
def test_rates_ranks_and_agreement_are_those_of_the_two_slices(rows, others):
    a, b = frame_of(rows), frame_of(others)
    a, b = a[a["scenario"] == "s"], b[b["scenario"] == "s"]
    table = compare(a, b).set_index("metric")
    assert table.empty == (a.empty or b.empty)
    if table.empty:
        return
    of_a, of_b = (slow.given_rates(frame, METRICS, METRICS).mean() for frame in (a, b))
    for column, expected in {
        "rate_a": of_a,
        "rate_b": of_b,
        "difference": of_b - of_a,
        "rank_a": of_a.round(12).rank(ascending=False, method="min"),
        "rank_b": of_b.round(12).rank(ascending=False, method="min"),
    }.items():
        np.testing.assert_allclose(table[column], expected[list(table.index)], atol=1e-12)
    np.testing.assert_allclose(table["tau"], slow.tau(of_a, of_b), atol=1e-12)
    assert table["reason"].notna().all()


def test_intervals_come_from_one_draw_of_the_union_of_givens(shipped):
    known = shipped.study.metric_keys
    slices = [
        Slice.parse(f"scenario=segmentation-source&size=15-16&{more}", shipped.study)
        for more in ("measure=kendall", "given=ade,bdd,camvid,city,coco,idd,isprs,kitti")
    ]
    a, b = (slice_.narrow(shipped.setups()).df() for slice_ in slices)
    table = compare(a, b, seed=4).set_index("metric")
    union = a["given"].nunique()
    assert b["given"].nunique() < union
    expected = slow.difference(a, b, known, known, draws_for({union}, 4)[union])
    for metric, (difference, low, high) in expected.items():
        found = table.loc[metric, ["difference", "low", "high"]].to_numpy(float)
        np.testing.assert_allclose(found, (difference, low, high), atol=1e-9)
    weights = draws_for({union}, 4)[union]
    inside = np.isin(sorted(a["given"].unique()), b["given"].unique())
    assert table["skipped"].unique().tolist() == [(weights[:, inside].sum(axis=1) == 0).sum()]


def test_a_slice_against_itself_has_no_difference_and_no_doubt(shipped):
    setups = Slice.parse("scenario=classification-source&size=18-19", shipped.study).narrow(
        shipped.setups()
    )
    table = compare(setups, setups)
    assert (table[["difference", "low", "high", "skipped"]] == 0).all(axis=None)
    assert (table["tau"] == 1).all()
    rates = win_rates(setups).set_index("metric")["win_rate"]
    pd.testing.assert_series_equal(table.set_index("metric")["rate_b"], rates, check_names=False)


def test_a_given_that_both_have_moves_in_both(shipped):
    """Under the same draw the difference of two measures varies less than two rates apart."""
    study, setups = shipped.study, shipped.setups()
    one, other = (
        Slice.parse(f"scenario=segmentation-source&measure={measure}", study).narrow(setups)
        for measure in ("kendall", "weighted_kendall")
    )
    table = compare(one, other).set_index("metric")
    apart = [win_rates(frame).set_index("metric").loc["logme"] for frame in (one, other)]
    width = table.loc["logme", "high"] - table.loc["logme", "low"]
    assert width < 0.8 * np.hypot(*(rate["high"] - rate["low"] for rate in apart))


def test_random_slices_of_one_scenario_are_matched_by_it(shipped):
    slices = list(random_slices(shipped.study, np.random.default_rng(2), 6))
    for one, other in pairwise(slices):
        table = compare(one.narrow(shipped.setups()), other.narrow(shipped.setups()))
        if len(table):
            assert set(table["scenario"]) == set(one.scenario_names())
            assert set(table["against"]) == set(other.scenario_names())


def test_what_cannot_be_told_says_why(shipped):
    study, setups = shipped.study, shipped.setups()
    few = Slice.parse("scenario=segmentation-source&given=ade,bdd", study).narrow(setups)
    whole = Slice.parse("scenario=segmentation-source", study).narrow(setups)
    table = compare(few, whole)
    assert table[["low", "high", "skipped"]].isna().all(axis=None)
    assert set(table["reason"]) == {"one of the two has fewer than 6 givens"}
    with pytest.raises(InputError, match="unknown metric 'logmee'"):
        compare(few, whole, metrics=["logmee"])
