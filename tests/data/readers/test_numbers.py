"""Cells as people write numbers in tables: what each means, or why it means none."""

import numpy as np
import pyarrow as pa
import pytest

from setupscope.data.readers.numbers import (
    DEVIATION,
    MARK,
    MINUS,
    PERCENT,
    THOUSANDS,
    read_numbers,
)


def read(*cells, missing=(), commas=False):
    return read_numbers(pa.chunked_array([pa.array(cells, pa.string())]), missing, commas)


@pytest.mark.parametrize(
    ("cell", "number", "signs"),
    [
        ("1", 1, ()),
        (" -.5e3 ", -500, ()),
        ("+2.", 2, ()),
        ("\u22120.2", -0.2, (MINUS,)),
        ("**0.61**", 0.61, (MARK,)),
        ("<b>0.61</b>", 0.61, (MARK,)),
        ("__\u22120.61__", -0.61, (MARK, MINUS)),
        ("\\textbf{0.61}", 0.61, (MARK,)),
        ("0.61*", 0.61, (MARK,)),
        ("0.61†", 0.61, (MARK,)),
        ("0.81 ± 0.02", 0.81, (DEVIATION,)),
        ("0.81+/-.02", 0.81, (DEVIATION,)),
        ("**0.81** ± 0.02", 0.81, (MARK, DEVIATION)),
        ("$\\mathbf{0.81} \\pm 0.02$", 0.81, (MARK, DEVIATION)),
        ("$0.81_{\\pm 0.02}$", 0.81, (MARK, DEVIATION)),
        ("1,234,567", 1_234_567, (THOUSANDS,)),
        ("1,234.5", 1234.5, (THOUSANDS,)),
        ("1 234 567", 1_234_567, (THOUSANDS,)),
        ("12,345.6 ± 1", 12345.6, (DEVIATION, THOUSANDS)),
    ],
)
def test_a_number_is_understood_and_what_was_around_it_is_said(cell, number, signs):
    found = read(cell, "0.5")
    assert found.values.tolist() == [number, 0.5]
    assert found.understood.get(0, ()) == signs
    assert not found.wrong


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("high", "if there is no value, add --missing 'high'"),
        ("0.91 (0.02)", "a number in brackets needs a column of its own"),
        ("1,23", "with a decimal point and without thousands separators"),
        ("1,2345", "with a decimal point"),
        ("3-2", "must be a number"),
        ("inf", "must be a number"),
        ("1e999", "between -1e+300 and 1e+300"),
        ("0x10", "must be a number"),
        ("1_000", "must be a number"),
        ("50%", "other cells of the column have no per cent sign"),
        ("9" * 400, "must be a number"),
    ],
)
def test_a_cell_that_is_no_number_or_could_be_two_says_why(cell, why):
    found = read(cell, "0.5")
    assert list(found.wrong) == [0]
    assert np.isnan(found.values[0])
    assert why in found.wrong[0]


def test_one_comma_is_a_thousand_only_beside_decimal_points():
    assert read("1,234", "5.5").values.tolist() == [1234, 5.5]
    assert "a thousand or a decimal comma" in read("1,234", "5").wrong[0]


def test_decimal_commas_are_read_where_columns_are_not_separated_by_commas():
    found = read("1.234,5", "\u22120,25", "7", commas=True)
    assert found.values.tolist() == [1234.5, -0.25, 7]
    mixed = read("0,5", "0.5", commas=True)
    assert "other cells of the column have a decimal point" in mixed.wrong[0]


def test_per_cent_signs_in_every_cell_make_fractions():
    found = read("50%", "-", "12.5 %", "**60%** ± 1%")
    assert found.percent
    np.testing.assert_allclose(found.values, [0.5, np.nan, 0.125, 0.6])
    assert found.understood[0] == (PERCENT,)


@pytest.mark.parametrize("word", ["", "-", "—", "–", "N/A", "n/a", "nan", "NaN", "None", "#N/A"])
def test_words_and_signs_for_no_value_are_missing(word):
    found = read(word, "1")
    assert np.isnan(found.values[0])
    assert dict(found.missing) == ({0: word} if word else {})
    assert not found.wrong


def test_more_words_can_mean_missing_even_numbers():
    assert dict(read("OOM", "1", missing=("oom",)).missing) == {0: "OOM"}
    found = read("-1", "1", missing=("-1",))
    assert dict(found.missing) == {0: "-1"}
    assert np.isnan(found.values[0])
