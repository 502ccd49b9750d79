"""What a cell of a map says under the mouse."""

import pytest

from by_hand import study
from setupscope.dashboard.text.winner_map import cell_hover

KNOWN = {"winner": "m1", "runner_up": "m2", "setups": 1200, "tied": False, "verdict": "undecided"}


@pytest.mark.parametrize("rates", [{}, {"win_rate": 0.5, "ties": ""}], ids=["lead", "rates"])
@pytest.mark.parametrize(
    ("lead", "points"), [(0.0004, "less than 0.1"), (0.031, "3.1"), (0.2, "20.0")]
)
def test_a_cell_says_its_lead_to_a_tenth_and_none_as_nought(rates, lead, points):
    said = cell_hover(study(), {**KNOWN, **rates, "lead": lead}, "x")
    assert f"{points} points ahead of Two" in said
    assert said.startswith("x: One<br>")
