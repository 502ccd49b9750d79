"""Sentences about two metrics: which is ahead, and where."""

import pandas as pd

from setupscope.dashboard.text.head_to_head import (
    curve_sentence,
    found_order,
    found_sentence,
    pair_moved,
    pair_sentence,
)
from setupscope.data.study.study_file import SHIPPED_STUDY, load_study

STUDY = load_study(SHIPPED_STUDY)
NONE = float("nan")


ALONG = pd.DataFrame(
    [("given", "bdd", 0.75), ("given", "ade", 0.25), ("pool_size", "5", 0.5)],
    columns=["component", "level", "ahead"],
)


def test_the_curve_says_how_all_its_setups_are_shared_and_which_levels_are_at_its_ends():
    shares = pd.Series({"a": "logme", "b": "gbc", "ahead": 0.6, "ties": 0.1, "behind": 0.3})
    assert curve_sentence(STUDY, shares, ALONG) == (
        "Each setup counts once here: LogME is ahead in 60.0 % of them, behind in 30.0 %, and they"
        " tie in 10.0 %. Counting ties half, it does best with BDD (75.0 %) and worst with ADE20K"
        " (25.0 %)."
    )
    untied = curve_sentence(STUDY, shares.replace(0.1, 0.0), ALONG[:0])
    assert untied == (
        "Each setup counts once here: LogME is ahead in 60.0 % of them, behind in 30.0 %."
    )
    assert curve_sentence(STUDY, shares.replace(0.6, NONE), ALONG) == ""


def test_a_pair_that_no_setup_compares_says_why():
    shares = {"wins": 0.5, "ties": 0.0, "losses": 0.5, "undefined": 0.0, "setups": 20}
    row = pd.Series({"a": "logme", "b": "gbc", **shares, "reason": None})
    text = "**LogME** is ahead of **GBC** in **50.0 %** of the 12 of 20 setups that both cover"
    assert pair_sentence(STUDY, row, 12).startswith(text)
    nothing = pd.Series({**row, "wins": NONE, "reason": "no setup has a value of both"})
    text = "No setup compares LogME with GBC: no setup has a value of both."
    assert pair_sentence(STUDY, nothing, 0) == text


def test_a_search_says_how_many_it_found_and_by_how_much_the_first_is_ahead():
    table, pair = pd.DataFrame({"margin": [-0.25, -0.125]}), ("logme", "gbc")
    against = found_sentence(STUDY, pair, "against", "kendall", table, 7)
    assert against == (
        "**GBC** is ahead of **LogME** in **7 setups** under Kendall τ, by 0.250 at most."
    )
    least = found_sentence(STUDY, pair, "narrowest", "kendall", -table[1:], 1)
    assert least == (
        "**LogME** is ahead of **GBC** in **1 setup** under Kendall τ, by 0.125 at least."
    )
    nothing = found_sentence(STUDY, pair, "widest", "kendall", table[:0], 0)
    assert nothing == "LogME is ahead of GBC in no setup under Kendall τ."
    assert found_order(STUDY, pair, "against") == "widest win of GBC"


def test_how_a_pair_moved_says_only_what_did():
    def row(wins, losses):
        return pd.Series({"a": "logme", "b": "gbc", "wins": wins, "losses": losses})

    before = row(0.617, 0.261)
    assert pair_moved(STUDY, before, row(0.841, 0.102)) == (
        "**LogME** against GBC: ahead in 61.7 → 84.1 %, behind in 26.1 → 10.2 %."
    )
    assert pair_moved(STUDY, before, row(0.841, 0.261)) == (
        "**LogME** against GBC: ahead in 61.7 → 84.1 %."
    )
    same = pair_moved(STUDY, before, before)
    assert same == "Unchanged: **LogME** is ahead of GBC in 61.7 % as before."
    assert pair_moved(STUDY, row(NONE, NONE), before) == "No setup compared the two."
    assert pair_moved(STUDY, before, row(NONE, NONE)) == "No setup compares them now."
