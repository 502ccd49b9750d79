"""Many columns at once have the values that each has alone."""

from dataclasses import replace

import numpy as np
import pytest

from setupscope.analysis.soundness.many_columns import values_of_columns
from setupscope.data.measures import MEASURES

CANDIDATES, COLUMNS = 7, 60


def drawn(ties):
    """What is held, what varies, and some pools."""
    rng = np.random.default_rng(3)
    held, columns = rng.normal(size=CANDIDATES), rng.normal(size=(CANDIDATES, COLUMNS))
    members = (rng.random((40, CANDIDATES)) < 0.7).astype(float)
    members = members[members.sum(axis=1) > 2]
    return (held.round(), columns.round(), members) if ties else (held, columns, members)


@pytest.mark.parametrize("ties", [False, True])
@pytest.mark.parametrize("key", MEASURES)
def test_scores_have_the_values_that_a_store_would_hold(key, ties):
    held, columns, members = drawn(ties)
    found = values_of_columns(MEASURES[key], abs(held), columns, members, "scores")
    expected = MEASURES[key].block(abs(held), columns, members).astype(np.float32)
    np.testing.assert_array_equal(found, expected)
    assert found.dtype == np.float32
    assert np.isnan(found).any() == (ties and MEASURES[key].is_correlation)


@pytest.mark.parametrize("ties", [False, True])
@pytest.mark.parametrize("key", MEASURES)
def test_performances_do_so_too_and_some_are_negative(key, ties):
    held, columns, members = drawn(ties)
    columns[:, ::2] = abs(columns[:, ::2])
    found = values_of_columns(MEASURES[key], held, columns, members, "performances")
    each = [MEASURES[key].block(own, held[:, None], members)[:, 0] for own in columns.T]
    np.testing.assert_array_equal(found, np.stack(each, axis=1).astype(np.float32))
    measure = MEASURES[key]
    assert np.isnan(found).any() == (measure.needs_ratio or (ties and measure.is_correlation))


@pytest.mark.parametrize("varied", ["scores", "performances"])
def test_a_measure_that_it_does_not_know_takes_its_columns_one_by_one(varied):
    held, columns, members = drawn(ties=False)
    other = replace(MEASURES["kendall"], key="other")
    found = values_of_columns(other, held, columns, members, varied)
    known = values_of_columns(MEASURES["kendall"], held, columns, members, varied)
    np.testing.assert_array_equal(found, known)
