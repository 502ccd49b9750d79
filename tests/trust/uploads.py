"""Many readers upload a table at once, and score it: each is answered, and memory is given back."""

import asyncio

from bench.processes import memory
from trust.counts import also, one
from trust.served import logged
from trust.visitor import Visitor
from trust.world import scores_for

ROOM = 300e6
"""Bytes that a server may hold more than before, once all have left."""
GIVEN_BACK = 180
"""Seconds in which it has given back the rest."""
PATIENCE = 1_200.0
"""Seconds: the last of 30 in a line waits long where two cores do other work as well."""
LOOK = 5.0


def uploads(world, readers):
    """So many readers upload at once; counts of what each was told."""
    with logged(world.link) as server:
        found, before = asyncio.run(_all(server, readers, scores_for(world.study)))
        yield from found
        yield asyncio.run(_given_back(server.pid, before))
        yield server.log_counts()


async def _all(server, readers, content):
    before = memory(server.pid)
    found = await asyncio.gather(*(_one(server.address, at, content) for at in range(readers)))
    return found, before


async def _one(address, number, content):
    """One reader, from the page to the result."""
    try:
        async with asyncio.timeout(PATIENCE), Visitor(address) as visitor:
            visitor.longest_wait = PATIENCE  # who waits in line is answered late
            answer = await visitor.upload(f"metric{number}.csv", content)
            if button := answer.buttons.get("Score it"):
                answer = await visitor.press_beside(button)
    except Exception as error:
        return one(f"an upload: {type(error).__name__}: {error}"[:300], wrong=True)
    crashed = one(f"an upload: {answer.errors}"[:300], tracebacks=answer.fails)
    done = "Discard it" in answer.buttons
    return crashed + also(
        "an upload ended without a result or a sentence", wrong=not (done or answer.said)
    )


async def _given_back(pid, before):
    """Waits until memory is back, and says so where it is not."""
    for _ in range(int(GIVEN_BACK / LOOK)):
        held = memory(pid)
        if held < before + ROOM:
            return also()
        await asyncio.sleep(LOOK)
    return also(f"{(held - before) / 1e6:.0f} MB are held after all have left", lost=True)
