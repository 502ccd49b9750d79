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
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.session.cache import current_queries
from setupscope.dashboard.session.private_study import answers_of

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

    return kept(DRAWN, queries, exhibit, ("drawn", f"{exhibit} {look}"), draw)


def kept(
    for_all: Pickled, queries: Queries, exhibit: Exhibit, key: Key, draw: Callable[[], Result]
) -> Result:
    """A drawing, drawn once; kept for all readers unless a store of the exhibit is private."""
    others = queries.beside() if exhibit.beside else {}
    stores = [queries.store, *(others[one].store for one in exhibit.beside if one in others)]
    own = next((answers for store in stores if (answers := answers_of(store)) is not None), None)
    whole = (queries.store.digest, *key)
    return for_all(whole, draw) if own is None else own(whole, draw)
