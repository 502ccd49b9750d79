"""A bar moves on a terminal alone: in a log, or a mail of cron, there is only what is finished."""

import io
import sys

import pytest

from setupscope.dashboard.cli.progress import Bar


class Place(io.StringIO):
    def __init__(self, *, terminal):
        super().__init__()
        self.terminal = terminal

    def isatty(self):
        return self.terminal


@pytest.mark.parametrize("terminal", [True, False])
def test_a_bar_is_drawn_on_a_terminal_alone(monkeypatch, terminal):
    monkeypatch.setattr(sys, "stderr", Place(terminal=terminal))
    with Bar("Scoring") as bar:
        bar.update(3, 10)
        bar.update(10, 10)
    assert ("Scoring" in sys.stderr.getvalue()) is terminal
    assert bar.total == 10


def test_where_it_goes_on_from_is_said_in_a_log_too(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Place(terminal=False))
    with Bar() as bar:
        bar.resume(3, 10)
        bar.update(10, 10)
    assert sys.stderr.getvalue() == "Going on from 3 of 10 setups that are finished.\n"


def test_a_bar_begins_again_with_the_next_piece_of_work(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Place(terminal=True))
    with Bar("Spark", " tasks") as bar:
        for done, total in [(0, 0), (1, 3), (3, 3), (0, 0), (1, 2), (2, 2)]:
            bar.restart(done, total)
    before, again, end = sys.stderr.getvalue().split("\r")[1:]
    assert "0.00/3.00" in before
    assert "0.00/2.00" in again
    assert "100%" in end
    assert "2.00/2.00" in end
