"""Intervals that hold together equal a plain loop over all signs of the givens."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from setupscope.analysis.questions.leads import at_once
from setupscope.analysis.resampling.simultaneous import simultaneous

NUMBERS = st.sampled_from([-1.0, -0.5, -1 / 3, 0.0, 0.25, 0.5, 1.0])


@st.composite
def leads(draw):
    """Leads within each of 6 to 9 givens, a column each, none of which is the same everywhere."""
    count = draw(st.integers(6, 9))
    own = st.lists(NUMBERS, min_size=count, max_size=count).filter(lambda of: len(set(of)) > 1)
    return np.array(draw(st.lists(own, min_size=1, max_size=4))).T


def plain(by_given):
    """The intervals by their definition; the first sign stays, for the opposite says the same."""
    deviations = by_given - by_given.mean(axis=0)
    widest = []
    for others in product((-1, 1), repeat=len(by_given) - 1):
        turned = np.array([1, *others])[:, None] * deviations
        errors = turned.std(axis=0, ddof=1) / np.sqrt(len(turned))
        same = np.ptp(turned, axis=0) < 1e-9
        t = np.abs(turned.mean(axis=0)) / np.where(same, 1, errors)
        widest.append(np.where(same, np.inf, t).max())
    # Linear between the two numbers around the .95 quantile.
    place = 0.95 * (len(widest) - 1)
    below, above = np.sort(widest)[int(place)], np.sort(widest)[int(place) + 1]
    critical = above if np.isinf(above) else below + (place - int(place)) * (above - below)
    width = critical * by_given.std(axis=0, ddof=1) / np.sqrt(len(by_given))
    return by_given.mean(axis=0) - width, by_given.mean(axis=0) + width


@given(leads())
def test_they_equal_a_plain_loop_over_all_signs(by_given):
    np.testing.assert_allclose(at_once(by_given), plain(by_given), atol=1e-9)


@given(leads())
def test_each_holds_its_lead_and_is_no_narrower_than_it_would_be_alone(by_given):
    low, high = at_once(by_given)
    mean = by_given.mean(axis=0)
    assert (low <= mean).all()
    assert (mean <= high).all()
    for index in range(by_given.shape[1]):
        alone = at_once(by_given[:, [index]])
        assert low[index] <= alone[0] + 1e-12
        assert high[index] >= alone[1] - 1e-12


def test_signs_that_leave_no_error_make_the_intervals_infinite():
    halves = [[1, 1, 1, -1, -1, -1], [1, 1, -1, 1, -1, -1], [1, -1, 1, 1, -1, -1]]
    low, high = at_once(np.array(halves, float).T)
    assert (low == -np.inf).all()
    assert (high == np.inf).all()
    # One such vector of signs among 32 is not yet 5 %.
    assert np.isfinite(at_once(np.array(halves[:1], float).T)).all()


def test_the_same_lead_twice_has_the_interval_that_it_has_alone():
    own = np.array([0.0, 0.1, 0.3, -0.2, 0.7, 0.4, 0.4])[:, None]
    assert np.hstack(at_once(np.hstack([own, own]))) == pytest.approx(
        np.repeat(at_once(own), 2, axis=1).ravel()
    )


def test_below_six_givens_there_is_none():
    own = np.array([0.0, 0.1, 0.3, -0.2, 0.7])[:, None]
    assert np.isnan(at_once(own)).all()
    assert np.isfinite(at_once(np.vstack([own, [[0.2]]]))).all()
    # A given without a number is none.
    assert np.isnan(at_once(np.vstack([own, [[np.nan]]]))).all()


@pytest.mark.parametrize(
    ("lead", "low", "high"),
    [(1, 0.339222, 1), (-1, -1, -0.339222), (0, -0.666384, 0.666384)],
)
def test_a_lead_that_is_the_same_for_each_given_takes_the_rule_near_a_bound(lead, low, high):
    varied = np.array([0.0, 0.1, 0.3, -0.2, 0.7, 0.4])
    found = at_once(np.column_stack([np.full(6, float(lead)), varied]))
    assert [end[0] for end in found] == pytest.approx([low, high], abs=1e-5)
    # It takes no part in the others' interval.
    assert [end[1] for end in found] == pytest.approx(np.ravel(at_once(varied[:, None])))


def test_a_lead_over_fewer_givens_is_studentized_by_its_own():
    first = np.array([0.0, 0.1, 0.3, -0.2, 0.7, 0.4, 0.6, 0.2])
    second = np.array([0.5, -0.1, 0.0, 0.2, 0.3, 0.1, np.nan, np.nan])
    low, high = at_once(np.column_stack([first, second]))
    half = (high - low) / 2
    errors = [np.nanstd(own, ddof=1) / np.sqrt(np.isfinite(own).sum()) for own in (first, second)]
    assert half[0] / errors[0] == pytest.approx(half[1] / errors[1])
    assert low[1] + half[1] == pytest.approx(np.nanmean(second))


def test_a_given_that_no_lead_has_changes_nothing():
    own = np.array([[0.0, 0.1, 0.3, -0.2, 0.7, 0.4], [0.5, -0.1, 0.0, 0.2, 0.3, 0.1]]).T
    more = np.vstack([own, np.full((2, 2), np.nan)])
    assert np.ravel(at_once(more)).tolist() == np.ravel(at_once(own)).tolist()


def test_beyond_12_givens_seeded_draws_come_close_to_students_t():
    own = np.random.default_rng(3).normal(0.2, 0.3, (30, 1))
    low, high = (float(end[0]) for end in at_once(own, 1))
    half = stats.t.ppf(0.975, 29) * own.std(ddof=1) / np.sqrt(30)
    assert (high - low) / 2 == pytest.approx(half, rel=0.05)
    assert at_once(own, 1) == at_once(own, 1)
    assert at_once(own, 1) != at_once(own, 2)


def test_estimates_need_not_be_means():
    """A difference of two means over different givens has deviations of its own."""
    deviations = np.array([0.1, -0.05, -0.05, 0.02, 0.08, -0.1])[:, None]
    low, high = simultaneous(np.array([0.5]), deviations, np.array([6]))
    again = at_once(6 * deviations)
    assert low[0] == pytest.approx(0.5 + again[0][0])
    assert high[0] == pytest.approx(0.5 + again[1][0])
