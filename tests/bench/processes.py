"""What do a process and those that it started take: seconds of processors, bytes of memory?

Read from /proc, which Linux alone has.
"""

import os
from pathlib import Path

PROC = Path("/proc")
TICK = 1 / os.sysconf("SC_CLK_TCK")
PARENT, USER, SYSTEM, ENDED_USER, ENDED_SYSTEM = 1, 11, 12, 13, 14
"""Places in stat, counted after the name."""


def can_measure():
    """Whether this system says what a process takes."""
    return (PROC / "self" / "stat").exists()


def family(pid):
    """A process and all below it, each with the fields of its stat."""
    everyone = {int(place.name): _stat(place) for place in PROC.glob("[0-9]*")}
    found = {pid}
    while True:
        more = {one for one, stat in everyone.items() if stat and int(stat[PARENT]) in found}
        if more <= found:
            return {one: everyone[one] for one in found if everyone.get(one)}
        found |= more


def _stat(place):
    """The fields after the name, which may hold anything; none of a process that has ended."""
    try:
        return (place / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def cpu_seconds(pid):
    """Seconds of processors, user's and system's, that a process and its family have taken."""
    fields = (USER, SYSTEM, ENDED_USER, ENDED_SYSTEM)
    return sum(int(stat[at]) for stat in family(pid).values() for at in fields) * TICK


def busy_seconds():
    """Seconds of processors that the whole machine has taken, what its host took included."""
    user, nice, system, _, _, *rest = map(int, (PROC / "stat").read_text().split()[1:9])
    return (user + nice + system + sum(rest)) * TICK


def memory(pid):
    """Bytes of memory that a process and its family hold."""
    pages = 0
    for one in family(pid):
        try:
            pages += int((PROC / str(one) / "statm").read_text().split()[1])
        except OSError:
            continue
    return pages * os.sysconf("SC_PAGE_SIZE")
