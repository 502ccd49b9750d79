"""Many answers are kept in little room."""

import pytest

from setupscope.dashboard.queries.pickled import Pickled


def test_an_answer_is_asked_once_and_each_gets_an_object_of_its_own():
    pickled = Pickled(1000)
    first = pickled(("key",), lambda: [1])
    again = pickled(("key",), lambda: pytest.fail("was asked"))
    assert again == first
    again.append(2)
    assert pickled(("key",), lambda: pytest.fail("was asked")) == [1]


def test_what_was_not_asked_for_longest_goes_first():
    pickled = Pickled(2500)
    for key in (1, 2, 1, 3):
        pickled((key,), lambda: bytes(1000))
    assert len(pickled) == 2
    assert 2000 < pickled.size <= 2500
    assert pickled((1,), lambda: b"anew") == bytes(1000)
    assert pickled((2,), lambda: b"anew") == b"anew"


def test_what_is_larger_than_all_may_be_is_not_kept():
    pickled = Pickled(10)
    assert pickled((1,), lambda: bytes(1000)) == bytes(1000)
    assert (len(pickled), pickled.size) == (0, 0)


def test_an_error_is_not_kept():
    pickled = Pickled(1000)
    with pytest.raises(ZeroDivisionError):
        pickled((1,), lambda: 1 / 0)
    assert pickled((1,), lambda: "anew") == "anew"
