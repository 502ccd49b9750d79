"""Which figures have readers already seen?

One that all readers share is kept for all of them: whoever turns to Findings, goes back to a
slice or opens a list beside a figure does not wait until it is drawn once more. Those of a
reader's private store are kept with it.
"""

from collections.abc import Callable
from typing import TypeVar

from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.recipes.figures import FIGURES
from setupscope.dashboard.figures.figure import Properties
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.limits import MAX_DRAWN_BYTES, MAX_PRINTED_BYTES
from setupscope.dashboard.queries.memo import Key
from setupscope.dashboard.queries.pickled import Pickled
from setupscope.dashboard.session.cache import current_queries
from setupscope.dashboard.session.private_study import answers_of
from setupscope.data import Store

Result = TypeVar("Result")
DRAWN = Pickled(MAX_DRAWN_BYTES)
"""Figures as they stand on the pages."""
PRINTED = Pickled(MAX_PRINTED_BYTES)
"""Figures as they are printed, in SVG."""


def drawn(exhibit: Exhibit, look: Look) -> Properties:
    """A figure of the store that this reader looks at; not to be changed."""
    queries = current_queries()

    def draw() -> Properties:
        return FIGURES[exhibit.name].draw(queries, exhibit, look)

    return kept(DRAWN, queries.store, ("drawn", f"{exhibit} {look}"), draw)


def kept(for_all: Pickled, store: Store, key: Key, draw: Callable[[], Result]) -> Result:
    """A drawing of a store, drawn once; kept for all readers unless the store is private."""
    own = answers_of(store)
    return for_all((store.digest, *key), draw) if own is None else own(key, draw)
