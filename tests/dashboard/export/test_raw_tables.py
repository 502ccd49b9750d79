"""Tables as files that a spreadsheet or a program opens."""

import io

import duckdb
import pandas as pd
import pytest

from setupscope.dashboard.export.raw_tables import as_csv, write_setups

FORMULAS = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "＝1", "＋1", "－1", "＠x"]
HOSTILE = [
    'a"b',
    "a,b",
    "a\nb",
    "a\r\nb",
    "a\rb",
    "'=1",
    "−1",
    " =1",
    "NA",
    "é" * 200,
    "北京😀",
    "|",
]


def read(content):
    return pd.read_csv(io.BytesIO(content), keep_default_na=False)


def setups_as_csv(frame):
    out = io.BytesIO()
    with duckdb.connect() as connection:
        write_setups(connection.from_df(frame), out, "csv")
    return out.getvalue()


@pytest.mark.parametrize("write", [as_csv, setups_as_csv])
def test_no_cell_and_no_head_is_a_formula(write):
    table = pd.DataFrame({"=head": FORMULAS, "number": -1.5})
    found = read(write(table))
    assert found.columns.tolist() == ["'=head", "number"]
    assert found["'=head"].tolist() == [f"'{text}" for text in FORMULAS]
    assert found["number"].tolist() == [-1.5] * len(FORMULAS)


@pytest.mark.parametrize("write", [as_csv, setups_as_csv])
def test_every_other_text_reads_back_as_it_was(write):
    table = pd.DataFrame({"text": HOSTILE, "number": range(len(HOSTILE))})
    pd.testing.assert_frame_equal(read(write(table)), table)


def test_null_is_an_empty_cell_in_a_table_of_any_texts():
    table = pd.DataFrame({"text": ["a\rb", None], "number": [1.0, None]})
    found = pd.read_csv(io.BytesIO(as_csv(table)))
    assert found.isna().to_numpy().tolist() == [[False, False], [True, True]]
