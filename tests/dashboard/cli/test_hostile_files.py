"""Whatever a file holds, bringing it ends in success or in one clear sentence."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from setupscope.data.study.study_file import SHIPPED_STUDY
from trust.files import FORMS, GOOD, IMPORT, as_text, damaged, outcome

ANY = settings(
    max_examples=100,
    deadline=10_000,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)


NAME = st.sampled_from(
    ["a", "b", "c", "d", "e", "", " a", "<b>x</b>", "../../x", "=1+1", "n" * 10_000]
)
CELL = st.one_of(
    st.sampled_from(["1", "0.5", "-3", "", "nan", "inf", "1e999", "1,5", "12 %", "high", "1_000"]),
    st.floats().map(repr),
    st.text(max_size=5),
)
ROWS = st.lists(st.tuples(NAME, NAME.map(lambda n: n and "t" + n), CELL, CELL, CELL), max_size=30)


@ANY
@given(
    ROWS, st.sampled_from(",;\t"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
)
def test_any_table_is_imported_or_refused(tmp_path, rows, separator, encoding):
    path = tmp_path / "any.csv"
    text = as_text([("s", "t", "acc", "one", "two"), *rows], separator)
    path.write_bytes(text.encode(encoding, "surrogatepass"))
    outcome("import", path, *IMPORT, "--metrics", "one,two", "--dry-run")


@pytest.mark.parametrize("form", FORMS)
@ANY
@given(st.integers(0, 2**32))
def test_a_damaged_file_is_imported_or_refused(tmp_path, form, seed):
    path = tmp_path / "damaged"
    path.write_bytes(damaged(FORMS[form](), random.Random(seed)))
    outcome("import", path, *IMPORT, "--metrics", "one", "--dry-run")


@settings(ANY, max_examples=30)
@given(st.integers(0, 2**32))
def test_damaged_scores_are_added_or_refused(tmp_path, seed):
    rows = [
        line.split(",")[:3]
        for line in (SHIPPED_STUDY.parent / "segmentation.csv").read_text().splitlines()
    ]
    rows[0][2] = "score"
    path = tmp_path / "scores"
    path.write_bytes(damaged(as_text(rows).encode(), random.Random(seed)))
    outcome("add-metric", path, "--name", "Mine", "--dry-run")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04" + bytes(100), "is a damaged workbook or zip archive"),
        (bytes(1000), "zero bytes"),
        (b"s,t,acc,one\n" + b'"' * 99_999, "row 2 cannot be read"),
        (b"x" * 10**6, "row 1 cannot be read"),
        (
            "s,t,acc,one\né,x,1,1\n".encode("latin-1"),
            "row 2, column 's': 'é' is not UTF-8 text",
        ),
        (GOOD + b"a,v,.9,1\n", "row 22, column 'acc' is '.9', but row 2 says"),
        (GOOD + b"<script>,../v,high,1\n", "row 22, column 'acc' is 'high'"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, content, text):
    path = tmp_path / "wrong"
    path.write_bytes(content)
    done = outcome("import", path, *IMPORT, "--metrics", "one", "--dry-run")
    assert done.exit_code == 2
    assert text in done.stderr


def test_names_with_markup_and_path_separators_are_names(tmp_path):
    path = tmp_path / "names.csv"
    path.write_bytes(
        GOOD.replace(b"a,", b"<script>alert(1)</script>,").replace(b",v,", b",../../etc/passwd,")
    )
    done = outcome("import", path, *IMPORT, "--metrics", "one", "--store", tmp_path / "own")
    assert done.exit_code == 0
    assert "'../../etc/passwd'" in done.stdout
