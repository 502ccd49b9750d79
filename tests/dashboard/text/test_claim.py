"""The verdict on a claim in words, on tables made by hand."""

import pandas as pd
import pytest

from setupscope.dashboard.text.claim import claim_sentence, margin_shown
from setupscope.data.study.study_file import SHIPPED_STUDY, load_study

STUDY = load_study(SHIPPED_STUDY)
NONE = float("nan")


def claimed(shown="supports", percentile=0.9, **columns):
    counts = {"comparable": 1000, "agree": 400, "tie": 100, "undefined": 0, "reason": None}
    placed = {"percentile": percentile, "larger": 60.0, "equal": 200.0, "smaller": 740.0}
    return pd.DataFrame([{"component": "all", "shown": shown, **counts, **placed, **columns}])


def margins(*rows):
    return pd.DataFrame(list(rows), columns=["measure", "setups", "margin"])


def said(*args, margin=0.12, setups=1, **columns):
    shown = margins(("kendall", setups, margin))
    return claim_sentence(STUDY, claimed(*args, **columns), shown, "logme", "gbc")


def test_a_claim_is_judged_by_the_shares_with_a_larger_an_equal_and_a_smaller_margin():
    assert said() == (
        "**Shown, but atypical:** **40.0 %** of 1,000 comparable setups agree that LogME is"
        " ahead of GBC, 10.0 % tie. Their margin is larger than the one shown (0.120) in 6.0 %,"
        " equal in 20.0 % and smaller in 74.0 % of 1,000 setups."
    )


@pytest.mark.parametrize(
    ("shown", "margin", "text"),
    [
        ("contradicts", -0.0333, "**This setup shows the opposite** (margin −0.033). **40.0 %** "),
        ("ties", 0.0, "**This setup shows a tie**, so it does not support the claim. **40.0 %** "),
        ("mixed", 0.1, "**Shown under some measures only** (margin 0.100). "),
        (None, NONE, "**This setup gives no value to both**, so it shows nothing. "),
    ],
)
def test_first_it_is_said_whether_the_evidence_supports_the_claim(shown, margin, text):
    assert said(shown, margin=margin).startswith(text)


def test_a_claim_that_more_than_half_agree_with_is_typical():
    assert said(agree=500).startswith("**Shown, but atypical:** **50.0 %** of")
    assert said(agree=501).startswith("**Shown, and typical:** **50.1 %** of")


def test_a_claim_without_margins_to_compare_says_how_many_agree():
    alone = said(None, NONE, larger=NONE, equal=NONE, smaller=NONE, tie=0)
    assert alone.endswith("**40.0 %** of 1,000 comparable setups agree that LogME is ahead of GBC.")


def test_without_a_comparable_setup_what_is_shown_is_still_said():
    nothing = {"comparable": 0, "agree": 0, "reason": "the slice holds no comparable setup"}
    why = "No comparable setup: the slice holds no comparable setup."
    assert said(**nothing) == f"**Shown** (margin 0.120). {why}"
    opposite = said("contradicts", margin=-0.0333, **nothing)
    assert opposite == f"**This setup shows the opposite** (margin −0.033). {why}"


def test_margins_are_shares_of_the_setups_that_have_one():
    few = said(larger=1.0, equal=0.0, smaller=3.0)
    assert few.endswith("in 25.0 %, equal in 0.0 % and smaller in 75.0 % of 4 setups.")


def test_the_mean_margin_of_a_slice_is_called_a_mean_and_named_by_its_measure():
    text = said("contradicts", margin=-0.25, setups=4)
    assert text.startswith("**This slice shows the opposite** (mean margin −0.250). ")
    two = margins(("kendall", 2, -0.5), ("pearson", 2, 0.25), ("rel_at_1", 2, NONE))
    assert margin_shown(two) == "mean margins −0.500 under Kendall τ, 0.250 under Pearson r"
    assert margin_shown(margins(("kendall", 1, NONE))) == ""
