"""What stands beside a winner: its own values, a random pick, near-copies, other winners."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from made_up import METRICS, ROWS, frame_of
from setupscope.analysis import near_copies, other_winners, usefulness, win_rates
from setupscope.analysis.questions.usefulness import remarks
from setupscope.data.scoring.outcomes import OutcomeCodes, ranks


@pytest.fixture(scope="module")
def rel_at_1(shipped):
    """Setups of segmentation-source under Rel@1."""
    chosen = "scenario = 'segmentation-source' AND measure = 'rel_at_1'"
    return shipped.setups().filter(chosen).df()


def test_the_winners_values_and_the_share_of_ties_are_those_of_pandas(shipped):
    frame = shipped.setups().filter("scenario = 'segmentation-source'").df()
    metrics = list(shipped.study.metric_keys)
    for row in usefulness(frame).to_dict("records"):
        part = frame[frame["measure"] == row["measure"]]
        rates = win_rates(part).set_index("metric")["win_rate"]
        assert row["winner"] == rates.idxmax()
        assert row["median"] == pytest.approx(part[row["winner"]].median(), abs=1e-7)
        assert row["all_tied"] == pytest.approx((part[metrics].nunique(axis=1) == 1).mean())
        if row["measure"] == "rel_at_1":
            assert row["all_tied"] == pytest.approx(0.22, abs=0.005)
            assert np.isnan(row["share_not_positive"])
        else:
            assert row["share_not_positive"] == pytest.approx((part[row["winner"]] <= 0).mean())


def test_a_random_pick_is_the_pools_mean_over_its_best(shipped, rel_at_1):
    few = rel_at_1.sample(80, random_state=2)
    measured = shipped.measurements()
    measured = measured[measured["table"] == "segmentation"]
    names = shipped.study.names_of("segmentation-source").candidates
    expected = []
    for row in few.to_dict("records"):
        pool = [name for bit, name in enumerate(names) if row["pool"] >> bit & 1]
        held = measured[(measured["target"] == row["given"]) & measured["source"].isin(pool)]
        expected.append(held["performance"].mean() / held["performance"].max())
    found = usefulness(few, None, shipped.measurements(), shipped.study)
    assert found["random_pick"].iloc[0] == pytest.approx(np.mean(expected), abs=1e-12)
    assert usefulness(few)["random_pick"].isna().all()


def test_a_copy_halves_the_win_rate_and_is_named(shipped):
    frame = shipped.setups().filter("scenario = 'segmentation-source'").df()
    metrics = [*shipped.study.metric_keys, "copy"]
    copied = frame.assign(copy=frame["logme"], covered=2**6 - 1)
    copied["outcome"] = OutcomeCodes().encode(ranks(copied[metrics].to_numpy(np.float32)))
    before = win_rates(frame).set_index("metric")["win_rate"]["logme"]
    after = win_rates(copied).set_index("metric")["win_rate"]
    assert before == pytest.approx(0.50, abs=0.005)
    assert after["logme"] == after["copy"] == pytest.approx(0.27, abs=0.005)
    found = near_copies(copied)
    assert len(found[(found["a"] == "logme") & (found["b"] == "copy")]) == 4
    assert any(
        "logme and copy order the setups almost identically" in text for text in remarks(copied)
    )


def test_correlations_are_those_of_pandas(shipped, rel_at_1):
    frame = shipped.setups().filter("scenario = 'segmentation-source'").df()
    for row in near_copies(frame).to_dict("records"):
        part = frame[frame["measure"] == row["measure"]]
        expected = part[[row["a"], row["b"]]].corr("spearman").iloc[0, 1]
        assert row["correlation"] == pytest.approx(expected, abs=1e-9)
        assert expected > 0.95


@given(ROWS)
def test_near_copies_with_ties_and_nulls_are_those_of_pandas(rows):
    frame = frame_of(rows)
    found = near_copies(frame).set_index(["scenario", "measure", "a", "b"])["correlation"]
    expected = {}
    for levels, part in frame.groupby(["scenario", "measure"]):
        table = part[list(METRICS)].astype(float).corr("spearman", min_periods=2)
        for a, b in combinations(METRICS, 2):
            if table.loc[a, b] > 0.95:
                expected[(*levels, a, b)] = pytest.approx(table.loc[a, b], abs=1e-9)
    assert found.to_dict() == expected


def test_under_rel_at_1_pairs_and_mean_rank_name_another_winner(rel_at_1):
    row = other_winners(rel_at_1).iloc[0]
    assert row["by_win_rate"] == "gbc"
    assert row["by_pairs"] == row["by_mean_rank"] == "logme"
    assert not row["agree"]
    assert (
        "gbc has the highest win rate, but logme beats every other metric one on one"
        in remarks(rel_at_1)[0]
    )


@given(rows=ROWS)
def test_other_winners_equal_their_definitions(rows):
    frame = frame_of(rows)
    for row in other_winners(frame).to_dict("records"):
        part = frame[frame["scenario"] == row["scenario"]]
        whole = part.dropna(subset=list(METRICS))
        rank = whole[list(METRICS)].rank(axis=1, ascending=False)
        means = rank.groupby(whole["given"]).mean().mean()
        if whole.empty:
            assert pd.isna(row["by_mean_rank"])
        else:
            assert means[row["by_mean_rank"]] == pytest.approx(means.min(), abs=1e-12)


@given(rows=ROWS)
def test_made_up_frames_never_fail(rows):
    frame = frame_of(rows)
    assert len(usefulness(frame)) == len(frame.groupby(["scenario", "measure"]))
    assert all(isinstance(text, str) for text in remarks(frame))
