"""How one metric does against the winner, against definitions setup by setup."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from scipy import stats

from made_up import MANY_GIVENS, METRICS, PARTIAL, WITH_A_PARTIAL_METRIC, frame_of, setup
from setupscope.analysis import conclusion, leads_of_winner, pairs, win_rates
from setupscope.analysis.questions.improvement import improvement
from setupscope.analysis.questions.standing import standing
from setupscope.analysis.resampling.bootstrap import weights_of


def counted(first, second):
    """What a setup counts for the first metric: ahead 1, level ½."""
    left, right = np.nan_to_num([first, second], nan=-np.inf)
    return 0.5 if left == right else float(left > right)


@given(MANY_GIVENS)
def test_improvement_is_the_mean_over_givens_of_the_setups_counted_one_by_one(rows):
    frame = frame_of(rows)
    (row,) = improvement(frame, "one", "three").to_dict("records")
    both = frame[(frame["covered"] & 5) == 5]
    shares = [
        np.mean([counted(*pair) for pair in own[["one", "three"]].to_numpy()])
        for _, own in both[both[["one", "three"]].notna().any(axis=1)].groupby("given")
    ]
    assert row["covered_givens"] == len(shares)
    if not shares:
        assert pd.isna(row["improvement"])
        return
    assert row["improvement"] == pytest.approx(np.mean(shares))
    assert pd.isna(row["low"]) == (len(shares) < 6)
    if len(shares) > 5 and 0.2 < min(shares) < max(shares) < 0.8:
        draws = weights_of(len(shares), 0) @ shares / len(shares)
        scale = np.sqrt(len(shares) / (len(shares) - 1))
        alpha = stats.norm.cdf(-scale * stats.t.ppf(0.975, len(shares) - 1))
        assert [row["low"], row["high"]] == pytest.approx(np.quantile(draws, [alpha, 1 - alpha]))


@settings(max_examples=6)
@given(WITH_A_PARTIAL_METRIC)
def test_a_standing_is_what_the_tables_of_winners_and_pairs_say(rows):
    frame = frame_of(rows, PARTIAL)
    rates = win_rates(frame).set_index("metric")
    concluded, leads = conclusion(frame).iloc[-1], leads_of_winner(frame)
    for metric in ("one", "three", "partial"):
        (row,) = standing(frame, metric).to_dict("records")
        assert row["win_rate"] == pytest.approx(rates["win_rate"][metric], nan_ok=True)
        if not isinstance(row["other"], str):
            continue
        (pair,) = pairs(frame, (metric, row["other"])).to_dict("records")
        if pd.isna(row["lead"]):
            assert pd.isna(pair["improvement"])
            continue
        assert row["ahead"] == pytest.approx(
            pair["improvement"] if pair["a"] == metric else 1 - pair["improvement"], nan_ok=True
        )
        if metric == concluded["winner"]:
            assert (row["other"], row["lead"]) == (concluded["runner_up"], concluded["lead"])
        else:
            assert row["other"] == concluded["winner"]
            assert row["lead"] == -leads.set_index("metric")["lead"][metric]
        if metric in METRICS and rates["partial"].sum() == 1:
            higher = rates.loc[~rates["partial"].astype(bool), "win_rate"] > row["win_rate"]
            assert row["place"] == 1 + higher.sum()


def test_without_a_metric_it_is_that_of_the_winner_and_a_tie_shares_the_place():
    rows = [setup(given, 1, 1, 0) for given in "abcdefg"]
    (row,) = standing(frame_of(rows)).to_dict("records")
    assert (row["metric"], row["other"], row["lead"], row["ahead"]) == ("one", "two", 0, 0.5)
    (tied,) = standing(frame_of(rows), "two").to_dict("records")
    assert (tied["place"], tied["verdict"]) == (1, "undecided")
