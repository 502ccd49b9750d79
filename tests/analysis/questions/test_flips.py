"""Flips: each single restriction says what the restricted slice itself says."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given

from made_up import CANDIDATES, MANY_GIVENS, METRICS, NAMED, NULL, ROWS, frame_of, setup
from setupscope.analysis import flips, win_rates
from setupscope.analysis.audit import slow
from setupscope.analysis.questions.restrictions import RESTRICTED
from setupscope.analysis.resampling.bootstrap import weights_of
from setupscope.analysis.slices.slices import Slice


def restricted(frame, component, value, candidates):
    """The setups that a restriction leaves."""
    if component in ("with", "without"):
        inside = frame["pool"].map(lambda pool: pool >> candidates.index(value) & 1 == 1)
        return frame[inside.astype(bool) if component == "with" else ~inside.astype(bool)]
    return frame[frame[component].astype(str) == value]


TIED = [
    ("t", "y", "frozen", "pearson", 28, 7, NULL, 0.25, NULL),
    ("t", "y", "frozen", "pearson", 18, 7, NULL, 0.0, NULL),
    ("t", "x", "frozen", "pearson", 1, 7, NULL, 1.0, NULL),
    ("t", "z", "frozen", "pearson", 30, 7, 0.25, 0.25, NULL),
    ("t", "y", "frozen", "pearson", 18, 5, NULL, NULL, NULL),
    ("t", "y", "frozen", "pearson", 28, 7, 1.0, NULL, NULL),
    ("t", "x", "frozen", "pearson", 4, 5, -0.5, NULL, NULL),
]
"""Two metrics win as much under a restriction; summed in another order, one of them by 1.1e-16."""


@given(ROWS)
@example(TIED)
def test_every_restriction_is_counted_as_its_own_slice_by_definition(rows):
    frame = frame_of(rows)
    table = flips(frame, NAMED)
    for scenario, part in frame.groupby("scenario", observed=True):
        found = table[table["scenario"] == scenario]
        complete = slow.field(part, METRICS, METRICS)
        base = slow.conclude(part, METRICS, METRICS, draws, complete)
        if base is None:
            assert found[["component", "winner"]].isna().all(axis=None)
            assert found["reason"].notna().all()
            continue
        old = base.winners[0]
        expected = set()
        for component in RESTRICTED:
            levels = CANDIDATES if component.startswith("with") else part[component].unique()
            for value in map(str, levels):
                left = restricted(part, component, value, CANDIDATES)
                if 0 < len(left) < len(part):
                    expected.add((component, value))
        found = found.dropna(subset="component")
        assert set(zip(found["component"], found["value"], strict=True)) == expected
        for row in found.to_dict("records"):
            left = restricted(part, row["component"], row["value"], CANDIDATES)
            by, flipped = slow.flip(left, complete, METRICS, old)
            assert row["by"] == pytest.approx(by, abs=1e-12, nan_ok=True)
            assert row["flips"] == (flipped and by > 1e-12)
            assert (row["setups"], row["givens"]) == (len(left), left["given"].nunique())
            best = slow.best_of(slow.field_rates(left, complete, METRICS))
            if best:
                assert row["winner"] in best
                assert row["winner"] == old or flipped
            else:
                assert row["winner"] != row["winner"]


def draws(givens):
    return weights_of(givens, 0)


@given(MANY_GIVENS)
def test_a_flip_has_interval_and_verdict_of_the_restricted_slice(rows):
    frame = frame_of(rows)
    complete = slow.field(frame, METRICS, METRICS)
    base = slow.conclude(frame, METRICS, METRICS, draws, complete)
    table = flips(frame, NAMED).dropna(subset="by")
    leads = []
    for row in table.to_dict("records"):
        left = restricted(frame, row["component"], row["value"], CANDIDATES)
        old = base.winners[0]
        rates = slow.field_rates(left, complete, METRICS).drop(old)
        rival = rates.index[rates >= rates.max() - slow.TIED][0]
        lead = slow.lead_of(left, complete, METRICS, (rival, old), draws, complete)
        leads.append(lead)
        np.testing.assert_allclose((row["low"], row["high"]), lead.ends, atol=1e-9)
        found = slow.conclude(left, complete, METRICS, draws, complete)
        verdict = found.verdict if row["flips"] else None
        assert row["verdict"] == verdict or (pd.isna(row["verdict"]) and verdict is None)
        few = "fewer than 6 givens" if lead.givens < 6 else None
        level = "they tie in every setup that compares them" if lead.level else None
        assert row["reason"] == (few or level) or (pd.isna(row["reason"]) and not few and not level)
    ends = [
        np.nan if lead.level else end
        for lead, own in zip(leads, slow.together(leads), strict=True)
        for end in own
    ]
    np.testing.assert_allclose(
        table[["low_all", "high_all"]].to_numpy(float).ravel(), ends, atol=1e-9
    )


def test_counts_winners_and_intervals_are_those_of_the_restricted_slice(shipped):
    study = shipped.study
    whole = Slice.parse("scenario=segmentation-target&metrics=leep,logme,gbc", study)
    table = flips(whole.narrow(shipped.setups()), study, whole.metric_keys())
    assert 0 < table["flips"].sum() < len(table)
    for component, key in {"measure": "measures", "with": "present", "without": "absent"}.items():
        row = table[table["component"] == component].iloc[1]
        own = whole.replace(**{key: (row["value"],)})
        frame = own.narrow(shipped.setups()).df()
        rates = win_rates(frame, whole.metric_keys()).set_index("metric")
        assert row["setups"] == len(frame)
        assert rates.loc[row["winner"], "win_rate"] == rates["win_rate"].max()
        old = old_winner(shipped, whole)
        rival = row["winner"] if row["flips"] else rates["win_rate"].drop(old).idxmax()
        own_rates = slow.given_rates(frame, whole.metric_keys(), study.metric_keys)
        lead = own_rates[rival] - own_rates[old]
        assert row["by"] == pytest.approx(lead.mean(), abs=1e-12)
        low, high = slow.interval_of_lead(lead.to_numpy(), draws(len(lead)))
        assert (row["low"], row["high"]) == pytest.approx((low, high), abs=1e-9)
        assert len(own_rates) == row["givens"]


def old_winner(store, slice_):
    rates = win_rates(slice_.narrow(store.setups()), slice_.metric_keys())
    return rates.loc[rates["win_rate"].idxmax(), "metric"]


def test_nothing_flips_nleep_where_architectures_are_ranked(shipped):
    setups = Slice.parse("scenario=classification-source", shipped.study).narrow(shipped.setups())
    table = flips(setups, shipped.study)
    assert not table["flips"].any()
    assert set(table["winner"]) == {"nleep"}
    assert (table["by"] < 0).all()


def test_a_tie_for_the_best_is_no_flip():
    frame = frame_of(
        [
            ("s", "x", "frozen", "kendall", 7, 7, 1.0, 0.0, 0.0),
            ("s", "y", "frozen", "kendall", 7, 7, 0.5, 0.5, 0.0),
        ]
    )
    row = flips(frame, NAMED).set_index(["component", "value"]).loc[("given", "y")]
    assert (row["winner"], row["by"], row["flips"]) == ("one", 0.0, False)
    assert row["reason"] == "fewer than 6 givens"
    assert np.isnan(row["low"])


def test_one_metric_or_no_value_earns_a_reason():
    frame = frame_of(
        [
            ("s", "x", "frozen", "kendall", 7, 7, 1.0, 0.0, 0.0),
            ("s", "y", "frozen", "kendall", 7, 7, float("nan"), float("nan"), float("nan")),
        ]
    )
    alone = flips(frame, NAMED, ["one"])
    assert set(alone["reason"]) == {"only one metric is compared"}
    row = flips(frame, NAMED).set_index(["component", "value"]).loc[("given", "y")]
    assert row["reason"] == "no metric has a value in any setup"
    assert not row["flips"]


def test_two_metrics_that_tie_everywhere_have_no_interval_and_two_that_only_balance_have_one():
    tied = [setup(g, 1.0, 1.0, 0.0, pool=pool) for g in "uvwxyz" for pool in (3, 5)]
    table = flips(frame_of(tied), NAMED)
    table = table[table["component"] != "given"]
    assert set(table["reason"]) == {"they tie in every setup that compares them"}
    assert table[["low", "high", "low_all", "high_all"]].isna().all(axis=None)
    balanced = [
        setup(g, float(pool == 3), float(pool == 5), 0.0, pool=pool, measure=measure)
        for g in "uvwxyz"
        for pool in (3, 5)
        for measure in ("pearson", "kendall")
    ]
    table = flips(frame_of(balanced), NAMED)
    row = table[table["component"] == "measure"].iloc[0]
    assert (row["by"], row["flips"]) == (0, False)
    # 2 · Beta(3½, 3½)'s .975 quantile − 1
    assert row[["low", "high"]].to_numpy(float) == pytest.approx([-0.666384, 0.666384], abs=1e-6)
    assert pd.isna(row["reason"])
