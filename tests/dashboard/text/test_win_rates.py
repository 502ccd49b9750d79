"""Sentences about win rates: the winner, the one behind it, and the parts each wins."""

import dataclasses

import pandas as pd
import pytest

from setupscope.analysis.questions.conclusion import NO_WINNER
from setupscope.analysis.questions.flips import NO_CHOICE
from setupscope.dashboard.text.win_rates import (
    answer,
    by_measure,
    doubt,
    flipped,
    one_given_less,
    other_answers,
    parts_won,
    runner_up,
)
from setupscope.data.study.study import SHIPPED_STUDY, load_study

STUDY = load_study(SHIPPED_STUDY)
SCENARIO = STUDY.scenario("segmentation-source")


def rates(*values, givens=17):
    metrics = list(STUDY.metric_keys)[: len(values)]
    return pd.DataFrame(
        {"metric": metrics, "win_rate": values, "setups": 2517, "givens": givens, "not_covered": 0}
    )


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
        ((0.0, 0.0, 0.0), "No metric wins: none has a value in any of 2,517 setups", ""),
        ((float("nan"), 0.3, 0.7), "**LogME** is the best", "𝒩LEEP follows, 40.0 percentage"),
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
    text = "No interval: it needs at least 6 target datasets; this slice has 5."
    assert doubt(STUDY, SCENARIO, few) == text
    assert doubt(STUDY, SCENARIO, table.assign(win_rate=float("nan"))) == ""


def test_winners_by_measure_are_named_only_where_they_differ():
    same = pd.DataFrame({"measure": ["kendall", "rel_at_1", "all"], "winner": "gbc"})
    assert by_measure(STUDY, same) == ""
    differ = same.assign(winner=["logme", "gbc", "logme"])
    assert by_measure(STUDY, differ) == (
        "But the winner **depends on the measure**: LogME under Kendall τ; GBC under Rel@1."
    )


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


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (("gbc", "gbc", "gbc", True), ""),
        (("gbc", "logme", "logme", False), "But LogME beats every other metric in pairs, and"),
        (
            ("gbc", None, "leep", False),
            "But no metric beats every other metric in pairs, and",
        ),
    ],
)
def test_other_winners_are_named_where_they_differ(row, text):
    columns = ["by_win_rate", "by_pairs", "by_mean_rank", "agree"]
    assert other_answers(STUDY, pd.DataFrame([row], columns=columns)).startswith(text)
    assert other_answers(STUDY, pd.DataFrame([], columns=columns)) == ""


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


def test_flips_are_counted_by_component():
    parts = ["given"] * 3 + ["measure", "with", "without"]
    table = pd.DataFrame({"component": parts, "flips": [True, True, False, True, False, True]})
    table["reason"] = None
    assert flipped(STUDY, SCENARIO, table) == (
        "4 of 6 single restrictions change the winner: 2 of 3 target datasets, 1 of 1 measures and"
        " 1 of 1 source datasets left out."
    )
    one = flipped(STUDY, SCENARIO, table[1:3])
    assert one.startswith("1 of 2 single restrictions changes the winner: 1 of 2 target datasets.")
    none = flipped(STUDY, SCENARIO, table.assign(flips=False))
    assert none == "None of 6 single restrictions changes the winner."
    nothing = table.assign(component=None, reason=NO_CHOICE)
    assert flipped(STUDY, SCENARIO, nothing) == "The slice cannot be restricted any further."
    assert flipped(STUDY, SCENARIO, nothing.assign(reason=NO_WINNER)) == ""


def test_a_part_without_any_value_is_said_so_and_one_metric_is_no_contest():
    parts = pd.DataFrame({"given": ["a"], "metric": ["leep"], "win_rate": [float("nan")]})
    assert parts_won(STUDY, parts, "given", "target") == "No metric has a value in any part."
    alone = rates(1.0)
    text = "Only **LEEP** is compared, so it wins wherever it has a value."
    assert answer(STUDY, SCENARIO, alone) == text
    assert doubt(STUDY, SCENARIO, alone) == doubt(STUDY, SCENARIO, rates(0.0, 0.0)) == ""
