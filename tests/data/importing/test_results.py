"""A table of results: long or wide, what repeats, and what contradicts itself."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setupscope.data.errors import InputError
from setupscope.data.importing.layout import Layout
from setupscope.data.importing.results import read_results
from setupscope.data.readers.files import sheet_in
from setupscope.data.study.keys import key_of

WIDE = Layout("model", "data", "acc", metrics=("LEEP", "H-score"))
LONG = Layout("model", "data", "acc", metric="metric", score="value")
WIDE_TABLE = "model,data,acc,LEEP,H-score\na,x,.5,1,2\nb,x,.25,,3\n"
LONG_TABLE = """model,data,acc,metric,value
a,x,.5,LEEP,1
a,x,.5,H-score,2
b,x,.25,LEEP,
b,x,.25,H-score,3
"""


def results(text, layout):
    return read_results([sheet_in(text.encode(), "r.csv")], layout)


@pytest.mark.parametrize(("text", "layout"), [(WIDE_TABLE, WIDE), (LONG_TABLE, LONG)])
def test_long_and_wide_tables_say_the_same(text, layout):
    found = results(text, layout)
    a, b = ("a", "x", "unstated"), ("b", "x", "unstated")
    assert found.performances == {a: 0.5, b: 0.25}
    assert found.scores == {"leep": {a: 1.0}, "h_score": {a: 2.0, b: 3.0}}
    assert [metric.label for metric in found.metrics] == ["LEEP", "H-score"]
    assert found.repeated == 0


@given(st.lists(st.floats(-1e300, 1e300), min_size=2, max_size=9))
def test_every_number_is_read_to_the_last_digit(numbers):
    text = io.StringIO()
    csv.writer(text).writerows(
        [["model", "data", "acc", "m"], *((f"s{i}", "x", 1, n) for i, n in enumerate(numbers))]
    )
    found = results(text.getvalue(), Layout("model", "data", "acc", metrics=("m",)))
    assert list(found.scores["m"].values()) == numbers


def test_rows_that_repeat_others_are_counted_and_taken_once():
    found = results(LONG_TABLE + "a,x,0.50,LEEP,1.0\n", LONG)
    assert found.repeated == 1
    assert len(found.performances) == 2


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ("a,x,.6,LEEP,1", "row 6, column 'acc' is '.6', but row 2 says '.5' for the same transfer"),
        ("a,x,.5,LEEP,7", "row 6, column 'value' is '7', but row 2 says '1' for the same transfer"),
        ("a,a,.5,LEEP,7", "row 6 has 'a' both in column 'model' and in column 'data'"),
        ("c,x,.5,LEEP,-inf", "row 6, column 'value' is '-inf'"),
        ("c,x,.5,LEEP,high", "row 6, column 'value' is 'high'"),
        ("c,x,50%,LEEP,1", "row 6, column 'acc' is '50%'.*use the same in all cells"),
        (f"{'c' * 10_000},x,.5,LEEP,1", "row 6, column 'model' .* at most 1,000 characters"),
        ("c\x1b,x,.5,LEEP,1", "row 6, column 'model' .* no control characters"),
        ("c,x,.5,leep,1", "'LEEP', 'leep' would have the same key 'leep'"),
        ("c,x,.5,pool,1", "'pool' is the name of a column of the store"),
        ("c,x,.5,%%%,1", "'%%%' gives no key"),
        (f"c,x,.5,{'m' * 300},1", "at most 100 characters"),
    ],
)
def test_a_row_that_is_not_accepted_is_named(row, text):
    with pytest.raises(InputError, match=text):
        results(LONG_TABLE + row + "\n", LONG)


def test_per_cent_become_fractions_and_lower_scores_can_be_better():
    layout = Layout(
        "model", "data", "acc", metrics=("LEEP", "H-score"), lower_is_better=("leep",), percent=True
    )
    found = results(WIDE_TABLE.replace(".5", "50").replace(".25", "25"), layout)
    assert set(found.performances.values()) == {0.5, 0.25}
    assert [metric.direction for metric in found.metrics] == ["lower", "higher"]
    with pytest.raises(InputError, match="unknown metric 'leap'; did you mean 'LEEP'"):
        results(
            WIDE_TABLE, Layout("model", "data", "acc", metrics=("LEEP",), lower_is_better=("leap",))
        )


def test_backbones_are_called_as_asked_and_others_keep_their_names():
    text = "model,data,all,acc,m\na,x,True,1,1\na,x,False,2,1\na,x,maybe,3,1\n"
    layout = Layout("model", "data", "acc", "all", metrics=("m",), backbones={"True": "fine-tuned"})
    held = [backbone for _, _, backbone in results(text, layout).performances]
    assert sorted(held) == ["False", "fine-tuned", "maybe"]
    wrong = Layout("model", "data", "acc", "all", metrics=("m",), backbones={"true": "fine-tuned"})
    with pytest.raises(InputError, match="unknown backbone 'true'; did you mean 'True'"):
        results(text, wrong)


ERRORS = Layout("model", "data", "acc", metrics=("m",), performance_error="se", percent=True)


def test_standard_errors_are_in_the_units_of_the_performances():
    found = results("model,data,acc,se,m\na,x,50,2,1\nb,x,25,,3\n", ERRORS)
    assert found.errors == {("a", "x", "unstated"): 0.02}
    assert results(WIDE_TABLE, WIDE).errors == {}


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ("a,x,50,3,1", "row 3, column 'se' is '3', but row 2 says '2' for the same transfer"),
        ("b,x,50,-2,1", "row 3, column 'se' is '-2', but a standard error is not negative"),
    ],
)
def test_standard_errors_that_are_not_accepted_are_named(row, text):
    with pytest.raises(InputError, match=text):
        results(f"model,data,acc,se,m\na,x,50,2,1\n{row}\n", ERRORS)


@pytest.mark.parametrize(
    "columns",
    [{"score": "s"}, {"metric": "m", "score": "s", "metrics": ("x",)}],
)
def test_a_layout_is_either_long_or_wide(columns):
    with pytest.raises(InputError, match="either the columns of metric and score in a long table"):
        Layout("model", "data", "acc", **columns)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("leep", "leep"),
        ("LogME", "logme"),
        ("H-score", "h_score"),
        ("3D score", "m3d_score"),
        ("τ new", "m__new"),
        ("x" * 60, "x" * 40),
    ],
)
def test_the_key_of_a_name(name, key):
    assert key_of(name) == key
