"""Ranks equal those by definition, and the tests those of SciPy and of the textbook."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from scipy import stats

from made_up import METRICS, NULL, ROWS, frame_of
from setupscope.analysis.audit import slow
from setupscope.analysis.audit.audit import random_slices
from setupscope.analysis.questions.ranks import critical_difference, ranks


def hand_made(of_givens):
    """A frame with a setup per given, whose values are these."""
    rows = [
        ("t", f"g{index:02}", "frozen", "pearson", 7, 7, *values)
        for index, values in enumerate(of_givens)
    ]
    return frame_of(rows)


@given(rows=ROWS)
def test_mean_ranks_equal_those_by_definition(rows):
    frame = frame_of(rows)
    for scenario, table in ranks(frame).groupby("scenario"):
        part = frame[frame["scenario"] == scenario]
        expected = slow.mean_ranks(part, METRICS)
        for row in table.to_dict("records"):
            np.testing.assert_allclose(row["mean_rank"], expected[row["metric"]], atol=1e-12)
            assert np.isnan(row["mean_rank"]) <= (row["reason"] is not None)


def test_random_slices_of_the_store_agree_with_the_definition_and_with_scipy(shipped):
    metrics = shipped.study.metric_keys
    for slice_ in random_slices(shipped.study, np.random.default_rng(3), 8):
        frame = slice_.narrow(shipped.setups()).df()
        frame = frame[frame["pool"] % 97 == 3]
        if frame.empty:
            continue
        table = ranks(frame)
        blocks = slow.block_ranks(frame, metrics)
        np.testing.assert_allclose(table["mean_rank"], blocks.mean().to_numpy(), atol=1e-9)
        if len(blocks) < 6:
            assert table["friedman_p"].isna().all()
            assert set(table["reason"]) == {"fewer than 6 givens rank the metrics"}
        else:
            p = stats.friedmanchisquare(*blocks.to_numpy().T).pvalue
            np.testing.assert_allclose(table["friedman_p"], p, atol=1e-12)
            assert table["permutation_p"].between(1 / 10_001, 1).all()


def test_permutations_of_a_small_table_come_close_to_all_permutations():
    values = [(3, 2, 1), (3, 1, 2), (2, 3, 1), (3, 2, 1), (1, 3, 2), (3, 2, 1)]
    table = ranks(hand_made(values))
    blocks = np.array([stats.rankdata([-v for v in row]) for row in values])
    spread = ((blocks.sum(axis=0) - 12) ** 2).sum()
    orders = np.array([(1, 2, 3), (1, 3, 2), (2, 1, 3), (2, 3, 1), (3, 1, 2), (3, 2, 1)])
    every = np.stack(np.meshgrid(*[range(6)] * 6), -1).reshape(-1, 6)
    sums = sum(orders[every[:, index]] for index in range(6))
    exact = (((sums - 12) ** 2).sum(axis=1) >= spread).mean()
    assert table["permutation_p"][0] == pytest.approx(exact, abs=0.02)


@pytest.mark.parametrize(("metrics", "q"), [(3, 2.343), (5, 2.728), (10, 3.164)])
def test_the_critical_difference_is_that_of_the_textbook(metrics, q):
    expected = q * np.sqrt(metrics * (metrics + 1) / (6 * 14))
    assert critical_difference(metrics, 14) == pytest.approx(expected, abs=2e-3)


def test_a_metric_that_always_wins_has_rank_one_and_clear_differences():
    rng = np.random.default_rng(0)
    table = ranks(hand_made([(1.0, *rng.permutation([0.25, 0.0])) for _ in range(12)]))
    row = table.set_index("metric").loc["one"]
    assert row["mean_rank"] == 1
    assert row["friedman_p"] < 0.01
    assert row["permutation_p"] < 0.01
    others = table.set_index("metric")["mean_rank"].drop("one")
    assert others.sum() == pytest.approx(5)


def test_what_cannot_be_tested_says_why():
    alike = ranks(hand_made([(1.0, 1.0, 1.0)] * 6))
    assert set(alike["reason"]) == {"all metrics tie for every given"}
    assert alike["mean_rank"].tolist() == [2, 2, 2]
    few = ranks(hand_made([(1.0, 0.5, 0.0)] * 6), metrics=["one", "two"])
    assert set(few["reason"]) == {"fewer than 3 metrics have scores for all setups"}
    assert few["cd"].isna().all()
    one = ranks(hand_made([(1.0, 0.5, 0.0)] * 6), metrics=["one"])
    assert set(one["reason"]) == {"only one metric is compared"}
    unvalued = ranks(hand_made([(NULL, NULL, NULL)] * 6))
    assert set(unvalued["reason"]) == {"no metric has a value in any setup"}
    assert ranks(frame_of([])).empty


def test_a_metric_that_lacks_scores_is_not_ranked_and_one_without_a_value_is_last():
    rows = [("t", f"g{index}", "frozen", "pearson", 7, 3, 1.0, 0.25, 0.0) for index in range(6)]
    table = ranks(frame_of(rows)).set_index("metric")
    partial = "the metric lacks scores; only those that have all are ranked"
    assert table.loc["three", "reason"] == partial
    assert np.isnan(table.loc["three", "mean_rank"])
    assert table["mean_rank"][["one", "two"]].tolist() == [1, 2]
    undefined = ranks(hand_made([(NULL, 0.25, NULL)] * 6)).set_index("metric")
    assert undefined["mean_rank"].to_dict() == {"one": 2.5, "two": 1, "three": 2.5}
    assert undefined["reason"].isna().all()


def test_a_part_of_each_component_is_ranked_by_itself(shipped):
    setups = shipped.setups().filter("scenario = 'segmentation-source'")
    table = ranks(setups, by=["measure"])
    for measure, part in table.groupby("measure"):
        alone = ranks(setups.filter(f"measure = '{measure}'"))
        pd.testing.assert_frame_equal(part.drop(columns="measure").reset_index(drop=True), alone)


def test_the_same_seed_gives_the_same_table(shipped):
    setups = shipped.setups().filter("scenario = 'classification-target'")
    pd.testing.assert_frame_equal(ranks(setups, seed=4), ranks(setups, seed=4))
