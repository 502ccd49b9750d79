"""Which figures have readers already seen?

One that all readers share is kept for all of them: whoever turns to Findings, goes back to a
slice or opens a list beside a figure does not wait until it is drawn once more. Those of a
reader's private store are kept with it.
"""

from collections.abc import Callable

import streamlit as st

from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.recipes.figures import FIGURES
from setupscope.dashboard.figures.figure import Properties, Written
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.limits import MAX_DRAWN_FIGURES
from setupscope.dashboard.session.cache import current_queries
from setupscope.dashboard.session.private_study import holder_of


def drawn(exhibit: Exhibit, look: Look) -> Written:
    """A figure of the store that this reader looks at."""
    queries = current_queries()

    def draw() -> Properties:
        return FIGURES[exhibit.name].draw(queries, exhibit, look)

    own, key = holder_of(queries.store), f"{exhibit} {look}"
    digest = queries.store.digest
    return Written(own.answers(("drawn", key), draw) if own else _shared(digest, key, draw))


# As data, which are kept in one piece: the garbage collector would look at each list of a figure.
@st.cache_data(show_spinner=False, max_entries=MAX_DRAWN_FIGURES)
def _shared(digest: str, key: str, _draw: Callable[[], Properties]) -> Properties:
    return _draw()
