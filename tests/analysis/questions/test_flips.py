"""Flips: each single restriction says what the restricted slice itself says."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import example, given

from made_up import METRICS, ROWS, frame_of
from setupscope.analysis import flips, win_rates
from setupscope.analysis.audit import slow
from setupscope.analysis.questions.restrictions import RESTRICTED
from setupscope.analysis.resampling.bootstrap import draws_for
from setupscope.analysis.slices.slices import Slice

CANDIDATES = ("a", "b", "c", "d", "e")
NAMED = SimpleNamespace(names_of=lambda scenario: SimpleNamespace(candidates=CANDIDATES))


def restricted(frame, component, value, candidates):
    """The setups that a restriction leaves."""
    if component in ("with", "without"):
        inside = frame["pool"].map(lambda pool: pool >> candidates.index(value) & 1 == 1)
        return frame[inside.astype(bool) if component == "with" else ~inside.astype(bool)]
    return frame[frame[component].astype(str) == value]


NULL = float("nan")
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
        rates = win_rates(part)
        found = table[table["scenario"] == scenario]
        if not rates["win_rate"].sum() > 0:
            assert found["reason"].tolist() == ["no metric has a value in any setup"]
            continue
        old = rates.loc[rates["win_rate"].idxmax(), "metric"]
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
            by, flipped = slow.flip(left, METRICS, METRICS, old)
            assert row["by"] == pytest.approx(by, abs=1e-12, nan_ok=True)
            assert row["flips"] == (flipped and by > 1e-12)
            assert (row["setups"], row["givens"]) == (len(left), left["given"].nunique())
            own = win_rates(left).set_index("metric")["win_rate"].fillna(0.0)
            if own.sum() > 0:
                assert own[row["winner"]] == pytest.approx(own.max(), abs=1e-12)
                assert row["winner"] == old or flipped
            else:
                assert row["winner"] != row["winner"]


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
        lead = (own_rates[rival] - own_rates[old]).to_numpy()
        assert row["by"] == pytest.approx(lead.mean(), abs=1e-12)
        low, high = slow.interval(lead, draws_for({len(lead)}, 0)[len(lead)])
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
    assert "no other metric is compared" in set(alone["reason"])
    row = flips(frame, NAMED).set_index(["component", "value"]).loc[("given", "y")]
    assert row["reason"] == "no metric has a value in any setup"
    assert not row["flips"]
