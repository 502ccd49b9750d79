"""Addresses that were spoilt give a slice and sentences, and never a crash, a script or a request.

All of them are read; some are opened on the pages of a server, and some in a browser.
"""

import asyncio
import contextlib
import random
import string
from urllib.parse import urlencode

import numpy as np

from bench.crowd import SHOWN
from setupscope.analysis.audit.audit import random_slices
from setupscope.analysis.slices.queries import KEYS
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.session.page_keys import PAGE_KEYS
from setupscope.dashboard.session.pages import PAGES, YOUR_METRIC
from setupscope.dashboard.session.state import opening_slice, read_slice
from setupscope.data import InputError
from setupscope.data.study.setup_ids import SetupId
from system_browser import CHROME
from trust.counts import also, one, skipped
from trust.served import logged
from trust.visitor import Visitor

HOSTILE = [
    "<script>alert(1)</script>",
    "'; DROP TABLE setups; --",
    "../../etc/passwd",
    "%00",
    "\x00\n\r",
    "${jndi:ldap://x}",
    "{{7*7}}",
    "=cmd|' /C calc'!A0",
    "ａｄｅ",
    "ade\u202e",
    "9" * 400,
    "-1-99999",
    "a," * 3000,
]
MARKUP = ("<img src=x onerror=alert(1)>", "javascript:alert(1)", "%00", "a" * 4000, "';--")
PATHS = [*SHOWN, PAGES[YOUR_METRIC].path]
AT_ONCE = 4
"""Readers who open addresses side by side."""


def mutated(rng, query):
    """An address with some of its characters, keys or values spoilt."""
    parts = dict(pair.split("=", 1) for pair in query.split("&"))
    for _ in range(rng.randint(1, 4)):
        key = rng.choice([*parts, *KEYS, "p.setup", "utm_source", "__proto__"])
        value = parts.get(key, "")
        spoil = rng.randint(0, 4)
        if spoil == 0:
            parts[key] = rng.choice(HOSTILE)
        elif spoil == 1 and value:
            index = rng.randrange(len(value))
            parts[key] = value[:index] + rng.choice(string.printable) + value[index + 1 :]
        elif spoil == 2:
            parts[key] = value + "," + value
        elif spoil == 3:
            parts.pop(key, None)
        else:
            parts[key + rng.choice(["", "x", " ", "é"])] = rng.choice(["", "0", value])
    return parts


def spoilt(study, count, seed=11):
    """So many spoilt addresses of a study, as the values of their keys."""
    rng = random.Random(seed)
    whole = [opening_slice(study, scenario).link() for scenario in study.scenarios]
    queries = [*whole, *(s.link() for s in random_slices(study, np.random.default_rng(4), 40))]
    return (mutated(rng, rng.choice(queries)) for _ in range(count))


def read(study, parts):
    """What is wrong with an address, in sentences; asserts that a slice comes of it all the same.

    Raises
    ------
    AssertionError
        When it does not.
    """
    of_slice = {key: value for key, value in parts.items() if key in KEYS}
    slice_, problems = read_slice(study, of_slice)
    with contextlib.suppress(InputError):
        SetupId.parse(parts.get("p.setup", ""), study)
    assert len(slice_.scenario_names()) == 1
    assert Slice.parse(slice_.query(), study) == slice_
    assert all(isinstance(problem, str) and problem for problem in problems)
    return problems


def read_addresses(study, count, seed=11):
    """Reads so many spoilt addresses; counts of each."""
    for parts in spoilt(study, count, seed):
        try:
            read(study, parts)
        except Exception as error:
            yield one(f"{parts}: {type(error).__name__}: {error}"[:300], tracebacks=True)
        else:
            yield one()


def opened_addresses(world, count, seed=12):
    """Opens so many of them on the pages of a server, whose log has to stay without a traceback."""
    with logged(world.link) as server:
        addresses = list(spoilt(world.store.study, count, seed))
        yield from asyncio.run(_open_all(server.address, addresses))
        yield server.log_counts()


async def _open_all(address, addresses):
    shares = [addresses[at::AT_ONCE] for at in range(AT_ONCE)]
    found = await asyncio.gather(*(_open_some(address, share) for share in shares))
    return [counts for share in found for counts in share]


async def _open_some(address, addresses):
    """One reader, who follows one address after the other."""
    found = []
    async with Visitor(address) as visitor:
        await visitor.open()
        for at, parts in enumerate(addresses):
            query = urlencode(parts, errors="replace")
            answer = await visitor.go(PATHS[at % len(PATHS)], query)
            found.append(one(f"{query}: {answer.errors}"[:300], tracebacks=answer.fails))
    return found


def browsed_addresses(link, count, seed=3):
    """Opens so many addresses that hold markup in a browser, which has to run nothing of them."""
    if CHROME is None:
        yield skipped("no Chrome or Chromium on this machine to open addresses with markup")
        return
    from visiting import Visit, launched

    rng = random.Random(seed)
    with logged(link) as server, launched() as chrome:
        visit = Visit(chrome)
        for _ in range(count):
            query, path = markup(rng), rng.choice(PATHS)
            visit.open(f"{server.address}/{path}?{query}")
            yield one(f"{path}?{query}"[:300])
        yield ran(visit)
        visit.close()


def markup(rng, keys_each=6):
    """The query of an address with markup in some of its keys."""
    keys = rng.sample([*KEYS, *PAGE_KEYS, "x"], keys_each)
    return "&".join(f"{key}={rng.choice(MARKUP)}" for key in keys)


def ran(visit):
    """What a browser did that it should not have done on these visits."""
    return (
        also(f"dialogs: {visit.dialogs}", scripts=bool(visit.dialogs))
        + also(f"the browser complains: {visit.complaints}", wrong=bool(visit.complaints))
        + also(f"requests: {visit.outside()}", outside=bool(visit.outside()))
    )
