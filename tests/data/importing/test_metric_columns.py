"""Which columns are metrics where nobody says it."""

import pytest

from setupscope.data.importing.layout import Layout
from setupscope.data.importing.metric_columns import metric_columns
from setupscope.data.readers.files import sheet_in

PAIRS = [(s, t) for s in "abc" for t in "xyz"]


def found(layout=None, **columns):
    header = ["model", "data", "acc", "LEEP", *columns]
    rows = [
        [*pair, at * 7 % 9, at * 5 % 9, *(cells[at] for cells in columns.values())]
        for at, pair in enumerate(PAIRS)
    ]
    text = "\n".join(",".join(map(str, row)) for row in [header, *rows])
    return metric_columns(
        sheet_in(text.encode(), "r.csv"), layout or Layout("model", "data", "acc")
    )


SOME = [3, 1, 4, 1, 5, 9, 2, 6, 5]


def test_every_other_column_of_numbers_is_a_metric():
    columns = found(GBC=SOME, note=list("abcdefghi"), gaps=["", *SOME[1:]])
    assert columns.metrics == ("LEEP", "GBC", "gaps")
    assert not columns.others


@pytest.mark.parametrize(
    ("name", "cells", "why"),
    [
        ("seed", SOME, "a count or an identifier"),
        ("Rank", SOME, "a count or an identifier"),
        ("lr", SOME, "a setting of the run"),
        ("_runtime", SOME, "a setting of the run"),
        ("number", range(5, 14), "it counts the rows"),
        ("constant", [7] * 9, "it is the same in all rows"),
        ("size", [1, 1, 1, 2, 2, 2, 3, 3, 3], "the same in all rows of a source; --source-facts"),
        ("classes", [1, 2, 3] * 3, "the same in all rows of a target; --target-facts"),
        ("acc_std", SOME, "it describes the runs of 'acc'; --performance-error"),
        ("LEEP (std)", SOME, "it describes the runs of 'LEEP'"),
    ],
)
def test_counts_settings_facts_and_spreads_are_none_and_it_is_said_why(name, cells, why):
    columns = found(**{name: cells})
    assert columns.metrics == ("LEEP",)
    assert why in columns.others[name]


def test_another_run_of_the_performance_is_no_metric():
    columns = found(Layout("model", "data", "acc_1"), acc_1=SOME, acc_2=SOME[::-1])
    assert columns.metrics == ("acc", "LEEP")
    assert "runs need a row each, told apart by --run" in columns.others["acc_2"]


def test_what_is_excepted_is_no_metric_and_not_mentioned():
    columns = found(Layout("model", "data", "acc", left_out=("GBC",)), GBC=SOME)
    assert columns.metrics == ("LEEP",)
    assert not columns.others
