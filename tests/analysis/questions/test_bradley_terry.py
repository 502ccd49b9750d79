"""Strengths in duels: closed forms, SciPy's minimizer, and what they are not moved by."""

import numpy as np
import pytest
from hypothesis import given as drawn
from scipy.special import expit, logit

from made_up import MANY_GIVENS, METRICS, PARTIAL, WITH_A_PARTIAL_METRIC, frame_of, setup
from setupscope.analysis import Slice, bradley_terry
from setupscope.analysis.audit import slow
from setupscope.analysis.questions.pairs import pairs
from setupscope.data.scoring.outcomes import OutcomeCodes, ranks

NULL = float("nan")
FOUR = (3, 5, 6, 7)


def duels(*wins, givens="uvwxyz", backbone="frozen"):
    """Setups of two metrics, in each given as many won by the first as said, of four."""
    return [
        setup(given, float(place < own), 0.5, pool=pool, backbone=backbone)
        for given, own in zip(givens, wins, strict=True)
        for place, pool in enumerate(FOUR)
    ]


def strengths(rows, **options):
    return bradley_terry(frame_of(rows, ("one", "two")), **options)


@drawn(MANY_GIVENS)
def test_it_is_what_scipy_finds(rows):
    assert_as_defined(frame_of(rows), METRICS)


@drawn(WITH_A_PARTIAL_METRIC)
def test_and_a_partial_metric_has_its_own_duels(rows):
    assert_as_defined(frame_of(rows, PARTIAL), PARTIAL)


def assert_as_defined(frame, metrics):
    expected = slow.bradley_terry(frame, metrics, metrics)
    for row in bradley_terry(frame).to_dict("records"):
        own = expected.get(row["metric"])
        if own is None:
            assert np.isnan(row["theta"])
            assert row["reason"]
            continue
        for column, wanted in own.items():
            assert row[column] == pytest.approx(wanted, 1e-6, 1e-9, nan_ok=True), column


def test_two_metrics_have_the_log_odds_of_their_duels_and_a_clustered_variance():
    wins = np.array([4, 3, 3, 2, 4, 2])
    table = strengths(duels(*wins)).set_index("metric")
    rate = wins.mean() / 4
    assert table["theta"].to_dict() == pytest.approx(
        {"one": logit(rate) / 2, "two": -logit(rate) / 2}
    )
    assert table["probability"].to_dict() == pytest.approx({"one": rate, "two": 1 - rate})
    # Of a mean of six givens, carried over by the derivative of the log-odds.
    error = (wins / 4).std(ddof=1) / np.sqrt(6) / (rate * (1 - rate)) / 2
    width = table.loc["one", "high"] - table.loc["one", "theta"]
    assert width == pytest.approx(error * 2.570582)
    assert table["covered_givens"].tolist() == [6, 6]


def test_ties_count_half_and_who_has_no_value_loses():
    rows = [setup(g, 0.5, 0.5, NULL, pool=p) for g in "uvwxyz" for p in FOUR]
    rows += [setup(g, 0.1, 0.2, 0.3, measure="pearson", pool=p) for g in "uvwxyz" for p in FOUR]
    table = bradley_terry(frame_of(rows)).set_index("metric")
    credit = pairs(frame_of(rows)).set_index(["a", "b"])["improvement"]
    assert credit.to_dict() == {("one", "two"): 0.25, ("one", "three"): 0.5, ("two", "three"): 0.5}
    fitted = table["theta"].to_dict()
    # The likelihood is flat at the maximum: credits won and expected are equal.
    for metric, won in (("one", 0.75), ("two", 1.25), ("three", 1.0)):
        others = [expit(fitted[metric] - fitted[o]) for o in METRICS if o != metric]
        assert sum(others) == pytest.approx(won)
    assert sum(fitted.values()) == pytest.approx(0)


def test_a_near_copy_takes_no_strength_as_it_takes_wins(shipped):
    slice_ = Slice.parse("scenario=segmentation-source&measure=kendall", shipped.study)
    frame = slice_.narrow(shipped.setups()).df()
    before = bradley_terry(frame).set_index("metric")["theta"]
    values = frame[list(shipped.study.metric_keys)].assign(copy=frame["logme"])
    copied = frame.assign(copy=values["copy"], covered=2**6 - 1)
    copied["outcome"] = OutcomeCodes().encode(ranks(values.to_numpy(np.float32)))
    after = bradley_terry(copied).set_index("metric")["theta"]
    assert after["copy"] == pytest.approx(after["logme"])
    order = list(before.sort_values().index)
    assert list(after.drop("copy").sort_values().index) == order
    apart = before["logme"] - before["gbc"]
    assert after["logme"] - after["gbc"] == pytest.approx(apart, abs=0.1)


def test_strengths_beyond_four_are_said_to_be(shipped):
    table = bradley_terry(shipped.setups()).set_index(["scenario", "metric"])
    assert table.index[table["extreme"].astype(bool)].tolist() == [("segmentation-target", "logme")]
    assert table.loc[("segmentation-target", "logme"), "theta"] < -4
    winners = table.groupby("scenario")["theta"].idxmax()
    assert winners["segmentation-source"][1] == "logme"
    assert winners["classification-source"][1] == "nleep"


def test_metrics_that_never_beat_or_tie_the_others_leave_no_finite_strengths():
    table = strengths(duels(4, 4, 4, 4, 4, 4))
    assert table["theta"].isna().all()
    assert set(table["reason"]) == {
        "some metrics never beat or tie the others, so that no finite strengths fit"
    }
    # A chain is enough: one beats two, two beats three, three ties one.
    rows = [setup(g, 0.5, 0.4, NULL, covered=3) for g in "uvwxyz"]
    rows += [setup(g, NULL, 0.5, 0.4, covered=6, pool=5) for g in "uvwxyz"]
    rows += [setup(g, 0.5, NULL, 0.5, covered=5, pool=6) for g in "uvwxyz"]
    assert bradley_terry(frame_of(rows))["theta"].notna().all()


def test_below_six_givens_there_are_strengths_without_intervals():
    table = strengths(duels(4, 3, 2, 1, 2, givens="uvwxy"))
    assert table["theta"].notna().all()
    assert table[["low", "high"]].isna().all(axis=None)
    assert set(table["reason"]) == {"fewer than 6 givens"}


def test_a_metric_without_a_duel_stands_aside():
    rows = [setup(g, float(p == 7), 0.5, NULL, covered=3, pool=p) for g in "uvwxyz" for p in FOUR]
    table = bradley_terry(frame_of(rows)).set_index("metric")
    assert table.loc["three", "reason"] == "no setup compares it with another metric"
    assert table.loc["three", "covered_givens"] == 0
    assert table.loc[["one", "two"], "theta"].notna().all()
    alone = bradley_terry(frame_of(rows), ["one"])
    assert alone["reason"].tolist() == ["only one metric is compared"]
    assert bradley_terry(frame_of([])).empty


def test_parts_are_fitted_apart():
    rows = duels(4, 3, 2, 1, 2, 3) + duels(0, 1, 2, 1, 2, 3, backbone="tuned")
    both = strengths(rows, by=["backbone"])
    assert both["backbone"].tolist() == ["frozen", "frozen", "tuned", "tuned"]
    assert both["theta"].iloc[0] > 0 > both["theta"].iloc[2]
