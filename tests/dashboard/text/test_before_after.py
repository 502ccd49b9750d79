"""What is said to have moved between two slices: only what did."""

import pandas as pd
import pytest

from by_hand import study
from setupscope.dashboard.text.before_after import moved

STUDY = study()
BEFORE = {"winner": "m1", "lead": 0.309, "verdict": "clear"}


def table(after, rates, before=BEFORE):
    """A table of `before_after` of two metrics with these rates before and after."""
    rows = [
        {"metric": metric, "rate_before": b, "rate_after": a} for metric, (b, a) in rates.items()
    ]
    common = {f"{key}_before": value for key, value in before.items()}
    common |= {f"{key}_after": value for key, value in after.items()}
    return pd.DataFrame(rows).assign(**common)


@pytest.mark.parametrize(
    ("after", "rates", "text"),
    [
        (
            {"winner": "m1", "lead": 0.018, "verdict": "undecided"},
            {"m1": (0.498, 0.433), "m2": (0.189, 0.415)},
            "**One** 49.8 → 43.3 %, lead 30.9 → 1.8 points, clear → undecided.",
        ),
        (
            {"winner": "m2", "lead": 0.309, "verdict": None},
            {"m1": (0.498, 0.2), "m2": (0.189, 0.509)},
            "**One** → **Two**, One 49.8 → 20.0 %, Two 18.9 → 50.9 %, clear → no verdict.",
        ),
        (BEFORE, {"m1": (0.498, 0.498), "m2": (0.2, 0.3)}, "**One** 49.8 % as before."),
        (
            {"winner": None, "lead": float("nan"), "verdict": None},
            {"m1": (0.498, float("nan")), "m2": (0.2, float("nan"))},
            "**One** → no winner.",
        ),
    ],
)
def test_only_what_moved_is_said(after, rates, text):
    assert moved(STUDY, table(after, rates)) == text


def test_two_slices_without_a_winner_say_so():
    nobody = {"winner": None, "lead": float("nan"), "verdict": None}
    rates = {"m1": (float("nan"), float("nan"))}
    assert moved(STUDY, table(nobody, rates, nobody)) == "No winner, as before."
    assert moved(STUDY, table(nobody, rates, nobody).head(0)) == ""
