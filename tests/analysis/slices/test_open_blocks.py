"""How many pools of a sample a slice leaves open: as many as its store has setups of."""

import numpy as np
import pytest

from setupscope.analysis.audit.made_up import KINDS, made_up
from setupscope.analysis.slices.emptiness import emptiness
from setupscope.analysis.slices.facets import facets
from setupscope.analysis.slices.slices import Slice
from setupscope.data.masks import as_masks


@pytest.fixture(scope="module", params=["sampled", "sampled-of-many"])
def store(request, tmp_path_factory):
    kind = next(kind for kind in KINDS if kind.name == request.param)
    return made_up(kind, np.random.default_rng(2), tmp_path_factory.mktemp("drawn"))


@pytest.mark.parametrize(
    "query", ["", "with=s1", "without=s0,s3&measure=kendall", "with=s4&given=t2,t3"]
)
def test_counts_are_those_of_the_setups(store, query):
    scenario = store.study.scenarios[0].name
    slice_ = Slice.parse(f"scenario={scenario}&{query}", store.study)
    rows = slice_.narrow(store.setups()).df()
    found, pools = facets(slice_), as_masks(rows["pool"])
    assert found.total == len(rows) > 0
    assert found.levels["given"].keys() >= set(rows["given"])
    sizes = rows["pool_size"].value_counts()
    assert found.levels["pool_size"] == sizes.sort_index().to_dict()
    for bit, name in enumerate(store.study.names_of(scenario).candidates):
        assert found.present[name] == int((pools >> bit & 1).sum())
        assert found.absent[name] == len(rows) - found.present[name]


def test_a_slice_that_no_pool_of_the_sample_meets_is_told_from_one_that_no_pool_meets(store):
    scenario = store.study.scenarios[0].name
    names = store.study.names_of(scenario)
    small = names.sizes[0]
    asked = ",".join(names.candidates[:small])
    drawn = Slice.parse(f"scenario={scenario}&with={asked}&size={small}", store.study)
    assert emptiness(drawn).cause == "not_sampled"
    too_many = Slice.parse(f"scenario={scenario}&size={small + 1}", store.study)
    assert emptiness(too_many).cause == "no_such_size"
