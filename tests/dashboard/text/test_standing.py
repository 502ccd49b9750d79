"""How a metric stands in its scenarios, in words."""

from types import SimpleNamespace

import pytest

from made_up import PARTIAL, frame_of, setup
from setupscope.analysis.questions.standing import standing
from setupscope.dashboard.text.markdown import strip_markdown
from setupscope.dashboard.text.standing import (
    beside_chance,
    headline,
    one_to_one,
    standing_sentence,
    where_added,
)

ALL, NOT_LAST = 15, 7
"""Which metrics cover a setup: all four, or all but the one that lacks scores."""
SETUPS = [
    setup("x", 1, 0, 0.5, 2, covered=ALL),
    *[setup(given, 1, 0, 0.5, 0, covered=NOT_LAST) for given in "xyz"],
]
FEW = "too few sets for a verdict"


def study(added=None):
    scenario = SimpleNamespace(title="Which?", candidates="source")
    return SimpleNamespace(
        title="A study",
        added=added,
        scenario=lambda name: scenario,
        noun=lambda scenario, role: "set",
        metric=lambda key: SimpleNamespace(label=key.title()),
    )


def said(rows, metric="", metrics=PARTIAL):
    (row,) = standing(frame_of(rows, metrics), metric).to_dict("records")
    texts = standing_sentence(study(), row), one_to_one(study(), row)
    return strip_markdown(" ".join(filter(None, texts)))


def test_a_metric_with_all_scores_has_a_place_and_somebody_ahead():
    assert said(SETUPS, "three") == (
        "Three is the best of 3 metrics in 0.0 % of 4 setups over 3 sets: place 2 of 3. It is 100.0"
        f" percentage points behind One, which wins 100.0 %; {FEW}. One to one, it is ahead of One"
        " in 0.0 % of the setups, with ties counted half."
    )


def test_a_metric_that_lacks_scores_has_no_place_and_says_what_its_rate_is_over():
    assert said(SETUPS, "partial") == (
        "Partial is the best of 4 metrics in 100.0 % of the 1 of 4 setups that it covers over 1"
        " set; it has no place among the others, because it lacks scores. Where both have scores,"
        f" it is 100.0 percentage points ahead of One; {FEW}. One to one, it is ahead of One in"
        " 100.0 % of the setups, with ties counted half."
    )


def test_a_metric_that_ties_with_the_best_is_level_with_it_and_an_interval_is_given():
    rows = [setup(given, 1, 1, 0) for given in "abcdefg"]
    assert said(rows, "two", ("one", "two", "three")) == (
        "Two is the best of 3 metrics in 50.0 % of 7 setups over 7 sets (95 % interval 18 to 82 %):"
        " place 1 of 3. It is level with One, which wins 50.0 %. One to one, it is ahead of One in"
        " 50.0 % of the setups (95 % interval 18 to 82 %), with ties counted half."
    )


@pytest.mark.parametrize(
    ("rows", "metrics", "metric", "text"),
    [
        (
            [setup("x", 1, covered=1)],
            ("one",),
            "one",
            "One cannot be compared: only one metric is compared.",
        ),
        (
            [setup("x", 1, 0, covered=1), setup("y", 1, 0, covered=2)],
            ("one", "two"),
            "",
            "No metric wins: no setup has scores of two metrics for all candidates of its pool.",
        ),
        (
            [setup("x", 1, 0, 0.5, 1, covered=NOT_LAST)],
            PARTIAL,
            "partial",
            "Partial cannot be compared: the metric has no score for all candidates of any pool"
            " here. One leads with 100.0 %.",
        ),
    ],
)
def test_where_nobody_wins_it_is_said_why(rows, metrics, metric, text):
    assert said(rows, metric, metrics) == text


def test_the_headline_is_of_the_metric_that_was_added_else_of_the_winners():
    table = standing(frame_of(SETUPS, PARTIAL), "three")
    assert strip_markdown(headline(study("three"), table, 4)) == (
        "Three does not lead in the only scenario: it is the best of 3 metrics in 0.0 % of 4 setups"
        f" in “Which?”, behind One ({FEW})."
    )
    assert strip_markdown(headline(study(), standing(frame_of(SETUPS, PARTIAL)), 4)) == (
        "A study has been scored: 4 setups. One is the best of 3 metrics in 100.0 % of 4 setups in"
        f" “Which?”, ahead of Two ({FEW})."
    )


def test_findings_says_where_the_metric_that_was_added_leads():
    for metric, text in (
        ("one", "One, the metric that was added, leads in “Which?”."),
        ("two", "leads in no scenario; it is at place 2 of 3 in “Which?”."),
        ("partial", "it is without a place, for lack of scores, in “Which?”."),
    ):
        table = standing(frame_of(SETUPS, PARTIAL), metric)
        assert strip_markdown(where_added(study(metric), table)).endswith(text)
    assert where_added(study(), table) == ""


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("above", "at most 20.0 %; Mine wins clearly more often."),
        ("within", "at most 20.0 %; Mine wins more often, but not clearly."),
        ("below", "at most 20.0 %; Mine wins less often."),
        (None, "at most 20.0 %."),
    ],
)
def test_a_metric_of_random_scores_stands_beside_it(place, text):
    row = {"metric": "mine", "win_rate": 0.5, "random": 0.1, "random_q95": 0.2}
    assert beside_chance(study(), row | {"against_random": place}).endswith(text)
