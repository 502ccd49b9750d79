"""Many readers turn pages for a long time: every answer is whole, and memory stays flat."""

import asyncio
import random
import time

import numpy as np

from bench.crowd import Crowd
from bench.processes import can_measure, memory
from bench.random_slices import RandomSlices
from trust.counts import also, one, skipped
from trust.served import logged

WARM = 120.0
"""Seconds after which memory has to be flat."""
FLAT = 0.10
"""What it may grow from then on, as a share."""
EVERY = 2.0
"""Seconds between two looks at it."""


def soak(world, sessions, seconds, seed=0):
    """So many sessions change slice and page for some time; counts of the answers."""
    if not can_measure():
        yield skipped("this system has no /proc to read memory from")
        return
    slices = RandomSlices(world.store.study, random.Random(seed))
    with logged(world.link) as server:
        crowd = Crowd(server.address, sessions, slices, random.Random(seed))
        held = asyncio.run(_changes(crowd, server.pid, seconds))
        for _ in crowd.answers:
            yield one()
        for error in crowd.errors:
            yield also(f"an answer: {error}"[:300], tracebacks=True)
        yield server.log_counts()
    yield flat(held, min(WARM, seconds / 5))


async def _changes(crowd, pid, seconds):
    """Lets a crowd change; the seconds and bytes of looks at the memory of the server."""
    began, held = time.monotonic(), []

    async def look():
        while True:
            held.append((time.monotonic() - began, await asyncio.to_thread(memory, pid)))
            await asyncio.sleep(EVERY)

    async with crowd:
        began = time.monotonic()
        looking = asyncio.create_task(look())
        await crowd.change(seconds)
        looking.cancel()
    return held


def flat(held, warm):
    """Whether memory is at the end what it was after the first minutes: medians of a fifth each."""
    later = np.array([size for at, size in held if at >= warm], dtype=float)
    fifth = max(1, len(later) // 5)
    first, last = (float(np.median(part)) for part in (later[:fifth], later[-fifth:]))
    note = f"memory went from {first / 1e6:.0f} to {last / 1e6:.0f} MB"
    found = also(note, wrong=last > first * (1 + FLAT))
    return found if found.notes else also() + type(found)(notes=(note,))
