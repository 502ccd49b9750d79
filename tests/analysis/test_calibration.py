"""Chance is seldom called clear, and intervals hold the truth as often as they say.

A short run of tests/bench/bench_calibration.py, with bounds that chance alone passes in one of
a thousand runs; docs/calibration.md has the long one.
"""

import numpy as np
import pytest
from scipy import stats

from bench.interval_coverage import (
    LEADS,
    NORMAL,
    SHARES,
    coverage,
    joint_coverage,
    of_leads,
    of_shares,
)
from bench.worlds import World, made_up
from setupscope.analysis import conclusion, win_rates
from setupscope.analysis.questions.leads import CLEAR, DECIDED
from setupscope.analysis.questions.wins import parts_of

WORLDS, FEW, SAMPLES, JOINT = 200, 60, 1000, 300
EVERYWHERE = 99


def verdicts(worlds, unit, *size, both=False, differ=EVERYWHERE):
    """What the product says of metrics of which none is better."""
    rng = np.random.default_rng(7)
    made = (made_up(*size, rng, both=both).alike(differ) for _ in range(worlds))
    return [world.shuffled(unit, rng).verdict() for world in made]


def most(rate, of):
    """The count that a rate exceeds in one of a thousand runs."""
    return stats.binom.ppf(0.999, of, rate)


@pytest.mark.parametrize("unit", ["given", "transfer"])
@pytest.mark.parametrize("both", [False, True], ids=["sources", "datasets"])
def test_metrics_that_are_exchangeable_are_seldom_called_clear(unit, both):
    said = verdicts(WORLDS, unit, 9, 2, both=both)
    assert sum(word in DECIDED for word in said) <= most(0.05, WORLDS)


@pytest.mark.parametrize("givens", [6, 9, 17])
def test_a_lead_within_four_givens_alone_is_never_clear(givens):
    assert not set(verdicts(FEW, "given", givens, 2, differ=4)) & set(DECIDED)


def test_luck_with_the_candidates_is_clear_for_them_but_seldom_clear():
    said = verdicts(WORLDS, "candidate", 17, 2)
    assert said.count(CLEAR) <= most(0.05, WORLDS)
    assert sum(word in DECIDED for word in said) > most(0.05, WORLDS)


def right_and_wrong(rng):
    """A metric that is always right, beside one that knows nothing."""
    performances = made_up(9, 2, rng, both=False).performances
    scores = np.stack([performances, rng.standard_normal(performances.shape)], axis=2)
    return World(performances, scores, both=False)


def test_a_metric_that_is_always_right_is_clear_beside_one_that_knows_nothing():
    rng = np.random.default_rng(1)
    assert {right_and_wrong(rng).verdict() for _ in range(10)} == {CLEAR}


def test_the_intervals_tried_here_are_those_of_the_tables():
    setups = right_and_wrong(np.random.default_rng(2)).setups()
    (part,) = parts_of(setups)
    shares = part.field_shares().shares
    rates = win_rates(setups)[["low", "high"]].to_numpy()
    np.testing.assert_array_equal(rates.T, of_shares(shares, 0))
    lead = conclusion(setups)[["low", "high"]].to_numpy()[-1:]
    np.testing.assert_array_equal(lead.T, of_leads(shares[:, :1] - shares[:, 1:], 0))


@pytest.mark.parametrize("givens", [6, 9, 17])
@pytest.mark.parametrize("name", SHARES)
def test_intervals_of_win_rates_hold_the_truth(name, givens):
    missed = SAMPLES * (1 - coverage(of_shares, SHARES[name], givens, SAMPLES))
    assert missed <= most(0.07, SAMPLES)


@pytest.mark.parametrize("givens", [6, 9, 17])
@pytest.mark.parametrize("name", LEADS)
def test_intervals_of_leads_hold_the_truth(name, givens):
    missed = SAMPLES * (1 - coverage(of_leads, LEADS[name], givens, SAMPLES))
    assert missed <= most(0.07, SAMPLES)


@pytest.mark.parametrize("givens", [6, 9, 17])
def test_intervals_for_all_leads_hold_all_of_them(givens):
    missed = JOINT * (1 - joint_coverage(*NORMAL, givens, JOINT))
    assert missed <= most(0.07, JOINT)
