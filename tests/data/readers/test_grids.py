"""Where a header ends, and what columns under a header of two rows are called."""

import pytest

from setupscope.data.errors import InputError
from setupscope.data.readers.files import sheet_in


def sheet(text):
    return sheet_in(text.encode(), "t.csv")


def test_a_header_of_one_row_stays_one():
    found = sheet("model,x,y\na,1,2\nb,3,4\n")
    assert found.columns == ["model", "x", "y"]
    assert found.levels == ()
    assert found.rows.tolist() == [2, 3]


@pytest.mark.parametrize(
    "text",
    [
        ",acc,acc,LEEP,LEEP\nmodel,x,y,x,y\na,1,2,3,4\n",
        ",acc,,LEEP,\nmodel,x,y,x,y\na,1,2,3,4\n",
        ",acc,acc,LEEP,LEEP\n,x,y,x,y\nmodel,,,,\na,1,2,3,4\n",
    ],
)
def test_the_upper_of_two_rows_groups_the_columns(text):
    found = sheet(text)
    assert found.columns == ["model", "acc / x", "acc / y", "LEEP / x", "LEEP / y"]
    assert found.levels[1:] == (("acc", "x"), ("acc", "y"), ("LEEP", "x"), ("LEEP", "y"))
    assert found.text("LEEP / y") == ["4"]


def test_a_row_below_names_several_first_columns_as_pandas_writes_them():
    found = sheet(",,acc,acc\n,,mean,std\nmodel,data,,\na,x,1,2\nb,x,3,4\n")
    assert found.columns == ["model", "data", "mean", "std"]
    assert found.text("model") == ["a", "b"]
    assert found.rows.tolist() == [4, 5]


def test_two_rows_of_which_the_lower_has_numbers_are_one_header_and_a_row():
    found = sheet("model,x,y,\na,1,2,\nb,3,4,\n")
    assert found.columns == ["model", "x", "y"]
    assert len(found) == 2


def test_a_first_column_without_a_name_is_an_index():
    found = sheet(",x,y\na,1,2\nb,3,4\n")
    assert found.index == ("a", "b")
    assert found.columns == ["x", "y"]


def test_a_row_with_other_cells_than_the_header_is_named():
    with pytest.raises(InputError, match="row 3 has 2 cells, but the header names 3 columns"):
        sheet("model,x,y\na,1,2\nb,3\n")


def test_rows_without_any_cell_are_left_out_whatever_their_length():
    assert sheet("model,x,y\na,1,2\n\n,\nb,3,4\n").rows.tolist() == [2, 5]
