"""All attacks, with the numbers of attempts that 30 minutes on two cores are enough for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from trust.addresses import browsed_addresses, opened_addresses, read_addresses
from trust.counts import Counts
from trust.damage import damaged_under_report, damaged_under_server
from trust.files import imported_files, uploaded_files
from trust.frames import frames
from trust.full_disk import full_disk
from trust.kills import kills, works
from trust.origins import origins
from trust.silence import silence
from trust.soak import soak
from trust.threads import threads
from trust.uploads import uploads
from trust.world import World

MOMENTS = 20
ROOMS = (0, 200_000, 2_000_000)
"""Bytes that are left on a disk."""


@dataclass(frozen=True)
class Attack:
    """An attack, and how often it is tried.

    Attributes
    ----------
    title : str
        What is attacked, for the table.
    start : callable
        From the world, a folder to attack, and a function that takes a number of attempts and
        gives what there is time for, to an iterator of counts.
    """

    title: str
    start: Callable[[World, Path, Callable[..., int]], Iterator[Counts]]

    def begin(self, folder, share):
        """The counts, one after the other, in a world that is made in a folder."""
        for name in ("world", "attacked"):
            (folder / name).mkdir()

        def some(number, least=1):
            return max(least, round(number * share))

        return self.start(World(folder / "world"), folder / "attacked", some)


def killed(command, next_every=1):
    """The attack on one command that writes."""

    def start(world, folder, some):
        return kills(works(world, folder)[command], some(MOMENTS, 2), next_every=next_every)

    return Attack(f"`{command}` is killed at random moments", start)


ATTACKS = {
    "soak": Attack(
        "20 sessions turn pages for 10 minutes",
        lambda world, _, some: soak(world, 20, some(600, 20)),
    ),
    "kills-report": killed("report", next_every=4),
    "full-disk": Attack(
        "commands, an upload and an export on a full disk",
        lambda world, folder, some: full_disk(world, folder, ROOMS[: some(len(ROOMS))]),
    ),
    "addresses-opened": Attack(
        "mutated addresses are opened on the pages of a server",
        lambda world, _, some: opened_addresses(world, some(600)),
    ),
    "threads": Attack(
        "16 threads ask 500 questions each of one opened store",
        lambda world, _, some: threads(world.link, 16, some(500)),
    ),
    "kills-build": killed("build"),
    "kills-import": killed("import"),
    "kills-add-metric": killed("add-metric"),
    "damage-server": Attack(
        "stores are swapped, deleted and damaged under a server",
        lambda world, folder, some: damaged_under_server(world, folder, some(8, 2)),
    ),
    "damage-report": Attack(
        "stores are swapped, deleted and damaged under a report",
        lambda world, folder, some: damaged_under_report(world, folder, some(7)),
    ),
    "uploads": Attack(
        "30 readers upload and score a table at once",
        lambda world, _, some: uploads(world, some(30, 3)),
    ),
    "silence": Attack(
        "commands and pages without a network: what is looked up",
        lambda world, folder, _: silence(world, folder),
    ),
    "files-uploaded": Attack(
        "broken tables of every kind are uploaded", lambda _, __, some: uploaded_files(some(100))
    ),
    "addresses-read": Attack(
        "mutated addresses are read",
        lambda world, _, some: read_addresses(world.store.study, some(10_000)),
    ),
    "addresses-browsed": Attack(
        "addresses with markup are opened in a browser",
        lambda world, _, some: browsed_addresses(world.link, some(24)),
    ),
    "files-imported": Attack(
        "damaged CSV, Parquet and Feather files are imported",
        lambda _, folder, some: imported_files(folder, some(300)),
    ),
    "origins": Attack(
        "foreign origins, names and agents; files while uploads are off",
        lambda world, _, some: origins(world.link, some(5)),
    ),
    "frames": Attack("pages in a frame of another origin", lambda world, _, __: frames(world.link)),
}
"""Those that take long come first, so that none is alone at the end."""
