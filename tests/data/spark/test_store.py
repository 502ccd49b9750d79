"""A store that workers read: the same numbers as of one that this machine reads."""

import os
import shutil

import numpy as np
import pyarrow as pa
import pytest

import setupscope.data.spark.columns
import setupscope.data.storage.parts
from pretend_spark import Session
from setupscope.analysis import Slice
from setupscope.data import InputError, open_store
from setupscope.data.spark.jobs import Jobs
from setupscope.data.spark.store import open_on_spark
from setupscope.data.storage.building import build

QUERY = "scenario=segmentation-source,segmentation-target&size=15-15&measure=kendall&with=ade"


@pytest.fixture(scope="module")
def link(small_study, tmp_path_factory):
    """A store of many files."""
    place = tmp_path_factory.mktemp("files") / "store"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(setupscope.data.storage.parts, "MAX_PART_SETUPS", 300)
        build(small_study, place, processes=1)
    return place


@pytest.fixture(scope="module")
def local(link):
    return open_store(link)


@pytest.fixture
def jobs():
    asked = Jobs(Session())
    yield asked
    asked.close()


@pytest.fixture
def store(link, jobs):
    return open_on_spark(link, jobs)


def test_outcomes_are_those_of_the_store(store, local):
    for scenario in local.manifest.counts:
        found, expected = (one.outcome_codes(scenario) for one in (store, local))
        assert found.dtype == expected.dtype
        np.testing.assert_array_equal(found, expected)


def test_values_are_those_of_the_store_wherever_they_are_cut(store, local):
    scenario = "segmentation-source"
    read, expected = store.values_of(scenario), local.values_of(scenario)
    for metric in local.study.metric_keys:
        for start, stop in ((0, 10), (200, 900), (1100, 1156), (5, 5)):
            np.testing.assert_array_equal(
                read(metric, start, stop), expected(metric, start, stop), strict=True
            )


def test_values_that_come_next_are_read_with_those_that_are_asked_for(store, jobs):
    read = store.values_of("segmentation-source")
    read("logme", 0, 10)
    asked = jobs.context.collected
    read("logme", 10, 500)
    assert jobs.context.collected == asked


def test_rows_are_those_of_the_slice_in_the_same_order(store, local):
    slice_ = Slice.parse(QUERY, local.study)
    expected = slice_.narrow(local.setups()).df()
    batches = store.batches(slice_.narrow, slice_.scenario_names())
    found = pa.Table.from_batches(batches, store.schema).to_pandas()
    text = ["scenario", "given", "backbone", "measure"]
    assert len(found)
    assert found.equals(expected.astype(dict.fromkeys(text, "str")))


def test_a_file_that_is_changed_meanwhile_is_said(link, jobs, tmp_path):
    shutil.copytree(link.resolve(), tmp_path / "store")
    store = open_on_spark(tmp_path / "store", jobs)
    first = tmp_path / "store" / store.manifest.files_of("segmentation-source")[0]
    os.utime(first, (1, 1))
    with pytest.raises(InputError, match="was changed or removed"):
        store.outcome_codes("segmentation-source")


def test_a_worker_that_does_not_see_the_files_says_so(link, jobs, tmp_path):
    shutil.copytree(link.resolve(), tmp_path / "store")
    store = open_on_spark(tmp_path / "store", jobs)
    (tmp_path / "store").rename(tmp_path / "elsewhere")
    with pytest.raises(InputError, match="a worker does not see this file"):
        store.outcome_codes("segmentation-source")


def test_a_closed_store_cannot_be_asked(store):
    store.close()
    with pytest.raises(InputError, match="was closed"):
        store.outcome_codes("segmentation-source")
    with pytest.raises(InputError, match="was closed"):
        store.setups()
