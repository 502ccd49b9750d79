"""Intervals over givens equal an explicit loop over the same draws."""

import numpy as np
import pytest
from scipy import stats

from setupscope.analysis import win_rates
from setupscope.analysis.resampling.bootstrap import (
    DRAWS,
    first_place,
    interval,
    resampled,
    weights_of,
)


def test_resampling_equals_a_loop_over_the_same_draws():
    rng = np.random.default_rng(1)
    shares = rng.random((7, 3))
    shares[2, 1] = np.nan
    weights = weights_of(7, seed=3)
    assert weights.shape == (DRAWS, 7)
    assert (weights.sum(axis=1) == 7).all()
    found = resampled(shares, weights)
    for draw in range(0, DRAWS, 997):
        sample = np.repeat(np.arange(7), weights[draw].astype(int))
        np.testing.assert_allclose(found[draw], np.nanmean(shares[sample], axis=0), atol=1e-12)


def test_a_draw_without_a_number_is_skipped():
    shares = np.array([[np.nan]] * 6 + [[0.5]])
    weights = weights_of(7, seed=0)
    found = resampled(shares, weights)
    np.testing.assert_array_equal(np.isnan(found[:, 0]), weights[:, 6] == 0)
    assert np.ravel(interval(found, 7)).tolist() == [0.5, 0.5]
    assert np.isnan(interval(np.full((10, 1), np.nan), 7)).all()


@pytest.mark.parametrize("givens", [6, 9, 17])
def test_the_interval_is_the_expanded_percentile_interval(givens):
    draws = np.random.default_rng(2).random((DRAWS, 2))
    alpha = stats.norm.cdf(-np.sqrt(givens / (givens - 1)) * stats.t.ppf(0.975, givens - 1))
    low, high = interval(draws, givens)
    for column in range(2):
        ascending = np.sort(draws[:, column])
        for found, share in ((low[column], alpha), (high[column], 1 - alpha)):
            place = share * (DRAWS - 1)
            below, above = ascending[int(place)], ascending[int(place) + 1]
            assert found == pytest.approx(below + (place - int(place)) * (above - below), abs=1e-12)


def test_first_places_are_shared_by_ties_and_sum_to_one():
    draws = np.array([[0.5, 0.5, 0.1], [0.2, 0.9, np.nan], [0.3, 0.1, 0.2], [np.nan] * 3])
    assert first_place(draws).tolist() == [1.5 / 4, 1.5 / 4, 0]


def test_no_interval_below_six_givens_and_the_same_one_whatever_else_is_asked(shipped):
    assert weights_of(1, seed=0) is weights_of(5, seed=0) is None
    whole = win_rates(shipped.setups()).set_index(["scenario", "metric"])
    one = shipped.setups().filter("scenario = 'classification-source'")
    alone = win_rates(one).set_index(["scenario", "metric"])
    assert alone.to_csv() == whole.loc[["classification-source"]].to_csv()
    few = win_rates(one.filter("given in ('cifar10', 'dtd')"))
    assert few[["low", "high", "p_best"]].isna().all().all()
    assert set(few["reason"]) == {"fewer than 6 givens"}


def test_another_seed_gives_other_draws_and_the_same_seed_the_same(shipped):
    setups = shipped.setups().filter("scenario = 'classification-target'")
    one, again, other = (win_rates(setups, seed=seed) for seed in (0, 0, 1))
    assert one.to_csv() == again.to_csv()
    assert one["low"].tolist() != other["low"].tolist()
    assert one["win_rate"].tolist() == other["win_rate"].tolist()
