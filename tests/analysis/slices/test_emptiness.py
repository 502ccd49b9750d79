"""Why a slice is empty, and what gives some of its setups back."""

import pytest

from setupscope.analysis.slices.emptiness import emptiness, ways_back
from setupscope.analysis.slices.slices import Slice
from setupscope.data.pools import PoolRule
from setupscope.data.study.measured import measured
from setupscope.data.study.study_file import SHIPPED_STUDY, load_study

SEGMENTATION, CLASSIFICATION = "scenario=segmentation-source", "scenario=classification-source"
RESNETS = "resnet50,resnet101,resnet50v2,resnet101v2,resnet152v2"


def all_but(study, names):
    candidates = study.names_of("classification-source").candidates
    return ",".join(name for name in candidates if name not in names.split(","))


def found(study, query):
    slice_ = Slice.parse(query, study)
    return emptiness(slice_), slice_


def test_a_slice_with_setups_is_not_empty(small):
    assert found(small.study, SEGMENTATION)[0] is None


def test_a_family_alone_leaves_out_more_than_the_rule_allows(small):
    study = small.study
    why, slice_ = found(study, f"{CLASSIFICATION}&without={all_but(study, RESNETS)}")
    # Pools leave out at most one of 19, so 13 of the 14 have to come back.
    assert (why.cause, why.of, why.left_out, why.back) == ("too_many_left_out", 19, 14, 13)
    assert why.min_pool == 5
    assert emptiness(slice_.replace(absent=slice_.absent[:13])) is not None
    assert emptiness(slice_.replace(absent=slice_.absent[:1])) is None


def test_the_pool_rule_that_is_named_has_setups_of_that_slice(small):
    query = f"{CLASSIFICATION}&without={all_but(small.study, RESNETS)}"
    why, _ = found(small.study, query)
    for min_pool, empty in ((why.min_pool, False), (why.min_pool + 1, True)):
        study = load_study(SHIPPED_STUDY).with_rule(PoolRule(min_pool=min_pool))
        wider = measured(study, small.transfers().table, "0" * 12)
        assert (found(wider, query)[0] is not None) == empty


@pytest.mark.parametrize(
    ("query", "cause", "names"),
    [
        (f"{SEGMENTATION}&with=coco&without=coco", "contradiction", ("coco",)),
        (f"{SEGMENTATION}&given=ade&with=ade", "not_a_candidate", ("ade",)),
        (f"{SEGMENTATION}&given=ade&size=16&without=coco", "too_many_left_out", ("coco",)),
    ],
)
def test_each_kind_of_emptiness_has_its_cause(small, query, cause, names):
    why, _ = found(small.study, query)
    assert (why.cause, why.names) == (cause, names)


def test_two_restrictions_that_exclude_each_other_are_lifted_together(small):
    _, slice_ = found(small.study, f"{SEGMENTATION}&given=ade&with=ade&size=16&without=bdd,coco")
    (lifted, setups), *_ = ways_back(slice_).items()
    assert len(lifted) == 2
    assert setups > 0
    _, one = found(small.study, f"{SEGMENTATION}&given=ade&with=ade")
    assert {*ways_back(one)} == {("givens",), ("present",)}
