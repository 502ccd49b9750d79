"""Leads of a winner, how sure they are, and the verdict on them."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from made_up import MANY_GIVENS, METRICS, NULL, PARTIAL, frame_of, setup
from setupscope.analysis import conclusion, leads_of_winner
from setupscope.analysis.audit import slow
from setupscope.analysis.questions.leads import Lead, verdict
from setupscope.analysis.questions.verdicts import measures_differ, whole_of
from setupscope.analysis.resampling.bootstrap import weights_of

NUMBERS = ["lead", "low", "high", "p", "half_width", "covered_setups", "covered_givens"]
SURE = Lead(
    metric="two",
    lead=0.5,
    low=0.1,
    high=0.9,
    p=0.01,
    low_all=0.0,
    high_all=1.0,
    half_width=0.4,
    partial=False,
    covered_setups=8,
    covered_givens=8,
    reason=None,
)


def draws(givens):
    return weights_of(givens, 0)


@pytest.mark.parametrize(
    ("less", "said"),
    [
        ({}, "clear"),
        ({"p": 0.05}, "clear"),
        ({"p": 0.0500001}, "undecided"),
        ({"p": NULL}, "undecided"),
        ({"low": 0.0}, "undecided"),
        ({"low": -0.1}, "undecided"),
        ({"low": NULL, "high": NULL}, "undecided"),
        ({"half_width": 0.5}, "clear for these candidates"),
        ({"half_width": NULL}, "clear for these candidates"),
        ({"half_width": 0.6, "p": 0.06}, "undecided"),
        ({"low_all": -0.2}, "clear"),
        ({"covered_givens": 5}, None),
    ],
)
def test_a_verdict_takes_interval_p_and_half_width_of_every_lead(less, said):
    assert verdict([replace(SURE, **less)]) == said
    # One lead that is less sure is enough.
    assert verdict([SURE, replace(SURE, metric="three", **less)]) == said


@given(rows=MANY_GIVENS)
def test_leads_and_verdicts_are_those_of_the_definition(rows):
    frame = frame_of(rows)
    table = leads_of_winner(frame)
    if table.empty:
        assert slow.conclude(frame, METRICS, METRICS, draws) is None
        return
    expected = slow.conclude(frame, METRICS, METRICS, draws, first=table["winner"].iloc[0])
    assert table["winner"].iloc[0] == expected.winners[0]
    by_measure = [
        slow.conclude(part, METRICS, METRICS, draws) for _, part in frame.groupby("measure")
    ]
    said = slow.overall_verdict(expected, by_measure)
    leads = {lead.metric: lead for lead in expected.leads if lead.givens}
    assert set(table["metric"]) == set(leads)
    for row in table.to_dict("records"):
        lead = leads[row["metric"]]
        wanted = [lead.lead, *lead.ends, lead.p, lead.half_width, lead.covered_setups, lead.givens]
        np.testing.assert_allclose([row[name] for name in NUMBERS], wanted, atol=1e-9)
        assert row["partial"] == lead.partial
        assert row["verdict"] == said or (pd.isna(row["verdict"]) and said is None)
        missing = np.isnan([row[name] for name in ("low", "p", "half_width")]).any()
        assert missing == isinstance(row["reason"], str)


@given(rows=MANY_GIVENS)
def test_leads_come_smallest_first_and_partial_metrics_last(rows):
    table = leads_of_winner(frame_of(rows))
    field = table[~table["partial"].astype(bool)]
    assert field["lead"].is_monotonic_increasing
    assert (field["lead"] >= 0).all()
    assert table["partial"].astype(bool).is_monotonic_increasing
    assert table.loc[table["partial"].astype(bool), ["low_all", "high_all"]].isna().all(axis=None)
    both = field.dropna(subset=["low_all"])
    assert (both["low_all"] <= both["lead"]).all()
    assert (both["high_all"] >= both["lead"]).all()


def under(measure, *values, givens="abcdef"):
    return [setup(given_, *values, measure=measure) for given_ in givens]


ONE, TWO, TIE = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (1.0, 1.0, 0.0)
HERE = "clear for these candidates"


@pytest.mark.parametrize(
    ("kendall", "pearson", "said"),
    [
        (under("kendall", *ONE), under("pearson", *TWO), "depends on the measure"),
        (under("kendall", *ONE), under("pearson", *ONE), HERE),
        (under("kendall", *ONE), under("pearson", *TIE), "undecided"),
        (under("kendall", *ONE), under("pearson", *TWO, givens="abc"), "undecided"),
        (under("kendall", *ONE), under("pearson", NULL, NULL, NULL), HERE),
        (under("kendall", *ONE, givens="abc"), under("pearson", *TWO, givens="abc"), None),
        (under("kendall", *TIE), under("pearson", *TIE), "undecided"),
    ],
)
def test_it_depends_on_the_measure_where_two_decided_ones_differ(kendall, pearson, said):
    frame = frame_of(kendall + pearson)
    table = conclusion(frame).set_index("measure")
    assert table.index.tolist() == ["pearson", "kendall", "all"]
    assert table.loc["all", "verdict"] == said or (said is None and table["verdict"].isna().all())
    leads = leads_of_winner(frame)
    assert set(leads["verdict"]) == {said}
    assert measures_differ(frame) == (said == "depends on the measure")
    if not measures_differ(frame):
        alone = whole_of(frame)
        assert alone["verdict"] == said
        assert all(alone[name] == table.loc["all", name] for name in ("winner", "lead", "givens"))


def test_below_six_givens_there_is_no_verdict_but_a_lead():
    row = conclusion(frame_of(under("kendall", *ONE, givens="abcde"))).iloc[0]
    assert (row["winner"], row["runner_up"], row["lead"]) == ("one", "two", 1)
    assert row[["verdict", "low", "high", "p"]].isna().all()
    assert row["reason"] == "fewer than 6 givens"


def test_six_givens_that_count_are_counted_and_not_those_without_a_contest():
    rows = under("kendall", *ONE, givens="abcde") + under("kendall", NULL, NULL, NULL, givens="f")
    row = conclusion(frame_of(rows)).iloc[0]
    assert (row["givens"], row["covered_givens"], row["no_contest"]) == (6, 5, 1)
    assert row["verdict"] is None
    assert row["reason"] == "fewer than 6 givens"


def test_an_exact_tie_is_undecided_whether_in_each_setup_or_over_givens():
    everywhere = conclusion(frame_of(under("kendall", *TIE))).iloc[0]
    assert (everywhere["winner"], everywhere["lead"]) == ("one", 0)
    assert everywhere["verdict"] == "undecided"
    assert everywhere[["low", "high", "p"]].isna().all()
    assert everywhere["reason"] == "they tie in every setup that compares them"
    rows = under("kendall", *ONE, givens="abcd") + under("kendall", *TWO, givens="efgh")
    over_givens = conclusion(frame_of(rows)).iloc[0]
    assert (over_givens["winner"], over_givens["lead"]) == ("one", 0)
    assert over_givens["verdict"] == "undecided"
    assert over_givens["p"] == 1
    assert over_givens["low"] < 0 < over_givens["high"]


def test_a_lead_of_1_for_each_of_six_givens_is_as_sure_as_six_givens_are():
    row = leads_of_winner(frame_of(under("kendall", *ONE))).iloc[0]
    assert (row["lead"], row["high"], row["high_all"]) == (1, 1, 1)
    # 2 · Beta(6½, ½)'s .025 quantile − 1
    assert row["low"] == pytest.approx(0.339222, abs=1e-6)
    assert row["low_all"] == pytest.approx(0.339222, abs=1e-6)
    assert row["p"] == 2 / 64


def test_other_draws_move_the_interval_of_a_partial_metric_too():
    rng = np.random.default_rng(0)
    rows = [
        setup(
            given_, *rng.permutation([1.0, 0.5, 0.0, 0.25]), pool=pool, covered=15 - 8 * (pool & 1)
        )
        for given_ in "abcdefgh"
        for pool in (3, 5, 6, 7, 10, 12)
    ]
    frame = frame_of(rows, PARTIAL)
    one, other = (leads_of_winner(frame, seed=seed).set_index("metric") for seed in (0, 1))
    assert one.loc["partial", "partial"]
    assert one.loc["partial", "lead"] == other.loc["partial", "lead"]
    assert one.loc["partial", "low"] != other.loc["partial", "low"]
