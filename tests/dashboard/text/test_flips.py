"""Sentences about single restrictions: how many change the winner, and how many that is."""

import pandas as pd
import pytest

from setupscope.analysis.questions.flips import NO_CHOICE, WITHOUT_GIVENS
from setupscope.analysis.questions.shares import NO_WINNER
from setupscope.dashboard.text.flips import exchangeable, flipped
from setupscope.data.study.study_file import SHIPPED_STUDY, load_study

STUDY = load_study(SHIPPED_STUDY)
SCENARIO = STUDY.scenario("segmentation-source")
PARTS = ("given", "given", "given", "measure", "pool_size", "with", "without")


def restrictions(flips, verdicts=None):
    table = pd.DataFrame({"component": PARTS, "flips": flips, "verdict": verdicts})
    return table.assign(reason=None)


FOUR = restrictions([True, True, False, True, False, False, True])


def test_flips_are_counted_by_kind_and_kinds_without_any_come_last():
    assert flipped(STUDY, SCENARIO, FOUR) == (
        "4 of 7 single restrictions change the winner, none of them clearly: 2 of 3 target"
        " datasets alone, 1 of 1 measures, 1 of 1 source datasets left out, none of 2 others; 4 of"
        " the flips leave too few givens for a verdict."
    )
    one = flipped(STUDY, SCENARIO, FOUR[1:3])
    assert one == (
        "1 of 2 single restrictions changes the winner, but not clearly: 1 of 2 target datasets"
        " alone; 1 of the flips leaves too few givens for a verdict."
    )
    assert "others" not in one
    none = flipped(STUDY, SCENARIO, FOUR.assign(flips=False))
    assert none == "None of 7 single restrictions changes the winner."


@pytest.mark.parametrize(
    ("verdicts", "text"),
    [
        ([None, None, None, "clear", None, None, "undecided"], "1 of them clearly: "),
        ([None, None, None, "clear", None, None, "undecided"], "; 2 of the flips leave too few"),
        (["clear for these candidates"] * 2 + [None] + ["clear"] * 4, "all of them clearly: "),
        (["undecided"] * 7, "others."),
        # A verdict on a restriction that does not change the winner is about no flip.
        ([None, None, "clear", None, "clear", "clear", None], "none of them clearly: "),
        ([None, None, "clear", None, "clear", "clear", None], "; 4 of the flips leave too few"),
    ],
)
def test_flips_that_are_clear_are_told_from_those_without_a_verdict(verdicts, text):
    assert text in flipped(STUDY, SCENARIO, FOUR.assign(verdict=verdicts))


def test_where_nothing_can_be_restricted_and_where_nobody_wins():
    nothing = FOUR.assign(component=None, flips=False, reason=NO_CHOICE)
    assert flipped(STUDY, SCENARIO, nothing) == "The slice cannot be restricted any further."
    assert flipped(STUDY, SCENARIO, nothing.assign(reason=NO_WINNER)) == ""


def test_how_many_flips_there_would_be_if_the_best_two_were_exchangeable():
    rows = [("all", 7, 60, 13.11, 0.0731), (WITHOUT_GIVENS, 1, 43, 1.4, 0.574)]
    columns = ["restrictions", "flips", "of", "expected", "p"]
    test = pd.DataFrame(rows, columns=columns)
    assert exchangeable(test) == (
        "If winner and runner-up were exchangeable, 13.1 of 60 restrictions would change the winner"
        " on average (for as few as 7, p = 0.073; without single givens, p = 0.57)."
    )
    assert exchangeable(test[:1]).endswith("(for as few as 7, p = 0.073).")
    assert exchangeable(test.assign(p=float("nan"), expected=float("nan"))) == ""
