"""Requests to Spark: watched, cancelled, and failing in a sentence."""

from threading import Event

import pytest

from pretend_spark import Session
from setupscope.data import InputError
from setupscope.data.spark import jobs as module
from setupscope.data.spark.jobs import Jobs, sentence_of, watched
from setupscope.data.storage.manifest import versions


class Gone(BaseException):
    """Nobody wants the answer."""


@pytest.fixture
def session():
    return Session()


@pytest.fixture
def jobs(session, monkeypatch):
    monkeypatch.setattr(module, "LOOK", 0.01)
    asked = Jobs(session)
    yield asked
    asked.close()


def test_tasks_come_back_in_order(jobs):
    assert jobs.each([3, 1, 2], lambda task: 10 * task) == [30, 10, 20]
    assert jobs.each([], lambda task: 1 / 0) == []


def test_who_waits_hears_how_many_tasks_are_done(jobs):
    heard = Event()
    told = []
    jobs.watch = lambda *done: (told.append(done), heard.set())
    jobs.call(heard.wait)
    assert set(told) == {(1, 4)}


def test_who_goes_away_cancels_the_request_and_no_other(jobs, session):
    ends = Event()
    other = jobs.submit(ends.wait)

    def leave(*_):
        raise Gone

    jobs.watch = leave
    mine = jobs.submit(ends.wait)
    with pytest.raises(Gone):
        jobs.result(mine)
    ends.set()
    assert session.sparkContext.cancelled == [mine.group] != [other.group]


def test_a_spark_that_has_ended_says_so(jobs, session):
    ends = Event()
    session.sparkContext.stopped = True
    with pytest.raises(InputError, match="Spark has ended"):
        jobs.call(ends.wait)
    ends.set()


def test_a_cluster_without_workers_is_not_waited_for(jobs, session, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", 0.05)
    ends = Event()
    session.sparkContext.nodes = 1  # the driver
    with pytest.raises(InputError, match="no worker has been there"):
        jobs.call(ends.wait)
    ends.set()


def test_a_worker_with_other_libraries_is_refused(jobs, monkeypatch):
    monkeypatch.setattr(module, "versions", lambda: versions() | {"numpy": "1.0"})
    do = module.same_versions(abs)
    monkeypatch.setattr(module, "versions", versions)
    with pytest.raises(InputError, match=r"a worker has numpy .+, but this machine 1\.0"):
        do(1)


def test_other_frames_are_asked_at_once():
    assert watched(object(), lambda: 3) == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("...\nsetupscope.data.errors.InputError: /a: is missing\n\tat java", "/a: is missing"),
        ("ModuleNotFoundError: No module named 'setupscope'", "cannot import setupscope"),
        ('java.io.IOException: Cannot run program "/venv/python"', "cannot start /venv/python"),
        ("[PYTHON_VERSION_MISMATCH] Python in worker", "has another Python"),
        ("Job 3 cancelled because SparkContext was shut down", "Spark has ended"),
        ("o\n: SparkException: Job aborted due to Task 0 failed 4 times\nat x", "failed 4 times"),
    ],
)
def test_what_spark_says_becomes_a_sentence(text, said):
    assert said in sentence_of(RuntimeError(text))
    assert "\n" not in sentence_of(RuntimeError(text))
