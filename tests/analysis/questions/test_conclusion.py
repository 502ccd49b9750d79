"""Conclusions: the published ones come out, and every lead equals the slow definition."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from made_up import METRICS, ROWS, frame_of
from setupscope.analysis.audit import slow
from setupscope.analysis.audit.audit import random_slices
from setupscope.analysis.questions.conclusion import conclusion, leads_of_winner
from setupscope.analysis.questions.wins import win_rates
from setupscope.analysis.slices.slices import Slice


def leads_of(shipped, scenario):
    setups = shipped.setups().filter(f"scenario = '{scenario}'")
    return leads_of_winner(setups).set_index("metric")


def test_nleeps_smallest_lead_in_classification_source_is_clear(shipped):
    found = leads_of(shipped, "classification-source")
    assert set(found["winner"]) == {"nleep"}
    smallest = found.loc[found["lead"].idxmin()]
    assert smallest["lead"] == pytest.approx(0.76, abs=0.006)
    assert smallest["half_width"] == pytest.approx(0.27, abs=0.006)
    assert set(found["verdict"]) == {"clear"}


@pytest.mark.parametrize(
    ("scenario", "winner", "metric", "lead", "half_width"),
    [
        ("segmentation-source", "logme", "gbc", 0.31, 0.43),
        ("classification-target", "gbc", "leep", 0.26, 0.76),
    ],
)
def test_the_other_leads_are_clear_for_these_candidates(
    shipped, scenario, winner, metric, lead, half_width
):
    found = leads_of(shipped, scenario)
    assert set(found["winner"]) == {winner}
    assert found.loc[metric, "lead"] == pytest.approx(lead, abs=0.005)
    assert found.loc[metric, "half_width"] == pytest.approx(half_width, abs=0.005)
    assert set(found["verdict"]) == {"clear for these candidates"}


def test_a_measure_whose_own_winner_is_undecided_has_no_say_in_the_verdict(shipped):
    setups = shipped.setups().filter("scenario = 'segmentation-source'")
    table = conclusion(setups).set_index("measure")
    assert table["winner"].to_dict() == {
        **dict.fromkeys(["pearson", "kendall", "weighted_kendall", "all"], "logme"),
        "rel_at_1": "gbc",
    }
    assert table.loc["rel_at_1", "verdict"] == "undecided"
    assert table.loc["rel_at_1", "lead"] == pytest.approx(0.007, abs=5e-4)
    ends = table.loc["rel_at_1", ["low", "high"]].to_numpy(float)
    assert ends == pytest.approx([-0.08, 0.13], abs=0.005)
    assert table.loc["all", "verdict"] == "clear for these candidates"


def test_several_scenarios_have_no_verdict_in_common(shipped):
    table = conclusion(shipped.setups())
    rows = table.groupby("scenario").size()
    by_gain = [name.endswith("-gain") for name in rows.index]
    assert rows[by_gain].tolist() == [4, 4]  # Rel@1 means nothing of gains.
    assert rows[[not gain for gain in by_gain]].tolist() == [5, 5, 5, 5]


@pytest.mark.parametrize(
    "query",
    [
        "scenario=classification-target&measure=kendall",
        "scenario=classification-source&size=17-19&backbone=frozen&measure=rel_at_1,pearson",
        "scenario=segmentation-source&with=coco&size=14-16&measure=kendall",
        "scenario=segmentation-target&given=ade,bdd,coco,city,idd,kitti,suim&size=15-16",
    ],
)
def test_half_widths_equal_an_explicit_jackknife(shipped, query):
    slice_ = Slice.parse(query, shipped.study)
    setups = slice_.narrow(shipped.setups())
    frame, metrics = setups.df(), list(slice_.metric_keys())
    for row in leads_of_winner(setups).to_dict("records"):
        expected = slow.half_width(frame, metrics, metrics, (row["winner"], row["metric"]))
        assert row["half_width"] == pytest.approx(expected, abs=1e-9)


def test_random_slices_have_the_lead_of_their_win_rates(shipped):
    for slice_ in random_slices(shipped.study, np.random.default_rng(11), 25):
        setups = slice_.narrow(shipped.setups())
        rates = win_rates(setups)
        if rates.empty:
            assert conclusion(setups).empty
            continue
        table = conclusion(setups)
        last = table.iloc[-1]
        rate = rates.set_index("metric")["win_rate"].sort_values(ascending=False, kind="stable")
        assert last["winner"] == rates.loc[rates["win_rate"].idxmax(), "metric"]
        assert last["lead"] == pytest.approx(rate.iloc[0] - rate.iloc[1], abs=1e-12)
        assert last["setups"] == rates["setups"].iloc[0]


@given(rows=ROWS)
def test_made_up_frames_earn_the_answer_of_the_definition(rows):
    frame = frame_of(rows)
    table = conclusion(frame)
    assert set(table["scenario"]) == set(frame["scenario"])
    for row in table.to_dict("records"):
        part = frame[frame["scenario"] == row["scenario"]]
        part = part if row["measure"] == "all" else part[part["measure"] == row["measure"]]
        compared = slow.contests(part, METRICS, METRICS)
        assert row["no_contest"] == len(part) - len(compared)
        found = slow.conclude(part, METRICS, METRICS, no_draws)
        if found is None:
            assert pd.isna(row["winner"])
            assert isinstance(row["reason"], str)
            continue
        rivals = [lead for lead in found.leads if not lead.partial]
        assert row["winner"] == found.winners[0]
        assert row["lead"] == pytest.approx(min(lead.lead for lead in rivals), abs=1e-12)
        assert row["covered_givens"] == rivals[0].givens
        assert pd.isna(row["verdict"])
        assert row["reason"] == "fewer than 6 givens"


def no_draws(givens):
    return None


def test_one_metric_has_no_rival_and_a_tie_of_few_givens_no_verdict():
    rows = [("t", given, "frozen", "pearson", 7, 7, 1.0, 1.0, 0.0) for given in "xyz"]
    frame = frame_of(rows)
    alone = conclusion(frame, ["one"]).iloc[0]
    assert (alone["winner"], alone["reason"]) == (None, "only one metric is compared")
    assert (alone["no_contest"], alone["covered_givens"]) == (3, 0)
    tied = conclusion(frame, list(METRICS)).iloc[0]
    assert (tied["winner"], tied["runner_up"], tied["lead"]) == ("one", "two", 0)
    assert tied["verdict"] is None


def test_a_slice_that_lacks_pools_says_so(shipped):
    slice_ = Slice.parse("scenario=segmentation-source&measure=kendall", shipped.study)
    frame = slice_.narrow(shipped.setups()).df()
    some = conclusion(frame[frame["pool"] % 5 == 1])["reason"][0]
    assert some == "the slice lacks some of the pools that leave out equally many candidates"
    whole = Slice.parse("scenario=segmentation-source&size=16", shipped.study)
    reason = conclusion(whole.narrow(shipped.setups()))["reason"][0]
    assert reason == "the pools of the slice leave no candidate out"
