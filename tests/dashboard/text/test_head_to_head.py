"""Sentences about two metrics: which is ahead, and how a claim about them stands."""

import pandas as pd
import pytest

from setupscope.dashboard.text.head_to_head import claim_sentence, curve_sentence, pair_sentence
from setupscope.data.study.study_file import SHIPPED_STUDY, load_study

STUDY = load_study(SHIPPED_STUDY)
NONE = float("nan")


def claimed(shown="supports", percentile=0.9, **columns):
    counts = {"comparable": 1000, "agree": 400, "tie": 100, "undefined": 0, "reason": None}
    placed = {"percentile": percentile, "larger": 60.0, "equal": 200.0, "smaller": 740.0}
    return pd.DataFrame([{"component": "all", "shown": shown, **counts, **placed, **columns}])


def said(*args, **columns):
    return claim_sentence(STUDY, claimed(*args, **columns), "logme", "gbc")


def test_a_claim_is_judged_by_the_shares_with_a_larger_an_equal_and_a_smaller_margin():
    assert said() == (
        "**Shown, but atypical.** **40.0 %** of 1,000 comparable setups agree that LogME is"
        " ahead of GBC, 10.0 % tie. Their margin is larger than the one shown in 6.0 %, equal in"
        " 20.0 % and smaller in 74.0 % of 1,000 setups."
    )


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        ("contradicts", "**This shows the opposite.** "),
        ("ties", "**This shows a tie**, so it does not support the claim. "),
        ("mixed", "**Shown under some measures only.** "),
        (None, "The evidence gives no value to both. "),
    ],
)
def test_first_it_is_said_whether_the_evidence_supports_the_claim(shown, text):
    assert said(shown).startswith(text)


def test_a_claim_that_more_than_half_agree_with_is_typical():
    assert said(agree=501).startswith("**Shown, and typical.** **50.1 %** of")


def test_a_claim_without_margins_to_compare_says_how_many_agree():
    alone = said(None, NONE, larger=NONE, equal=NONE, smaller=NONE, tie=0)
    assert alone.endswith("**40.0 %** of 1,000 comparable setups agree that LogME is ahead of GBC.")
    nothing = said(comparable=0, reason="the slice holds no comparable setup")
    assert nothing == "No comparable setup: the slice holds no comparable setup."


def test_margins_are_shares_of_the_setups_that_have_one():
    few = said(larger=1.0, equal=0.0, smaller=3.0)
    assert few.endswith("in 25.0 %, equal in 0.0 % and smaller in 75.0 % of 4 setups.")


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
