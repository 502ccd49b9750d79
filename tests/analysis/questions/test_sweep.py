"""Sweeps: each step says what its own slice says, and random parts what their definition says."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from made_up import METRICS, NAMED, NULL, PARTIAL, frame_of, setup
from setupscope.analysis import Slice, win_rates
from setupscope.analysis.questions.conclusion import conclusion
from setupscope.analysis.questions.leads import UNDECIDED
from setupscope.analysis.questions.sweep import NO_FACT, WHOLE, sweep
from setupscope.data import InputError
from setupscope.data.study.study import Fact

FACTS = SimpleNamespace(facts=(Fact("size", "size", {"x": 10.0, "y": 20.0, "z": 20.0}),))
NUMBERS = ["win_rate", "low", "high", "p_first"]


@pytest.fixture(scope="module")
def slice_(small):
    return Slice.parse("scenario=segmentation-source&measure=kendall", small.study)


@pytest.mark.parametrize(("along", "asked"), [("pool_size", "16-16"), ("up_to_pool_size", "15-16")])
def test_a_pool_size_has_the_numbers_of_the_slice_that_it_is(small, slice_, along, asked):
    table = sweep(slice_.narrow(small.setups()), small.study, slice_.metric_keys(), along=along)
    step = table[table["step"] == 16].set_index("metric")
    own = Slice.parse(f"scenario=segmentation-source&measure=kendall&size={asked}", small.study)
    narrowed = own.narrow(small.setups())
    whole = win_rates(narrowed, own.metric_keys()).set_index("metric")
    pd.testing.assert_frame_equal(
        step[NUMBERS], whole.rename(columns={"p_best": "p_first"})[NUMBERS]
    )
    verdict = conclusion(narrowed, own.metric_keys())["verdict"].iloc[-1]
    assert set(step["decided"]) == {verdict != UNDECIDED}


@pytest.mark.parametrize("along", ["setups", "givens"])
def test_the_last_random_part_is_the_slice_itself(small, slice_, along):
    setups = slice_.narrow(small.setups())
    table = sweep(setups, small.study, slice_.metric_keys(), along=along)
    last = table[table["step"] == table["step"].max()]
    whole = win_rates(setups, slice_.metric_keys())
    assert last["win_rate"].tolist() == whole["win_rate"].tolist()
    assert set(last["reason"]) == {WHOLE}
    assert last["low"].isna().all()
    assert last["setups"].iloc[0] == pytest.approx(whole["setups"].iloc[0])
    firsts = table[table["winner"]].dropna(subset="p_first")
    width = (firsts["high"] - firsts["low"]).to_numpy()
    assert width[-1] < width[0] / 3
    assert firsts["p_first"].iloc[-1] > firsts["p_first"].iloc[0]
    sums = table.dropna(subset="p_first").groupby("step")["p_first"].sum()
    assert sums.to_numpy() == pytest.approx(1)


def test_one_random_setup_is_first_as_often_as_it_wins_though_givens_have_different_numbers():
    rows = [setup("x", 1, 0, 0)] * 3 + [setup("y", 0, 1, 1), setup("y", 0, 0, 1)]
    table = sweep(frame_of(rows), NAMED, along="setups")
    one = table[table["step"] == 1].set_index("metric")
    assert one["win_rate"].to_dict() == {"one": 0.5, "two": 0.125, "three": 0.375}
    assert one["p_first"].to_numpy() == pytest.approx([0.5, 0.125, 0.375], abs=0.03)
    three = table[table["step"] == 3].iloc[0]
    assert three["givens"] == pytest.approx(2 * (1 - 0.5**3))
    assert table["step"].unique().tolist() == [1, 3, 5]


def test_givens_come_in_by_their_fact_and_those_without_it_stay_out():
    rows = [setup("x", 1, 0, 0), setup("y", 0, 1, 0), setup("z", 0, 1, 0), setup("w", 0, 0, 1)]
    table = sweep(frame_of(rows), FACTS, along="fact:size")
    found = table.pivot_table("win_rate", "step", "metric")[list(METRICS)].to_numpy()
    assert found == pytest.approx(np.array([[1, 0, 0], [1 / 3, 2 / 3, 0]]))
    assert table.loc[table["winner"], "metric"].tolist() == ["one", "two"]
    assert table["givens"].unique().tolist() == [1, 3]
    without = sweep(frame_of([setup("w", 0, 0, 1)]), FACTS, along="fact:size")
    assert without["reason"].tolist() == [NO_FACT]


def test_all_that_tie_win_a_step_and_a_partial_metric_wins_none():
    rows = [
        setup("x", 1, 1, 0, 9, covered=15),
        setup("y", 1, 1, 0, NULL, covered=7, pool=3),
    ]
    table = sweep(frame_of(rows, PARTIAL), NAMED, along="pool_size").set_index("metric")
    assert set(table.index[table["winner"]]) == {"one", "two"}
    assert table.loc["partial", "win_rate"].isna().all()
    assert table["reason"].notna().all()


def test_one_metric_nothing_and_an_unknown_choice_are_said():
    frame = frame_of([setup("x", 1, 0, 0)])
    assert sweep(frame, NAMED, ["one"])["reason"].tolist() == ["only one metric is compared"]
    assert sweep(frame_of([]), NAMED).empty
    with pytest.raises(InputError, match="fact:size"):
        sweep(frame, FACTS, along="fact:colour")


@pytest.mark.parametrize("along", ["setups", "givens", "pool_size"])
def test_one_setup_is_a_sweep_of_one_step(along):
    table = sweep(frame_of([setup("x", 1, 0, 0)]), NAMED, along=along)
    assert table["step"].nunique() == 1
    assert table["win_rate"].tolist() == [1, 0, 0]
    assert table["reason"].notna().all()
