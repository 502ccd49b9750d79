"""What can be answered before the first reader comes?

The ready line is printed when the application is there, and a reader who follows it at once is to
find Findings answered.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.queries.answer import finding_of, flips_said
from setupscope.dashboard.queries.winner_map import maps_of_study, said_by_map
from setupscope.dashboard.session.cache import shared_queries
from setupscope.dashboard.session.stores import first_store
from setupscope.data import InputError
from setupscope.data.limits import MAX_IN_MEMORY

NO_READER = logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context")
"""Warns of everything that is done for no reader; here that is on purpose."""


def answer_findings() -> None:
    """Opens the first store that is served, and answers what its page Findings asks.

    A store that is too large to do so in a moment is only opened; one that cannot be opened says so
    on the page.
    """
    with _without_warnings(), suppress(InputError):
        store = first_store()
        if store.setup_count > MAX_IN_MEMORY:
            return
        queries = shared_queries(store)
        for scenario in store.study.scenarios:
            whole = Slice(store.study, (scenario.name,))
            finding_of(queries, whole)
            flips_said(queries, whole)
        for shown, axes in maps_of_study(store.study):
            said_by_map(queries, shown, axes)


@contextmanager
def _without_warnings() -> Iterator[None]:
    level = NO_READER.level
    NO_READER.setLevel(logging.ERROR)
    try:
        yield
    finally:
        NO_READER.setLevel(level)
