"""Sentences about win rates: the winner, the one behind it, and the parts each wins."""

import dataclasses

import pandas as pd
import pytest

from setupscope.analysis.questions.shares import (
    NO_VALUE,
    NO_WINNER,
    NOT_TOGETHER,
    ONE_METRIC,
    SMALL_FIELD,
)
from setupscope.dashboard.text.win_rates import (
    answer,
    by_win_rate,
    counted_over,
    doubt,
    one_given_less,
    parts_won,
    runner_up,
    winners,
)
from setupscope.data.study.study_file import SHIPPED_STUDY, load_study

STUDY = load_study(SHIPPED_STUDY)
SCENARIO = STUDY.scenario("segmentation-source")


def rates(*values, givens=17):
    metrics = list(STUDY.metric_keys)[: len(values)]
    table = pd.DataFrame({"metric": metrics, "win_rate": values, "reason": None})
    counts = {"setups": 2517, "givens": givens, "covered_givens": givens}
    return table.assign(not_covered=0, no_contest=0, partial=False, **counts)


@pytest.mark.parametrize(
    ("values", "first", "second"),
    [
        (
            (0.1, 0.2, 0.7),
            "**LogME** is the best of LEEP, 𝒩LEEP and LogME in **70.0 %** of",
            "𝒩LEEP follows, 50.0 percentage points behind.",
        ),
        (
            (0.4, 0.4, 0.2),
            "**LEEP** and **𝒩LEEP** tie as the best of LEEP, 𝒩LEEP and LogME in **40.0 %**",
            "LogME follows, 20.0 percentage points behind.",
        ),
        (
            (0.2, 0.2, 0.2004),
            "**LogME** is the best",
            "LEEP and 𝒩LEEP follow, less than 0.1 percentage points behind.",
        ),
        ((1.0, 0.0, 0.0), "**LEEP** is the best of LEEP, 𝒩LEEP and LogME in **100.0 %** of", ""),
    ],
)
def test_the_winner_and_the_one_behind_it_are_named(values, first, second):
    assert answer(STUDY, SCENARIO, rates(*values)).startswith(first)
    assert runner_up(STUDY, rates(*values)).startswith(second)
    assert bool(runner_up(STUDY, rates(*values))) == bool(second)


def test_what_is_undecided_says_so_first_and_the_verdict_stands_by_the_lead():
    table = rates(0.1, 0.2, 0.7)
    assert answer(STUDY, SCENARIO, table, undecided=True).startswith("Undecided: **LogME** is")
    assert runner_up(STUDY, table, "clear").endswith("behind; this lead is **clear**.")


def test_the_interval_says_what_was_resampled_and_what_was_fixed():
    table = rates(0.1, 0.9).assign(low=[0.05, 0.81], high=[0.2, 0.96])
    text = "95 % interval 81 to 96 % over 17 target datasets, with these source datasets fixed."
    assert doubt(STUDY, SCENARIO, table) == text
    assert doubt(STUDY, SCENARIO, table.assign(low=float("nan"))) == ""
    few = rates(0.1, 0.9, givens=5).assign(low=float("nan"), high=float("nan"))
    text = "No interval and no verdict: they need at least 6 target datasets; this slice has 5."
    assert doubt(STUDY, SCENARIO, few) == text
    assert doubt(STUDY, SCENARIO, table.assign(win_rate=float("nan"))) == ""


def test_one_given_needs_no_weighing():
    assert answer(STUDY, SCENARIO, rates(0.1, 0.9, givens=1)).endswith("over 1 target dataset.")
    assert "each with equal weight" in answer(STUDY, SCENARIO, rates(0.1, 0.9))


def test_parts_are_counted_for_each_metric_that_wins_there():
    parts = pd.concat(
        rates(*values).assign(given=given)
        for given, values in {
            "w": (0.1, 0.9),
            "x": (0.2, 0.8),
            "y": (0.5, 0.5),
            "z": (0, 0),
        }.items()
    )
    text = "Highest win rate among 4 targets: 𝒩LEEP in 3, LEEP in 1, with ties counted for each."
    assert parts_won(STUDY, parts, "given", "target") == text


def test_the_metrics_that_best_is_relative_to_are_visible():
    assert "best of 5 metrics in" in answer(STUDY, SCENARIO, rates(0.1, 0.2, 0.3, 0.2, 0.2))
    assert "best of LEEP and 𝒩LEEP in" in answer(STUDY, SCENARIO, rates(0.3, 0.7))
    wide = dataclasses.replace(STUDY, metrics=STUDY.metrics * 2)
    assert "best of 5 chosen metrics in" in answer(wide, SCENARIO, rates(0.1, 0.2, 0.3, 0.2, 0.2))


def test_one_setup_and_setups_that_all_tie_are_said_plainly():
    one = rates(0.0, 1.0).assign(setups=1, givens=1)
    text = "**𝒩LEEP** is the best of LEEP and 𝒩LEEP in the only setup of this slice."
    assert answer(STUDY, SCENARIO, one) == text
    tied = answer(STUDY, SCENARIO, rates(0.5, 0.5), all_tied=True)
    assert tied.startswith("The metrics cannot be told apart: all 2 tie in each of 2,517 setups")


def test_whether_one_given_carries_the_answer():
    without = pd.DataFrame(
        {"given": ["ade", "bdd", "coco"], "winner": ["gbc"] * 3, "lead": [0.1, 0.2, 0.3]}
    )
    text = one_given_less(STUDY, SCENARIO, without, "gbc")
    assert text.startswith(
        "No single target dataset decides it: with any one left out, GBC leads by 10 to"
    )
    hangs = one_given_less(STUDY, SCENARIO, without.assign(winner=["gbc", "gbc", "leep"]), "gbc")
    assert hangs == (
        "It depends on individual target datasets: with one left out, GBC leads in 2 of 3 cases;"
        " LEEP leads without COCO."
    )
    tied = one_given_less(STUDY, SCENARIO, without.assign(lead=[0.1, 0.2, 0.0]), "gbc")
    assert tied.endswith("2 of 3 cases; no metric leads without COCO.")
    assert one_given_less(STUDY, SCENARIO, without.assign(lead=float("nan")), "gbc") == ""


def of_no_winner(*names, reason, **columns):
    """Win rates without a winner; `reason` is of all rows, or one of each."""
    table = rates(*[float("nan")] * len(names)).assign(metric=names, reason=reason)
    return table.assign(**columns)


@pytest.mark.parametrize(
    ("table", "text"),
    [
        (
            of_no_winner("leep", reason=ONE_METRIC, no_contest=2517, covered_givens=0),
            "Only **LEEP** is compared; a winner needs at least two metrics.",
        ),
        (
            of_no_winner("leep", "gbc", reason=NO_WINNER, no_contest=2517, covered_givens=0),
            "No metric wins: none has a value in any of 2,517 setups over 17 target datasets.",
        ),
        (
            of_no_winner("leep", "gbc", "logme", reason=SMALL_FIELD, partial=[False, True, True]),
            "No winner: fewer than two metrics have scores for all of 2,517 setups over 17 target"
            " datasets.",
        ),
        (
            of_no_winner("leep", "gbc", reason=NOT_TOGETHER, partial=True, no_contest=2517),
            "No winner: no two metrics have scores for the same setups, out of 2,517 setups over"
            " 17 target datasets.",
        ),
        (
            of_no_winner("leep", "gbc", "logme", reason=NO_VALUE, partial=[False, False, True]),
            "No winner: no metric that has all scores has a value in any of 2,517 setups over 17"
            " target datasets.",
        ),
    ],
)
def test_without_a_winner_the_answer_says_why(table, text):
    assert answer(STUDY, SCENARIO, table) == text
    assert winners(table) == []
    assert runner_up(STUDY, table) == doubt(STUDY, SCENARIO, table) == ""


def with_a_partial_metric():
    """LogME has the highest rate, but only where it has scores: 500 setups over 3 givens."""
    counts = {"not_covered": [0, 0, 2017], "covered_givens": [17, 17, 3]}
    return rates(0.4, 0.6, 0.9).assign(partial=[False, False, True], **counts)


def test_a_metric_that_lacks_scores_is_neither_the_winner_nor_behind_it():
    table = with_a_partial_metric()
    assert winners(table) == ["nleep"]
    assert answer(STUDY, SCENARIO, table) == (
        "**𝒩LEEP** is the best of LEEP and 𝒩LEEP in **60.0 %** of 2,517 setups over 17 target"
        " datasets, each with equal weight."
    )
    assert runner_up(STUDY, table) == "LEEP follows, 20.0 percentage points behind."
    behind = table.assign(win_rate=[0.4, 0.6, 0.5])
    assert runner_up(STUDY, behind) == "LEEP follows, 20.0 percentage points behind."
    assert by_win_rate(table) == ["nleep", "leep", "logme"]


def test_the_interval_is_that_of_the_winner_not_of_a_metric_that_lacks_scores():
    table = with_a_partial_metric().assign(low=[0.3, 0.5, 0.8], high=[0.5, 0.7, 1.0])
    assert doubt(STUDY, SCENARIO, table).startswith("95 % interval 50 to 70 % over 17 target")


def test_parts_are_not_won_by_a_metric_that_lacks_scores():
    parts = with_a_partial_metric().assign(given="x")
    text = "Highest win rate among 1 target: 𝒩LEEP in 1."
    assert parts_won(STUDY, parts, "given", "target") == text


def test_setups_that_do_not_compare_the_metrics_are_not_counted():
    table = rates(0.4, 0.6).assign(no_contest=2016, covered_givens=3)
    over = "the 501 of 2,517 setups that compare the metrics, over 3 target datasets"
    assert counted_over(STUDY, SCENARIO, table) == over
    assert over in answer(STUDY, SCENARIO, table)
    few = table.assign(low=float("nan"), high=float("nan"))
    assert doubt(STUDY, SCENARIO, few).endswith("6 target datasets; this slice has 3.")


def test_one_given_with_contests_needs_no_weighing():
    table = rates(0.4, 0.6).assign(no_contest=2016, covered_givens=1)
    assert answer(STUDY, SCENARIO, table).endswith(
        "that compare the metrics, over 1 target dataset."
    )


def test_a_part_without_any_value_is_said_so():
    parts = of_no_winner("leep", reason=NO_WINNER).assign(given="a")
    assert parts_won(STUDY, parts, "given", "target") == "No metric has a value in any part."
