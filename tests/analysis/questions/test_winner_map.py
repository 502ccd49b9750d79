"""The map of winners: cells, ties, verdicts about candidates alone, and studies of every kind."""

from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from made_up import CANDIDATES, NAMED, PARTIAL, ROWS, WITH_A_PARTIAL_METRIC, frame_of, setup
from setupscope.analysis import conclusion, winner_map
from setupscope.analysis.audit import maps
from setupscope.analysis.audit.maps import AXES, audit_map_of
from setupscope.analysis.frames import stored
from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.questions import map_cells
from setupscope.analysis.slices.slices import Slice
from setupscope.data.errors import InputError

TARGET = "classification-target"


def slice_of(store, query):
    slice_ = Slice.parse(query, store.study)
    return slice_, slice_.narrow(store.setups())


@pytest.mark.parametrize("axes", AXES)
def test_cells_of_a_real_store_are_what_their_definition_says(small, axes):
    slice_, setups = slice_of(small, f"scenario={TARGET}&measure=kendall,rel_at_1")
    frame = setups.df()
    few = frame[frame["given"].isin(frame["given"].unique()[:6])]
    compared = [*audit_map_of(slice_, few, axes)]
    assert len(compared) > 20
    assert [str(difference) for difference in compared if difference] == []


@pytest.mark.parametrize("axes", [AXES[0], AXES[1], AXES[3]])
def test_a_store_its_frame_and_its_pieces_have_the_same_map(small, axes):
    slice_, setups = slice_of(small, "scenario=segmentation-source&size=15-16")
    table = winner_map(setups, slice_.study, None, *axes)
    assert len(table) > 30
    fetched = winner_map(setups.df(), slice_.study, None, *axes)
    pd.testing.assert_frame_equal(table, fetched, atol=1e-12)
    with patch.object(map_cells, "AT_ONCE", 300), patch.object(stored, "AT_ONCE", 300):
        assert len(next(iter(fetch(setups).parts(())))[1]) > 900
        pieces = winner_map(setups, slice_.study, None, *axes)
    pd.testing.assert_frame_equal(table, pieces, atol=1e-9)


def test_from_six_givens_up_the_verdict_is_that_of_the_conclusion(small):
    slice_, setups = slice_of(small, "scenario=classification-source")
    table = winner_map(setups, slice_.study, rows="measure", columns="backbone")
    expected = conclusion(setups, by=["backbone"])
    expected = expected[expected["measure"] != "all"]
    both = table.merge(expected, left_on=["row", "column"], right_on=["measure", "backbone"])
    assert len(both) == len(table) == 8
    assert {"clear", "undecided"} <= {*both["verdict_x"]}
    for name in ("winner", "runner_up", "lead", "verdict"):
        assert both[f"{name}_x"].equals(both[f"{name}_y"])


def leave_one_out(values, given="x"):
    """A setup for each of the five candidates left out; a list of values each."""
    everyone = (1 << len(CANDIDATES)) - 1
    return [
        setup(given, *own, pool=everyone & ~(1 << bit), scenario="t")
        for bit, own in enumerate(values)
    ]


def test_below_six_givens_the_verdict_is_about_candidates_and_says_so():
    ahead = frame_of(leave_one_out([(2, 1, 0)] * 5))
    row = winner_map(ahead, NAMED).iloc[0]
    assert (row["winner"], row["lead"], row["half_width"]) == ("one", 1, 0)
    assert (row["verdict"], row["givens"], row["setups"]) == ("clear for these givens", 1, 5)
    shaky = frame_of(leave_one_out([(2, 1, 0)] * 4 + [(0, 1, 2)]))
    row = winner_map(shaky, NAMED).iloc[0]
    # n = 5 candidates, d = 1: (n − d)/d times the variance of 1, 1, 1, 1, −1 over one rival.
    error = np.sqrt(4 * np.var([1, 1, 1, 1, 0]))
    assert row["runner_up"] == "three"
    assert row["half_width"] == pytest.approx(
        stats.t.ppf(0.975, 4) * np.sqrt(4 * np.var([1, 1, 1, 1, -1]))
    )
    assert row["half_width"] > stats.t.ppf(0.975, 4) * error
    assert row["verdict"] == "undecided"


def test_where_candidates_cannot_be_left_out_there_is_no_verdict_but_a_reason():
    row = winner_map(frame_of([setup("x", 2, 1, 0)]), NAMED).iloc[0]
    assert (row["winner"], row["tied"]) == ("one", False)
    assert row[["half_width", "verdict"]].isna().all()
    assert row["reason"] == "the pools of the slice leave no candidate out"
    row = winner_map(frame_of([setup("x", 2, 1, 0, pool=pool) for pool in (7, 28)]), NAMED).iloc[0]
    assert (
        row["reason"] == "the slice lacks some of the pools that leave out equally many candidates"
    )


def test_a_tie_is_undecided_and_names_the_first_two():
    tied = winner_map(frame_of(leave_one_out([(0, 1, 1)] * 5)), NAMED).iloc[0]
    assert (tied["winner"], tied["runner_up"], tied["lead"]) == ("two", "three", 0)
    assert (tied["verdict"], tied["tied"], tied["win_rate"]) == ("undecided", True, 0.5)
    assert winner_map(frame_of([setup("x", 0, 1, 1)]), NAMED)["verdict"][0] == "undecided"


def test_all_cells_compare_the_metrics_that_are_complete_in_the_whole_slice():
    rows = [setup("x", 1, 2, 9), setup("x", 1, 2, 9, pool=3), setup("y", 1, 2, 9, covered=3)]
    table = winner_map(frame_of(rows), NAMED)
    assert table["winner"].tolist() == ["two", "two"]


def test_a_cell_where_no_metric_has_a_value_stays_and_says_why():
    nothing = float("nan")
    frame = frame_of([setup("x", 1, 2, 3), setup("y", nothing, nothing, nothing)])
    table = winner_map(frame, NAMED).set_index("row")
    assert table.loc["y", ["winner", "win_rate", "lead", "verdict"]].isna().all()
    assert table.loc["y", "reason"] == "no metric has a value in any setup"
    assert table.loc["x", "winner"] == "three"
    alone = winner_map(frame, NAMED, ["one"])
    assert alone["reason"].tolist() == ["only one metric is compared"] * 2
    assert winner_map(frame[:0], NAMED).empty


def test_components_must_differ_and_be_known(small):
    setups = small.setups()
    with pytest.raises(InputError, match="must differ, but these are given, measure, given"):
        winner_map(setups, small.study, panels="given")
    with pytest.raises(InputError, match="candidate"):
        winner_map(setups, small.study, rows="candidate")


def test_forty_five_givens_and_two_metrics_have_a_map(small):
    rows = [setup(f"g{n:02}", n % 3, n % 2, 0, pool=pool) for n in range(45) for pool in (7, 11)]
    table = winner_map(frame_of(rows), NAMED, ["one", "two"], columns="with")
    assert table["row"].nunique() == 45
    assert {*table["column"]} == {"c", "d"}
    assert (
        winner_map(frame_of(rows), NAMED, rows="measure", columns="with")["verdict"].notna().all()
    )


def mapped(rows, metrics, axes):
    frame = frame_of(rows, metrics)
    table = winner_map(frame, NAMED, None, *axes)
    has = table["winner"].notna()
    assert (table["reason"].notna() | table["verdict"].notna()).all()
    assert (table["tied"] <= (table["verdict"] == "undecided")).all()
    assert (table.loc[has, "lead"] >= 0).all()
    if axes[:2] == ("given", "measure"):
        assert table.groupby("scenario")["setups"].sum().le(len(frame)).all()


@given(ROWS, st.sampled_from(AXES))
def test_no_made_up_frame_is_too_odd(rows, axes):
    mapped(rows, ("one", "two", "three"), axes)


@given(WITH_A_PARTIAL_METRIC, st.sampled_from(AXES))
def test_partial_metrics_and_few_givens_do_not_stop_a_map(rows, axes):
    mapped(rows, PARTIAL, axes)


@pytest.mark.parametrize("column", ["winner", "runner_up", "verdict", "ties"])
def test_a_wrong_word_of_a_cell_is_reported(small, monkeypatch, column):
    slice_, setups = slice_of(small, "scenario=classification-source&measure=rel_at_1")
    frame = setups.df()
    right = maps.winner_map(frame, slice_.study, None, *AXES[0])
    monkeypatch.setattr(maps, "winner_map", lambda *_: right.assign(**{column: "nobody"}))
    found = [difference for difference in audit_map_of(slice_, frame, AXES[0]) if difference]
    assert found
    assert all(column in difference.what for difference in found)
