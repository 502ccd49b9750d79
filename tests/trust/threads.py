"""Many threads ask one opened store; each answer is compared with the one computed alone."""

import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from bench.random_slices import RandomSlices
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.queries.queries import Queries
from setupscope.data import open_store
from trust.counts import one

TABLES = ("win-rates", "scores", "pairs", "setups")
DIFFERENT = 40
"""Questions that are asked."""


def threads(link, number, queries, different=DIFFERENT, seed=0):
    """So many threads ask so many questions each; counts of every answer.

    Parameters
    ----------
    link : Path
        Of the store.
    number, queries : int
        Threads, and what each of them asks.
    different : int
        Questions of which each asks some, again and again.
    seed : int
        Decides what they ask.
    """
    rng = random.Random(seed)
    with closing(open_store(link)) as store:
        asked = _questions(store, rng, different)
    alone = [_alone(link, *question) for question in asked]
    with closing(open_store(link)) as store, ThreadPoolExecutor(number) as pool:
        orders = [rng.choices(range(len(asked)), k=queries) for _ in range(number)]
        work = [pool.submit(_asks, store, asked, alone, order) for order in orders]
        for thread in work:
            yield from thread.result()


def _questions(store, rng, different):
    """Tables of slices, and rows of them."""
    slices = RandomSlices(store.study, rng)
    return [(TABLES[at % len(TABLES)], next(slices)) for at in range(different)]


def _alone(link, table, query):
    """The answer of a store that was opened for it, to which nobody else speaks."""
    with closing(open_store(link)) as store:
        return _answer(store, table, query)


def _answer(store, table, query):
    """A table as text, every digit included."""
    slice_ = Slice.parse(query, store.study)
    if table == "setups":
        rows = slice_.narrow(store.setups())
        return str(rows.aggregate("count(*), sum(pool_size), max(given)").fetchall())
    return Queries(store).table(slice_, table, (), 0).to_csv()


def _asks(store, asked, alone, order):
    """What one thread was answered."""
    return [_compared(store, asked[at], alone[at]) for at in order]


def _compared(store, question, alone):
    try:
        answer = _answer(store, *question)
    except Exception as error:
        return one(f"{question}: {type(error).__name__}: {error}", tracebacks=True)
    return one(f"{question}: another answer than alone", wrong=answer != alone)
