"""The setups that a search finds: those that pandas finds, in the order of their margins."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_up import METRICS, NULL, ROWS, frame_of, setup
from setupscope.analysis import Slice, find_setups
from setupscope.analysis.audit import slow
from setupscope.analysis.questions.find_setups import FOUND_ORDERS
from setupscope.data import InputError

PARTS = ["scenario", "given", "backbone", "measure", "pool"]


@given(ROWS, st.sampled_from(FOUND_ORDERS), st.integers(1, 5))
def test_the_listed_setups_are_those_of_a_plain_sort(rows, order, most):
    frame = frame_of(rows).drop_duplicates(PARTS, ignore_index=True)
    for measure, own in frame.groupby("measure"):
        expected = slow.find_setups(own, "one", "two", order)
        table, count = find_setups(frame, "one", "two", order, most, measure)
        assert count == len(expected)
        assert table["margin"].tolist() == expected["margin"].tolist()[:most]
        merged = table.merge(frame, on=PARTS)
        assert len(merged) == len(table)
        assert (merged["value_a"] == merged["one"]).all()
        assert (merged["value_b"] == merged["two"]).all()


def test_equal_margins_are_in_the_order_of_the_setups_and_ties_in_no_list():
    values = {3: (1.0, 0.5), 5: (0.5, 0.0), 6: (0.5, 0.5), 7: (0.0, NULL), 9: (0.0, 1.0)}
    frame = frame_of([setup("x", *pair, 0.0, pool=pool) for pool, pair in values.items()])
    pools = {order: find_setups(frame, "one", "two", order)[0]["pool"] for order in FOUND_ORDERS}
    assert {order: column.tolist() for order, column in pools.items()} == {
        "widest": [3, 5],
        "narrowest": [3, 5],
        "against": [9],
    }


def test_margins_of_one_measure_alone_are_compared():
    rows = [
        setup("x", 1.0, 0.0, 0.0, measure="rel_at_1"),
        setup("x", 0.5, 0.25, 0.0, measure="kendall"),
        setup("x", 0.5, 0.0, 0.0, measure="rel_at_1", scenario="s"),
    ]
    table, count = find_setups(frame_of(rows), "one", "two")
    assert count == 2
    assert table[["scenario", "measure", "margin"]].to_numpy().tolist() == [
        ["s", "rel_at_1", 0.5],
        ["t", "kendall", 0.25],
    ]


def test_a_list_is_empty_where_a_metric_wins_nowhere_and_an_unknown_metric_is_named():
    frame = frame_of([setup("x", 0.0, 0.0, 0.0)])
    table, count = find_setups(frame, "one", "two")
    assert (len(table), count) == (0, 0)
    assert list(table)[-3:] == ["value_a", "value_b", "margin"]
    assert find_setups(frame_of([]), *METRICS[:2])[1] == 0
    with pytest.raises(InputError, match="unknown metric 'four'"):
        find_setups(frame, "one", "four")


def test_a_store_gives_what_its_setups_give_in_one_frame(small, monkeypatch):
    slice_ = Slice.parse("scenario=classification-source", small.study)
    setups = slice_.narrow(small.setups())
    monkeypatch.setattr("setupscope.analysis.frames.stored.AT_ONCE", 50)
    for order in FOUND_ORDERS:
        table, count = find_setups(setups, "gbc", "logme", order, 40, "kendall")
        expected = slow.find_setups(
            setups.df().query("measure == 'kendall'"), "gbc", "logme", order
        )
        assert count == len(expected)
        assert table["margin"].tolist() == expected["margin"].tolist()[:40]
        assert set(table["measure"]) == {"kendall"}
