"""Pairs, scores and leave-one-out equal their definitions in pandas."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from made_up import METRICS, NULL, ROWS, frame_of, setup
from setupscope.analysis.audit import slow
from setupscope.analysis.audit.audit import random_slices
from setupscope.analysis.questions.leave_one_out import leave_one_out
from setupscope.analysis.questions.pairs import pairs
from setupscope.analysis.questions.scores import scores
from setupscope.analysis.questions.wins import win_rates

RATES = ["wins", "ties", "losses", "undefined"]


@given(rows=ROWS)
def test_pairs_equal_the_setup_by_setup_definition(rows):
    frame = frame_of(rows)
    for by in ((), ("measure",)):
        for row in pairs(frame, by=by).to_dict("records"):
            part = frame[frame["scenario"] == row["scenario"]]
            part = part[part["measure"] == row["measure"]] if by else part
            rates, margin = slow.pair(part, METRICS, row["a"], row["b"])
            np.testing.assert_allclose([row[key] for key in RATES], rates, atol=1e-12)
            np.testing.assert_allclose(row["mean_margin"], margin, atol=1e-12)
            better = slow.improvement(part, METRICS, row["a"], row["b"])
            np.testing.assert_allclose(row["improvement"], better, atol=1e-12)
            assert row["setups"] == len(part)


def test_pairs_of_random_slices_sum_to_one_and_agree_with_pandas(shipped):
    metrics = list(shipped.study.metric_keys)
    for slice_ in random_slices(shipped.study, np.random.default_rng(3), 15):
        frame = slice_.narrow(shipped.setups()).df()
        table = pairs(slice_.narrow(shipped.setups()))
        np.testing.assert_allclose(table[RATES].sum(axis=1), 1, atol=1e-12)
        for row in table.sample(min(3, len(table)), random_state=0).to_dict("records"):
            better = frame[row["a"]] > frame[row["b"]]
            expected = better.groupby(frame["given"].astype(str)).mean().mean()
            assert row["wins"] == pytest.approx(expected, abs=1e-12)
    assert len(metrics) * (len(metrics) - 1) / 2 == 10


@given(rows=ROWS)
def test_scores_equal_those_of_pandas(rows):
    frame = frame_of(rows)
    for row in scores(frame).to_dict("records"):
        part = frame[(frame["scenario"] == row["scenario"]) & (frame["measure"] == row["measure"])]
        values = part[row["metric"]].dropna().astype(np.float64)
        assert row["setups"] == len(part)
        if values.empty:
            assert row["reason"] == "the metric has no value in any setup here"
            continue
        found = [row[key] for key in ("mean", "q05", "q25", "q50", "q75", "q95")]
        expected = [values.mean(), *values.quantile([0.05, 0.25, 0.5, 0.75, 0.95])]
        np.testing.assert_allclose(found, expected, atol=1e-12)
        if row["measure"] == "rel_at_1":
            assert np.isnan(row["share_not_positive"])
        else:
            assert row["share_not_positive"] == pytest.approx((values <= 0).mean())


@given(rows=ROWS)
def test_leaving_a_given_out_keeps_the_field_and_finds_the_winner_anew(rows):
    frame = frame_of(rows)
    expected = {
        scenario: slow.leave_one_out(part, METRICS, METRICS)
        for scenario, part in frame.groupby("scenario")
    }
    for row in leave_one_out(frame).to_dict("records"):
        part = frame[(frame["scenario"] == row["scenario"]) & (frame["given"] != row["given"])]
        assert row["setups"] == len(part)
        best, lead = expected[row["scenario"]][row["given"]]
        assert row["winner"] == best[0] if best else pd.isna(row["winner"])
        np.testing.assert_allclose(row["lead"], lead, atol=1e-12)
        assert pd.isna(row["reason"]) == bool(best)


@given(rows=ROWS)
def test_improvements_of_both_metrics_sum_to_one(rows):
    frame = frame_of(rows)
    there, again = pairs(frame), pairs(frame, METRICS[::-1])
    both = there.merge(again, left_on=["scenario", "a", "b"], right_on=["scenario", "b", "a"])
    assert len(both) == len(there)
    known = both["improvement_x"].notna()
    assert known.equals(both["improvement_y"].notna())
    sums = both["improvement_x"] + both["improvement_y"]
    np.testing.assert_allclose(sums[known].astype(float), 1, atol=1e-12)


def test_who_alone_has_a_value_is_the_better_and_nobody_is_half():
    rows = [setup("x", 1.0, 0.5, 0.0), setup("x", 0.5, NULL, 0.0), setup("x", NULL, NULL, 0.0)]
    rows += [setup("x", NULL, 1.0, 0.0), setup("y", 0.5, 0.5, 0.0)]
    row = pairs(frame_of(rows)).iloc[0]
    assert (row["a"], row["b"]) == ("one", "two")
    assert [row[key] for key in RATES] == [0.125, 0.5, 0, 0.375]
    assert row["improvement"] == ((1 + 1 + 1 / 2) / 4 + 1 / 2) / 2


def test_under_rel_at_1_many_setups_tie_and_pairs_name_another_metric(shipped):
    setups = shipped.setups().filter("scenario = 'segmentation-source' AND measure = 'rel_at_1'")
    frame = setups.df()
    metrics = list(shipped.study.metric_keys)
    all_tied = frame[metrics].nunique(axis=1) == 1
    assert all_tied.mean() == pytest.approx(0.22, abs=0.005)
    table = pairs(setups).set_index(["a", "b"])
    assert table.loc[("logme", "gbc"), "improvement"] > 0.5
    rates = win_rates(setups).set_index("metric")["win_rate"]
    assert rates.idxmax() == "gbc"
    assert rates["gbc"] == pytest.approx(0.236, abs=0.0005)


@pytest.mark.parametrize("table", [pairs, scores, leave_one_out])
def test_the_order_of_rows_changes_no_byte(shipped, table):
    frame = shipped.setups().filter("scenario = 'classification-target'").df()
    shuffled = frame.sample(frac=1, random_state=1)
    assert table(frame).to_csv() == table(shuffled).to_csv()
