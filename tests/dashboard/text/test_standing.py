"""How a metric stands in a scenario, in a line of plain text."""

from types import SimpleNamespace

import pytest

from made_up import PARTIAL, frame_of, setup
from setupscope.analysis import win_rates
from setupscope.dashboard.text.standing import place_in, standing

STUDY = SimpleNamespace(metric=lambda key: SimpleNamespace(label=key.title()))
ALL, NOT_LAST = 15, 7
"""Which metrics cover a setup: all four, or all but the one that lacks scores."""
SETUPS = [
    setup("x", 1, 0, 0.5, 2, covered=ALL),
    *[setup(given, 1, 0, 0.5, 0, covered=NOT_LAST) for given in "xyz"],
]


def lines(rows, metric=None, metrics=PARTIAL):
    return standing(STUDY, frame_of(rows, metrics), metric)


def test_a_metric_with_all_scores_has_a_place_among_those_alone():
    assert lines(SETUPS, "three") == ["t: One leads with 100.0 %; Three 0.0 %, place 2 of 3"]
    assert lines(SETUPS) == ["t: One leads with 100.0 %"]
    assert place_in(win_rates(frame_of(SETUPS, PARTIAL)), "one") == (1, 3)


def test_a_metric_that_lacks_scores_never_leads_and_says_what_its_rate_is_over():
    assert lines(SETUPS, "partial") == [
        "t: One leads with 100.0 %; Partial 100.0 % over the 1 of 4 setups that it covers"
    ]


@pytest.mark.parametrize(
    ("rows", "metrics", "metric", "text"),
    [
        (
            [setup("x", 1, covered=1)],
            ("one",),
            "one",
            "t: no winner (only one metric is compared); One cannot be compared (only one metric is"
            " compared)",
        ),
        (
            [setup("x", 1, 0, covered=1), setup("y", 1, 0, covered=2)],
            ("one", "two"),
            "one",
            "t: no winner (no setup has scores of two metrics for all candidates of its pool); One"
            " cannot be compared (no setup has scores of two metrics for all candidates of its"
            " pool)",
        ),
        (
            [setup("x", 1, 0, 0.5, 1, covered=NOT_LAST)],
            PARTIAL,
            "partial",
            "t: One leads with 100.0 %; Partial does not score all candidates of any pool",
        ),
    ],
)
def test_where_nobody_wins_it_is_said_why(rows, metrics, metric, text):
    assert lines(rows, metric, metrics) == [text]


def test_where_fewer_than_two_metrics_are_complete_nobody_leads():
    rows = [setup("x", 1, 0, 0.5, covered=3), setup("y", 1, 0, 0.5, covered=6)]
    small = "fewer than two metrics have scores for all setups that are compared"
    (text,) = lines(rows, "one", ("one", "two", "three"))
    assert text == f"t: no winner ({small}); One 100.0 % over the 1 of 2 setups that it covers"
