"""One table in every format that is read, and what is refused."""

import pandas as pd
import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as pq
import pytest

from setupscope.data.errors import InputError
from setupscope.data.readers import arrow_files
from setupscope.data.readers.files import read_sheet

TEXT = "model,accuracy\n<b>Ä</b>,0.25\nb;c,1.5\n"
FRAME = pd.DataFrame({"model": ["<b>Ä</b>", "b;c"], "accuracy": [0.25, 1.5]})


def semicolons(text):
    return 'model;accuracy\n<b>Ä</b>;0,25\n"b;c";1,5\n'


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace(",", "\t").encode("utf-16"),
        semicolons(TEXT).encode(),
        b"sep=;\r\n" + semicolons(TEXT).encode(),
        FRAME.to_csv().encode(),
    ],
)
def test_every_kind_of_csv_holds_the_same_table(tmp_path, content):
    path = tmp_path / "any.name"
    path.write_bytes(content)
    sheet = read_sheet(path)
    assert sheet.names("model").to_pylist() == list(FRAME["model"])
    assert sheet.numbers("accuracy").to_pylist() == list(FRAME["accuracy"])


@pytest.mark.parametrize("write", [pq.write_table, feather.write_feather])
def test_parquet_and_feather_hold_the_same_table_and_count_rows_from_1(tmp_path, write):
    table = pa.Table.from_pandas(FRAME).append_column("nested", pa.array([[1], [2]]))
    write(table, tmp_path / "table")
    sheet = read_sheet(tmp_path / "table")
    assert sheet.names("model").to_pylist() == list(FRAME["model"])
    assert sheet.numbers("accuracy").to_pylist() == list(FRAME["accuracy"])
    assert list(sheet.rows) == [1, 2]
    with pytest.raises(InputError, match="column 'nested' holds values of the type list"):
        sheet.require(["nested"])


@pytest.mark.parametrize("write", [pq.write_table, feather.write_feather])
@pytest.mark.parametrize(
    ("limit", "said"),
    [("MAX_CELLS", "has 4 cells; at most 3 are read"), ("MAX_TEXT_BYTES", "unpacks to more than")],
)
def test_a_compressed_table_that_unpacks_to_too_much_is_refused(
    tmp_path, monkeypatch, write, limit, said
):
    write(pa.Table.from_pandas(FRAME, preserve_index=False), tmp_path / "table")
    monkeypatch.setattr(arrow_files, limit, 3)
    with pytest.raises(InputError, match=said):
        read_sheet(tmp_path / "table")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (
            "model,accuracy\nbé,1\n".encode("cp1252"),
            "row 2, column 'model': 'bé' is not UTF-8 text",
        ),
        (b'model,accuracy\n"b,1\n', "row 2 cannot be read"),
        (b"PAR1 and nothing else", "cannot be read as a Parquet file"),
        (b"ARROW1 and nothing else", "cannot be read as a Feather file"),
        (b"\n\n", "is empty"),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(tmp_path, content, text):
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=text):
        read_sheet(path)


def test_another_encoding_can_be_named(tmp_path):
    path = tmp_path / "file.csv"
    path.write_bytes("model,accuracy\nbé,1\n".encode("cp1252"))
    assert read_sheet(path, "cp1252").text("model") == ["bé"]


def test_a_file_of_a_gigabyte_is_refused_before_it_is_read(tmp_path):
    with (tmp_path / "large.csv").open("wb") as file:
        file.truncate(10**9)
    with pytest.raises(InputError, match="has 1,000 MB, but at most 50 MB are read"):
        read_sheet(tmp_path / "large.csv")
