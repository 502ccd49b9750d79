"""How many pages are made at a time?

Python takes one step of one page at a time, so that twenty pages made together are all done
late. Made in turn, the last is done as soon, and all others sooner.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from setupscope.dashboard.session.pages import FIGURES, SOUNDNESS, YOUR_METRIC
from setupscope.dashboard.session.supersession import stop_if_superseded
from setupscope.dashboard.turns import Turns

AT_ONCE = 2
"""Pages that are made together, on however many cores: while one waits for the database, or is
long, others go on."""
WAITING = (FIGURES, SOUNDNESS, YOUR_METRIC)
"""Pages that take long, and would keep others waiting."""


TURNS = Turns(AT_ONCE, stop_if_superseded)


@contextmanager
def turn_of(page: str) -> Iterator[None]:
    """Waits until a page may be made; a page that waits for others itself may at once."""
    if page in WAITING:
        yield
    else:
        with TURNS.turn():
            yield
