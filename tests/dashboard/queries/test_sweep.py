"""Along what a slice can be swept, and what each step is as a slice."""

import pytest

from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.queries.sweep import choices_along, fields_at, step_of, sweep_of


@pytest.fixture(scope="module")
def slice_(small):
    return Slice.parse("scenario=segmentation-source&measure=kendall", small.study)


def test_a_choice_is_offered_where_it_has_several_steps(slice_):
    choices = choices_along(slice_)
    assert choices[:4] == ["setups", "givens", "pool_size", "up_to_pool_size"]
    # The same order twice, of few and of many classes, is offered once.
    assert choices[4:] == ["fact:training_images", "fact:many_classes"]
    assert "givens" not in choices_along(slice_.replace(givens=("ade",)))


@pytest.mark.parametrize("along", ["pool_size", "up_to_pool_size", "fact:training_images"])
def test_a_step_is_the_slice_with_its_number_of_setups(small, slice_, along):
    queries = Queries(small)
    table = sweep_of(queries, slice_, along)
    counts = table.groupby("step")["setups"].first()
    for step in (counts.index[0], counts.index[-1]):
        own = slice_.replace(**fields_at(slice_, along, step))
        assert queries.setup_count(own) == counts[step]
        assert step_of(own, along, counts.index.tolist()) == step
        assert sweep_of(queries, own, along).equals(table)


def test_random_parts_are_no_slices_and_other_slices_no_steps(slice_):
    assert fields_at(slice_, "setups", 3) == {}
    assert step_of(slice_.replace(givens=("ade", "bdd")), "fact:training_images", [38.0]) is None
