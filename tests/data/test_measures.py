"""Measures over all pools at once equal SciPy's, pool by pool."""

import warnings
from functools import partial
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from setupscope.data.masks import members
from setupscope.data.measures import MEASURES
from setupscope.data.pools import PoolRule, every_pool

RANK_MEASURES = tuple(key for key in MEASURES if key != "pearson")
TIED = st.sampled_from([0.0, 0.125, 0.25, 0.5, 1.0])
SPREAD = st.integers(-(2**20), 2**20).map(lambda whole: whole / 2**10)
OUTLYING = st.sampled_from([0.25, 0.5, 1.0, 1e8, -1e8])
CONSTANT = st.just(0.1)


def by_scipy(key, performances, scores):
    """The same value from SciPy, or from the definition where SciPy has none."""
    if key == "regret_at_1":
        return -np.mean(max(performances) - performances[scores == max(scores)])
    if key not in CHOSEN:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return SCIPY[key](performances, scores)[0]
    of, ratio, k = CHOSEN[key]
    if ratio and (min(performances) < 0 or max(performances) <= 0):
        return np.nan
    return of(performances, scores, min(k, len(scores)))


SCIPY = {
    "pearson": stats.pearsonr,
    "spearman": stats.spearmanr,
    "kendall": stats.kendalltau,
    "weighted_kendall": stats.weightedtau,
    "weighted_kendall_by_performance": partial(stats.weightedtau, rank=None),
}


def choices(scores, k):
    """All sets of k candidates of which none outside scores higher than one inside."""
    for inside in combinations(range(len(scores)), k):
        outside = [scores[i] for i in range(len(scores)) if i not in inside]
        if min(scores[i] for i in inside) >= max(outside, default=-np.inf):
            yield list(inside)


def best_chosen(performances, scores, k):
    return np.mean([performances[s].max() for s in choices(scores, k)]) / performances.max()


def share_of_hits(performances, scores, k):
    best = performances.max()
    return np.mean([best in performances[s] for s in choices(scores, k)])


def ndcg(performances, scores, k):
    """Each place below k takes the mean of the candidates that tie for it."""

    def dcg(by):
        gains = [performances[by == by[i]].mean() for i in np.argsort(-by)[:k]]
        return sum(gain / np.log2(place) for place, gain in enumerate(gains, 2))

    return dcg(scores) / dcg(performances)


CHOSEN = {
    "rel_at_1": (best_chosen, True, 1),
    "rel_at_3": (best_chosen, True, 3),
    "top_1_hit": (share_of_hits, False, 1),
    "top_3_hit": (share_of_hits, False, 3),
    "ndcg_at_3": (ndcg, True, 3),
}


@st.composite
def blocks(draw, kinds=(TIED, SPREAD, OUTLYING, CONSTANT), most=7):
    """Performances, scores by two metrics, and members of every pool of two or more."""
    n = draw(st.integers(2, most))
    column = st.sampled_from(kinds).flatmap(lambda kind: st.lists(kind, min_size=n, max_size=n))
    performances = np.array(draw(column))
    scores = np.array([draw(column), draw(column)]).T
    inside = members(np.arange(1, 2**n), n)
    return performances, scores, inside[inside.sum(axis=1) >= 2]


def rounding(key):
    """What a value loses, relatively: nothing to speak of within a range of 1 or 2."""
    return 1e-14 if np.isinf(MEASURES[key].low) else 0


@pytest.mark.parametrize("key", MEASURES)
@given(block=blocks())
def test_a_block_equals_scipy_on_every_pool(key, block):
    performances, scores, inside = block
    values = MEASURES[key].block(performances, scores, inside)
    expected = [
        [by_scipy(key, performances[pool > 0], column[pool > 0]) for column in scores.T]
        for pool in inside
    ]
    np.testing.assert_allclose(values, expected, rtol=rounding(key), atol=1e-9)


@pytest.mark.parametrize(
    "key",
    [
        key if place % 3 == 0 else pytest.param(key, marks=pytest.mark.extended)
        for place, key in enumerate(MEASURES)
    ],
)
@given(block=blocks(), seed=st.integers(0, 2**32 - 1))
def test_the_order_of_candidates_does_not_matter(key, block, seed):
    performances, scores, inside = block
    order = np.random.default_rng(seed).permutation(len(performances))
    there = MEASURES[key].block(performances, scores, inside)
    again = MEASURES[key].block(performances[order], scores[order], inside[:, order])
    np.testing.assert_allclose(again, there, rtol=rounding(key), atol=1e-12)


@pytest.mark.parametrize("key", RANK_MEASURES)
@given(block=blocks(kinds=(TIED, SPREAD)))
def test_a_monotone_change_of_scores_changes_no_rank_measure(key, block):
    performances, scores, inside = block
    values = MEASURES[key].block(performances, scores, inside)
    changed = MEASURES[key].block(performances, scores**3 + 7 * scores, inside)
    np.testing.assert_array_equal(changed, values)


@pytest.mark.parametrize("key", MEASURES)
@pytest.mark.parametrize("candidates", [4, 16, 19])
def test_a_copied_metric_ties_bit_for_bit(key, candidates):
    rng = np.random.default_rng(candidates)
    performances, scores = rng.random(candidates), rng.normal(size=(candidates, 5))
    scores[:, 4] = scores[:, 1]
    inside = members(every_pool(PoolRule(leave_out=4), candidates), candidates)
    values = MEASURES[key].block(performances, scores, inside)
    assert values[:, 4].tobytes() == values[:, 1].tobytes()


@pytest.mark.parametrize("key", MEASURES)
def test_an_outlier_outside_the_pool_costs_no_digit(key):
    rng = np.random.default_rng(1)
    performances, scores = rng.random(6), rng.random((6, 1))
    inside = members(np.array([0b011111]), 6)
    before = MEASURES[key].block(performances, scores, inside)
    scores[5] = 1e8
    np.testing.assert_allclose(
        MEASURES[key].block(performances, scores, inside), before, rtol=0, atol=1e-12
    )


@pytest.mark.parametrize("key", SCIPY)
def test_two_candidates_agree_or_disagree(key):
    inside = members(np.array([0b11]), 2)
    scores = np.array([[1.0, 2.0, 5.0], [2.0, 1.0, 5.0]])
    values = MEASURES[key].block(np.array([0.1, 0.2]), scores, inside)
    np.testing.assert_allclose(values, [[1, -1, np.nan]])


@pytest.mark.parametrize("performances", [[-0.1, 0.5, 0.7], [0.0, 0.0, 0.0]])
def test_ratios_are_undefined_without_a_positive_best_and_no_negatives(performances):
    inside = members(np.array([0b111]), 3)
    for measure in MEASURES.values():
        values = measure.block(np.array(performances), np.eye(3), inside)
        assert np.isnan(values).all() == (measure.needs_ratio or not any(performances)) or (
            measure.key in ("regret_at_1", "top_1_hit", "top_3_hit")
        )


def test_rel_at_1_of_tied_top_scores_is_the_mean_of_theirs():
    inside = members(np.array([0b111]), 3)
    scores = np.array([[7.0], [7.0], [1.0]])
    values = MEASURES["rel_at_1"].block(np.array([0.2, 0.6, 0.8]), scores, inside)
    np.testing.assert_allclose(values, [[0.4 / 0.8]])


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("rel_at_3", (0.8 / 0.8 + 0.4 / 0.8) / 2),
        ("top_3_hit", 0.5),
        ("top_1_hit", 0.0),
        ("regret_at_1", -0.4),
        ("ndcg_at_3", (0.4 + 0.2 / np.log2(3) + 0.5 / 2) / (0.8 + 0.4 / np.log2(3) + 0.2 / 2)),
    ],
)
def test_what_looks_at_the_highest_scores_by_hand(key, expected):
    # Two of the candidates tie for the third place, one of which is the best.
    performances, scores = np.array([0.4, 0.2, 0.8, 0.2]), np.array([[9.0], [8.0], [7.0], [7.0]])
    values = MEASURES[key].block(performances, scores, np.ones((1, 4)))
    np.testing.assert_allclose(values, [[expected]])


def test_every_measure_is_registered_under_its_own_key_and_within_its_range():
    rng = np.random.default_rng(2)
    inside = members(every_pool(PoolRule(min_pool=3), 8), 8)
    for key, measure in MEASURES.items():
        values = measure.block(rng.random(8), rng.random((8, 3)), inside)
        assert measure.key == key
        assert measure.reference
        assert values.min() >= measure.low
        assert values.max() <= measure.high
    assert all(a != b for a, b in pairwise(sorted(m.label for m in MEASURES.values())))


def test_values_that_cancel_are_zero_so_that_metrics_tie():
    performances = np.arange(4.0)
    scores = np.array([(1.0, 3.0, 0.0, 2.0), (2.0, 0.0, 3.0, 1.0)]).T
    values = MEASURES["weighted_kendall"].block(performances, scores, np.ones((1, 4)))
    assert values.tolist() == [[0.0, 0.0]]
