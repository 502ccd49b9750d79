"""Outcomes: rankings decided on float32, ties shared, null without a value."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from setupscope.data.scoring.outcomes import OutcomeCodes, ranks

VALUES = arrays(
    np.float32,
    array_shapes(min_dims=2, max_dims=2, max_side=15),
    elements=st.sampled_from([np.nan, -1.0, 0.0, 0.5, 1.0]),
)


@given(VALUES)
def test_ranks_are_those_of_pandas(values):
    expected = pd.DataFrame(values).rank(axis=1, method="min", ascending=False).fillna(0)
    np.testing.assert_array_equal(ranks(values), expected)


@given(VALUES)
def test_where_lower_is_better_ranks_are_those_of_the_negated_values(values):
    np.testing.assert_array_equal(ranks(values, "lower"), ranks(-values))


@given(VALUES)
def test_setups_share_a_code_exactly_when_they_share_a_ranking(values):
    rankings = ranks(values)
    codes = OutcomeCodes().encode(rankings)
    same = (rankings[:, None, :] == rankings[None, :, :]).all(axis=2)
    np.testing.assert_array_equal(codes[:, None] == codes[None, :], same)


def test_codes_stay_the_same_over_batches_and_the_table_explains_them():
    codes = OutcomeCodes()
    first = codes.encode(np.array([[1, 2], [2, 1], [1, 2]], np.int8))
    second = codes.encode(np.array([[1, 1], [2, 1], [0, 1]], np.int8))
    assert first.tolist() == [0, 1, 0]
    assert second.tolist() == [2, 1, 3]
    table = codes.table(("a", "b"))
    assert table.to_pydict() == {
        "outcome": [0, 1, 2, 3],
        "rank_a": [1, 2, 1, None],
        "rank_b": [2, 1, 1, 1],
    }


@pytest.mark.parametrize("metrics", [1, 5, 14, 40])
def test_any_number_of_metrics_can_be_ranked(metrics):
    values = np.random.default_rng(3).random((200, metrics), np.float32)
    rankings = ranks(values)
    codes = OutcomeCodes()
    found = codes.encode(rankings)
    table = codes.table([f"m{i}" for i in range(metrics)]).to_pandas().drop(columns="outcome")
    np.testing.assert_array_equal(table.to_numpy()[found], rankings)
