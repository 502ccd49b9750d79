"""Sentences about other winners: under a measure, by pairs, by ranks, and where scores lack."""

import pandas as pd
import pytest

from setupscope.dashboard.text.conclusion import by_measure, other_answers, partial_standing
from setupscope.data.study.study_file import SHIPPED_STUDY, load_study

STUDY = load_study(SHIPPED_STUDY)
SCENARIO = STUDY.scenario("segmentation-source")
DEPENDS = "depends on the measure"
HERE = "clear for these candidates"


def concluded(*rows):
    return pd.DataFrame(rows, columns=["measure", "winner", "verdict"])


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        (
            [("kendall", "gbc", "clear"), ("rel_at_1", "gbc", "clear"), ("all", "gbc", "clear")],
            "",
        ),
        (
            [("kendall", "logme", HERE), ("rel_at_1", "gbc", "clear"), ("all", "logme", DEPENDS)],
            "But the winner **depends on the measure**: LogME under Kendall τ; GBC under Rel@1.",
        ),
        (
            [
                ("pearson", "logme", "clear"),
                ("kendall", "leep", "clear"),
                ("rel_at_1", "gbc", "undecided"),
                ("all", "logme", DEPENDS),
            ],
            "But the winner **depends on the measure**: LogME under Pearson r; LEEP under Kendall"
            " τ. Undecided: GBC under Rel@1.",
        ),
        (
            [("kendall", "logme", HERE), ("rel_at_1", "gbc", "undecided"), ("all", "logme", HERE)],
            "Under Rel@1, GBC has the highest win rate, but its lead there is undecided.",
        ),
        # Below six givens no measure has a verdict, so the winner depends on none.
        (
            [("kendall", "logme", None), ("rel_at_1", "gbc", None), ("all", "logme", None)],
            "Under Rel@1, GBC has the highest win rate.",
        ),
        # A measure under which nobody wins names nobody.
        ([("kendall", "gbc", "clear"), ("rel_at_1", None, None), ("all", "gbc", "clear")], ""),
    ],
)
def test_the_winner_depends_on_the_measure_only_where_decided_winners_differ(rows, text):
    assert by_measure(STUDY, concluded(*rows)) == text


OTHERS = ["by_win_rate", "by_pairs", "by_pairs_margin", "by_mean_rank", "agree"]
NONE = float("nan")


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (("gbc", "gbc", 0.1, "gbc", True), ""),
        (
            ("gbc", "logme", 0.011, "logme", False),
            "But LogME beats each other metric one by one (in at least 51.1 % of the setups), and"
            " has the best mean rank.",
        ),
        (
            ("gbc", "gbc", 0.2, "leep", False),
            "But GBC beats each other metric one by one (in at least 70.0 % of the setups), and"
            " LEEP has the best mean rank.",
        ),
        (
            ("gbc", None, NONE, "leep", False),
            "But no metric beats each other metric one by one, and LEEP has the best mean rank.",
        ),
    ],
)
def test_other_winners_are_named_where_they_differ(row, text):
    assert other_answers(STUDY, pd.DataFrame([row], columns=OTHERS)) == text
    assert other_answers(STUDY, pd.DataFrame([], columns=OTHERS)) == ""


def lead(metric, lead_, low=NONE, high=NONE, givens=9, partial=True):
    numbers = {"winner": "logme", "metric": metric, "lead": lead_, "low": low, "high": high}
    return {**numbers, "partial": partial, "covered_setups": 1234, "covered_givens": givens}


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (
            lead("gbc", 0.123, 0.02, 0.2),
            "Where both have scores (1,234 setups over 9 target datasets), LogME is 12.3 percentage"
            " points ahead of GBC (95 % interval 2 to 20).",
        ),
        (
            lead("gbc", -0.1, -0.3, 0.04),
            "Where both have scores (1,234 setups over 9 target datasets), GBC is 10.0 percentage"
            " points ahead of LogME (95 % interval −4 to 30).",
        ),
        (
            lead("gbc", 0.0002, -0.1, 0.1),
            "Where both have scores (1,234 setups over 9 target datasets), GBC is level with LogME"
            " (95 % interval −10 to 10).",
        ),
        (
            lead("gbc", 0.2, givens=1),
            "Where both have scores (1,234 setups over 1 target dataset, too few for an interval),"
            " LogME is 20.0 percentage points ahead of GBC.",
        ),
    ],
)
def test_a_metric_that_lacks_scores_is_compared_where_it_has_them(row, text):
    leads = pd.DataFrame([lead("leep", 0.3, partial=False), row])
    assert partial_standing(STUDY, SCENARIO, leads) == [text]


def test_where_all_metrics_have_all_scores_none_stands_apart():
    leads = pd.DataFrame([lead("leep", 0.3, partial=False)])
    assert partial_standing(STUDY, SCENARIO, leads) == []
    assert partial_standing(STUDY, SCENARIO, leads[:0]) == []
