"""Stores are rebuilt, deleted and damaged under a server that shows them, and under a report.

Every page gives an answer of one of the stores or a sentence, and never Streamlit's crash box.
"""

import asyncio
import os
import random
import shutil
import subprocess
import time
from contextlib import suppress

from bench.crowd import SHOWN
from bench.random_slices import RandomSlices
from serving import COMMAND
from setupscope.data.pools import PoolRule
from setupscope.data.storage.building import build
from trust.commands import PATIENCE, is_sentence, last_words
from trust.counts import also, one
from trust.served import logged
from trust.visitor import Visitor


def rebuilt(study, link):
    """Another store takes its place."""
    build(study, link, rule=PoolRule(leave_out=2))


def rebuilt_twice(study, link):
    """As before and back: the files of the first one are gone."""
    rebuilt(study, link)
    build(study, link)


def files_deleted(study, link):
    """The files are gone, and the link leads nowhere."""
    for build_ in link.with_name(f"{link.name}.d").iterdir():
        if build_.is_dir():
            shutil.rmtree(build_)


def deleted(study, link):
    """Link and files are gone."""
    files_deleted(study, link)
    link.unlink(missing_ok=True)


def cut(study, link):
    """Every file ends half-way."""
    for path in _files(link):
        os.truncate(path, path.stat().st_size // 2)


def overwritten(study, link):
    """Every file holds something else."""
    for path in _files(link):
        path.write_bytes(b"\x00?" * 500)


def unreadable(study, link):
    """Folders stand where files stood."""
    for path in _files(link):
        path.unlink()
        path.mkdir()


DAMAGES = (rebuilt, rebuilt_twice, files_deleted, deleted, cut, overwritten, unreadable)


def _files(link):
    return [path for path in link.resolve().rglob("*") if path.is_file()]


def damaged_under_server(world, folder, changes, kinds=DAMAGES, seed=0):
    """Damages a store under a server, in every way; counts of so many changes of page after each.

    Half of the readers had the page before, and the others come anew.
    """
    link = folder / "served"
    build(world.study, link)
    slices = RandomSlices(world.store.study, random.Random(seed))
    with logged(link) as server:
        for damage in kinds:
            deleted(world.study, link)
            build(world.study, link)
            yield from asyncio.run(_turns(server, damage, world.study, link, slices, changes))
        yield server.log_counts()
    deleted(world.study, link)


async def _turns(server, damage, study, link, slices, changes):
    found = []
    async with Visitor(server.address) as former, Visitor(server.address) as new:
        await former.open("win-rates", next(slices))
        await asyncio.to_thread(damage, study, link)
        await new.open()
        for at in range(changes):
            path = list(SHOWN)[at % len(SHOWN)]
            for visitor in (former, new):
                found.append(await _turn(visitor, path, next(slices), damage))
    return found


async def _turn(visitor, path, query, damage):
    what = f"{damage.__name__}: /{path}"
    try:
        if path not in visitor.pages:
            answer = await visitor.open(path, query)
        else:
            answer = await visitor.go(path, query)
    except Exception as error:
        return one(f"{what}: {type(error).__name__}: {error}"[:300], wrong=True)
    return one(f"{what}: {answer.errors}"[:300], tracebacks=answer.fails)


def damaged_under_report(world, folder, moments, kinds=DAMAGES, seed=0):
    """Damages a store while reports of it are written, at so many moments; counts of each."""
    rng = random.Random(seed)
    link = folder / "reported"
    for at in range(moments):
        with suppress(FileNotFoundError):  # at first, and where that was the damage
            deleted(world.study, link)
        build(world.tiny_study, link)
        yield _reported(link, folder / "report", rng.uniform(0.5, 8), kinds[at % len(kinds)], world)


def _reported(link, out, after, damage, world):
    shutil.rmtree(out, ignore_errors=True)
    words = ("report", "--store", str(link), "--out", str(out))
    process = subprocess.Popen(
        [*COMMAND, *words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    time.sleep(after)
    damage(world.tiny_study, link)
    _, said = process.communicate(timeout=PATIENCE)
    done = subprocess.CompletedProcess(words, process.returncode, "", said)
    note = f"report, {damage.__name__} after {after:.1f} s: {last_words(done)}"
    found = one(note, tracebacks=not is_sentence(done))
    whole = (out / "appendix.pdf").exists() if process.returncode == 0 else not out.exists()
    return found + also(f"{note}; half a report is left", lost=not whole)
