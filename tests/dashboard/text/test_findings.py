"""The headline and the cards of Findings: what is decided, what ties, and what has no value."""

from dataclasses import replace

import pandas as pd
import pytest

from setupscope.analysis.questions.shares import SMALL_FIELD
from setupscope.dashboard.text.findings import card, compared_with_the_paper, finding, headline
from setupscope.data.study.study_file import SHIPPED_STUDY, load_study

STUDY = load_study(SHIPPED_STUDY)
FIRST, SECOND = STUDY.scenarios[:2]


def found(scenario, *values, verdict="clear", **columns):
    table = pd.DataFrame({"metric": STUDY.metric_keys[: len(values)], "win_rate": values})
    table = table.assign(setups=100, givens=8, covered_givens=8, not_covered=0, no_contest=0)
    table = table.assign(partial=False, reason=None)
    table = table.assign(low=table["win_rate"], high=table["win_rate"]).assign(**columns)
    return replace(finding(STUDY, scenario, table), verdict=verdict)


@pytest.mark.parametrize(
    ("one", "other", "text"),
    [
        ((0.2, 0.8), (0.8, 0.2), "No metric is best everywhere: **𝒩LEEP** leads in “Segm"),
        ((0.2, 0.8), (0.3, 0.7), "**𝒩LEEP** is the best everywhere: **𝒩LEEP** leads in"),
        (
            (0.5, 0.5),
            (0.5, 0.5),
            "**LEEP** and **𝒩LEEP** are the best everywhere: **LEEP** and **𝒩LEEP** lead in",
        ),
        ((0.0, 0.0), (0.3, 0.7), "No metric wins in “Segmentation\\: which source?”; **𝒩LEEP** l"),
    ],
)
def test_the_headline_claims_what_is_decided(one, other, text):
    assert headline(STUDY, [found(FIRST, *one), found(SECOND, *other)]).startswith(text)


def test_the_headline_claims_nothing_of_what_is_undecided():
    both = [found(FIRST, 0.2, 0.8, verdict="undecided"), found(SECOND, 0.8, 0.2)]
    assert headline(STUDY, both).startswith("**𝒩LEEP** leads in “Segmentation")


def test_ties_and_missing_values_are_said_plainly():
    tied, nothing = found(FIRST, 0.5, 0.5), found(FIRST, 0.0, 0.0)
    assert card(STUDY, tied).startswith("**LEEP** and **𝒩LEEP** win **50.0 %** of 100 setups")
    assert card(STUDY, nothing) == "No metric wins: none has a value in any of 100 setups."
    published = "The published study found LogME best, unlike here."
    assert compared_with_the_paper(STUDY, tied) == published
    assert nothing.undecided


def test_a_metric_that_lacks_scores_wins_no_scenario():
    one = found(FIRST, 0.3, 0.7, 0.9, partial=[False, False, True])
    assert one.winners == ("nleep",)
    assert card(STUDY, one).startswith("**𝒩LEEP** wins **70.0 %** of 100 setups; 95 % interval 70")


def test_a_card_without_a_winner_says_why():
    alone = found(FIRST, float("nan"), no_contest=100)
    assert card(STUDY, alone) == "Only **LEEP** is compared; a winner needs at least two metrics."
    assert not alone.decided
    small = found(FIRST, float("nan"), float("nan"), partial=True, reason=SMALL_FIELD)
    text = "No winner: fewer than two metrics have scores for all of 100 setups."
    assert card(STUDY, small) == text


def test_rates_are_over_the_setups_and_givens_that_compare_the_metrics():
    nowhere = {"low": float("nan"), "high": float("nan")}
    one = found(FIRST, 0.3, 0.7, no_contest=88, covered_givens=2, **nowhere, verdict="")
    assert card(STUDY, one) == (
        "**𝒩LEEP** wins **70.0 %** of the 12 of 100 setups that compare the metrics; over 2 target"
        " datasets, too few for an interval and a verdict."
    )
    assert "with 70.0 % of the 12 of 100 setups that compare the metrics" in headline(STUDY, [one])


def test_below_six_givens_nothing_is_decided_nor_said_to_be_undecided():
    both = [found(FIRST, 0.2, 0.8, verdict=""), found(SECOND, 0.2, 0.8)]
    assert not both[0].decided
    assert not both[0].undecided
    text = headline(STUDY, both)
    assert text.startswith("**𝒩LEEP** leads in “Segmentation")
    assert text.count("(clear)") == 1
