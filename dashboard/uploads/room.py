"""Is there room for one more: a table that waits, a study, a process?"""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Protocol
from weakref import WeakKeyDictionary, ref

from setupscope.dashboard.limits import (
    MAX_HELD_UPLOADS,
    MAX_IDLE_BYTES,
    MAX_IDLE_WORKERS,
    MAX_PRIVATE_BYTES,
    MAX_PRIVATE_STUDIES,
    MAX_UPLOADS,
    WORKER_BYTES,
    WORKER_BYTES_OF_BYTE,
)

MEMORY, GROUP = Path("/proc/meminfo"), Path("/sys/fs/cgroup")
"""Where Linux says what is free, and what a container may have."""


class Room:
    """Room for so many, which take so many bytes together; a place is free once its holder goes."""

    def __init__(self, most: int, most_bytes: int) -> None:
        self.most, self.most_bytes = most, most_bytes
        self._held: WeakKeyDictionary[object, int] = WeakKeyDictionary()
        self._lock = Lock()

    def take(self, holder: object, size: int, instead_of: object = None) -> bool:
        """Whether the holder has a place now, beside all others but the one that makes room."""
        with self._lock:
            others = [
                held
                for one, held in self._held.items()
                if one is not holder and one is not instead_of
            ]
            fits = len(others) < self.most and sum(others) + size <= self.most_bytes
            if fits:
                self._held[holder] = size
            return fits

    def leave(self, holder: object) -> None:
        """Gives a place back."""
        with self._lock:
            self._held.pop(holder, None)


UPLOADS = Room(MAX_HELD_UPLOADS, MAX_UPLOADS)
"""Tables that are not scored yet, by their bytes on the disk."""
STUDIES = Room(MAX_PRIVATE_STUDIES, MAX_PRIVATE_BYTES)
"""Studies that readers have brought, by their bytes in memory."""


class Endable(Protocol):
    """A process."""

    @property
    def end(self) -> Callable[[], object]:
        """Ends it."""


class Idle:
    """Processes that stand by for their readers; the one that was asked longest ago ends first."""

    def __init__(self, most: int, most_bytes: int) -> None:
        self._most, self._most_bytes = most, most_bytes
        self._kept: list[tuple[ref[Endable], int]] = []
        self._lock = Lock()

    def keep(self, process: Endable, size: int) -> None:
        """A process has answered about tables of so many bytes, and stands by."""
        with self._lock:
            others = [(one, own) for one, own in self._kept if one() not in (None, process)]
            self._kept = [*others, (ref(process), taken_by(size, WORKER_BYTES_OF_BYTE // 2))]
            while len(self._kept) > 1 and self._is_full():
                oldest = self._kept.pop(0)[0]()
                if oldest is not None:
                    oldest.end()

    def _is_full(self) -> bool:
        taken = sum(size for _, size in self._kept)
        return len(self._kept) > self._most or taken > self._most_bytes


IDLE = Idle(MAX_IDLE_WORKERS, MAX_IDLE_BYTES)


def taken_by(size: int, factor: int = WORKER_BYTES_OF_BYTE) -> int:
    """Bytes of memory that a process takes which works on tables of so many bytes."""
    return WORKER_BYTES + factor * size


def fits(size: int) -> bool:
    """Whether the machine has the memory to work on tables of so many bytes."""
    return taken_by(size) <= free_bytes()


def free_bytes() -> float:
    """Bytes of memory that are free, of the machine or of its container; endless if unknown."""
    found = [float("inf")]
    with suppress(OSError, ValueError, StopIteration):
        lines = MEMORY.read_text().splitlines()
        line = next(line for line in lines if line.startswith("MemAvailable:"))
        found.append(int(line.split()[1]) * 1024)
    with suppress(OSError, ValueError):
        most, taken = ((GROUP / f"memory.{name}").read_text() for name in ("max", "current"))
        found.append(int(most) - int(taken))
    return min(found)
