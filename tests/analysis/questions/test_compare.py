"""Comparisons of two slices equal their definitions, draw by draw."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from made_up import MANY_GIVENS, METRICS, ROWS, frame_of, setup
from setupscope.analysis import Slice, compare, win_rates
from setupscope.analysis.audit import slow
from setupscope.analysis.audit.audit import random_slices
from setupscope.analysis.resampling.bootstrap import weights_of
from setupscope.data.errors import InputError


@given(rows=ROWS, others=ROWS)
def test_rates_ranks_and_agreement_are_those_of_the_two_slices(rows, others):
    a, b = frame_of(rows), frame_of(others)
    a, b = a[a["scenario"] == "s"], b[b["scenario"] == "s"]
    table = compare(a, b).set_index("metric")
    assert table.empty == (a.empty or b.empty)
    if table.empty:
        return
    complete = complete_in_both(a, b)
    of_a, of_b = (slow.field_rates(frame, complete, METRICS) for frame in (a, b))
    rates = slow.rates_in_both(a, b, METRICS, METRICS)
    for row in table.reset_index().to_dict("records"):
        one, other = (of.mean() for of in rates[row["metric"]])
        numbers = [row[name] for name in ("rate_a", "rate_b", "difference")]
        np.testing.assert_allclose(numbers, [one, other, other - one], atol=1e-12)
        assert row["partial"] == (row["metric"] not in complete)
    for column, own in {"rank_a": of_a, "rank_b": of_b}.items():
        expected = own.round(12).rank(ascending=False, method="min")
        np.testing.assert_array_equal(table[column], expected.reindex(METRICS))
    np.testing.assert_allclose(table["tau"], slow.tau(of_a, of_b), atol=1e-12)
    assert table["reason"].notna().all()


def complete_in_both(a, b):
    """The complete metrics of two frames; none where neither has a contest."""
    if not any(len(slow.contests(frame, METRICS, METRICS)) for frame in (a, b)):
        return []
    return slow.complete_in_both(a, b, METRICS, METRICS)


@given(rows=MANY_GIVENS, others=MANY_GIVENS)
def test_intervals_are_those_of_the_definition_alone_and_together(rows, others):
    a, b = frame_of(rows), frame_of(others)
    table, complete = compare(a, b).set_index("metric"), complete_in_both(a, b)
    rates = slow.rates_in_both(a, b, METRICS, METRICS)
    together = slow.differences_together([rates[metric] for metric in complete])
    together = dict(zip(complete, together, strict=True))
    for metric, (one, other) in rates.items():
        count = len(one.index.union(other.index))
        _, *ends = slow.difference_of(one, other, weights_of(count, 0))
        row = table.loc[metric]
        if not near_a_bound(one, other):
            np.testing.assert_allclose(row[["low", "high"]].to_numpy(float), ends, atol=1e-9)
        if metric not in complete or changes(one, other):
            expected = together.get(metric, (np.nan, np.nan))
            np.testing.assert_allclose(
                row[["low_all", "high_all"]].to_numpy(float), expected, atol=1e-9
            )


def near_a_bound(one, other):
    """Whether the rule near a bound says something of a difference over the same givens."""
    same = one.index.equals(other.index)
    apart = (other - one).to_numpy() if same and len(one) else np.zeros(1)
    return same and bool((np.abs(apart) >= 0.9).mean() >= 1 / 2 or np.ptp(apart) <= 1e-12)


def changes(one, other):
    """Whether some given of either adds something of its own to a difference."""
    return any(len(of) > 1 and np.ptp(of) > 1e-12 for of in (one, other)) and not (
        one.index.equals(other.index) and np.ptp(other - one) <= 1e-12
    )


def of_one(*, wins, givens="abcdef"):
    """The first metric wins for some givens, the second for the others."""
    return frame_of([setup(g, float(g in wins), float(g not in wins), 0.0) for g in givens])


def test_a_difference_that_each_given_shares_takes_the_rule_near_a_bound():
    row = compare(of_one(wins=""), of_one(wins="abcdef")).set_index("metric").loc["one"]
    assert (row["difference"], row["high"], row["high_all"]) == (1, 1, 1)
    # 2 · Beta(6½, ½)'s .025 quantile − 1
    assert row["low"] == pytest.approx(0.339222, abs=1e-6)
    assert row["low_all"] == pytest.approx(0.339222, abs=1e-6)


def test_a_rate_over_one_given_more_is_not_the_same_rate():
    """For the givens that both have, nothing changes; the seventh wins nothing for the first."""
    table = compare(of_one(wins="abc"), of_one(wins="abc", givens="abcdefg")).set_index("metric")
    row = table.loc["one"]
    assert row["difference"] == pytest.approx(3 / 7 - 1 / 2)
    assert row["low"] < row["difference"] < row["high"] + 1e-12
    assert pd.isna(row["reason"])
    never = table.loc["three"]
    assert (never["difference"], np.isnan(never["low"])) == (0, True)
    assert never["reason"] == "its win rate is the same in both, for each given"


def test_a_metric_that_lacks_scores_in_one_of_the_two_stands_beside_the_others_in_both():
    lacking = [setup(g, 0.0, 0.5, 1.0, covered=7 if g in "abc" else 3) for g in "abcdef"]
    whole = [setup(g, 1.0, 0.5, 0.0) for g in "abcdef"]
    table = compare(frame_of(whole), frame_of(lacking)).set_index("metric")
    assert table["partial"].tolist() == [False, False, True]
    assert table["rate_a"].tolist() == [1, 0, 0]
    assert table["rate_b"].tolist() == [0, 1, 1]
    assert table["rank_b"].tolist()[:2] == [2, 1]
    assert table.loc["three", ["low", "low_all", "rank_a", "rank_b"]].isna().all()
    assert table.loc["three", "reason"] == "one of the two has fewer than 6 givens"
    alone = compare(frame_of(whole), frame_of(lacking), ["one", "two"]).set_index("metric")
    numbers = alone.select_dtypes("number").columns
    pd.testing.assert_frame_equal(
        table.loc[alone.index, numbers], alone[numbers], check_dtype=False
    )


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
    expected = slow.difference(a, b, known, known, weights_of(union, 4))
    for metric, (difference, low, high) in expected.items():
        found = table.loc[metric, ["difference", "low", "high"]].to_numpy(float)
        np.testing.assert_allclose(found, (difference, low, high), atol=1e-9)
    weights = weights_of(union, 4)
    inside = np.isin(sorted(a["given"].unique()), b["given"].unique())
    assert table["skipped"].unique().tolist() == [(weights[:, inside].sum(axis=1) == 0).sum()]


def test_a_slice_against_itself_has_no_difference_and_no_doubt(shipped):
    setups = Slice.parse("scenario=classification-source&size=18-19", shipped.study).narrow(
        shipped.setups()
    )
    table = compare(setups, setups)
    assert (table[["difference", "skipped"]] == 0).all(axis=None)
    assert table[["low", "high", "low_all", "high_all"]].isna().all(axis=None)
    assert set(table["reason"]) == {"its win rate is the same in both, for each given"}
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
