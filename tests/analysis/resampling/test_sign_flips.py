"""The sign-flip test counts signs, one vector after the other."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from setupscope.analysis.resampling.sign_flips import sign_flip_p

LEADS = st.lists(
    st.sampled_from([-1.0, -0.5, -1 / 3, -0.1, 0.0, 0.1, 0.2, 1 / 3, 0.5, 1.0]),
    min_size=1,
    max_size=10,
)


def p_of(leads, seed=0):
    return float(sign_flip_p(np.array(leads, float)[:, None], seed)[0])


@given(LEADS)
def test_p_is_the_share_of_signs_whose_sum_is_as_far_from_0(leads):
    if sum(lead != 0 for lead in leads) < 6:
        assert np.isnan(p_of(leads))
        return
    far = abs(sum(leads)) - 1e-12
    sums = [sum(s * lead for s, lead in zip(signs, leads, strict=True)) for signs in _signs(leads)]
    assert p_of(leads) == pytest.approx(np.mean([abs(total) >= far for total in sums]), abs=1e-12)


def _signs(leads):
    return product((-1, 1), repeat=len(leads))


@pytest.mark.parametrize(
    ("leads", "p"),
    [
        ([0.1, 0.2, 0.3, 0.4, 0.5, 0.6], 2 / 64),
        ([-0.1, -0.2, -0.3, -0.4, -0.5, -0.6], 2 / 64),
        ([1, 1, 1, 1, 1, 1, 1], 2 / 128),
        ([1, 1, 1, 1, 1, 1, 0, 0, 0], 2 / 64),
        ([1, 1, 1, 1, 1, -1], 14 / 64),
        ([1, 1, 1, -1, -1, -1], 1),
        ([1] * 40, 2 / 2**40),
        ([1, 1, 1, 1, 1, 0], np.nan),
        ([], np.nan),
    ],
)
def test_known_ps_come_out(leads, p):
    np.testing.assert_equal(p_of(leads), p)


@given(LEADS)
def test_the_other_metrics_lead_has_the_same_p_and_givens_without_a_lead_change_nothing(leads):
    np.testing.assert_equal(p_of([-lead for lead in leads]), p_of(leads))
    np.testing.assert_equal(p_of([0.0, *leads, 0.0]), p_of(leads))


def test_beyond_40_givens_seeded_draws_come_close_to_the_normal_approximation():
    leads = np.random.default_rng(1).normal(0.15, 1, 60)
    z = abs(leads.sum()) / np.sqrt((leads**2).sum())
    expected = 2 * stats.norm.sf(z)
    assert 0.05 < expected < 0.95
    assert p_of(leads) == pytest.approx(expected, abs=0.01)
    assert p_of(leads, 1) != p_of(leads, 2)
    assert p_of(leads, 1) == p_of(leads, 1)
    assert p_of([1.0] * 41) == 1 / 100_001


def test_each_lead_has_a_p_of_its_own():
    leads = np.random.default_rng(2).normal(0.3, 1, (9, 4))
    assert sign_flip_p(leads).tolist() == [p_of(column) for column in leads.T]
