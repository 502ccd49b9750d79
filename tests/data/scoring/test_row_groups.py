"""Row groups: every setup in one of them, and no mixture that a filter cannot skip."""

import pytest

import setupscope.data.scoring.row_groups
from setupscope.data.scoring.row_groups import row_groups
from setupscope.data.scoring.scoring import count_setups
from setupscope.data.study.study_file import load_study
from setupscope.data.study.transfers import read_transfers

MEASURES = ("pearson", "kendall", "weighted_kendall", "rel_at_1")


def grouped(study_file, monkeypatch, most):
    monkeypatch.setattr(setupscope.data.scoring.row_groups, "ROW_GROUP", most)
    study = load_study(study_file)
    transfers = read_transfers(study, study_file.parent)
    groups = list(row_groups(study, transfers, "sets-source"))
    assert {"sets-source": sum(group.setups for group in groups)} == count_setups(study, transfers)
    return [(group.block.given, group.measures, group.start, group.stop) for group in groups]


@pytest.mark.parametrize("most", [1, 5, 16, 40, 1000])
def test_none_is_larger_than_allowed(tiny, monkeypatch, most):
    groups = grouped(tiny, monkeypatch, most)
    assert max(len(keys) * (stop - start) for _, keys, start, stop in groups) <= most


def test_a_small_block_is_one_of_its_own(tiny, monkeypatch):
    assert grouped(tiny, monkeypatch, 1000) == [("x", MEASURES, 0, 16), ("y", MEASURES, 0, 16)]


def test_measures_lie_together_only_whole(tiny, monkeypatch):
    of_x = [group[1:] for group in grouped(tiny, monkeypatch, 40) if group[0] == "x"]
    assert of_x == [(MEASURES[:2], 0, 16), (MEASURES[2:], 0, 16)]


def test_a_large_block_is_cut_within_a_measure(tiny, monkeypatch):
    of_x = [group[1:] for group in grouped(tiny, monkeypatch, 10) if group[0] == "x"]
    assert of_x[:3] == [(MEASURES[:1], 0, 10), (MEASURES[:1], 10, 16), (MEASURES[1:2], 0, 10)]
