"""What one caller does to an answer, no other sees."""

from dataclasses import dataclass

import pandas as pd
import pytest

from setupscope.dashboard.queries.handed_out import handed_out


@dataclass(frozen=True)
class Tables:
    first: pd.DataFrame
    name: str


def frame():
    return pd.DataFrame({"metric": ["leep", "gbc"], "wins": [1.0, 2.0]})


def change(table):
    table["more"] = 0
    table.loc[0, "wins"] = 7.0
    del table["metric"]
    table.index = ["a", "b"]


@pytest.mark.parametrize(
    ("answer", "table_of"),
    [
        (frame(), lambda answer: answer),
        ((frame(), 3), lambda answer: answer[0]),
        (Tables(frame(), "name"), lambda answer: answer.first),
    ],
    ids=["a table", "a tuple", "an object"],
)
def test_a_table_that_one_changes_stays_as_it_was_for_others(answer, table_of):
    mine, other = handed_out(answer), handed_out(answer)
    change(table_of(mine))
    for kept in (answer, other):
        pd.testing.assert_frame_equal(table_of(kept), frame())


def test_the_numbers_are_not_copied():
    kept = frame()
    assert handed_out(kept)["wins"].to_numpy().base is kept["wins"].to_numpy().base


@pytest.mark.parametrize("answer", [None, 3, "text", object()])
def test_what_holds_no_table_is_handed_out_as_it_is(answer):
    assert handed_out(answer) is answer
