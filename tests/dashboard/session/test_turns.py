"""Pages are made in turn: so many at a time, first come, first served."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Event, Lock

import pytest

from setupscope.dashboard.session.pages import FIGURES, FINDINGS
from setupscope.dashboard.session.turns import TURNS, turn_of
from setupscope.dashboard.turns import Turns


class GoneError(Exception):
    """The one who waits has gone."""


@pytest.fixture
def pool():
    with ThreadPoolExecutor(12) as threads:
        yield threads


def wait_for(turns, number):
    while len(turns._queue) < number:
        assert not Event().wait(0.001)


def test_no_more_are_made_at_a_time_than_may_be(pool):
    turns, lock, inside, most = Turns(3), Lock(), [], []

    def make(number):
        with turns.turn():
            with lock:
                inside.append(number)
                most.append(len(inside))
            Event().wait(0.005)
            with lock:
                inside.remove(number)

    list(pool.map(make, range(12)))
    assert max(most) == 3


def test_who_came_first_is_served_first(pool):
    turns, served = Turns(1), []

    def make(number):
        with turns.turn():
            served.append(number)

    with turns.turn():
        for number in range(5):
            pool.submit(make, number)
            wait_for(turns, number + 1)
    pool.shutdown()
    assert served == [0, 1, 2, 3, 4]


def test_who_goes_while_waiting_takes_no_turn():
    def go():
        raise GoneError

    turns = Turns(1, stop=go)
    with turns.turn(), pytest.raises(GoneError), turns.turn():
        pytest.fail("it was not its turn")
    with turns.turn():
        pass


def test_a_page_that_fails_ends_its_turn():
    turns = Turns(1)
    for _ in range(2):
        with suppress(ZeroDivisionError), turns.turn():
            raise ZeroDivisionError


def test_pages_that_wait_for_other_processes_keep_nobody_waiting(monkeypatch):
    monkeypatch.setattr(TURNS, "_free", 1)
    with turn_of(FIGURES), turn_of(FIGURES):
        assert TURNS._free == 1
        with turn_of(FINDINGS):
            assert TURNS._free == 0
