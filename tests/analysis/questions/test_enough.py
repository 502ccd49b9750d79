"""How many are enough: agreement equals SciPy's, and the known numbers come out."""

import numpy as np
import pytest
from hypothesis import given
from scipy import stats

from made_up import METRICS, NULL, ROWS, frame_of
from setupscope.analysis.audit import slow
from setupscope.analysis.questions.enough import _agreement, enough


def test_agreement_is_scipys_kendall_tau_with_ties_and_0_where_all_tie():
    rng = np.random.default_rng(0)
    first, second = rng.integers(0, 4, (2, 400, 5)).astype(float)
    first[:3] = 2.0
    tau, same = _agreement(first, second)
    for index in range(400):
        expected = stats.kendalltau(first[index], second[index])[0]
        assert tau[index] == pytest.approx(0 if np.isnan(expected) else expected, abs=1e-12)
        best = [set(np.flatnonzero(one[index] == one[index].min())) for one in (first, second)]
        assert same[index] == bool(best[0] & best[1])


@pytest.mark.parametrize(
    ("scenario", "setups", "givens"),
    [
        ("segmentation-source", 64, None),
        ("classification-source", 128, None),
        ("segmentation-target", 512, None),
        ("classification-target", 32, 2),
    ],
)
def test_the_known_numbers_of_the_shipped_study_come_out(shipped, scenario, setups, givens):
    table = enough(shipped.setups().filter(f"scenario = '{scenario}'"))
    stable = table.groupby("unit")["stable"].first()
    assert setups / 2 <= stable["setups"] <= setups * 2
    if givens is None:
        assert np.isnan(stable["givens"])
        assert set(table.loc[table["unit"] == "givens", "reason"]) == {"not within this slice"}
    else:
        assert stable["givens"] == givens
    assert table["tau"].between(-1, 1).all()
    assert table["same_winner"].between(0, 1).all()


def test_random_samples_agree_with_the_definition_draw_by_draw(shipped):
    frame = shipped.setups().filter("scenario = 'classification-target'").df()
    frame = frame[frame["measure"] == "kendall"]
    frame = frame[frame["pool"] % 7 == 3]
    row = enough(frame).iloc[0]
    ordered = frame.astype({"given": str, "backbone": str})
    ordered = ordered.sort_values(["given", "backbone", "pool_size", "pool"])
    expected = slow.enough_setups(ordered, shipped.study.metric_keys, 2, 0)
    for column, number in expected.items():
        assert row[column] == pytest.approx(number, abs=1e-12)


def alike(values, givens=6):
    rows = [("t", f"g{index}", "frozen", "pearson", 7, 7, *values) for index in range(givens)]
    return frame_of(rows)


def test_where_every_setup_says_the_same_one_given_and_two_setups_are_enough():
    table = enough(alike((1.0, 0.5, 0.0)))
    assert set(table["tau"]) == {1}
    assert set(table["same_winner"]) == {1}
    assert table.groupby("unit")["stable"].first().to_dict() == {"givens": 1, "setups": 2}
    assert table.loc[table["unit"] == "givens", "n"].tolist() == [1, 2, 3]


def test_a_metric_without_a_value_ranks_last():
    table = enough(alike((NULL, 0.5, 1.0)))
    assert set(table["tau"]) == {1}
    two_last = enough(alike((NULL, NULL, 1.0)))
    assert set(two_last["tau"]) == {1}
    assert set(two_last["same_winner"]) == {1}


def test_where_all_metrics_tie_nothing_is_enough():
    table = enough(alike((0.5, 0.5, 0.5)))
    assert set(table["tau"]) == {0}
    assert table["stable"].isna().all()
    assert set(table["reason"]) == {"not within this slice"}


def test_what_cannot_be_drawn_says_why():
    one_given = enough(alike((1.0, 0.5, 0.0), givens=1)).set_index("unit")
    assert one_given.loc["givens", "reason"] == "two samples of givens take 2 givens"
    one_metric = enough(alike((1.0, 0.5, 0.0)), metrics=["one"])
    assert set(one_metric["reason"]) == {"only one metric is compared"}
    unvalued = enough(alike((NULL, NULL, NULL)))
    assert set(unvalued["reason"]) == {"no metric has a value in any setup"}
    assert enough(frame_of([])).empty


@given(rows=ROWS)
def test_any_frame_gets_a_stated_answer(rows):
    table = enough(frame_of(rows), METRICS)
    for row in table.to_dict("records"):
        assert np.isnan(row["stable"]) == isinstance(row["reason"], str)


def test_the_same_seed_gives_the_same_table():
    rng = np.random.default_rng(2)
    values = [tuple(rng.permutation([1.0, 0.25, 0.0])) for _ in range(12)]
    rows = [("t", f"g{index}", "frozen", "pearson", 7, 7, *row) for index, row in enumerate(values)]
    assert enough(frame_of(rows), seed=3).equals(enough(frame_of(rows), seed=3))
    assert not enough(frame_of(rows), seed=3).equals(enough(frame_of(rows), seed=4))
