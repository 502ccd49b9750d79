"""Whatever is broken in a table, reading it ends in success or in one clear sentence."""

from collections import Counter

import pytest

from mutated import KINDS, mutants
from setupscope.data.errors import InputError
from setupscope.data.importing.results import read_results, results_of
from setupscope.data.importing.shapes import shape
from setupscope.data.readers.files import sheet_in

LONGEST_SENTENCE = 1500
DEEP = 30
"""Of so many broken tables one is read in full, and the others up to their shape, for speed."""


def read(layout, files):
    return read_results([sheet_in(content, name) for name, content in files.items()], layout)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_table_says_the_same(kind):
    found = read(*KINDS[kind])
    assert found.performances == read(*KINDS["records"]).performances
    assert found.scores == read(*KINDS["records"]).scores


@pytest.mark.parametrize("kind", KINDS)
def test_a_broken_table_is_read_or_refused_in_a_sentence(kind):
    layout, files = KINDS[kind]
    said = Counter(outcome(layout, some, at % DEEP == 0) for at, some in enumerate(mutants(files)))
    assert max(map(len, said)) < LONGEST_SENTENCE
    assert said[""] > 1
    assert len(said) > 2


def outcome(layout, files, in_full):
    """The sentence that refuses files; empty where they are read."""
    try:
        tables = shape([sheet_in(content, name) for name, content in files.items()], layout)
        if in_full:
            results_of(tables, layout)
    except InputError as error:
        return str(error) or "silent " * LONGEST_SENTENCE
    return ""
