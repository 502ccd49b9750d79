"""Every page says of a store that Spark reads what it says of one that this machine reads."""

import pytest

from engines import local_spark
from setupscope.dashboard.queries.memo import Memo
from setupscope.dashboard.queries.pickled import Pickled
from setupscope.dashboard.session import cache, spark_jobs, stores
from setupscope.dashboard.session.open_stores import OpenStores
from setupscope.dashboard.session.pages import PAGES
from setupscope.data.spark.jobs import Jobs
from setupscope.data.spark.store import SparkStore

pytestmark = pytest.mark.extended


@pytest.fixture(scope="module")
def jobs():
    asked = Jobs(local_spark())
    yield asked
    asked.close()


@pytest.fixture
def with_spark(jobs, monkeypatch):
    """Has the pages ask Spark from now on, and forget what they were told before."""

    def begin():
        asked, answers = OpenStores(), Memo()
        for module, name, own in (
            *((module, "OPEN", asked) for module in (stores, spark_jobs)),
            *((module, "RECENT", answers) for module in (cache, spark_jobs)),
            (cache, "LASTING", Pickled(10**7)),
        ):
            monkeypatch.setattr(module, name, own)
        spark_jobs.use_spark(jobs)

    yield begin
    spark_jobs.USED.clear()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_that_of_this_machine(opened, small_link, with_spark, page):
    address = {"scenario": "segmentation-source", "measure": "kendall"}
    here = opened(small_link, page, address)
    with_spark()
    there = opened(small_link, page, address)
    assert isinstance(stores.OPEN.of(str(small_link), for_page=False), SparkStore)
    assert there.headers == here.headers
    assert there.text == here.text
    assert there.figures == here.figures
    assert len(there.tables) == len(here.tables)
