"""A store by URL that workers read where it is: the numbers of the store, and what can go wrong."""

import numpy as np
import pyarrow as pa
import pytest

from pretend_spark import Session
from s3_server import CUT, STORE
from setupscope.analysis import Slice
from setupscope.data import InputError, open_store
from setupscope.data.spark import places
from setupscope.data.spark.jobs import Jobs
from setupscope.data.spark.store import open_on_spark
from setupscope.data.storage.copies import held
from setupscope.data.storage.manifest import verify


@pytest.fixture(scope="module")
def local(tiny_builds):
    return open_store(tiny_builds[2])


@pytest.fixture
def jobs():
    asked = Jobs(Session())
    places._remote.cache_clear()
    yield asked
    asked.close()


@pytest.fixture
def store(url, server, tiny_builds, jobs):
    server.lay(STORE, tiny_builds[2])
    return open_on_spark(url, jobs)


def files_asked(server):
    return [key for method, key in server.asked if method == "GET" and "/setups/" in key]


def test_only_the_tables_are_fetched(store, server, url, jobs, tmp_path):
    assert not files_asked(server)
    assert not list((tmp_path / "cache").rglob("scenario=*"))
    verify(store.path, held(store.path, store.manifest))
    server.asked.clear()
    open_on_spark(url, jobs)
    assert len([key for method, key in server.asked if method == "GET"]) == 1


def test_numbers_and_rows_are_those_of_the_store(store, local):
    for scenario in local.manifest.counts:
        found, expected = (one.outcome_codes(scenario) for one in (store, local))
        np.testing.assert_array_equal(found, expected, strict=True)
        for metric in local.study.metric_keys:
            found, expected = (one.values_of(scenario)(metric, 3, 40) for one in (store, local))
            np.testing.assert_array_equal(found, expected, strict=True)
    slice_ = Slice.parse("measure=kendall", local.study)
    batches = store.batches(slice_.narrow, slice_.scenario_names())
    found = pa.Table.from_batches(batches, store.schema).to_pandas()
    expected = slice_.narrow(local.setups()).df()
    text = ["scenario", "given", "backbone", "measure"]
    assert len(found)
    assert found.equals(expected.astype(dict.fromkeys(text, "str")))


def test_a_file_that_was_cut_is_said(store, server):
    (scenario, *_) = store.manifest.counts
    for key in [key for key in server.objects if "/setups/" in key]:
        server.objects[key] = server.objects[key][:-7]
    with pytest.raises(InputError, match=r"has [\d,]+ bytes, but the manifest says"):
        store.outcome_codes(scenario)


def test_a_store_that_was_built_again_twice_is_said(store, server):
    (scenario, *_) = store.manifest.counts
    for key in [key for key in server.objects if "/setups/" in key]:
        del server.objects[key]
    with pytest.raises(InputError, match="is gone; the store was built again, open it again"):
        store.outcome_codes(scenario)


def test_a_cut_connection_is_said_without_secrets(store, server):
    (scenario, *_) = store.manifest.counts
    server.fault = lambda method, place: CUT if method == "GET" else None
    with pytest.raises(InputError, match="cannot be reached, or the connection was cut") as caught:
        store.outcome_codes(scenario)
    assert "hush" not in str(caught.value)


def test_a_copy_with_the_setups_is_another_one(store, url, local):
    whole = open_store(url)
    assert whole.path != store.path
    assert len(whole.setups().df()) == local.setup_count
    verify(whole.path, held(whole.path, whole.manifest))
