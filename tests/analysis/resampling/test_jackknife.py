"""Which candidates can be left out, and what that makes of a standard error."""

from itertools import combinations

import numpy as np
import pytest

from made_up import frame_of, setup
from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.resampling.jackknife import (
    NO_FREE_CANDIDATES,
    NOT_EVERY_POOL,
    candidates_of,
)

ALL = 0b1111
LEFT_OUT = [ALL - (1 << bit) for bit in range(4)]
"""Four candidates, and the pools that leave out one of them."""
TWO_OF_FOUR = [0b1100, 0b1010, 0b0110, 0b1001, 0b0101, 0b0011, ALL]


def alike(givens, pools):
    """The same pools for each given."""
    return dict.fromkeys(givens, pools)


def candidates(pools_of, scenario="t"):
    """Of a frame with some pools for each given."""
    rows = [
        setup(given, 1.0, 0.5, 0.0, pool=pool, scenario=scenario)
        for given, pools in pools_of.items()
        for pool in pools
    ]
    fetched = fetch(frame_of(rows))
    return candidates_of(fetched, fetched)


def test_free_candidates_are_those_that_only_some_pools_have():
    found = candidates(alike("uvwx", [ALL, *LEFT_OUT[:3]]))
    # The last candidate stands in every pool.
    assert (found.free, found.left_out, found.count, found.reason) == (3, 1, 3, None)
    both = candidates(alike("uv", TWO_OF_FOUR))
    assert (both.free, both.left_out, both.count, both.reason) == (4, 2, 6, None)


def test_pools_that_leave_nobody_out_say_so():
    assert candidates({"u": [ALL], "v": [ALL]}).reason == NO_FREE_CANDIDATES
    assert candidates({"u": [ALL]}).variance(np.ones((1, 2))).tolist() == pytest.approx(
        [np.nan] * 2, nan_ok=True
    )


@pytest.mark.parametrize(("lacking", "reason"), [(1, None), (2, None), (3, NOT_EVERY_POOL)])
def test_each_set_has_to_stand_in_half_of_the_givens(lacking, reason):
    whole = [ALL, *LEFT_OUT]
    pools = {
        given: [pool for pool in whole if index >= lacking or pool != LEFT_OUT[2]]
        for index, given in enumerate("uvwx")
    }
    assert candidates(pools).reason == reason


def test_a_set_that_no_given_has_is_missing():
    assert candidates(alike("uvwx", [ALL, *LEFT_OUT[:2], 0b0011])).reason == NOT_EVERY_POOL


def test_a_given_counts_where_it_could_have_a_set():
    """Three of five givens have no fourth candidate; three sets of three need all but it."""
    without = [0b0111]
    pools = {"u": LEFT_OUT, "v": LEFT_OUT, **alike("wxy", without)}
    assert candidates(pools).reason is None
    # Where those three have ever stood beside the fourth, they could have all sets.
    could = alike("wxy", [*without, ALL])
    assert candidates({**pools, **could}).reason == NOT_EVERY_POOL


def test_where_givens_are_candidates_sets_are_rosters():
    """Given x of scenario s is candidate 3, and stands in no pool of its own."""
    found = candidates({"x": [0b0111, 0b0011, 0b0101, 0b0110]}, "s")
    assert (found.are_givens, found.free, found.left_out, found.count) == (True, 3, 1, 3)
    apart = candidates({"x": [0b0111, 0b0011, 0b0101, 0b0110]})
    assert not apart.are_givens


def test_a_roster_counts_for_the_givens_that_stand_in_it():
    """Rosters of four of five, two of which are givens: x has no set without itself."""
    rosters = [sum(1 << bit for bit in chosen) for chosen in combinations(range(5), 4)]
    own = {"x": 1 << 3, "y": 1 << 4}
    pools = {given: [r - bit for r in rosters if r & bit] for given, bit in own.items()}
    found = candidates(pools, "s")
    assert (found.free, found.left_out, found.count, found.reason) == (5, 1, 5, None)
    # The set without y could only be x's; without it, y stands in every roster.
    fewer = candidates({**pools, "x": [pool for pool in pools["x"] if pool & own["y"]]}, "s")
    assert (fewer.free, fewer.count, fewer.reason) == (4, 4, None)


def test_the_variance_is_that_of_the_delete_d_jackknife():
    found = candidates(alike("uv", TWO_OF_FOUR))
    of_sets = np.array([[0.1], [0.3], [0.2], [0.5], [0.0], [0.1]])
    squares = sum((x - 0.2) ** 2 for x in of_sets.ravel()) / 6
    assert found.variance(of_sets) == pytest.approx([(4 - 2) / 2 * squares])


def test_sets_are_the_rosters_of_the_smallest_pools():
    frame = frame_of(
        [setup(given, 1.0, 0.5, 0.0, pool=p) for given in "uvw" for p in [ALL, *LEFT_OUT]]
    )
    rows = fetch(frame)
    found = candidates_of(rows, rows)
    rosters = np.array(rows.levels["roster"])[found.smallest]
    assert rosters.tolist() == sorted(LEFT_OUT)
    assert len(rows.of_rosters(found.smallest)) == 12


def test_candidates_are_those_of_the_slice_and_not_of_the_setups_that_an_answer_is_over():
    """A metric without scores of candidate 1 stands in no pool with it."""
    rows = fetch(
        frame_of([setup(given, 1.0, 0.5, 0.0, pool=p) for given in "uvw" for p in LEFT_OUT])
    )
    own = rows.where((rows.number("roster") & 1) == 0)
    assert candidates_of(own, own).reason == NO_FREE_CANDIDATES
    assert candidates_of(own, rows).reason == NOT_EVERY_POOL
    assert (candidates_of(own, rows).free, candidates_of(own, rows).left_out) == (4, 1)
