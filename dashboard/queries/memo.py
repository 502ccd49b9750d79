"""How is the same question asked only once?"""

from collections.abc import Callable
from functools import partial
from typing import cast

from setupscope.analysis.questions.one_setup import OneSetup
from setupscope.analysis.slices.slices import Slice
from setupscope.analysis.tables import Progress
from setupscope.dashboard.queries import queries
from setupscope.dashboard.queries.queries import Queries
from setupscope.data import Store


def named(thing: object) -> str:
    """What an answer is kept by: all that was asked, in a text."""
    if isinstance(thing, Slice):
        return thing.link()
    return str(thing.id if isinstance(thing, OneSetup) else thing)


def memoized(progress: Progress | None = None) -> Queries:
    """The questions of `dashboard.queries.queries`, with answers that are kept for one command.

    Parameters
    ----------
    progress : callable, optional
        Is told how many steps of how many are done, by a table that takes several.
    """
    return cast(Queries, _Memo(progress))


class _Memo:
    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._answers: dict[tuple[str, ...], object] = {}

    def __getattr__(self, question: str) -> Callable[..., object]:
        ask = getattr(queries, question)
        if question == "table_of":
            ask = partial(ask, progress=self._progress)
        return partial(self._answer, question, ask)

    def _answer(
        self, question: str, ask: Callable[..., object], store: Store, *about: object
    ) -> object:
        key = (question, store.digest, *map(named, about))
        if key not in self._answers:
            self._answers[key] = ask(store, *about)
        return self._answers[key]
