"""Where the winner changes along a sweep, and from where on it stays first, by hand."""

import pandas as pd
import pytest

from setupscope.analysis.questions.crossings import crossings, steady_from


def swept(*steps, decided=()):
    """A sweep of three metrics; a step is its number and three win rates."""
    rows = []
    for place, (step, *rates) in enumerate(steps):
        verdict = decided[place] if decided else None
        for metric, rate in zip("abc", rates, strict=True):
            rows.append((step, metric, rate, rate == max(rates), verdict))
    table = pd.DataFrame(rows, columns=["step", "metric", "win_rate", "winner", "decided"])
    return table.astype({"decided": object})


LOW, HIGH, TIE = (0.5, 0.3, 0.2), (0.2, 0.5, 0.3), (0.4, 0.4, 0.2)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([(1, *LOW), (2, *HIGH), (3, *HIGH)], [("a", 1, 1), ("b", 2, 3)]),
        ([(1, *LOW), (2, *LOW)], [("a", 1, 2)]),
        ([(1, *LOW), (2, *TIE), (3, *HIGH)], [("a", 1, 1), ("ab", 2, 2), ("b", 3, 3)]),
        ([(1, *LOW), (2, *HIGH), (3, *LOW)], [("a", 1, 1), ("b", 2, 2), ("a", 3, 3)]),
        ([(7, *TIE)], [("ab", 7, 7)]),
    ],
    ids=["once", "never", "through a tie", "there and back", "one step"],
)
def test_a_stretch_lasts_as_long_as_the_same_metrics_win(steps, expected):
    found = [("".join(one.winners), one.first, one.last) for one in crossings(swept(*steps))]
    assert found == expected


def test_verdicts_are_counted_where_there_are_some():
    steps = [(1, *LOW), (2, *LOW), (3, *LOW), (4, *HIGH)]
    found = crossings(swept(*steps, decided=(None, False, True, False)))
    assert [(one.steps, one.known, one.decided) for one in found] == [(3, 2, 1), (1, 1, 0)]


def test_a_table_without_a_step_has_no_stretch():
    assert crossings(swept((float("nan"), *LOW))) == []


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ((0.5, 0.96, 0.97), 3),
        ((0.96, 0.94, 0.95), 10),
        ((0.95, 0.96, 1.0), 1),
        ((0.9, 1.0, 0.94), None),
    ],
)
def test_steady_is_from_where_on_the_share_never_falls_below(shares, expected):
    table = pd.DataFrame({"metric": "a", "step": [1.0, 3.0, 10.0], "p_first": shares})
    assert steady_from(table, "a") == expected
