"""Which figures have readers already seen?

One that all readers share is kept for all of them: whoever turns to Findings, goes back to a
slice or opens a list beside a figure does not wait until it is drawn once more. Those of a
reader's private store are kept with it.
"""

from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.recipes.figures import FIGURES
from setupscope.dashboard.figures.figure import Properties
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.limits import MAX_DRAWN_BYTES
from setupscope.dashboard.queries.pickled import Pickled
from setupscope.dashboard.session.cache import current_queries
from setupscope.dashboard.session.private_study import holder_of

DRAWN = Pickled(MAX_DRAWN_BYTES)


def drawn(exhibit: Exhibit, look: Look) -> Properties:
    """A figure of the store that this reader looks at; not to be changed."""
    queries = current_queries()

    def draw() -> Properties:
        return FIGURES[exhibit.name].draw(queries, exhibit, look)

    own, key = holder_of(queries.store), f"{exhibit} {look}"
    return own.answers(("drawn", key), draw) if own else DRAWN((queries.store.digest, key), draw)
