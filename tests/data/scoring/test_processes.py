"""Scoring on several cores: the same setups in the same order, and no process left behind."""

import multiprocessing
import os
import signal
import time
from concurrent.futures import Future, ProcessPoolExecutor, wait

import numpy as np
import pytest

import setupscope.data.scoring.processes
from setupscope.data.errors import InputError
from setupscope.data.scoring.processes import processes_for, scored_in_order
from setupscope.data.scoring.row_groups import row_groups
from setupscope.data.study.study_file import load_study
from setupscope.data.study.transfers import read_transfers

pytestmark = pytest.mark.usefixtures("own_main")


@pytest.fixture
def groups(small_study):
    study = load_study(small_study)
    transfers = read_transfers(study, small_study.parent)
    return list(row_groups(study, transfers, "classification-target"))


def test_a_few_setups_start_no_process(groups):
    assert processes_for(groups) == 1
    list(scored_in_order(groups, 1))
    assert multiprocessing.active_children() == []


def test_many_setups_use_every_core_up_to_a_limit(monkeypatch, groups):
    group = max(groups, key=lambda one: one.setups)
    for cores, expected in ((1, 1), (2, 2), (8, 8), (256, 8)):
        monkeypatch.setattr(setupscope.data.scoring.processes, "_cores", lambda n=cores: n)
        assert processes_for([group] * 10**6) == expected


def test_other_processes_give_the_same_setups_in_the_same_order(groups):
    here, there = (list(scored_in_order(groups, processes)) for processes in (1, 2))
    assert len(here) == len(groups) > 20
    for one, other in zip(here, there, strict=True):
        for a, b in zip(one, other, strict=True):
            assert (a.block.given, a.measure) == (b.block.given, b.measure)
            assert a.rankings.distinct == b.rankings.distinct
            for name in ("pool", "roster", "covered", "values"):
                np.testing.assert_array_equal(getattr(a, name), getattr(b, name))
    assert multiprocessing.active_children() == []


def test_a_process_that_is_ended_from_outside_is_one_sentence_and_ends_the_others(groups):
    scored = scored_in_order(groups * 20, 2)
    next(scored)
    os.kill(multiprocessing.active_children()[0].pid, signal.SIGTERM)
    with pytest.raises(InputError, match="was ended, perhaps for want of memory"):
        list(scored)
    assert multiprocessing.active_children() == []


def test_a_process_that_is_ended_while_none_scores_is_the_same_sentence(monkeypatch, groups):
    submitted: list[Future] = []

    class Recorded(ProcessPoolExecutor):
        def submit(self, *args):
            submitted.append(super().submit(*args))
            return submitted[-1]

    monkeypatch.setattr(setupscope.data.scoring.processes, "ProcessPoolExecutor", Recorded)
    scored = scored_in_order(groups * 20, 2)
    next(scored)
    wait(submitted)
    os.kill(multiprocessing.active_children()[0].pid, signal.SIGTERM)
    while multiprocessing.active_children():  # the pool notices, and ends the other one
        time.sleep(0.01)
    with pytest.raises(InputError, match="was ended, perhaps for want of memory"):
        list(scored)
    assert all(one.exception() is None for one in submitted)  # it was a row group to come


def test_whoever_takes_no_more_leaves_no_process(groups):
    scored = scored_in_order(groups * 20, 2)
    next(scored)
    assert multiprocessing.active_children()
    scored.close()
    assert multiprocessing.active_children() == []
