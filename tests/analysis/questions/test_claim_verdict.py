"""The verdict on a claim, and the margins around the one that shows it."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_up import METRICS, NULL, ROWS, frame_of, setup
from setupscope.analysis import Slice, claim, claim_margins, claim_verdict, shown_margins
from setupscope.analysis.audit import slow
from setupscope.analysis.questions.claim import NO_SHOWN_MARGIN

PAIR = ("one", "two")


def verdict(frame, shown):
    return claim_verdict(claim(frame, shown, *PAIR))


def frame_with(*margins, measure="kendall"):
    pools = range(1, len(margins) + 1)
    return [
        setup("x", margin, 0.0, 0.0, pool=pool, measure=measure)
        for margin, pool in zip(margins, pools, strict=True)
    ]


@pytest.mark.parametrize(
    ("margins", "expected"),
    [
        ((0.5, 0.25, 0.5, -0.5), ("shown and typical", 3, 2)),
        ((0.5, 0.25, -0.5), ("shown but atypical", 2, 1)),
        ((0.5, 0.25, 0.0, NULL), ("shown but atypical", 3, 1)),
        ((0.5,), ("no comparable setup", 0, 0)),
        ((-0.5, 0.25, 0.25), ("shows the opposite", 2, 2)),
        ((-0.5,), ("shows the opposite", 0, 0)),
        ((0.0, 0.25), ("tie", 1, 1)),
        ((NULL, 0.25), ("no value", 1, 1)),
    ],
)
def test_whether_it_is_shown_comes_first_and_then_whether_most_agree(margins, expected):
    frame = frame_of(frame_with(*margins))
    found = verdict(frame, frame.iloc[:1])
    assert (found.verdict, found.comparable, found.agree) == expected


def test_measures_that_differ_are_mixed_and_of_nothing_there_is_no_verdict():
    frame = frame_of([*frame_with(0.5), *frame_with(-0.5, measure="pearson")])
    assert verdict(frame, frame).verdict == "mixed"
    assert verdict(frame, frame_of([])) is None
    assert verdict(frame, frame).share is None


def test_a_slice_without_the_scenario_still_tells_what_is_shown():
    elsewhere = frame_of([setup("x", 1.0, 0.0, 0.0, scenario="s")])
    shown = frame_of(frame_with(-0.5))
    assert verdict(elsewhere, shown).verdict == "shows the opposite"
    assert claim_margins(elsewhere, shown, *PAIR).empty


@given(rows=ROWS, chosen=st.sets(st.integers(0, 29), min_size=1, max_size=4))
def test_made_up_verdicts_and_margins_are_as_defined(rows, chosen):
    frame = frame_of(rows)
    frame = frame[frame["scenario"] == "s"]
    frame = frame.drop_duplicates(["given", "backbone", "measure", "roster"], ignore_index=True)
    shown = frame[frame.index.isin(chosen)]
    if shown.empty:
        return
    expected = slow.claim_verdict(frame, shown, METRICS, *PAIR)
    assert verdict(frame, shown).verdict == expected
    assert_bins(claim_margins(frame, shown, *PAIR), frame, shown)


def assert_bins(table, frame, shown):
    """Each bin holds the comparable setups whose margin lies in it."""
    others = pd.DataFrame(slow.comparable(frame, shown, METRICS, *PAIR)["all"], columns=list(frame))
    margins = others["one"].astype(float) - others["two"].astype(float)
    known = others.assign(margin=margins).dropna(subset="margin")
    of_shown = shown_margins(shown, *PAIR).set_index("measure")["margin"]
    assert set(table["measure"]) == set(known["measure"])
    for measure, bins in table.groupby("measure"):
        own = known.loc[known["measure"] == measure, "margin"]
        tied = (bins["low"] == 0) & (bins["high"] == 0)
        assert bins["setups"].sum() == len(own)
        assert bins.loc[tied, "setups"].sum() == (own == 0).sum()
        assert bins.loc[~tied & (bins["low"] >= 0), "setups"].sum() == (own > 0).sum()
        assert bins["share"].sum() == pytest.approx(1)
        mine = bins["shown"].iloc[0]
        assert mine == of_shown[measure] or (np.isnan(mine) and np.isnan(of_shown[measure]))
        assert bins["reason"].isna().all() == (mine == mine)
        assert not abs(mine) > bins["high"].max()


def test_the_margin_shown_is_the_mean_under_each_measure():
    rows = [*frame_with(0.5, 0.25, NULL), *frame_with(NULL, measure="pearson")]
    table = shown_margins(frame_of(rows), *PAIR).set_index("measure")
    assert table.loc["kendall", ["setups", "margin"]].tolist() == [3, 0.375]
    assert np.isnan(table.loc["pearson", "margin"])
    assert table["reason"].fillna("").to_dict() == {"kendall": "", "pearson": NO_SHOWN_MARGIN}


def test_the_shipped_study_answers_as_it_is_counted(small):
    """ADE, all sources, τ: GBC is behind LogME there, and in most comparable setups."""
    query = "scenario=segmentation-source&measure=kendall"
    frame = Slice.parse(query, small.study).narrow(small.setups()).df()
    shown = frame[(frame["given"] == "ade") & (frame["pool_size"] == 16)]
    found = claim_verdict(claim(frame, shown, "gbc", "logme"))
    others = frame.drop(shown.index)
    assert (found.verdict, found.comparable) == ("shows the opposite", len(others))
    assert found.agree == (others["gbc"] > others["logme"]).sum()
