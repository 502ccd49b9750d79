"""One setup: its parts, its values, how they came about, and its neighbours."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from setupscope.analysis.audit import slow
from setupscope.analysis.audit.audit import random_slices
from setupscope.analysis.questions.one_setup import (
    chosen,
    fitted_line,
    holds,
    largest_setup,
    neighbours,
    one_setup,
    pairs_of_candidates,
    weights_of_candidates,
)
from setupscope.analysis.slices.slices import Slice
from setupscope.data.choices import rel_at_1
from setupscope.data.correlations import weighted_kendall
from setupscope.data.study.setup_ids import SetupId

PARTS = ["scenario", "given", "backbone", "measure", "pool"]
NUMBERS = st.lists(st.integers(0, 5), min_size=3, max_size=9)


@st.composite
def two_sides(draw):
    """Performances and scores of one pool, ties included."""
    performances = draw(NUMBERS)
    scores = draw(st.lists(st.integers(0, 5), min_size=len(performances), max_size=9))
    return np.array(performances, float), np.array(scores[: len(performances)], float)


def ids(store, count, seed=0):
    frame = store.setups().df().sample(count, random_state=seed)
    return [SetupId(**row) for row in frame[PARTS].to_dict("records")]


def test_values_are_those_of_scipy_on_the_candidates_shown(shipped):
    for id_ in ids(shipped, 40):
        one = one_setup(shipped.setups(), shipped.measurements(), shipped.study, id_)
        assert set(one.candidates["candidate"]) == set(id_.members(shipped.study))
        performances = one.candidates["performance"].to_numpy()
        assert (np.diff(performances) <= 0).all()
        for metric, value in one.values.items():
            scores = one.candidates[metric].to_numpy()
            expected = slow.value(id_.measure, performances, scores)
            assert value == pytest.approx(expected, abs=1e-6)


def test_a_slice_holds_the_setups_that_it_narrows_to(shipped):
    for slice_ in random_slices(shipped.study, np.random.default_rng(3), 12):
        frame = slice_.narrow(shipped.setups()).df()
        mine = {tuple(row) for row in frame[PARTS].astype(str).to_numpy()}
        for id_ in ids(shipped, 200, seed=5):
            row = tuple(str(getattr(id_, part)) for part in PARTS)
            assert holds(slice_, id_) == (row in mine)


def test_the_largest_setup_has_the_largest_pool_and_comes_first(shipped):
    slice_ = Slice.parse("scenario=segmentation-source&with=coco&measure=kendall", shipped.study)
    found = largest_setup(slice_.narrow(shipped.setups()))
    assert str(found) == "segmentation-source/ade/unstated/kendall/1fffe"
    assert largest_setup(shipped.setups().filter("pool_size = 0")) is None


def test_a_setup_that_the_store_lacks_is_none(shipped):
    id_ = SetupId.parse("segmentation-source/ade/unstated/pearson/e", shipped.study)
    assert one_setup(shipped.setups(), shipped.measurements(), shipped.study, id_) is None


@given(two_sides())
def test_pairs_make_kendalls_tau(sides):
    table = pairs_of_candidates(*sides)
    kinds = table["kind"].value_counts()
    difference = kinds.get("concordant", 0) - kinds.get("discordant", 0)
    untied = (~table["tied_performance"]).sum() * (~table["tied_score"]).sum()
    if untied:
        expected = stats.kendalltau(*sides)[0]
        assert difference / np.sqrt(untied) == pytest.approx(expected, abs=1e-12)
    assert len(table) == len(sides[0]) * (len(sides[0]) - 1) // 2


@given(two_sides())
def test_the_line_is_that_of_least_squares(sides):
    performances, scores = sides
    line = fitted_line(performances, scores)
    if np.ptp(scores) == 0:
        assert line is None
    else:
        expected = np.polyfit(scores, performances, 1)
        assert line == pytest.approx(tuple(expected), abs=1e-9)


@given(two_sides())
def test_weights_and_choice_are_what_the_measures_use(sides):
    performances, scores = sides
    weights = weights_of_candidates(performances, scores)
    ranks = np.lexsort((np.arange(len(scores)), -scores, -performances))
    by_performance = np.empty(len(scores))
    by_performance[ranks] = 1 / (1 + np.arange(len(scores)))
    ranks = np.lexsort((np.arange(len(scores)), -performances, -scores))
    by_score = np.empty(len(scores))
    by_score[ranks] = 1 / (1 + np.arange(len(scores)))
    assert weights == pytest.approx((by_performance + by_score) / 2)
    alone = weights_of_candidates(performances, scores, by_performance=True)
    assert alone == pytest.approx(by_performance)
    everyone = np.ones((1, len(scores)))
    if performances.max() > 0:
        picked = performances[chosen(scores)].mean() / performances.max()
        (relative,) = next(iter(rel_at_1(performances, scores[:, None], everyone)))
        assert relative == pytest.approx(picked)
    (tau,) = next(iter(weighted_kendall(performances, scores[:, None], everyone)))
    assert np.isnan(tau) or -1 <= tau <= 1


def test_neighbours_are_all_setups_that_differ_in_one_part_alone(shipped):
    frame = shipped.setups().df()
    text = dict.fromkeys(("scenario", "given", "backbone", "measure"), "str")
    frame = frame.astype(text)
    for id_ in ids(shipped, 8, seed=3):
        one = one_setup(shipped.setups(), shipped.measurements(), shipped.study, id_)
        found = neighbours(shipped.setups(), shipped.study, one)
        here = frame[frame["scenario"] == id_.scenario]
        same = {key: here[key] == getattr(id_, key) for key in ("given", "backbone", "measure")}
        one_bit = (here["pool"].to_numpy() ^ id_.pool) & (
            (here["pool"].to_numpy() ^ id_.pool) - 1
        ) == 0
        held = same["given"] & same["backbone"] & same["measure"]
        expected = {"pool": here[held & one_bit & (here["pool"] != id_.pool)]}
        for key in same:
            others = [same[other] for other in same if other != key]
            roster = here["roster"] == one.roster
            expected[key] = here[roster & ~same[key] & others[0] & others[1]]
        for component, rows in expected.items():
            part = found[found["component"] == component]
            keys = ["given", "backbone", "measure", "pool"]
            assert set(map(tuple, part[keys].to_numpy())) == set(map(tuple, rows[keys].to_numpy()))
        assert len(found) == sum(map(len, expected.values()))
        order = found["component"].drop_duplicates().tolist()
        assert order == [key for key in ("measure", "given", "backbone", "pool") if key in order]
