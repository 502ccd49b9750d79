"""Which slice is the present one compared with?"""

from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.session.former import former_slice
from setupscope.dashboard.session.state import State


def slices(small, *queries):
    return [Slice.parse(query, small.study) for query in queries]


def test_it_is_the_one_before_the_last_change(small):
    whole, one, other = slices(
        small,
        "scenario=segmentation-source",
        "scenario=segmentation-source&measure=kendall",
        "scenario=segmentation-source&given=ade",
    )
    state = State(whole)
    assert former_slice(state) is None
    state.change(one)
    assert former_slice(state) == whole
    state.change(other)
    assert former_slice(state) == one


def test_a_pinned_slice_stays_until_it_is_let_go(small):
    whole, one, other = slices(
        small,
        "scenario=segmentation-source",
        "scenario=segmentation-source&measure=kendall",
        "scenario=segmentation-source&given=ade",
    )
    state = State(whole, pinned=whole)
    assert former_slice(state) is None
    state.change(one)
    state.change(other)
    assert former_slice(state) == whole
    state.pinned = None
    assert former_slice(state) == one


def test_another_scenario_is_no_change_of_the_same_answer(small):
    whole, elsewhere = slices(
        small, "scenario=segmentation-source", "scenario=classification-target"
    )
    state = State(whole)
    state.change(elsewhere)
    assert former_slice(state) is None
