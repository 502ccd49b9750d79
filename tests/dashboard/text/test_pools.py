"""Pools by what they leave out, against the members that their setups name."""

import pytest

from setupscope.analysis import Slice, find_setups
from setupscope.dashboard.text.pools import left_out, listed
from setupscope.data.study.setup_ids import SetupId

PARTS = ["scenario", "given", "backbone", "measure", "pool"]


@pytest.mark.parametrize("scenario", ["classification-target", "classification-source"])
def test_what_is_left_out_and_the_members_are_all_that_the_given_has(small, scenario):
    study = small.study
    setups = Slice.parse(f"scenario={scenario}", study).narrow(small.setups())
    table = find_setups(setups, "gbc", "logme", most=40)[0]
    for row, absent in zip(
        table[PARTS].itertuples(index=False), left_out(study, table), strict=True
    ):
        members = {study.label(name) for name in SetupId(*row).members(study)}
        has = {
            study.label(name)
            for block in study.names_of(scenario).blocks
            if (block.given, block.backbone) == (row.given, row.backbone)
            for bit, name in enumerate(study.names_of(scenario).candidates)
            if block.candidates >> bit & 1
        }
        assert sorted(has - members) == absent
        assert members <= has


def test_long_lists_begin_with_how_many_they_name():
    assert listed([]) == "none"
    assert listed(["a", "b"]) == "a, b"
    assert listed(["a", "b", "c"], 2) == "3: a, b, …"
