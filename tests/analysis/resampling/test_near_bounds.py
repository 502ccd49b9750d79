"""Intervals where most givens show nothing or everything, against SciPy's Beta by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from setupscope.analysis.resampling.near_bounds import LEAD, SHARE, jeffreys, widened

NARROW = (np.array([0.45]), np.array([0.55]))
"""Ends that are widened wherever the rule applies."""


def ends_of(of_givens, lowest, ends=NARROW):
    return [float(end[0]) for end in widened(ends, np.array(of_givens, float)[:, None], lowest)]


@pytest.mark.parametrize(
    ("mean", "givens", "low", "high"),
    [
        (0.0, 10, 4.789e-05, 0.217196),
        (1 / 9, 9, 0.012264, 0.414469),
        (0.5, 6, 0.166808, 0.833192),
        (1.0, 6, 0.669611, 0.999922),
        (1 / 17, 17, 0.006422, 0.243616),
    ],
)
def test_jeffreys_interval_has_the_quantiles_of_its_beta(mean, givens, low, high):
    found = jeffreys(np.array([mean]), givens, SHARE)
    assert np.ravel(found) == pytest.approx([low, high], abs=1e-6)
    of_lead = jeffreys(np.array([2 * mean - 1]), givens, LEAD)
    assert np.ravel(of_lead) == pytest.approx([2 * low - 1, 2 * high - 1], abs=2e-6)


def test_a_win_for_one_given_of_nine_widens_the_upper_end_alone():
    low, high = ends_of([0] * 8 + [1], SHARE, (np.array([0.0]), np.array([0.3])))
    assert low == 0
    assert high == pytest.approx(0.414469, abs=1e-6)


def test_the_interval_of_the_bootstrap_stays_where_it_is_the_outer_one():
    ends = (np.array([0.0]), np.array([0.6]))
    assert ends_of([0] * 8 + [1], SHARE, ends) == [0, 0.6]


@pytest.mark.parametrize(
    ("of_givens", "lowest", "moved"),
    [
        ([0.1, 0.1, 0.1, 0.5, 0.5, 0.5], SHARE, (False, True)),
        ([0.1, 0.1, 0.11, 0.5, 0.5, 0.5], SHARE, (False, False)),
        ([0.9, 0.9, 0.9, 0.5, 0.5, 0.5], SHARE, (True, False)),
        ([0.9, 0.9, 0.89, 0.5, 0.5, 0.5], SHARE, (False, False)),
        ([0, 0, 0, 1, 1, 1], SHARE, (True, True)),
        ([0, 0, 0, 0.5, 0.5, 0.5], LEAD, (False, False)),
        ([-0.9, -0.9, -0.9, 1, 0.5, 0.5], LEAD, (False, True)),
        ([-0.89, -0.9, -0.9, 1, 0.5, 0.5], LEAD, (False, False)),
        ([-0.5, 0.9, 0.9, 0.9, 0, 0.5], LEAD, (True, False)),
        ([0.5] * 6, SHARE, (True, True)),
        ([0.5] * 6, LEAD, (True, True)),
    ],
)
def test_an_end_moves_where_half_the_givens_are_near_the_other_bound(of_givens, lowest, moved):
    low, high = ends_of(of_givens, lowest)
    assert (low < NARROW[0][0], high > NARROW[1][0]) == moved


@given(
    st.lists(st.sampled_from([0.0, 0.05, 0.5, 0.95, 1.0]), min_size=6, max_size=12),
    st.sampled_from([SHARE, LEAD]),
)
def test_no_end_moves_inwards_and_each_is_the_old_one_or_jeffreys(shares, lowest):
    scale = 1 - lowest
    low, high = ends_of(lowest + np.array(shares) * scale, lowest)
    count, wins = len(shares), sum(shares)
    beta = stats.beta(wins + 0.5, count - wins + 0.5)
    assert low == pytest.approx(min(0.45, low))
    assert high == pytest.approx(max(0.55, high))
    for end, old, share in ((low, 0.45, 0.025), (high, 0.55, 0.975)):
        assert end in (pytest.approx(old), pytest.approx(lowest + scale * beta.ppf(share)))


def test_columns_are_widened_each_by_itself():
    both = np.column_stack([[0] * 8 + [1], [0.5] * 4 + [0.4] * 5])
    low, high = widened((np.array([0.0, 0.4]), np.array([0.3, 0.5])), both, SHARE)
    assert low.tolist() == [0, 0.4]
    assert high == pytest.approx([0.414469, 0.5], abs=1e-6)
