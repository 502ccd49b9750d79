"""Values at certain places in order are those of a sorted array."""

import numpy as np
import pytest

from setupscope.analysis.questions import order


@pytest.mark.parametrize("scale", [1.0, 1e-30, 1e30])
def test_they_are_those_of_the_sorted_values(monkeypatch, scale):
    monkeypatch.setattr(order, "MANY", 1)
    draw = np.random.default_rng(3)
    values = (draw.normal(size=5_000) * scale).astype(np.float32)
    values[draw.random(5_000) < 0.2] = 0
    values[draw.random(5_000) < 0.1] = -values[0]
    values[:2] = [-0.0, 0.0]
    places = np.array([0, 1, 17, 2_499, 2_500, 4_998, 4_999])
    expected = np.sort(values)[places]
    np.testing.assert_array_equal(order.in_order(values, places), expected)
    np.testing.assert_array_equal(order.in_order(values[:1], np.array([0])), values[:1])


def test_many_and_few_values_take_the_same_places():
    values = np.random.default_rng(4).normal(size=3 * order.MANY).astype(np.float32)
    places = np.linspace(0, 3 * order.MANY - 1, 12).astype(np.int64)
    np.testing.assert_array_equal(order.in_order(values, places), np.sort(values)[places])


@pytest.mark.parametrize("bits", [15, 16, 20])
def test_upper_bits_are_in_the_order_of_their_numbers(bits):
    draw = np.random.default_rng(5)
    large = 10.0 ** draw.uniform(-30, 30, 500)
    values = np.sort(np.concatenate([draw.normal(size=2_000), large, [0, -0.0]]).astype(np.float32))
    bins = order.upper_bits(values, bits).astype(np.int64)
    assert bins.min() >= 0
    assert bins.max() < 2**bits
    assert (np.diff(bins) >= 0).all()
    assert (np.diff(bins)[np.diff(values) == 0] == 0).all()


def test_the_first_numbers_of_bins_are_those_that_no_smaller_one_shares_a_bin_with():
    values = np.array([0.0, 1.0, 1.0078125, 1.001, -2.0, -2.001, 1e-30], np.float32)
    assert order.at_floor(values).tolist() == [True, True, True, False, True, False, False]
