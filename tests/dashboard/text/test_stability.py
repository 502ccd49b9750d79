"""Sentences about what a ranking depends on, and how many setups it needs."""

import pandas as pd
import pytest

from made_up import frame_of, setup
from setupscope.analysis import importance
from setupscope.dashboard.text.stability import (
    agreement_sentence,
    enough_sentence,
    importance_sentence,
    in_words,
    reconciled,
    stability_sentence,
)
from setupscope.data.study.study_file import SHIPPED_STUDY, load_study

STUDY = load_study(SHIPPED_STUDY)
SCENARIO = STUDY.scenario("segmentation-source")
NONE = float("nan")


def shares(**components):
    """A pair's importance: by component, alone, in total, and by chance."""
    rows = [(name, *numbers) for name, numbers in components.items()]
    table = pd.DataFrame(rows, columns=["component", "share", "total", "chance"])
    return table.assign(a="logme", b="gbc", reason=None)


def test_importance_is_said_alone_and_in_total_the_largest_total_first():
    table = shares(
        given=(0.267, 0.865, NONE), measure=(0.3, 0.525, NONE), pool=(0.026, 0.47, 0.019)
    )
    assert importance_sentence(STUDY, SCENARIO, table) == (
        "Which of LogME and GBC is better depends most on the target dataset: alone, it explains"
        " 26.7 % of the variance; with the choices that it interacts with, 86.5 %. Next: measure"
        " 30.0 % alone, 52.5 % in total; pool 2.6 % alone (chance: 1.9 %), 47.0 % in total."
    )


def test_chance_is_said_of_a_pool_that_explains_little_more_wherever_it_stands():
    first = shares(given=(0.2, 0.4, NONE), pool=(0.026, 0.9, 0.019))
    text = "pool: alone, it explains 2.6 % (chance: 1.9 %) of the variance; with"
    assert text in importance_sentence(STUDY, SCENARIO, first)
    much = shares(given=(0.2, 0.4, NONE), pool=(0.5, 0.9, 0.019))
    assert "chance" not in importance_sentence(STUDY, SCENARIO, much)


def test_a_choice_that_explains_nothing_is_not_named():
    table = shares(given=(0.2, 0.4, NONE), backbone=(0.0, 0.0, NONE))
    assert importance_sentence(STUDY, SCENARIO, table).endswith("interacts with, 40.0 %.")


def test_choices_that_never_vary_alone_cannot_be_told_apart():
    rows = [setup("x", 1, 0, pool=7), setup("y", 0, 1, pool=15), setup("z", 0, 1, pool=11)]
    table = importance(frame_of(rows, ("leep", "gbc")))
    assert importance_sentence(STUDY, SCENARIO, table).startswith(
        "What decides between LEEP and GBC cannot be traced to one choice: no two setups"
    )


def test_importance_that_is_unknown_says_why():
    table = shares(given=(NONE, NONE, NONE)).assign(reason="no setup has a value of both")
    assert importance_sentence(STUDY, SCENARIO, table) == (
        "What decides between LogME and GBC cannot be computed: no setup has a value of both."
    )


@pytest.mark.parametrize(
    ("unit", "n", "stable", "text"),
    [
        (
            "setups",
            [32, 64],
            64.0,
            "**64 random setups** are enough for two rankings to agree with τ ≥ 0.9 on average, for"
            " the same target datasets and source datasets.",
        ),
        (
            "givens",
            [1, 2],
            1.0,
            "**1 random target dataset** is enough for two rankings to agree with τ ≥ 0.9 on"
            " average.",
        ),
        (
            "givens",
            [7, 8],
            NONE,
            "**More than 8 target datasets** are needed: two samples of 8, the most tried, agree"
            " only with τ = 0.87 on average.",
        ),
        (
            "givens",
            [1],
            NONE,
            "**More than 1 target dataset** is needed: two samples of 1, the most tried, agree only"
            " with τ = 0.87 on average.",
        ),
        (
            "setups",
            [1024],
            NONE,
            "**More than 1,024 setups** are needed: two samples of 1,024, the most tried, agree"
            " only with τ = 0.87 on average.",
        ),
    ],
)
def test_how_many_are_enough_or_more_than_the_most_that_was_tried(unit, n, stable, text):
    table = pd.DataFrame({"unit": unit, "n": n, "tau": 0.87, "stable": stable, "reason": None})
    assert enough_sentence(STUDY, SCENARIO, table) == text


def test_without_samples_it_is_said_why():
    table = pd.DataFrame({"unit": "givens", "n": [NONE], "tau": NONE, "stable": NONE})
    text = "For target datasets, this cannot be computed: fewer than 2 givens."
    assert enough_sentence(STUDY, SCENARIO, table.assign(reason="fewer than 2 givens")) == text


def stable(**components):
    table = pd.DataFrame({"component": list(components), "stability": list(components.values())})
    return table.assign(reason=None)


@pytest.mark.parametrize(
    ("components", "text"),
    [
        ({"given": 0.22, "pool": 0.9}, "Changing the target dataset changes the ranking the most"),
        ({"measure": 0.93, "given": NONE}, "No choice changes the ranking much: even the rankings"),
        ({"measure": 0.6}, "The rankings of setups that differ only in the measure are **fairly"),
    ],
)
def test_nothing_is_said_to_change_a_ranking_the_most_that_hardly_does(components, text):
    assert stability_sentence(STUDY, SCENARIO, stable(**components)).startswith(text)


def test_a_choice_that_leaves_rankings_alike_and_yet_decides_between_two_metrics_is_explained():
    shares_ = shares(given=(0.2, 0.9, NONE), measure=(0.1, 0.525, NONE), pool=(0.0, 0.1, 0.0))
    text = reconciled(STUDY, SCENARIO, stable(given=0.22, measure=0.53, pool=0.8), shares_)
    assert text.startswith("Another measure leaves rankings fairly similar (τ = 0.53, above)")
    assert "52.5 % of what decides between these two" in text
    assert reconciled(STUDY, SCENARIO, stable(given=0.22, measure=0.3, pool=0.8), shares_) == ""
    assert reconciled(STUDY, SCENARIO, stable(given=0.22, measure=NONE), shares_) == ""


def test_the_only_two_levels_do_not_agree_least():
    table = pd.DataFrame({"level_a": ["kendall"], "level_b": ["pearson"], "tau": [0.9]})
    text = agreement_sentence(STUDY, "measure", table.assign(reason=None))
    assert text == "The rankings of Kendall τ and Pearson r agree with τ = 0.90."


@pytest.mark.parametrize(
    ("tau", "words"),
    [
        (-0.21, "more opposite than alike"),
        (-0.0051, "more opposite than alike"),
        (-0.0049, "unrelated"),
        (0.0, "unrelated"),
        (0.0051, "nearly unrelated"),
        (0.5, "loosely similar"),
        (0.999, "very similar"),
        (1.0, "identical"),
    ],
)
def test_a_tau_that_reads_as_nothing_leans_to_no_side(tau, words):
    assert in_words(tau) == words
