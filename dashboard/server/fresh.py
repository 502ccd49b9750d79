"""How does a server learn that a store by URL was built again?

The pages read the copy of it on this machine, whose link leads to another build once that is
fetched.
"""

import threading
import time
from collections.abc import Callable, Sequence

from setupscope.data.errors import InputError, sentence
from setupscope.data.storage.copies import Fetch
from setupscope.data.storage.urls import Url

LOOK_SECONDS = 60.0
"""Seconds between two looks at a store's pointer."""


def keep_fresh(urls: Sequence[Url], fetch: Fetch, note: Callable[[str], None]) -> None:
    """Looks again and again, in a thread of its own, which ends with the process."""
    if urls:
        threading.Thread(target=_look_on, args=(urls, fetch, note), daemon=True).start()


def _look_on(urls: Sequence[Url], fetch: Fetch, note: Callable[[str], None]) -> None:
    told: dict[Url, str] = {}
    while True:
        time.sleep(LOOK_SECONDS)
        look(urls, fetch, told, note)


def look(
    urls: Sequence[Url], fetch: Fetch, told: dict[Url, str], note: Callable[[str], None]
) -> None:
    """Fetches what was built again; notes what cannot be fetched, each reason once in a row.

    Parameters
    ----------
    urls : sequence of Url
        The stores.
    fetch : callable
        What fetches one.
    told : dict
        What was noted of each at last; is changed.
    note : callable
        Is told a sentence.
    """
    for url in urls:
        try:
            fetch(url, lambda done, total: None)
            said = ""
        except InputError as error:
            said = f"{sentence(error)}; the pages go on with what was fetched before"
        if said and told.get(url) != said:
            note(said)
        told[url] = said
