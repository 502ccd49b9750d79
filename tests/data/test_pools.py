"""Pools: what a rule asks for, none twice and none forgotten."""

from itertools import combinations

import numpy as np
import pytest

import setupscope.data.pools
from setupscope.data.masks import members, with_bits
from setupscope.data.pools import PoolRule, every_pool


def by_hand(candidates, sizes):
    """Every pool of those sizes, as masks, from itertools."""
    return [
        sum(1 << bit for bit in pool)
        for size in sizes
        for pool in combinations(range(candidates), size)
    ]


@pytest.mark.parametrize(
    ("rule", "candidates", "sizes"),
    [
        (PoolRule(leave_out=4), 9, range(5, 10)),
        (PoolRule(leave_out=0), 9, [9]),
        (PoolRule(leave_out=4), 5, range(3, 6)),
        (PoolRule(min_pool=3), 8, range(3, 9)),
        (PoolRule(min_pool=8), 8, [8]),
        (PoolRule(min_pool=9), 8, []),
    ],
)
def test_a_rule_gives_every_pool_of_its_sizes_once(rule, candidates, sizes):
    found = every_pool(rule, candidates)
    assert sorted(found.tolist()) == sorted(by_hand(candidates, sizes))
    assert rule.count(candidates) == len(found)


def test_pools_are_ordered_by_size_and_then_by_mask():
    found = every_pool(PoolRule(leave_out=3), 7).tolist()
    assert found == sorted(found, key=lambda mask: (mask.bit_count(), mask))


@pytest.mark.parametrize("kept", [1, 5, 4096])
def test_a_part_of_the_pools_is_that_part_of_all(monkeypatch, kept):
    monkeypatch.setattr(setupscope.data.pools, "KEPT_MASKS", kept)
    for rule in (PoolRule(min_pool=3), PoolRule(leave_out=3)):
        everything = every_pool(rule, 8)
        for start, stop in combinations(range(0, len(everything) + 3, 7), 2):
            np.testing.assert_array_equal(every_pool(rule, 8, start, stop), everything[start:stop])


def test_pools_far_back_in_a_list_that_no_memory_holds_are_found():
    rule = PoolRule(min_pool=3)
    found = every_pool(rule, 62, rule.count(62) - 64, rule.count(62) - 1).tolist()
    assert found[0] == (1 << 62) - 1 - 0b11
    assert found[1:] == every_pool(PoolRule(leave_out=1), 62)[:-1].tolist()


def test_the_published_pools_and_the_widest_ones_are_counted_right():
    published = PoolRule(leave_out=4)
    assert 17 * 4 * published.count(16) == 171_156
    assert 18 * 4 * published.count(19) == 362_592
    assert 38 * 4 * published.count(9) == 38_912
    assert 17 * 3 * published.count(16) == 128_367
    assert 38 * 3 * published.count(9) == 29_184
    widest = PoolRule(min_pool=3)
    by_scenario = [17 * widest.count(16), 18 * widest.count(19), 38 * widest.count(9)]
    measured = 4 * (2 * by_scenario[0] + by_scenario[1] + by_scenario[2])
    assert measured + 3 * (by_scenario[0] + by_scenario[2]) == 50_088_553


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({}, "a pool rule has one of leave_out, min_pool and sample"),
        ({"leave_out": 1, "min_pool": 3}, "a pool rule has one of leave_out, min_pool and sample"),
        ({"leave_out": -1}, "leave_out is -1, but a whole number from 0 is needed"),
        ({"min_pool": 2}, "min_pool is 2, but a whole number from 3 is needed"),
        ({"sample": 0, "sizes": (3,)}, "sample is 0, but a whole number from 1 is needed"),
        ({"sample": 9}, "a sample has either sizes or fractions, and not both"),
        ({"sample": 9, "sizes": (3,), "fractions": (0.5,)}, "a sample has either sizes or"),
        ({"sample": 9, "sizes": (2, 5)}, "sizes holds 2, but whole numbers from 3 are needed"),
        ({"sample": 9, "fractions": (1.5,)}, "fractions holds a number that is not above 0"),
        ({"sample": 9, "fractions": (float("nan"),)}, "fractions holds a number that is not"),
        ({"leave_out": 4, "seed": 1}, "sizes, fractions and seed belong to a sample"),
    ],
)
def test_a_rule_that_contradicts_itself_is_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        PoolRule(**wrong)


def test_members_are_the_bits_of_the_mask_up_to_the_sixty_second():
    masks = np.array([0b101, (1 << 61) | 1], np.int64)
    inside = members(masks, 62)
    assert np.flatnonzero(inside[0]).tolist() == [0, 2]
    assert np.flatnonzero(inside[1]).tolist() == [0, 61]
    assert with_bits(inside, np.arange(62), 62).tolist() == masks.tolist()


def test_pools_of_62_candidates_are_exact():
    found = every_pool(PoolRule(leave_out=1), 62).tolist()
    assert len(set(found)) == 63
    assert {mask.bit_count() for mask in found} == {61, 62}
