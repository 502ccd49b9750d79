"""Counts beside the choices: each is the length of the slice that the choice would give."""

import numpy as np
import pytest

from setupscope.analysis.audit.audit import random_slices
from setupscope.analysis.slices.emptiness import ways_back
from setupscope.analysis.slices.facets import facets
from setupscope.analysis.slices.slices import Slice


def count(slice_, store):
    return len(slice_.narrow(store.setups()).df())


def test_every_count_is_the_length_of_that_slice(shipped):
    for slice_ in random_slices(shipped.study, np.random.default_rng(7), 6):
        found = facets(slice_)
        assert found.total == count(slice_, shipped)
        for column, key, field in (
            ("given", "given", "givens"),
            ("backbone", "backbone", "backbones"),
            ("measure", "measure", "measures"),
        ):
            for level in slice_.accepted(key)[:4]:
                expected = count(slice_.replace(**{field: (level,)}), shipped)
                assert found.levels[column].get(level, 0) == expected
        for size in range(slice_.all_sizes[0], slice_.all_sizes[1] + 1):
            expected = count(slice_.replace(sizes=(size, size)), shipped)
            assert found.levels["pool_size"].get(size, 0) == expected
        for candidate in slice_.accepted("with")[:3]:
            present = slice_.replace(present=(*slice_.present, candidate))
            absent = slice_.replace(absent=(*slice_.absent, candidate))
            assert found.present[candidate] == count(present, shipped)
            assert found.absent[candidate] == count(absent, shipped)
        candidates = slice_.accepted("with")
        for family, own in shipped.study.families_among(candidates).items():
            others = tuple(name for name in candidates if name not in own)
            assert found.families[family] == count(slice_.replace(absent=others), shipped)


@pytest.mark.parametrize(
    "query",
    [
        "scenario=segmentation-source&given=ade&with=ade",
        "scenario=segmentation-source&with=ade&without=ade&size=16",
        "scenario=segmentation-source&size=16&without=ade,bdd&measure=kendall",
        "scenario=segmentation-source&given=ade&with=ade&without=ade",
    ],
)
def test_an_empty_slice_says_which_restriction_to_lift(shipped, query):
    slice_ = Slice.parse(query, shipped.study)
    assert facets(slice_).total == 0
    whole = Slice(shipped.study, slice_.scenarios)
    used = [f for f in ("givens", "measures", "sizes", "present", "absent") if getattr(slice_, f)]
    alone = {
        (field,): count(slice_.replace(**{field: getattr(whole, field)}), shipped) for field in used
    }
    assert ways_back(slice_) == {fields: setups for fields, setups in alone.items() if setups}
