"""Tables in JSON, as pandas and people write them."""

import json

import pandas as pd
import pytest

from setupscope.data.errors import InputError
from setupscope.data.readers.files import sheet_in

FRAME = pd.DataFrame({"model": ["a", "b"], "data": ["x", "x"], "acc": [0.25, 0.5]})


def sheet(text):
    return sheet_in(text.encode() if isinstance(text, str) else json.dumps(text).encode(), "t.json")


@pytest.mark.parametrize("orient", ["records", "columns", "index", "split", "table"])
def test_every_form_of_pandas_gives_the_same_table(orient):
    found = sheet(FRAME.to_json(orient=orient))
    assert {name: found.text(name) for name in FRAME} == FRAME.astype(str).to_dict("list")


def test_an_object_a_line_is_a_table():
    lines = sheet(FRAME.to_json(orient="records", lines=True))
    assert lines.text("acc") == ["0.25", "0.5"]


def test_columns_as_lists_and_rows_as_lists_are_tables():
    assert sheet(FRAME.to_dict("list")).text("model") == ["a", "b"]
    assert sheet([list(FRAME), *FRAME.to_numpy().tolist()]).text("acc") == ["0.25", "0.5"]


def test_a_file_may_hold_one_record():
    found = sheet({"model": "a", "acc": 0.5, "config": {"lr": 0.1}})
    assert found.columns == ["model", "acc"]
    assert found.text("acc") == ["0.5"]


def test_numbers_are_kept_to_the_last_digit():
    text = '[{"model": "a", "score": 0.1000000000000000055511151231257827, "n": 12345678901234567}]'
    assert sheet(text).text("score") == ["0.1000000000000000055511151231257827"]
    assert sheet(text).text("n") == ["12345678901234567"]


def test_nested_objects_are_a_pivot_named_by_the_inner_names():
    found = sheet({"x": {"a": 1, "b": 2}, "y": {"b": 4, "a": None}})
    assert found.columns == ["x", "y"]
    assert found.index == ("a", "b")
    assert found.text("y") == ["", "4"]


def test_three_levels_are_a_header_of_two_rows():
    found = sheet({"acc": {"x": {"a": 1}, "y": {"a": 2}}, "LEEP": {"x": {"a": 3}, "y": {"a": 4}}})
    assert found.levels == (("acc", "x"), ("acc", "y"), ("LEEP", "x"), ("LEEP", "y"))
    assert found.index == ("a",)


def test_cells_that_hold_lists_are_no_columns():
    found = sheet([{"model": "a", "acc": 1, "tags": ["u"], "more": {"k": 1}}])
    assert found.columns == ["model", "acc"]
    with pytest.raises(InputError, match="'tags' holds lists or objects"):
        found.require(["tags"])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[{", "cannot be read as JSON"),
        ("{}", "is JSON, but no table; a list of records"),
        ("[1, 2]", "is JSON, but no table"),
        ('{"a": [1], "b": [1, 2]}', "is JSON, but no table"),
        ("[" * 100_000, "cannot be read as JSON"),
        ('{"columns": ["m", "m"], "data": [[1, 2]]}', "more than once"),
        ('{"columns": ["m", "n"], "data": [[1]]}', "record 1 has not one cell for each column"),
        ('{"m": 1}\n{"m": ', "cannot be read as JSON"),
        ('[{"m": "\\ud800"}]', "text that is not Unicode"),
    ],
)
def test_what_is_no_table_is_refused_with_what_would_be(text, why):
    with pytest.raises(InputError, match=why):
        sheet(text)
