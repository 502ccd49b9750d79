"""Readers without browsers, who change slice and page every few seconds."""

import asyncio
import time
from itertools import count

import numpy as np

from bench.reader import Reader
from setupscope.dashboard.session.pages import FIGURES, PAGES, YOUR_METRIC

SHOWN = {
    entry.path: entry.title for name, entry in PAGES.items() if name not in (FIGURES, YOUR_METRIC)
}
EVERY = 5.0
"""Seconds between the changes of each."""


class Crowd:
    """Readers who change slice and page every few seconds, and what came of it.

    Parameters
    ----------
    address : str
        Of the server.
    number : int
        How many readers.
    slices : iterator of str
        What they turn to.
    rng : random.Random
        Decides on which pages.
    """

    def __init__(self, address, number, slices, rng):
        self.readers = [Reader(address) for _ in range(number)]
        self.slices, self.rng = slices, rng
        self.answers, self.errors = [], []
        self.end = float("inf")

    async def __aenter__(self):
        """All come, in even steps, and have seen a page before anything is measured."""
        await asyncio.gather(*map(self._arrive, self.readers, self._delays()))
        return self

    async def __aexit__(self, *_):
        await asyncio.gather(*(reader.close() for reader in self.readers))

    async def change(self, seconds=float("inf")):
        """Changes of all, in even steps, for some time or until `end` is set to now."""
        start = time.monotonic()
        self.end = start + seconds
        await asyncio.gather(
            *(
                self._guarded(self._changes(reader, start + delay))
                for reader, delay in zip(self.readers, self._delays(), strict=True)
            )
        )

    def _delays(self):
        return (EVERY * index / len(self.readers) for index in range(len(self.readers)))

    async def _arrive(self, reader, delay):
        await asyncio.sleep(delay)
        await reader.connect()
        await self._guarded(reader.open(self._page(), next(self.slices)))

    async def _changes(self, reader, first):
        for at in count(first, EVERY):
            await asyncio.sleep(max(0.0, min(at, self.end) - time.monotonic()))
            if time.monotonic() >= self.end:
                return
            self._take(await reader.go(self._page(), next(self.slices)))

    async def _guarded(self, visit):
        try:
            await visit
        except Exception as error:
            self.errors.append(f"{type(error).__name__}: {error}")

    def _page(self):
        return self.rng.choice(list(SHOWN))

    def _take(self, answer):
        self.answers.append(answer)
        self.errors += answer.errors or ([] if answer.first else ["no sentence"])

    def times(self):
        """p50 and p95 to the first sentence and to the end, and the longest; in seconds."""
        first = [answer.first for answer in self.answers if answer.first]
        whole = [answer.whole for answer in self.answers]
        (first_p50, first_p95), (p50, p95) = (
            np.percentile(times or [np.nan], [50, 95]).tolist() for times in (first, whole)
        )
        longest = max(whole, default=float("nan"))
        first = {"first_p50": first_p50, "first_p95": first_p95}
        return first | {"p50": p50, "p95": p95, "longest": longest}
