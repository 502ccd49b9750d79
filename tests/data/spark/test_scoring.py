"""A build by Spark's tasks: the bytes of one on one machine, resumed, and failing clean."""

from functools import partial

import pytest

import setupscope.data.storage.parts
from builds import contents
from pretend_spark import Session
from setupscope.data import InputError, open_store
from setupscope.data.pools import PoolRule
from setupscope.data.spark.jobs import Jobs
from setupscope.data.spark.scoring import score_by, score_on
from setupscope.data.storage.building import build

ALL = 7279


@pytest.fixture(autouse=True)
def many_parts(monkeypatch):
    monkeypatch.setattr(setupscope.data.storage.parts, "MAX_PART_SETUPS", 300)


@pytest.fixture(scope="module")
def whole(small_study, tmp_path_factory):
    """The bytes of every file of a build on one machine."""
    link = tmp_path_factory.mktemp("whole") / "store"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(setupscope.data.storage.parts, "MAX_PART_SETUPS", 300)
        build(small_study, link, processes=1)
    return contents(link.resolve())


@pytest.fixture
def context():
    return Session().sparkContext


@pytest.fixture
def score(context):
    session = Session()
    session.sparkContext = context
    jobs = Jobs(session)
    yield partial(score_on, jobs)
    jobs.close()


def test_the_bytes_are_those_of_one_machine(small_study, tmp_path, score, context, whole):
    told = []
    build(small_study, tmp_path / "store", score=score, progress=lambda *done: told.append(done))
    assert contents((tmp_path / "store").resolve()) == whole
    assert told == sorted(told)
    assert told[-1] == (ALL, ALL)
    assert not context.kept


@pytest.mark.parametrize("first", ["here", "there"])
def test_either_goes_on_from_what_the_other_has_finished(
    small_study, tmp_path, score, context, whole, first
):
    def stop(done, _):
        if done > 2000:
            raise KeyboardInterrupt

    one, other = (None, score) if first == "here" else (score, None)
    resumed = []
    with pytest.raises(KeyboardInterrupt):
        build(small_study, tmp_path / "store", score=one, progress=stop)
    assert not context.kept
    build(
        small_study, tmp_path / "store", score=other, on_resume=lambda *done: resumed.append(done)
    )
    assert resumed[0][0] > 1000
    assert contents((tmp_path / "store").resolve()) == whole


def test_a_failed_task_leaves_the_former_store(small_study, tmp_path, score, context):
    build(small_study, tmp_path / "store", rule=PoolRule(leave_out=0))
    former = open_store(tmp_path / "store").digest
    context.failures = {20: RuntimeError("Job aborted due to stage failure: lost")}
    with pytest.raises(InputError, match="Spark could not do it: Job aborted"):
        build(small_study, tmp_path / "store", score=score)
    assert open_store(tmp_path / "store").digest == former
    assert not context.kept


def test_spark_is_not_started_where_nothing_is_left():
    assert list(score_by("no master", [], None, None, None)) == []
