"""Which figures have readers already seen?

One that all readers share is kept for all of them: whoever turns to Findings, goes back to a
slice or opens a list beside a figure does not wait until it is drawn once more. Those of a
reader's private store are kept with it.
"""

from collections.abc import Callable

import streamlit as st

from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.recipes.figures import FIGURES
from setupscope.dashboard.figures.figure import Properties
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.limits import MAX_DRAWN_FIGURES
from setupscope.dashboard.session.cache import current_queries
from setupscope.dashboard.session.private_study import holder_of


def drawn(exhibit: Exhibit, look: Look) -> Properties:
    """Data and layout of a figure of the store that this reader looks at; not to be changed."""
    queries = current_queries()

    def draw() -> Properties:
        figure: Properties = FIGURES[exhibit.name].draw(queries, exhibit, look).to_dict()
        return figure

    own = holder_of(queries.store)
    key = f"{exhibit} {look}"
    return own.answers(("drawn", key), draw) if own else _shared(queries.store.digest, key, draw)


@st.cache_resource(show_spinner=False, max_entries=MAX_DRAWN_FIGURES)
def _shared(digest: str, key: str, _draw: Callable[[], Properties]) -> Properties:
    # As a resource, since a copy for each reader would cost as much as the drawing.
    return _draw()
