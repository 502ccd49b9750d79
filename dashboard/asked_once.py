"""How is the same question asked only once?"""

from collections.abc import Callable
from functools import partial
from typing import cast

from analysis.one_setup import OneSetup
from analysis.slices import Slice
from analysis.tables import Progress
from dashboard import questions
from dashboard.questions import Ask
from data import Store


def named(thing: object) -> str:
    """What an answer is kept by: all that was asked, in a text."""
    if isinstance(thing, Slice):
        return thing.link()
    return str(thing.id if isinstance(thing, OneSetup) else thing)


def once(progress: Progress | None = None) -> Ask:
    """The questions of `dashboard.questions`, with answers that are kept for one command.

    Parameters
    ----------
    progress : callable, optional
        Is told how many steps of how many are done, by a table that takes several.
    """
    return cast(Ask, _Once(progress))


class _Once:
    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._answers: dict[tuple[str, ...], object] = {}

    def __getattr__(self, question: str) -> Callable[..., object]:
        ask = getattr(questions, question)
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
