"""Commands that write are killed at any moment.

Afterwards the former result is there, or the new one, or none where there was none; nothing of the
command still runs; the next run succeeds, and leaves nothing beside its result.
"""

import os
import random
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from serving import COMMAND
from setupscope.data import open_store
from setupscope.data.storage.manifest import verify
from setupscope.data.storage.places import BUILD
from setupscope.data.study.study_file import load_study
from trust.commands import last_words, run
from trust.counts import also, one
from trust.world import IMPORT

ENDING = 10.0
"""Seconds in which what a killed command had started ends."""


@dataclass(frozen=True)
class Work:
    """A command that writes into a folder, in two variants whose results differ.

    Attributes
    ----------
    variants : tuple of two tuples of str
        The words of the command.
    folder : Path
        Where it writes, and nothing else does.
    """

    variants: tuple[tuple[str, ...], tuple[str, ...]]
    folder: Path

    def state(self):
        """What stands there: the digest of a whole store, or nothing; raises where it is broken."""
        link = self.folder / "out"
        if not os.path.lexists(link):
            return ""
        store = open_store(link)
        try:
            verify(store.path, store.manifest, always_hash=True)
            return store.digest
        finally:
            store.close()

    def clear(self):
        """Starts from nothing."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()

    def make_room(self):
        """Lets the command run again; a store is replaced by itself."""

    def leftovers(self):
        """What stands beside the result of a run that was not killed.

        The build before it stays until the next, for whoever is reading it.
        """
        builds = {path.name for path in (self.folder / "out.d").iterdir()} - {"lock"}
        unfinished = sorted(name for name in builds if not BUILD.fullmatch(name))
        found = sorted({path.name for path in self.folder.iterdir()} - {"out", "out.d"})
        return found + unfinished + (sorted(builds) if len(builds) > 2 else [])


class StudyWork(Work):
    """A command that writes a store together with the folder of its study."""

    def state(self):
        """As that of a store; its study has to be there with it."""
        digest, study = super().state(), self.folder / "out.study"
        if digest or study.exists():
            load_study(study / "study.toml")
        assert digest or not study.exists(), "a study without its store"
        return digest

    def leftovers(self):
        """Studies that were replaced are kept on purpose."""
        return [name for name in super().leftovers() if not name.startswith("out.study")]


class ReportWork(Work):
    """The command that fills a new folder."""

    def state(self):
        """The names of the files of a whole report, or nothing."""
        out = self.folder / "out"
        files = [str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()]
        assert not out.exists() or (out / "appendix.pdf") in out.iterdir(), "half a report"
        return " ".join(sorted(files))

    def make_room(self):
        """A report is written into a new folder."""
        shutil.rmtree(self.folder / "out", ignore_errors=True)

    def leftovers(self):
        """All that is not the report."""
        return sorted({path.name for path in self.folder.iterdir()} - {"out"})


def works(world, folder):
    """The commands that are killed, by name."""
    studies = ("--store", folder / "out", "--replace")
    table, wide = world.tables / "wide.csv", (*IMPORT, *studies)
    build, report = ("build", world.study), ("report", "--out", folder / "out", "--store")
    scores = ("add-metric", world.scores, "--to", world.study, *studies)
    to_store = ("--store", folder / "out", "--leave-out")
    return {
        "build": Work(((*build, *to_store, 1), (*build, *to_store, 2)), folder),
        "import": StudyWork(
            (("import", table, *wide), ("import", table, *wide, "--percent")), folder
        ),
        "add-metric": StudyWork(((*scores, "--name", "One"), (*scores, "--name", "Two")), folder),
        "report": ReportWork(((*report, world.tiny_link),) * 2, folder),
    }


def kills(work, moments, seed=0, next_every=1):
    """Kills a command so many times, spread over how long it takes; counts of each.

    Parameters
    ----------
    work : Work
        What is killed.
    moments : int
        How often.
    seed : int
        Decides when, and in which order.
    next_every : int
        How often the next run is left alone; the others are killed too.
    """
    work.clear()
    whole, took = _left_alone(work)
    rng = random.Random(seed)
    shares = [(at + rng.random()) / moments for at in range(moments)]
    rng.shuffle(shares)
    for at, share in enumerate(shares):
        if at % 4 == 0:
            work.clear()
        yield _killed(work, at % 2, share * took, whole, (at + 1) % next_every == 0)


def _left_alone(work):
    """The states that both variants leave, and how many seconds the second takes."""
    found = []
    for words in work.variants:
        work.make_room()
        began = time.monotonic()
        done = run(*words)
        assert done.returncode == 0, done.stderr
        found.append(work.state())
    return found, time.monotonic() - began


def _killed(work, variant, after, whole, with_next):
    """One kill, and the run that follows."""
    work.make_room()
    words, before = work.variants[variant], _state(work)
    at = f"{words[0]} killed after {after:.1f} s"
    found = one(f"{at}: a process went on", wrong=not _kill(words, after))
    state = _state(work)
    found += also(f"{at}: {state}", lost=state not in (before, whole[variant]))
    if with_next:
        work.make_room()
        done = run(*words)
        ended = done.returncode == 0 and _state(work) == whole[variant]
        found += also(f"{at}: the next run: {last_words(done)}", lost=not ended)
        left = work.leftovers() if ended else []
        found += also(f"{at}: {', '.join(left)} is left", wrong=bool(left))
    return found


def _state(work):
    try:
        return work.state()
    except Exception as error:
        return f"broken ({type(error).__name__}: {error})"


def _kill(words, after):
    """Kills a command after some seconds; whether all that it had started ends too."""
    process = subprocess.Popen(
        [*COMMAND, *map(str, words)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    with suppress(subprocess.TimeoutExpired):
        process.wait(after)
    process.kill()
    process.wait()
    return _group_ends(process.pid)


def _group_ends(group):
    """Whether a group of processes ends soon; what does not is killed."""
    until = time.monotonic() + ENDING
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    os.killpg(group, signal.SIGKILL)
    return False
