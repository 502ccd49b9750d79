"""How is an uploaded table read, understood and built, without harm to anybody else?

Each upload has a process and a folder of its own; both end with whoever holds it. One of them
works at a time, so that the readers of other pages have the other core.
"""

import json
import subprocess
import sys
import weakref
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import InitVar, dataclass, field
from pathlib import Path
from threading import Lock, Timer
from typing import IO, Any

from dashboard.private_folder import PrivateFolder

MOST_MEMORY = 4 * 2**30
"""Bytes of address space of its process."""
MOST_SECONDS = 60
"""That one answer may take."""
TURN = Lock()
TOO_MUCH = f"takes more than {MOST_SECONDS} s, or more memory than an upload may take"


@dataclass(frozen=True)
class Reply:
    """What a process said of an uploaded table.

    Attributes
    ----------
    columns : tuple of str
        Of the table.
    lines : tuple of (str, str)
        What was understood.
    notes : tuple of str
        What to look at, a sentence each.
    metric : str, optional
        Key of the metric that was added.
    error : str
        Why it is not accepted; empty where it is.
    """

    columns: tuple[str, ...] = ()
    lines: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    metric: str | None = None
    error: str = ""


def _nothing(_done: int, _of: int) -> None:
    """Shows no progress."""


@dataclass(eq=False)
class Upload:
    """An uploaded table, with its process and its folder.

    Attributes
    ----------
    called : str
        What messages call it.
    folder : PrivateFolder
        Holds the table and what is made of it; gone with the object.
    read : Reply
        Its columns, or why it is none.
    """

    content: InitVar[bytes]
    called: str
    study_file: Path
    encoding: str = ""
    folder: PrivateFolder = field(init=False)
    read: Reply = field(init=False)

    def __post_init__(self, content: bytes) -> None:
        self.folder = PrivateFolder()
        place = self.folder.path
        (place / "table").write_bytes(content)
        arguments = [place / "table", self.called, self.study_file, place, self.encoding]
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "dashboard.upload_worker", *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=place,
            text=True,
            encoding="utf-8",
        )
        self.end = weakref.finalize(self, _end, self._process)
        self.read = self._reply(_nothing)
        self._understood: tuple[Mapping[str, Any], Reply] | None = None

    @property
    def place(self) -> Path:
        """The folder, which holds `store` and `study` once they are built."""
        return self.folder.path

    def release(self) -> None:
        """Ends its process, and removes its folder."""
        self.end()
        self.folder.remove()

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def understand(self, asked: Mapping[str, Any]) -> Reply:
        """What is understood of the table; asked once. See `dashboard.upload_worker`."""
        if self._understood is None or self._understood[0] != asked:
            self._understood = (asked, self._ask({**asked, "build": False}, _nothing))
        return self._understood[1]

    def build(
        self, asked: Mapping[str, Any], progress: Callable[[int, int], None] = _nothing
    ) -> Reply:
        """The same, with a store and a study built of it."""
        return self._ask({**asked, "build": True}, progress)

    def _ask(self, asked: Mapping[str, Any], progress: Callable[[int, int], None]) -> Reply:
        if self.read.error:
            return self.read
        with TURN:
            if not self.alive:
                return Reply(error=f"{self.called}: {TOO_MUCH}")
            with suppress(OSError):  # it has just ended, which the reply says
                _pipe(self._process.stdin).write(json.dumps(asked) + "\n")
                _pipe(self._process.stdin).flush()
            return self._reply(progress)

    def _reply(self, progress: Callable[[int, int], None]) -> Reply:
        timer = Timer(MOST_SECONDS, self._process.kill)
        timer.start()
        found: dict[str, Any] = {}
        try:
            for line in _pipe(self._process.stdout):
                said = json.loads(line)
                if "progress" in said:
                    progress(*said["progress"])
                found |= said
                if "end" in said:
                    return _reply_of(found)
        except BaseException:
            self.end()  # whatever else it says would be taken for the next answer
            raise
        finally:
            timer.cancel()
        self.end()
        return Reply(error=f"{self.called}: {TOO_MUCH}")


def _reply_of(said: Mapping[str, Any]) -> Reply:
    return Reply(
        tuple(said.get("columns", ())),
        tuple((what, how) for what, how in said.get("lines", ())),
        tuple(said.get("notes", ())),
        said.get("metric"),
        said.get("error", ""),
    )


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe


def _end(process: "subprocess.Popen[str]") -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        _pipe(pipe).close()
    process.wait()
