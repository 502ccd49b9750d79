"""Commands, an upload and an export on a disk that is full, or gets full on the way.

They end in one sentence or succeed, and what was there before is there afterwards.
"""

import subprocess
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from unittest.mock import patch

from setupscope.dashboard.uploads.upload import Upload
from setupscope.data import InputError
from setupscope.data.study.study_file import SHIPPED_STUDY
from system_browser import CHROME
from trust.commands import is_sentence, last_words, run
from trust.counts import also, one, skipped
from trust.world import IMPORT

MEGABYTE = 2**20
SIZE = 64 * MEGABYTE
"""Bytes of the disk."""
FORMER = "former"


@contextmanager
def small_disk(folder):
    """A disk of its own in a folder; None where this user may not mount one."""
    place = folder / "disk"
    place.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", str(place)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        mounted = False
    try:
        yield place if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(place)], check=False)


@contextmanager
def filled(disk, room):
    """Leaves so many bytes of the disk free."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            pass
    left = filler.stat().st_size - room
    with filler.open("r+b") as file:
        file.truncate(max(0, left))
    try:
        yield
    finally:
        filler.unlink()


def writers(world, out):
    """The commands that write, by name, each with the words that name its place."""
    shown, studies = ("--store", world.tiny_link), ("--store", out / "own")
    drawn = {
        "figure": ("figure", "win-rates", *shown, "--out", out / "figure.pdf"),
        "report": ("report", *shown, "--out", out / "report"),
    }
    return {
        "build": ("build", world.study, "--store", out / "built"),
        "import": ("import", world.tables / "wide.csv", *IMPORT, *studies),
        "add-metric": ("add-metric", world.scores, "--to", world.study, "--name", "A", *studies),
        "template": ("add-metric", "--to", world.study, "--template", out / "template.csv"),
        "table": ("table", "setups", *shown, "--out", out / "table.csv"),
        "check": ("check", *shown, "--out", out / "check.md"),
        **(drawn if CHROME else {}),
    }


def full_disk(world, folder, rooms, names=None):
    """Every command that writes, with so many bytes of room; then an upload and an export.

    Parameters
    ----------
    world : World
        Lies on another disk.
    folder : Path
        Where the full one is mounted.
    rooms : sequence of int
        Bytes that are free.
    names : sequence of str, optional
        Only these commands.
    """
    with small_disk(folder) as disk:
        if disk is None:
            yield skipped("a disk that is full needs the right to mount one (run as root)")
            return
        for room in rooms:
            for name in names or writers(world, disk):
                yield _written(name, world, disk, room)
            yield _uploaded(disk, room)
            if CHROME:
                yield _exported(world, disk, folder, room)


def _written(name, world, disk, room):
    """One command; a former file of its name has to survive where it fails."""
    words = writers(world, disk)[name]
    place = Path(words[-1])
    is_file = place.suffix in (".csv", ".md", ".pdf") and name != "template"
    if is_file:
        place.write_text(FORMER)
    before = _names(disk)
    with filled(disk, room):
        done = run(*words)
    found = _ended(f"{name} with {room} bytes free", done)
    if done.returncode:
        lost = is_file and place.read_text(errors="replace") != FORMER
        found += also(f"{name}: what was there before is gone", lost=lost)
        left = _names(disk) - before - {"built.d", "own.d"}
        found += also(f"{name}: {', '.join(left)} is left", wrong=bool(left))
    _clear(disk)
    return found


def _ended(what, done):
    return one(f"{what}: {last_words(done)}", tracebacks=not is_sentence(done))


def _names(disk):
    return {path.name for path in disk.iterdir()}


def _clear(disk):
    subprocess.run(["find", str(disk), "-mindepth", "1", "-delete"], check=False)


def _uploaded(disk, room):
    """An upload while the folder for temporary files is on the full disk."""
    content = b"source,target,score\n" + b"ade,bdd,1\n" * (room // 5)
    with filled(disk, room), patch.object(tempfile, "tempdir", str(disk)):
        try:
            said = Upload([("scores.csv", content)], SHIPPED_STUDY).read.error
            note, crashed = f"an upload with {room} bytes free: {said!r}", not said
        except InputError:
            note, crashed = "", False
        except Exception as error:
            note, crashed = f"an upload: {type(error).__name__}: {error}", True
    _clear(disk)
    return one(note, tracebacks=crashed)


def _exported(world, disk, folder, room):
    """An export while the folder for temporary files is on the full disk."""
    words = ("figure", "win-rates", "--store", world.tiny_link, "--out", folder / "figure.pdf")
    with filled(disk, room):
        done = run(*words, TMPDIR=str(disk))
    _clear(disk)
    return _ended(f"an export with {room} bytes free", done)
