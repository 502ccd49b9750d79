"""What two slices are called where there is room for a few words."""

import pytest

from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.text.compare import short_names

WHOLE = "scenario=segmentation-source"


@pytest.mark.parametrize(
    ("first", "second", "names"),
    [
        (WHOLE, "scenario=classification-source", ("which source", "which architecture")),
        (f"{WHOLE}&measure=kendall", WHOLE, ("Kendall <i>τ</i>", "all measures")),
        (f"{WHOLE}&with=coco", f"{WHOLE}&without=coco", ("with COCO", "without COCO")),
        (f"{WHOLE}&given=ade,bdd&size=15", WHOLE, ("pools of 15, 2 target", "pools of 15 to 16")),
        (WHOLE, f"{WHOLE}&with=coco", ("any pool", "with COCO")),
    ],
)
def test_two_slices_are_named_by_what_sets_them_apart(small, first, second, names):
    shown = short_names(*(Slice.parse(query, small.study) for query in (first, second)))
    for name, part in zip(shown, names, strict=True):
        assert part in name


def test_a_slice_beside_itself_has_no_name(small):
    assert short_names(*[Slice.parse(WHOLE, small.study)] * 2) == ("", "")
