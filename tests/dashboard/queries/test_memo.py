"""An answer is computed once, however many ask for it, and only while somebody wants it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event, get_ident

import pytest

from setupscope.dashboard.queries.memo import Memo


class GoneError(Exception):
    """Whoever asked has gone."""


class Readers:
    """Threads that ask one memo; those that have gone stop where they can."""

    def __init__(self):
        self.memo = Memo(stop=self.stop)
        self.gone = set()
        self.started, self.go_on = Event(), Event()

    def stop(self):
        if get_ident() in self.gone:
            raise GoneError

    def long_answer(self):
        self.thread = get_ident()
        self.started.set()
        assert self.go_on.wait(5)
        self.memo.check()
        return "long"

    def leave(self):
        self.gone.add(self.thread)

    def wait_until_others_wait(self, number=1):
        while sum(one.waiting for one in self.memo._pending.values()) < number:
            assert not self.go_on.wait(0.001)


@pytest.fixture
def readers():
    return Readers()


@pytest.fixture
def pool():
    with ThreadPoolExecutor(8) as threads:
        yield threads


def test_what_several_ask_at_once_is_computed_once(pool):
    memo, together, asked = Memo(), Barrier(8), []

    def ask():
        asked.append(1)
        Event().wait(0.02)
        return object()

    def read(_):
        together.wait(5)
        return memo(("slice",), ask)

    answers = list(pool.map(read, range(8)))
    assert len(asked) == 1
    assert all(answer is answers[0] for answer in answers)


def test_nobody_waits_for_the_answer_to_another_question(pool):
    memo, both = Memo(), Barrier(2)
    one = pool.submit(memo, (1,), lambda: both.wait(5))
    two = pool.submit(memo, (2,), lambda: both.wait(5))
    assert {one.result(), two.result()} == {0, 1}


def test_an_error_is_not_kept_and_who_waited_asks_anew(readers, pool):
    def fail():
        readers.started.set()
        assert readers.go_on.wait(5)
        raise ZeroDivisionError

    first = pool.submit(readers.memo, ("key",), fail)
    assert readers.started.wait(5)
    second = pool.submit(readers.memo, ("key",), lambda: "anew")
    readers.wait_until_others_wait()
    readers.go_on.set()
    with pytest.raises(ZeroDivisionError):
        first.result()
    assert second.result() == "anew"


def test_an_answer_that_nobody_wants_any_more_is_dropped(readers, pool):
    asked = pool.submit(readers.memo, ("key",), readers.long_answer)
    assert readers.started.wait(5)
    readers.leave()
    readers.go_on.set()
    with pytest.raises(GoneError):
        asked.result()
    assert readers.memo(("key",), lambda: "anew") == "anew"


def test_an_answer_that_another_waits_for_goes_on(readers, pool):
    pool.submit(readers.memo, ("key",), readers.long_answer)
    assert readers.started.wait(5)
    other = pool.submit(readers.memo, ("key",), lambda: "asked twice")
    readers.wait_until_others_wait()
    readers.leave()
    readers.go_on.set()
    assert other.result() == "long"


def test_who_waits_may_go_while_the_answer_goes_on(readers, pool):
    asked = pool.submit(readers.memo, ("key",), readers.long_answer)
    assert readers.started.wait(5)

    def wait():
        readers.gone.add(get_ident())
        readers.memo(("key",), lambda: "asked twice")

    with pytest.raises(GoneError):
        pool.submit(wait).result()
    readers.go_on.set()
    assert asked.result() == "long"


def test_who_has_gone_asks_nothing_more(readers):
    readers.gone.add(get_ident())
    with pytest.raises(GoneError):
        readers.memo(("key",), lambda: pytest.fail("was asked"))


def test_the_answers_kept_weigh_no_more_than_they_may():
    memo = Memo(most=10, weigh=len)
    for key, answer in (("a", "four"), ("b", "four"), ("a", "kept"), ("c", "four")):
        memo((key,), lambda answer=answer: answer)
    assert [memo((key,), lambda: "anew") for key in "ac"] == ["four", "four"]
    assert memo(("b",), lambda: "anew") == "anew"
    assert memo(("large",), lambda: "more than ten letters") == "more than ten letters"
    assert memo(("large",), lambda: "anew") == "more than ten letters"
    assert memo(("a",), lambda: "anew") == "anew"
