"""The slow definitions give the numbers that one gets with pencil and paper."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import pearsonr

from made_up import METRICS, frame_of
from setupscope.analysis.audit import slow
from setupscope.analysis.resampling.bootstrap import weights_of

NULL = float("nan")
PAIR = ("one", "two")
ALL, FIRST_TWO, ALONE = 7, 3, 1
"""Which of the three metrics cover a pool."""


def setup(given, *values, covered=ALL, measure="kendall", pool=7, backbone="frozen"):
    return ("t", given, backbone, measure, pool, covered, *values)


def draws(givens):
    return weights_of(givens, 0)


PARTIAL = frame_of(
    [
        setup("x", 0.5, 0.0, 1.0),
        setup("x", 0.5, 0.25, 0.0, pool=3),
        setup("y", 0.0, 1.0, NULL, covered=FIRST_TWO),
        setup("y", 1.0, NULL, NULL, covered=ALONE, pool=3),
        setup("y", NULL, NULL, NULL, pool=5),
    ]
)
"""`three` covers the contests of x, none of y; two setups of y are no contests."""


def test_a_contest_has_two_metrics_that_cover_it_and_a_value():
    assert slow.contests(PARTIAL, METRICS, METRICS).index.tolist() == [0, 1, 2]
    assert slow.contests(PARTIAL, ["one"], METRICS).empty


def test_the_value_of_a_metric_that_is_not_compared_makes_no_contest():
    frame = frame_of([setup("x", 1.0, NULL, NULL)])
    assert len(slow.contests(frame, METRICS, METRICS)) == 1
    assert slow.contests(frame, ["two", "three"], METRICS).empty


def test_a_partial_metric_stands_beside_the_field_and_changes_nothing_of_it():
    assert slow.field(PARTIAL, METRICS, METRICS) == ["one", "two"]
    table = slow.win_rates(PARTIAL, METRICS, METRICS)
    assert table["win_rate"].tolist() == [0.5, 0.5, 0.5]
    assert table["wins"].tolist() == [2, 1, 1]
    assert table["covered_givens"].tolist() == [2, 2, 1]
    assert table["undefined"].tolist() == [1, 1, 1]
    assert table["not_covered"].tolist() == [0, 1, 2]
    assert table["no_contest"].tolist() == [2, 2, 2]
    lead = slow.lead_of(PARTIAL, METRICS, METRICS, ("one", "three"), draws)
    assert (lead.lead, lead.covered_setups, lead.givens, lead.partial) == (0, 2, 1, True)


def test_with_one_complete_metric_nobody_wins_but_partial_ones_have_rates():
    frame = frame_of(
        [
            setup("x", 1.0, 0.0, NULL, covered=FIRST_TWO),
            setup("y", 0.0, NULL, 1.0, covered=5),
            setup("z", 0.5, 0.0, NULL, covered=FIRST_TWO),
        ]
    )
    assert slow.field(frame, METRICS, METRICS) == ["one"]
    rates = slow.win_rates(frame, METRICS, METRICS)["win_rate"]
    np.testing.assert_array_equal(rates, [NULL, 0, 1])
    assert slow.conclude(frame, METRICS, METRICS, draws) is None


def test_givens_weigh_the_same_and_ties_share():
    rows = [setup("x", 1.0, 1.0, 1.0), setup("y", 1.0, 1.0, 0.0), setup("y", 1.0, 0.0, 0.0, pool=3)]
    table = slow.win_rates(frame_of(rows), METRICS, METRICS)
    expected = [(1 / 3 + 3 / 4) / 2, (1 / 3 + 1 / 4) / 2, (1 / 3) / 2]
    np.testing.assert_allclose(table["win_rate"], expected, atol=1e-15)


def test_rates_equal_to_12_digits_tie():
    rates = pd.Series([0.1 + 0.2, 0.3, 0.3 - 1e-9], METRICS)
    assert slow.best_of(rates) == ["one", "two"]
    shares = slow.p_best(pd.DataFrame({"a": [0.1 + 0.2], "b": [0.3]}), np.ones((1, 1)))
    assert shares.tolist() == [0.5, 0.5]


def test_a_pair_counts_who_alone_has_a_value():
    rows = [
        setup("x", 1.0, 0.0, 0.0),
        setup("x", 0.5, 0.5, 0.0, pool=3),
        setup("x", 0.0, NULL, 0.0, pool=5),
        setup("x", NULL, NULL, 0.0, pool=6),
        setup("y", 0.0, 1.0, 0.0),
    ]
    rates, margin = slow.pair(frame_of(rows), METRICS, *PAIR)
    assert rates.tolist() == [0.125, 0.125, 0.5, 0.25]
    assert margin == (0.5 - 1) / 2
    assert slow.improvement(frame_of(rows), METRICS, *PAIR) == (3 / 4 + 0) / 2
    assert slow.improvement(frame_of(rows), METRICS, *PAIR[::-1]) == (1 / 4 + 1) / 2


@pytest.mark.parametrize(
    ("leads", "p"),
    [
        ([1, 1, 1, 1, 1, 1], 2 / 64),
        ([1, 1, 1, 1, 1, -1], 14 / 64),
        ([1, 1, 1, 1, 1, -1, 0], 14 / 64),
        ([0.5, -0.5, 0.25, -0.25, 1, -1], 1),
        ([1, 2, 4, 8, 16, 32], 2 / 64),
        ([1, 2, 4, 8, 16, -32], 1),
        ([1, 1, 1, 1, 1, 0], NULL),
    ],
)
def test_the_sign_flip_test_counts_sums_at_least_as_far_from_0(leads, p):
    np.testing.assert_equal(slow.sign_flip(np.array(leads, float)), p)


def test_a_rate_of_0_for_every_given_has_jeffreys_upper_end():
    low, high = slow.interval_of_share(np.zeros(10), draws(10))
    assert low == 0
    assert high == pytest.approx(0.21720, abs=5e-5)


def test_a_lead_of_1_for_every_given_has_jeffreys_lower_end():
    low, high = slow.interval_of_lead(np.ones(6), draws(6))
    assert low == pytest.approx(1 - 2 * 0.33039, abs=5e-5)
    assert high == 1


def test_only_the_end_away_from_the_bound_moves_and_only_if_half_are_near_it():
    near = np.array([0, 0, 0.1, 0.5, 0.5, 0.5])
    far = np.array([0, 0, 0.11, 0.5, 0.5, 0.5])
    plain = slow.interval(near, draws(6))
    assert slow.interval_of_share(near, draws(6))[0] == plain[0]
    assert slow.interval_of_share(near, draws(6))[1] > plain[1]
    assert slow.interval_of_share(far, draws(6)) == slow.interval(far, draws(6))
    assert slow.interval_of_lead(near - 1, draws(6))[1] > plain[1] - 1
    assert slow.interval_of_lead(far - 1, draws(6)) == pytest.approx(
        slow.interval(far - 1, draws(6))
    )
    assert slow.interval_of_lead(near, draws(6)) == pytest.approx(plain)


def test_below_6_givens_there_is_neither_interval_nor_verdict():
    frame = frame_of([setup(given, 1.0, 0.0, 0.0) for given in "abcde"])
    found = slow.conclude(frame, METRICS, METRICS, draws)
    assert found.winners == ["one"]
    assert found.verdict is None
    assert np.isnan([*found.leads[0].ends, found.leads[0].p]).all()


def test_who_wins_for_each_of_6_givens_is_clear_for_these_candidates():
    frame = frame_of([setup(given, 1.0, 0.0, 0.0) for given in "abcdef"])
    found = slow.conclude(frame, METRICS, METRICS, draws)
    assert found.leads[0].p == 0.03125
    assert np.isnan(found.leads[0].half_width)
    assert found.verdict == "clear for these candidates"
    assert slow.together(found.leads)[0] == found.leads[0].ends


def test_metrics_that_tie_everywhere_have_no_interval_of_their_lead():
    frame = frame_of([setup(given, 0.5, 0.5, 0.0) for given in "abcdef"])
    found = slow.conclude(frame, METRICS, METRICS, draws)
    assert found.winners == ["one", "two"]
    assert (found.leads[0].lead, found.verdict) == (0, "undecided")
    assert np.isnan(found.leads[0].ends).all()


def test_the_verdict_depends_on_the_measure_only_where_two_that_differ_are_decided():
    def under(measure, *values, givens="abcdef"):
        rows = [setup(given, *values, measure=measure) for given in givens]
        return slow.conclude(frame_of(rows), METRICS, METRICS, draws)

    one, other = under("kendall", 1.0, 0.0, 0.0), under("pearson", 0.0, 1.0, 0.0)
    few = under("pearson", 0.0, 1.0, 0.0, givens="abc")
    assert slow.overall_verdict(one, [one, other]) == "depends on the measure"
    assert slow.overall_verdict(one, [one, few, None]) == "clear for these candidates"


def test_the_half_width_is_t_times_the_jackknifes_error():
    ahead = {3: 1.0, 5: 0.0, 6: 0.0, 7: 0.5}
    frame = frame_of(
        [setup(given, v, 0.5, 0.0, pool=pool) for given in "abc" for pool, v in ahead.items()]
    )
    # Leads of 1, −1 and −1: their variance is 8/9, n = 3, d = 1, and the givens are alike.
    expected = 4.30265 * np.sqrt(2 * 8 / 9)
    assert slow.half_width(frame, METRICS, METRICS, PAIR) == pytest.approx(expected, abs=1e-4)
    lacks_3 = {given: frame[(frame["given"] != given) | (frame["pool"] != 3)] for given in "ab"}
    assert slow.half_width(lacks_3["a"], METRICS, METRICS, PAIR) > 0
    in_one_of_three = lacks_3["a"].loc[lacks_3["a"].index.isin(lacks_3["b"].index)]
    assert np.isnan(slow.half_width(in_one_of_three, METRICS, METRICS, PAIR))


def test_simultaneous_intervals_of_one_lead_take_the_95_per_cent_quantile_of_its_t():
    leads = np.array([0.0, 0.0, 0.0, 0.0, 0.0, 1.2])
    # Residuals are −.2 for five and 1 for the last, whose sign stays.
    t = []
    for turned in range(32):
        ones = turned.bit_count()
        signed = np.array([0.2] * ones + [-0.2] * (5 - ones) + [1.0])
        t.append(abs(signed.mean()) / (signed.std(ddof=1) / 6**0.5))
    width = np.quantile(t, 0.95) * leads.std(ddof=1) / 6**0.5
    (found,) = slow.simultaneous([pd.Series(leads)])
    assert found == pytest.approx((0.2 - width, 0.2 + width))
    assert np.isnan(slow.simultaneous([pd.Series(leads[:5])])[0]).all()


def test_a_restriction_flips_where_the_old_winner_no_longer_ties_for_the_best():
    frame = frame_of([setup("x", 1.0, 0.0, 0.0), setup("y", 0.0, 1.0, 0.0)])
    assert slow.flip(frame[frame["given"] == "y"], METRICS, METRICS, "one") == (1, True)
    assert slow.flip(frame, METRICS, METRICS, "one") == (0, False)


def test_leaving_a_given_out_names_all_that_tie():
    rows = [setup("x", 1.0, 0.0, 0.0), setup("y", 0.0, 1.0, 0.0), setup("z", 1.0, 0.0, 0.0)]
    found = slow.leave_one_out(frame_of(rows), METRICS, METRICS)
    assert found == {"x": (["one", "two"], 0), "y": (["one"], 1), "z": (["one", "two"], 0)}


def test_slices_are_compared_by_what_is_complete_in_both():
    second = frame_of([setup("x", 0.0, 1.0, 0.5), setup("y", 0.0, 0.5, 1.0)])
    found = slow.difference(PARTIAL, second, METRICS, METRICS, None)
    assert [of[0] for of in found.values()] == [-0.5, 0.5, 0]
    assert slow.complete_in_both(PARTIAL, second, METRICS, METRICS) == ["one", "two"]


def test_rates_that_are_0_for_each_given_of_two_slices_have_no_interval_of_their_difference():
    zero, one = pd.Series(0.0, [*"abcdef"]), pd.Series([0.0] * 5 + [1.0], [*"abcdef"])
    assert np.isnan(slow.difference_of(zero, zero.iloc[:6], draws(6))[1:]).all()
    difference, low, high = slow.difference_of(zero, one, draws(6))
    assert (difference, low) == (1 / 6, 0)
    assert high > 1 / 6
    assert slow.differences_together([(zero, one)]) == slow.simultaneous([one])
    assert np.isnan(slow.differences_together([(zero.iloc[:5], one)])).all()


def test_a_metric_without_a_value_ranks_last():
    rows = [
        setup("x", 1.0, 0.5, NULL),
        setup("x", 0.9, NULL, NULL, measure="pearson"),
        setup("x", 0.5, 0.5, 0.5, measure="rel_at_1"),
    ]
    found = slow.stability(frame_of(rows), METRICS, "measure")
    assert found["stability"] == pytest.approx(2 / 6**0.5)
    assert (found["groups"], found["singletons"], found["dropped"]) == (1, 0, 1)
    assert slow.mean_ranks(frame_of(rows), METRICS) == {"one": 1, "two": 2, "three": 3}


def test_partial_metrics_are_not_ranked():
    found = slow.mean_ranks(PARTIAL, METRICS)
    assert (found["one"], found["two"]) == (1.5, 1.5)
    assert np.isnan(found["three"])


def cells(wins):
    """A setup for each given and measure, won or lost by `one` against `two`."""
    return frame_of([setup(g, won, 0.5, 0.0, measure=m) for (g, m), won in wins.items()])


def test_what_given_and_measure_decide_together_is_in_their_totals_alone():
    wins = {("x", "pearson"): 1.0, ("x", "kendall"): 0.0}
    wins |= {("y", "pearson"): 0.0, ("y", "kendall"): 1.0}
    found = slow.importance(cells(wins), *PAIR)
    firsts = {component: of["share"] for component, of in found.items()}
    totals = {component: of["total"] for component, of in found.items()}
    assert firsts == {"given": 0, "backbone": 0, "measure": 0, "pool": 0}
    assert totals == {"given": 1, "backbone": 0, "measure": 1, "pool": 0}


def test_givens_weigh_the_same_in_importance():
    rows = [setup("x", 1.0, 0.5, 0.0, pool=pool) for pool in (3, 5, 6)]
    rows += [setup("y", won, 0.5, 0.0, pool=pool) for pool, won in ((3, 0.0), (5, 1.0))]
    found = slow.importance(frame_of(rows), *PAIR)
    # y = ±1 with mean ½ and variance ¾; the givens' means are 1 and 0.
    assert found["given"]["share"] == pytest.approx(0.25 / 0.75)
    assert found["pool"]["total"] == pytest.approx(1 - 0.25 / 0.75)


def test_a_given_that_lacks_one_of_its_own_cells_has_no_importance():
    assert slow.importance(cells({("x", "pearson"): 1.0, ("y", "kendall"): 0.0}), *PAIR) == {}


def test_margins_are_compared_to_6_digits():
    values = (0.25, 0.25 + 2e-7, 0.5, 0.0)
    rows = [setup("x", v, 0.0, 0.0, pool=p) for v, p in zip(values, (7, 3, 5, 6), strict=True)]
    frame = frame_of(rows)
    found = slow.claim(frame, frame.iloc[:1], METRICS, *PAIR)["all"]
    assert (found["comparable"], found["agree"], found["tie"]) == (3, 2, 1)
    assert found["percentile"] == pytest.approx(0.5)


def test_correlations_that_are_only_rounding_are_0():
    performances, scores = np.array([1.0, 3.0, 0.0, 2.0]), np.array([0.0, 1.0, 2.0, 3.0])
    assert slow.value("weighted_kendall", performances, scores) == 0
    assert np.isnan(slow.value("rel_at_1", performances - 1, scores))
    assert slow.value("rel_at_1", performances, np.array([1.0, 1.0, 0.0, 0.0])) == 2 / 3


@pytest.mark.parametrize("spread", [2.0**-45, 2.0**-30, 0.25])
def test_scores_that_are_nearly_constant_have_the_correlation_of_their_differences(spread):
    differences = spread * np.array([3.0, 0.0, 1.0, 7.0, 2.0])
    performances = np.array([0.5, 0.25, 0.75, 1.0, 0.125])
    expected = pearsonr(performances, differences)[0]
    found = slow.value("pearson", performances, 1 + differences)
    assert found == pytest.approx(expected, abs=1e-13)
