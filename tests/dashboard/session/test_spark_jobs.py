"""Pages that wait for Spark: what they say meanwhile, and that a reader who goes on is not kept."""

import pytest
from streamlit.testing.v1 import AppTest

from pretend_spark import Session
from setupscope.analysis import Slice
from setupscope.dashboard.queries.memo import Memo
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.session import spark_jobs
from setupscope.dashboard.session.open_stores import OpenStores
from setupscope.data.spark import jobs as module
from setupscope.data.spark.jobs import Jobs


class Gone(BaseException):
    """The reader has gone on."""


def page(end):
    from setupscope.dashboard.session.spark_jobs import begin_page, end_page, watch_page

    begin_page()
    watch_page(0, 0)
    watch_page(3, 12)
    if end:
        end_page()


@pytest.fixture
def jobs(monkeypatch):
    """What asks a pretended Spark, which the pages read stores with."""
    monkeypatch.setattr(spark_jobs, "OPEN", OpenStores())
    monkeypatch.setattr(spark_jobs, "PATIENCE", -1)
    asked = Jobs(Session())
    spark_jobs.use_spark(asked)
    yield asked
    spark_jobs.USED.clear()
    asked.close()


@pytest.mark.parametrize("end", [False, True])
def test_a_page_says_how_far_spark_is_while_it_waits(jobs, end):
    captions = AppTest.from_function(page, args=(end,)).run().caption
    said = [caption.value for caption in captions]
    assert said == ([] if end else ["Spark reads the store: 3 of 12 tasks are done."])


def test_without_spark_pages_have_no_room_for_it():
    assert not AppTest.from_function(page, args=(False,)).run().caption


def test_who_goes_on_cancels_what_the_page_waits_for(jobs, small_link, monkeypatch):
    def leave():
        raise Gone

    monkeypatch.setattr(spark_jobs, "RECENT", Memo(stop=leave))
    monkeypatch.setattr(module, "LOOK", 0)
    store = spark_jobs.OPEN.of(str(small_link), for_page=False)
    queries = Queries(store)
    with pytest.raises(Gone):
        queries.rates(Slice(store.study, ("segmentation-source",)))
    jobs.watch = module.nothing
    assert len(queries.rates(Slice(store.study, ("segmentation-source",))))
