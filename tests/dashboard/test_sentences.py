"""Sentences about win rates: the winner, the one behind it, and the parts each wins."""

import pandas as pd
import pytest

from dashboard.sentences import answer, parts_won, runner_up
from data.study import SHIPPED_STUDY, load_study

STUDY = load_study(SHIPPED_STUDY)
SCENARIO = STUDY.scenario("segmentation-source")


def rates(*values, givens=17):
    metrics = list(STUDY.metric_keys)[: len(values)]
    return pd.DataFrame({"metric": metrics, "win_rate": values, "setups": 2517, "givens": givens})


@pytest.mark.parametrize(
    ("values", "first", "second"),
    [
        (
            (0.1, 0.2, 0.7),
            "**LogME** is the best of 3 metrics in **70.0 %** of",
            "𝒩LEEP follows, 50.0 percentage points behind.",
        ),
        (
            (0.4, 0.4, 0.2),
            "**LEEP** and **𝒩LEEP** tie as the best of 3 metrics in **40.0 %**",
            "LogME follows, 20.0 percentage points behind.",
        ),
        (
            (0.2, 0.2, 0.2004),
            "**LogME** is the best",
            "LEEP and 𝒩LEEP follow, less than 0.1 percentage points behind.",
        ),
        ((1.0, 0.0, 0.0), "**LEEP** is the best of 3 metrics in **100.0 %** of", ""),
        ((0.0, 0.0, 0.0), "No metric wins: none has a value in any of 2,517 setups", ""),
        ((float("nan"), 0.3, 0.7), "**LogME** is the best", "𝒩LEEP follows, 40.0 percentage"),
    ],
)
def test_the_winner_and_the_one_behind_it_are_named(values, first, second):
    assert answer(STUDY, SCENARIO, rates(*values)).startswith(first)
    assert runner_up(STUDY, rates(*values)).startswith(second)
    assert bool(runner_up(STUDY, rates(*values))) == bool(second)


def test_one_given_needs_no_weighing():
    assert answer(STUDY, SCENARIO, rates(0.1, 0.9, givens=1)).endswith("over 1 target dataset.")
    assert "each weighing the same" in answer(STUDY, SCENARIO, rates(0.1, 0.9))


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
    said = parts_won(STUDY, parts, "given", "target")
    assert said == "Highest among 4 targets: 𝒩LEEP in 3, LEEP in 1, ties counted for each."
