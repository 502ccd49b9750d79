"""Names of files from names of users."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setupscope.dashboard.export.file_names import LONGEST, file_name


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("𝒩LEEP vs. H-score", "nleep-vs-h-score"),
        ("../../.bashrc", "bashrc"),
        ("北京 <&%$>", "beijing"),
        ("", "figure"),
        ("…", "figure"),
        ("NUL", "figure-nul"),
        ("com¹", "figure-com1"),
        ("-rf", "rf"),
    ],
)
def test_a_name_keeps_what_it_says(name, stem):
    assert file_name(name) == stem


def test_a_name_that_is_taken_is_numbered_and_stays_short():
    assert file_name("Plot", ["plot", "PLOT-2"]) == "plot-3"
    long = "a" * 200
    taken = [file_name(long)]
    assert file_name(long, taken) == "a" * (LONGEST - 2) + "-2"


@given(st.text(), st.lists(st.text(), max_size=3))
def test_any_name_becomes_portable_and_unique(name, others):
    taken = [file_name(other) for other in [*others, name]]
    stem = file_name(name, taken)
    assert re.fullmatch("[a-z0-9][a-z0-9_-]{0,59}", stem)
    assert stem not in taken
