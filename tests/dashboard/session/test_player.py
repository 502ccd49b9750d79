"""A sweep is played step by step, and stops at its end or wherever it is told to."""

from setupscope.dashboard.session.player import Player


def player(step=3.0):
    return Player("sweep", [1.0, 2.0, 3.0], step)


def test_it_starts_over_at_the_end_and_stops_there():
    one, seen = player(), []
    one.play()
    for _ in range(5):
        one.tick()
        seen.append((one.step, one.playing))
    assert seen == [(1, True), (2, True), (3, False), (3, False), (3, False)]


def test_it_goes_on_from_where_it_stands():
    one = player(2.0)
    one.play()
    one.tick()
    assert one.step == 2
    one.tick()
    assert (one.step, one.playing) == (3, False)


def test_moving_it_stops_it():
    one = player(1.0)
    one.play()
    one.go_to(2.0)
    one.tick()
    assert (one.step, one.playing) == (2, False)
