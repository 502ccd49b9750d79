"""Measured transfers: every cell as it stands in the file, or one sentence that names it."""

import csv
import math
import re

import pytest

from setupscope.data.errors import InputError
from setupscope.data.study.study_file import SHIPPED_STUDY, load_study
from setupscope.data.study.transfers import read_transfers

HEADER = "source,target,performance,one,two\n"


def read(tiny, content):
    path = tiny.parent / "sets.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_transfers(load_study(tiny), tiny.parent).table


def test_the_shipped_tables_are_read_to_the_last_digit():
    table = read_transfers(load_study(SHIPPED_STUDY), SHIPPED_STUDY.parent).table.to_pylist()
    read_back = {(r["table"], r["source"], r["target"], r["backbone"]): r for r in table}
    assert len(read_back) == len(table) == 272 + 342
    for name in ("segmentation", "classification"):
        with (SHIPPED_STUDY.parent / f"{name}.csv").open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                key = (name, row["source"], row["target"], row.get("backbone", "unstated"))
                for column in ("performance", "leep", "nleep", "logme", "hscore", "gbc"):
                    assert read_back[key][column] == float(row[column])


def test_rows_are_ordered_whatever_the_file_does(tiny):
    rows = ["b,x,.2,1,1\n", "a,y,.3,1,1\n", "a,x,.1,1,1\n"]
    there = read(tiny, HEADER + "".join(rows))
    assert there.equals(read(tiny, HEADER + "".join(sorted(rows))))
    assert there["source"].to_pylist() == ["a", "a", "b"]


def test_an_empty_score_is_null_and_an_empty_line_is_none(tiny):
    table = read(tiny, "\ufeff" + HEADER + "a,x,.1,,1\n\nb,x,.2,1,2\n\n")
    assert table["one"].to_pylist() == [None, 1.0]


def test_a_metric_whose_lower_scores_are_better_is_negated(tiny):
    toml = tiny.read_text(encoding="utf-8")
    tiny.write_text(toml.replace('label = "Two"', 'label = "Two"\ndirection = "lower"'))
    table = read(tiny, HEADER + "a,x,.1,3,4\n")
    assert table["one"].to_pylist() == [3.0]
    assert table["two"].to_pylist() == [-4.0]


def test_columns_that_the_study_does_not_name_are_left_alone(tiny):
    table = read(tiny, "notes," + HEADER + "hello,a,x,.1,3,4\n")
    assert table.column_names == [
        *("table", "source", "target", "backbone", "performance"),
        *("one", "two"),
    ]


def with_errors(tiny):
    """The study with a column of standard errors."""
    toml = tiny.read_text(encoding="utf-8")
    task = 'task = "anything"'
    tiny.write_text(toml.replace(task, f'{task}\nperformance_error = "se"'), encoding="utf-8")
    return "source,target,performance,se,one,two\n"


def test_standard_errors_are_read_where_the_study_names_their_column(tiny):
    header = with_errors(tiny)
    table = read(tiny, header + "a,x,.1,.01,1,2\nb,x,.2,,1,2\nc,x,.3,0,1,2\n")
    assert table.column_names[4:6] == ["performance", "performance_error"]
    assert table["performance_error"].to_pylist() == [0.01, None, 0.0]
    assert str(table["performance_error"].type) == "double"


def test_a_table_without_standard_errors_has_none_beside_one_that_has(tiny):
    header = with_errors(tiny)
    second = (
        '[[tables]]\nkey = "nets"\nfile = "nets.csv"\ntask = "nets"\n\n[[metrics]]\nkey = "one"'
    )
    toml = tiny.read_text(encoding="utf-8")
    tiny.write_text(toml.replace('[[metrics]]\nkey = "one"', second), encoding="utf-8")
    (tiny.parent / "nets.csv").write_text(HEADER + "n,x,.3,1,2\n", encoding="utf-8")
    table = read(tiny, header + "a,x,.1,.01,1,2\n")
    assert table["performance_error"].to_pylist() == [0.01, None]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("-.01", "row 2, column 'se' is '-.01', but a standard error is not negative"),
        ("?", "row 2, column 'se' is '?', but must be a plain number"),
    ],
)
def test_a_standard_error_that_is_none_is_refused(tiny, cell, text):
    header = with_errors(tiny)
    with pytest.raises(InputError, match=re.escape(text)):
        read(tiny, header + f"a,x,.1,{cell},1,2\n")


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ("a,x,high,1,1", "row 3, column 'performance' is 'high', but must be a number"),
        ("a,x,.1,1,?", "row 3, column 'two' is '?'"),
        ("a,x,.1,nan,1", "row 3, column 'one' is 'nan'"),
        ("a,x,.1,1,-inf", "row 3, column 'two' is '-inf'"),
        ("a,x,1e999,1,1", "row 3, column 'performance' is '1e999'"),
        ("a,x,.1,1_000,1", "row 3, column 'one' is '1_000'"),
        ("a,x,,1,1", "row 3, column 'performance' is empty"),
        (",x,.1,1,1", "row 3, column 'source' is empty"),
        ("a, ,.1,1,1", "row 3, column 'target' is empty"),
        ("x,x,.1,1,1", "row 3 has 'x' as source and as target"),
        ("z,x,.2,2,2", "row 3 repeats the transfer 'z', 'x', 'unstated' of row 2"),
        ("a,x,.1,1", "row 3 has 4 cells, but the header names 5 columns"),
        (f"a,x,{'9' * 10_000},1,1", "row 3, column 'performance' is '9999"),
    ],
)
def test_a_cell_that_is_not_accepted_is_named(tiny, row, text):
    with pytest.raises(InputError) as refused:
        read(tiny, HEADER + "z,x,.1,1,1\n" + row + "\nb,x,.3,1,1\n")
    assert text in str(refused.value)
    assert "sets.csv" in str(refused.value)
    assert len(str(refused.value)) < 500


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("", "is empty"),
        (HEADER, "has a header but no rows"),
        (HEADER + "\n\n", "has a header but no rows"),
        ("source,target,accuracy,one,two\na,x,1,1,1\n", "unknown column 'performance'"),
        ("source,target,performance,one,one\na,x,1,1,1\n", "names 'one' more than once"),
        (HEADER.encode("utf-16-le"), "holds zero bytes"),
        (
            HEADER.encode() + b"a,\xff,1,1,1\n",
            "row 2, column 'target': 'ÿ' is not UTF-8 text",
        ),
        (b"PK\x03\x04" + bytes(range(256)) * 20, "is a damaged workbook or zip archive"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(tiny, content, text):
    with pytest.raises(InputError, match=text):
        read(tiny, content)


def test_a_missing_table_and_a_folder_are_refused(tiny):
    path = tiny.parent / "sets.csv"
    path.unlink()
    with pytest.raises(InputError, match="cannot be read"):
        read_transfers(load_study(tiny), tiny.parent)
    path.mkdir()
    with pytest.raises(InputError, match="cannot be read"):
        read_transfers(load_study(tiny), tiny.parent)


def test_no_number_is_lost_on_the_way_to_the_largest(tiny):
    table = read(tiny, HEADER + "a,x,1e300,-1e300,5e-324\n")
    assert table["performance"].to_pylist() == [1e300]
    assert table["two"].to_pylist() == [5e-324]
    assert math.isfinite(table["one"].to_pylist()[0])
