"""What is said of fragility: exact for givens, a bound for candidates taken one after another."""

import pandas as pd
import pytest

from by_hand import study
from setupscope.dashboard.text.fragility import fragile

STUDY = study()
SCENARIO = STUDY.scenarios[0]


def steps(unit, leads, names, *, exact=True, of=None):
    """Rows of a unit: the lead without none, one, two, ... of the names."""
    lost = [place for place, lead in enumerate(leads) if lead < 0]
    fewest = float(lost[0]) if lost else float("nan")
    kept = (of or len(leads)) - ((int(fewest) if lost else len(leads)) - 1)
    rows = [(unit, n, ",".join(names[:n]), "m1", "m2", lead) for n, lead in enumerate(leads)]
    table = pd.DataFrame(rows, columns=["unit", "removed", "left_out", "winner", "rival", "lead"])
    return table.assign(fewest=fewest, kept=kept, exact=exact)


@pytest.mark.parametrize(
    ("table", "text"),
    [
        (
            steps("givens", (0.2, 0.1, -0.05), "xyz"),
            "One no longer wins without 2 of the 3 targets, x and y; Two is then 5.0 points ahead."
            " It wins with any 2 of them.",
        ),
        (
            steps("givens", (0.2, -0.0001), "xy"),
            "Without target x alone, One no longer wins; Two is then less than 0.1 points ahead.",
        ),
        (
            steps("givens", (0.2, 0.0, 0.0), "xyz"),
            "No choice of targets takes the win from One: it wins or ties with any one of them.",
        ),
        (
            steps("candidates", (0.2, 0.1, -0.2), "abc", of=9),
            "In pools without 2 of the 9 models, a and b, One no longer wins; Two is then 20.0"
            " points ahead.",
        ),
        (
            steps("candidates", (0.2, 0.1), "ab", of=9),
            "No choice of 1 model, left out of all pools, takes the win.",
        ),
        (
            steps("candidates", (0.2, 0.1, 0.1, -0.2), "abc", of=9, exact=False),
            "In pools without 3 of the 9 models, a, b and c, One no longer wins; Two is then 20.0"
            " points ahead. Other choices may need fewer.",
        ),
        (
            steps("candidates", (0.2, 0.1, 0.1), "ab", of=9, exact=False),
            "Left out of all pools one after another, 2 models do not take the win from One; other"
            " choices might.",
        ),
        (steps("givens", (0.2,), ""), ""),
    ],
)
def test_the_fewest_are_said_with_who_is_then_ahead(table, text):
    assert fragile(STUDY, SCENARIO, table) == text
