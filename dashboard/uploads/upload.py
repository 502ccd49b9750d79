"""Uploaded tables, and what is built from them, without harm to anybody else.

Each upload has a process and a folder of its own; both end with whoever holds it. Few of them
work at a time, so that the readers of other pages have the other core. A process that has ended
is replaced by another, which reads the tables again, when something is asked next.
"""

from collections.abc import Callable, Sequence
from dataclasses import InitVar, dataclass, field
from pathlib import Path
from typing import NamedTuple

from setupscope.dashboard.limits import MAX_UPLOADED_FILES, MAX_WAITING, UPLOADS_AT_ONCE
from setupscope.dashboard.turns import Turns
from setupscope.dashboard.uploads.failures import explained
from setupscope.dashboard.uploads.folder import PrivateFolder
from setupscope.dashboard.uploads.messages import Reply, Request, UploadedTables
from setupscope.dashboard.uploads.process import SPARE, UploadProcess
from setupscope.dashboard.uploads.room import IDLE, UPLOADS, fits
from setupscope.data.errors import InputError
from setupscope.data.limits import MAX_TABLE_BYTES
from setupscope.data.storage.building import Progress, nothing

TURNS = Turns(UPLOADS_AT_ONCE)
NO_ROOM = (
    "This server holds as many tables as it can; try again in a few minutes, or use"
    " `setupscope add-metric` or `setupscope import` on your own machine."
)
MOST_KEPT = 4
"""Summaries of an upload that are kept, so that a choice taken back is not asked again."""


class Reading(NamedTuple):
    """How uploaded tables are read: their encoding, the sheet of workbooks, and what is missing."""

    encoding: str = ""
    sheet: str = ""
    missing: tuple[str, ...] = ()


AS_USUAL = Reading()


@dataclass(eq=False)
class Upload:
    """Tables that were uploaded together, with their process and their folder.

    Attributes
    ----------
    files : sequence of (str, bytes)
        What messages call each table, and its content, which is not kept here.
    reading : Reading
        How they are read.
    waiting : callable
        Hears how many tables come before, for as long as these wait.
    file_name : str
        What messages call all of them.
    folder : PrivateFolder
        Holds the tables and what is made of them; gone with the object.
    read : Reply
        What was read, or why they are no tables.

    Raises
    ------
    InputError
        When there is no room for them.
    """

    files: InitVar[Sequence[tuple[str, bytes]]]
    study_file: Path
    reading: Reading = AS_USUAL
    waiting: Callable[[int], None] = lambda _: None
    file_names: tuple[str, ...] = field(init=False)
    folder: PrivateFolder = field(init=False)
    read: Reply = field(init=False, default_factory=Reply)

    def __post_init__(self, files: Sequence[tuple[str, bytes]]) -> None:
        self._size = sum(len(content) for _, content in files)
        if not UPLOADS.take(self, min(self._size, MAX_TABLE_BYTES)):
            raise InputError(NO_ROOM)
        try:
            self.folder = PrivateFolder()
        except OSError as error:
            raise InputError(f"uploads: {no_room(error)}") from error
        self.file_names = distinct([name for name, _ in files])
        self._process: UploadProcess | None = None
        self._summaries: list[tuple[Request, Reply]] = []
        self._failure: tuple[Request, Reply] | None = None
        if self._size > MAX_TABLE_BYTES or len(files) > MAX_UPLOADED_FILES:
            self.read = Reply(error=_too_much(len(files), self._size), end=True)
            return
        try:
            for at, (_, content) in enumerate(files):
                (self.place / f"table-{at}").write_bytes(content)
        except OSError as error:
            self.read = Reply(error=f"{self.file_name}: {no_room(error)}", end=True)
            return
        self.read = self._ask(None)

    @property
    def file_name(self) -> str:
        """What messages call all of its tables."""
        first, *others = self.file_names
        return f"{first} and {len(others)} more" if others else first

    @property
    def place(self) -> Path:
        """The folder, which holds `store` and `study` once they are built."""
        return self.folder.path

    def end(self) -> None:
        """Ends its process."""
        if self._process is not None:
            self._process.end()

    def release(self) -> None:
        """Ends its process, and removes its folder."""
        self.end()
        self.folder.remove()
        UPLOADS.leave(self)

    @property
    def holds_tables(self) -> bool:
        """Whether its folder holds the files."""
        return (self.place / "table-0").exists()

    def table(self, at: int) -> bytes:
        """The content of one of its files; empty where it is not held."""
        path = self.place / f"table-{at}"
        return path.read_bytes() if path.exists() else b""

    def summarize(self, request: Request) -> Reply:
        """The summary of the tables as a request reads them; the last requests are asked once."""
        found = next((reply for asked, reply in self._summaries if asked == request), None)
        if found is None:
            found = self._ask(request)
            self._summaries = [*self._summaries, (request, found)][-MOST_KEPT:]
        return found

    def build(self, request: Request, progress: Progress = nothing) -> Reply:
        """The same, with a store and a study built from it."""
        reply = self._ask(request.model_copy(update={"build": True}), progress)
        self._failure = (request, reply) if reply.error else None
        return reply

    def failure(self, request: Request) -> Reply:
        """The last reply to this request to build, where it failed; else an empty one."""
        held = self._failure
        return held[1] if held is not None and held[0] == request else Reply()

    def try_again(self) -> None:
        """Reads the tables again if they were not, and forgets what could not be answered."""
        self._summaries, self._failure = [], None
        if self.read.cause is not None:
            self.read = Reply()
            self.read = self._ask(None)

    def _ask(self, request: Request | None, progress: Progress = nothing) -> Reply:
        """The answer to a request, or to the tables alone, once it is this upload's turn."""
        if self.read.error:
            return self.read
        if TURNS.waiting >= MAX_WAITING:
            return explained(Reply(cause="queue", end=True), self.file_name)
        with TURNS.turn(self.waiting):
            self.waiting(0)
            reply = explained(self._answer(request, progress), self.file_name)
            if self._process is not None and self._process.alive:
                IDLE.keep(self._process, self._size)
            return reply

    def _answer(self, request: Request | None, progress: Progress) -> Reply:
        process, read = self._process, Reply()
        if not fits(self._size):
            return Reply(cause="scarce", end=True)
        if process is None or not process.alive:
            process = self._process = SPARE.take()
            read = process.ask(self._tables())
        if request is None or read.error or read.cause:
            return read
        return process.ask(request, progress)

    def _tables(self) -> UploadedTables:
        return UploadedTables(
            file_names=self.file_names,
            folder=self.place,
            study=self.study_file,
            encoding=self.reading.encoding,
            sheet=self.reading.sheet,
            missing=self.reading.missing,
        )


def distinct(names: Sequence[str]) -> tuple[str, ...]:
    """Names of files, those told apart by a number in front that have the same one."""
    return tuple(
        f"{names[:at].count(name) + 1}-{name}" if names.count(name) > 1 else name
        for at, name in enumerate(names)
    )


def no_room(error: OSError) -> str:
    """What to say where the disk takes no upload; never the name of a file of the server."""
    reason = error.strerror or type(error).__name__
    return f"cannot be kept on this server ({reason}); nothing is wrong with your table, try later"


def _too_much(files: int, size: int) -> str:
    if files > MAX_UPLOADED_FILES:
        return f"{files} files are too many; at most {MAX_UPLOADED_FILES} are read at once."
    return (
        f"the files have {size / 1e6:,.0f} MB together, but at most {MAX_TABLE_BYTES // 10**6} MB"
        " are read; keep only the rows and columns of the transfers."
    )
