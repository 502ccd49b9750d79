"""Sheets of workbooks, compressed files, and what is refused with a way to rewrite it."""

import gzip
import io
import pickle
import zipfile

import numpy as np
import pytest

from mutated import as_workbook, sheet_xml, wide, zipped
from setupscope.data.errors import InputError
from setupscope.data.limits import MAX_TABLE_BYTES
from setupscope.data.readers.files import sheet_in

ROWS = [["model", "x", "y"], ["a", 1, 0.1], ["b", 3, 1e-7]]
EMPTY = ["", "", ""]


def sheet(rows, name=None, **more):
    return sheet_in(as_workbook({"one": rows, **more}), "t.xlsx", sheet=name)


def test_numbers_are_the_shortest_text_that_reads_back_as_them():
    found = sheet(ROWS)
    assert found.columns == ["model", "x", "y"]
    assert found.text("x") == ["1", "3"]
    assert found.text("y") == ["0.1", "1e-07"]
    assert found.rows.tolist() == [2, 3]


def test_empty_rows_above_and_empty_columns_in_front_are_left_out():
    rows = [EMPTY, EMPTY, *(["", "", *row] for row in ROWS)]
    found = sheet(rows)
    assert found.columns == ["model", "x", "y"]
    assert found.rows.tolist() == [4, 5]


def test_the_first_sheet_is_read_or_the_one_that_is_named():
    other = [["model", "z"], ["c", 9]]
    assert sheet(ROWS, two=other).text("model") == ["a", "b"]
    assert sheet(ROWS, "two", two=other).text("z") == ["9"]
    with pytest.raises(InputError, match="unknown sheet 'too'; did you mean 'two'"):
        sheet(ROWS, "too", two=other)
    with pytest.raises(InputError, match="has no sheets; leave out --sheet 'one'"):
        sheet_in(b"model,x\na,1\n", "t.csv", sheet="one")


def with_part(name, text):
    content = as_workbook({"one": ROWS})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    return zipped(parts | {name: text})


@pytest.mark.parametrize("place", ["XFD1048576", "A9999999"])
def test_a_cell_far_away_is_refused_before_there_is_a_grid_for_it(place):
    text = sheet_xml([*ROWS, ["c", 1, 1]]).replace('r="C4"', f'r="{place}"')
    with pytest.raises(InputError, match=r"spans [\d,]+ cells, but at most 5,000,000 are read"):
        sheet_in(with_part("xl/worksheets/sheet1.xml", text), "t.xlsx")


@pytest.mark.parametrize("place", ["Emodel13", "12345678901", "ABCDEFGH1", ""])
def test_a_place_that_no_cell_has_is_refused(place):
    text = sheet_xml(ROWS).replace('r="C3"', f'r="{place}"')
    with pytest.raises(InputError, match=f"'{place}' is no place of a cell"):
        sheet_in(with_part("xl/worksheets/sheet1.xml", text), "t.xlsx")


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr("setupscope.data.readers.workbooks.MAX_TEXT_BYTES", 2_000_000)
    with pytest.raises(InputError, match="unpacks to 3 MB, but at most 2 MB are read"):
        sheet_in(with_part("xl/media/big", bytes(3_000_000)), "t.xlsx")


def test_damaged_and_old_workbooks_are_refused():
    content = as_workbook({"one": wide()})
    with pytest.raises(InputError, match="is a damaged workbook or zip archive"):
        sheet_in(content[: len(content) // 2] + b"xl/", "t.xlsx")
    with pytest.raises(InputError, match="save it as"):
        sheet_in(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "t.xls")
    broken = with_part("xl/workbook.xml", "<workbook")
    with pytest.raises(InputError, match="cannot be read as a workbook"):
        sheet_in(broken, "t.xlsx")


def test_a_compressed_table_is_read_and_one_that_bursts_is_refused():
    found = sheet_in(gzip.compress(b"model,x\na,1\n"), "t.csv.gz")
    assert found.text("x") == ["1"]
    with pytest.raises(InputError, match="unpacks to more than 50 MB"):
        sheet_in(gzip.compress(bytes(MAX_TABLE_BYTES + 1), 1), "t.csv.gz")
    with pytest.raises(InputError, match="cannot be unpacked"):
        sheet_in(gzip.compress(b"model,x\na,1\n")[:-9], "t.csv.gz")


def saved(write):
    content = io.BytesIO()
    write(content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (pickle.dumps([1]), r"runs code when it is read.*pandas.read_pickle\('table.pkl'\)"),
        (zipped({"archive/data.pkl": b"x"}), "runs code when it is read"),
        (saved(lambda file: np.save(file, np.eye(2))), r"DataFrame\(array, index=sources"),
        (saved(lambda file: np.savez(file, np.eye(2))), "is a zip archive; unpack it"),
        (b"\x89HDF\r\n\x1a\n" + bytes(50), "pandas.read_hdf"),
        (b"%PDF-1.7", "is a PDF"),
        (b"<!DOCTYPE html><table><tr><td>1</td></tr></table>", "is a web page; copy the table"),
        (zipped({"a.csv": b"model,x\n"}), "is a zip archive; unpack it"),
    ],
)
def test_what_is_no_table_is_refused_with_the_line_that_rewrites_it(content, why):
    with pytest.raises(InputError, match=why):
        sheet_in(content, "file")


def test_a_markdown_table_is_read_and_its_rows_are_those_of_the_file():
    found = sheet_in(b"\n| model | x |\n|:--|--:|\n| a | **1** |\n| b | 2 |\n", "t.md")
    assert found.columns == ["model", "x"]
    assert found.meant("x").values.tolist() == [1, 2]
    assert found.rows.tolist() == [4, 5]
