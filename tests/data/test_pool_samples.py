"""Samples of pools: as many as asked for, drawn evenly, the same wherever and in whatever order."""

from math import comb

import numpy as np
import pytest
from scipy.stats import chisquare

from setupscope.data.pools import PoolRule, count_among, pools

NAMES = tuple(f"model {index}" for index in range(70))
FEW = NAMES[:12]
RULE = PoolRule(sample=300, fractions=(0.25, 0.5, 0.9))


def by_name(rule, names):
    """The pools as sets of names."""
    return [
        frozenset(name for bit, name in enumerate(names) if mask >> bit & 1)
        for mask in pools(rule, names).tolist()
    ]


@pytest.mark.parametrize("names", [FEW, NAMES])
def test_a_sample_has_the_pools_that_were_asked_for_each_once(names):
    found = pools(RULE, names).tolist()
    assert found == sorted(set(found), key=lambda mask: (mask.bit_count(), mask))
    sizes = sorted(round(share * len(names) + 1e-9) for share in RULE.fractions)
    for size in sizes:
        assert [mask.bit_count() for mask in found].count(size) == min(100, comb(len(names), size))
    assert len(found) == RULE.count(len(names))


def test_sizes_share_a_sample_and_those_beyond_the_candidates_have_none():
    rule = PoolRule(sample=11, sizes=(4, 5, 40))
    assert rule.numbers(12) == {4: 6, 5: 5}
    assert rule.numbers(40) == {4: 4, 5: 4, 40: 1}
    assert len(pools(rule, NAMES[:40])) == 9


def test_a_sample_of_all_pools_is_all_pools():
    every = pools(PoolRule(min_pool=11), FEW)
    np.testing.assert_array_equal(pools(PoolRule(sample=100, sizes=(11, 12)), FEW), every)
    almost = pools(PoolRule(sample=65, sizes=(10,)), FEW)
    assert len(almost) == comb(12, 10) - 1


def test_the_order_of_candidates_and_of_sizes_changes_nothing():
    backwards = PoolRule(sample=300, fractions=RULE.fractions[::-1])
    assert set(by_name(RULE, NAMES)) == set(by_name(backwards, NAMES[::-1]))


def test_pools_are_the_same_on_every_machine():
    found = pools(PoolRule(sample=4, sizes=(3,)), FEW[:6]).tolist()
    assert found == [11, 13, 14, 50]
    assert found != pools(PoolRule(sample=4, sizes=(3,), seed=1), FEW[:6]).tolist()


def test_without_a_candidate_the_pools_that_lack_it_stay():
    rule = PoolRule(sample=300, sizes=(35,))
    whole, left = set(by_name(rule, NAMES)), set(by_name(rule, NAMES[1:]))
    stay = {pool for pool in whole if NAMES[0] not in pool}
    assert 100 < len(stay) < 200
    assert stay <= left


def test_every_candidate_is_as_likely_in_every_pool():
    rule = PoolRule(sample=4000, sizes=(20,))
    members = np.array([[name in pool for name in NAMES] for pool in by_name(rule, NAMES)])
    # Each candidate is in 20 of 70 pools, give or take; chi-square of counts without replacement.
    spread = chisquare(members.sum(axis=0)).statistic / (1 - 20 / 70)
    assert spread < 115  # the quantile .9995 of 69 degrees of freedom
    together = members.T.astype(int) @ members
    expected = 4000 * 20 * 19 / (70 * 69)
    others = together[~np.eye(len(NAMES), dtype=bool)]
    assert abs(others - expected).max() < 5 * np.sqrt(expected)


def test_a_part_of_a_sample_is_that_part_of_all():
    np.testing.assert_array_equal(pools(RULE, NAMES, 40, 120), pools(RULE, NAMES)[40:120])


def test_pools_among_some_candidates_are_counted():
    among = sum(1 << bit for bit in range(0, 12, 2)) | 0b111
    drawn = PoolRule(sample=80, sizes=(3, 4))
    found = [mask for mask in pools(drawn, FEW).tolist() if not mask & ~among]
    assert 0 < len(found) == count_among(drawn, FEW, among)
    assert count_among(PoolRule(min_pool=3), FEW, 0b1111) == comb(4, 3) + 1
